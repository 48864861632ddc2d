"""A microphone that is pulled out, put back, or whose sound server dies: noticed within three seconds, and well again by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from queue import Empty, Queue
from typing import TypeVar

import psutil
import pytest

from kiosk.errors import HearingMissingError
from kiosk.events import Event, Heard, HearingChanged, ListeningStarted, NotHeard
from kiosk.hearing import open_listener, open_microphone, recorder
from kiosk.model import HearingProblem
from tests.audio.virtual_sound import VirtualSound, virtual_sound
from tests.hearing.engines import SPEECH
from tests.hearing.parrot import Parrot

pytestmark = pytest.mark.sound

NOTICED_S = 3.0
SLACK_S = 2.0
"""For a machine that does other things as well."""

E = TypeVar("E")


@pytest.fixture
def card() -> Iterator[VirtualSound]:
    with virtual_sound() as card:
        yield card


class Kiosk:
    """A real listener at a real microphone; only the words are a parrot's."""

    def __init__(self) -> None:
        self._news: Queue[Event] = Queue()
        self.listener = open_listener(
            lambda: Parrot("what is leukopenia"),
            open_microphone(""),
            lambda: (),
            lambda: 10.0,
            self._news.put,
            longest_s=20,
            longest_without_words_s=8,
        )
        self._ticket = 0

    def wait_for(self, *kinds: type[E], patience_s: float = 20.0) -> E:
        deadline = time.monotonic() + patience_s
        while True:
            try:
                news = self._news.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                pytest.fail(f"no {kinds} within {patience_s} s")
            if isinstance(news, kinds):
                return news

    def listens(self) -> None:
        self._ticket += 1
        self.listener.start(self._ticket)
        self.wait_for(ListeningStarted)

    def hears(self, card: VirtualSound) -> bool:
        self.listens()
        card.say(SPEECH / "prevention.flac")
        return isinstance(self.wait_for(Heard, NotHeard), Heard)


@pytest.fixture
def kiosk(card: VirtualSound) -> Iterator[Kiosk]:
    made = Kiosk()
    yield made
    made.listener.close()


def test_a_microphone_that_is_plugged_in_later_is_found(card: VirtualSound) -> None:
    card.unplug_the_microphone()
    kiosk = Kiosk()
    assert not kiosk.wait_for(HearingChanged).possible
    card.plug_in_the_microphone()
    assert kiosk.wait_for(HearingChanged, patience_s=NOTICED_S + SLACK_S).possible
    assert kiosk.hears(card)
    kiosk.listener.close()


def test_pulled_out_while_nobody_speaks_it_is_noticed_and_back_again(card: VirtualSound, kiosk: Kiosk) -> None:
    assert kiosk.wait_for(HearingChanged).possible
    for _ in range(2):
        card.unplug_the_microphone()
        assert not kiosk.wait_for(HearingChanged, patience_s=NOTICED_S + SLACK_S).possible
        card.plug_in_the_microphone()
        assert kiosk.wait_for(HearingChanged, patience_s=NOTICED_S + SLACK_S).possible
    assert kiosk.hears(card)


def test_pulled_out_while_somebody_speaks_it_is_told(card: VirtualSound, kiosk: Kiosk) -> None:
    kiosk.listens()
    card.unplug_the_microphone()
    lost = kiosk.wait_for(Heard, NotHeard, patience_s=NOTICED_S + SLACK_S)
    assert isinstance(lost, NotHeard)
    assert lost.problem is HearingProblem.NO_MICROPHONE
    card.plug_in_the_microphone()
    assert kiosk.hears(card)


def test_a_sound_server_that_dies_and_comes_back_needs_no_restart_of_the_kiosk(
    card: VirtualSound, kiosk: Kiosk
) -> None:
    kiosk.listens()
    card.stop()
    lost = kiosk.wait_for(Heard, NotHeard, patience_s=NOTICED_S + SLACK_S)
    assert isinstance(lost, NotHeard)
    assert lost.problem is HearingProblem.NO_MICROPHONE
    assert not kiosk.wait_for(HearingChanged, patience_s=NOTICED_S + SLACK_S).possible
    card.start()
    assert kiosk.wait_for(HearingChanged, patience_s=NOTICED_S + SLACK_S).possible
    assert kiosk.hears(card)


def test_where_there_are_only_monitors_there_is_no_microphone(card: VirtualSound) -> None:
    """The server would hand out what the kiosk's own loudspeaker plays."""
    card.unplug_the_microphone()
    for name in ("", "pulse", "kiosk_speaker"):
        assert not open_microphone(name).is_there()
        with pytest.raises(HearingMissingError):
            open_microphone(name).open(lambda pcm: None)


def test_a_microphone_of_the_sound_server_is_chosen_by_its_name(card: VirtualSound) -> None:
    assert open_microphone("Kiosk_Mic").is_there()
    assert not open_microphone("another").is_there()


def test_a_recording_process_that_dies_is_told_and_replaced(card: VirtualSound, kiosk: Kiosk) -> None:
    kiosk.listens()
    for recording in recording_processes():
        recording.kill()
    lost = kiosk.wait_for(Heard, NotHeard, patience_s=NOTICED_S + SLACK_S)
    assert isinstance(lost, NotHeard)
    assert lost.problem is HearingProblem.NO_MICROPHONE
    assert kiosk.hears(card)


def test_a_recording_process_that_never_answers_is_a_microphone_that_does_not_open(
    card: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "PROGRAM", "tests.audio.deaf_program")
    monkeypatch.setattr(recorder, "OPENS_S", 0.5)
    microphone = open_microphone("")
    with pytest.raises(HearingMissingError, match="doesn't open"):
        microphone.open(lambda pcm: None)
    assert not recording_processes()


def test_no_recording_process_outlives_the_listener(card: VirtualSound) -> None:
    kiosk = Kiosk()
    kiosk.listens()
    assert recording_processes()
    kiosk.listener.abandon()
    kiosk.listener.close()
    assert not recording_processes()


def recording_processes() -> list[psutil.Process]:
    """Those of this process."""
    programs = ("kiosk.hearing.microphone_process", "tests.audio.deaf_program")
    children = psutil.Process().children()
    return [child for child in children if child.is_running() and set(programs) & set(child.cmdline())]
