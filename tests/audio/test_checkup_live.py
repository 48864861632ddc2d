"""What a running kiosk does at "Say a sentence and listen": its own session, reader and listener, on a card that hears itself."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag

import pytest

from kiosk import parts, sound_parts
from kiosk.context import ROOT, Context
from kiosk.events import Tick
from kiosk.hearing import open_listener
from kiosk.mailbox import Mailbox
from kiosk.session import Session, Timing
from kiosk.session.checkup import SENTENCE
from kiosk.settings import Settings
from kiosk.speech import open_reader
from kiosk.staff_moments import Checkup
from tests.audio.virtual_sound import virtual_sound
from tests.fakes import SLEEP, Mind, Room

pytestmark = [pytest.mark.sound, pytest.mark.models]
PATIENCE_S = 90.0


def how_it_ends(home: Path) -> str:
    context, mailbox = Context(Settings(), home), Mailbox()
    reader = open_reader(
        lambda: sound_parts.voice(context),
        sound_parts.speaker(context),
        ROOT / "assets" / "sounds",
        mailbox.post,
        clips=home / "clips",
    )
    sentence, rendered = parts.messages(context).text(SENTENCE), Flag()
    reader.prepare((sentence,), (sentence,), lambda done, total: rendered.set() if done == total else None)
    assert rendered.wait(PATIENCE_S), "a kiosk renders its screen's texts ahead"
    listener = open_listener(
        lambda: sound_parts.recogniser(context),
        sound_parts.microphone(context),
        lambda: (),
        reader.silent_for_s,
        mailbox.post,
        longest_s=20.0,
        longest_without_words_s=8.0,
    )
    session = Session(
        (SLEEP,),
        speaking=reader,
        listening=listener,
        asking=Mind(Room()),
        alerting=None,
        messages={"en": parts.messages(context)},
        timing=Timing(),
    )
    session.state = replace(session.state, moment=Checkup(0, is_done=True), staff_open=True, hearing=False)
    try:
        deadline = time.monotonic() + PATIENCE_S

        def turn() -> Checkup:
            for event in mailbox.drain():
                session.on(event)
            session.on(Tick(time.monotonic()))
            time.sleep(0.1)
            assert time.monotonic() < deadline, session.state.moment
            assert isinstance(session.state.moment, Checkup)
            return session.state.moment

        while not session.state.hearing:  # its recogniser loads
            turn()
        session.test_sound()
        while not (now := turn()).echoed:
            pass
        return now.echoed
    finally:
        listener.close()
        reader.close()


def test_it_understands_itself(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        assert how_it_ends(tmp_path) == "understood"


@pytest.mark.slow
def test_it_tells_a_muted_microphone(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        card.mute_the_microphone()
        assert how_it_ends(tmp_path) == "silent"
