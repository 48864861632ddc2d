"""What every microphone promises. The sound card is the virtual one where the tests bring one along (tests/audio)."""

from __future__ import annotations

import threading

import pytest

from kiosk.errors import HearingError, HearingMissingError, SoundFileError
from kiosk.hearing import RATE, open_microphone, open_recording
from kiosk.hearing.recording import Recording
from kiosk.hearing.sound_card import is_microphone
from kiosk.hearing.voice_activity import VoiceActivity
from tests.audio.virtual_sound import VirtualSound
from tests.hearing.engines import SPEECH, spoken


class Blocks:
    """Collects, and tells when there are enough."""

    def __init__(self, wanted: int = 0) -> None:
        self.pcm = b""
        self._wanted = wanted
        self._enough = threading.Event()

    def take(self, pcm: bytes) -> None:
        self.pcm += pcm
        if len(self.pcm) >= self._wanted:
            self._enough.set()

    def wait(self) -> None:
        assert self._enough.wait(30), f"only {len(self.pcm)} of {self._wanted} bytes came"


def test_a_recording_gives_its_sound_and_then_a_quiet_room() -> None:
    sound = spoken("leukopenia")
    blocks = Blocks(len(sound) + RATE)
    microphone = Recording("test", sound, pace=1000)
    microphone.open(blocks.take)
    blocks.wait()
    microphone.close()
    assert blocks.pcm.startswith(sound)
    assert any(blocks.pcm[len(sound) :]), "a real room is never perfectly silent"


def test_after_close_no_block_comes_any_more() -> None:
    blocks = Blocks(RATE)
    microphone = Recording("test", spoken("leukopenia"), pace=1000)
    microphone.open(blocks.take)
    blocks.wait()
    microphone.close()
    before = len(blocks.pcm)
    threading.Event().wait(0.1)
    assert len(blocks.pcm) == before


def test_a_recording_begins_anew_each_time_it_is_opened() -> None:
    sound = spoken("leukopenia")
    microphone = Recording("test", sound, pace=1000)
    for _ in range(2):
        blocks = Blocks(RATE)
        microphone.open(blocks.take)
        blocks.wait()
        microphone.close()
        assert blocks.pcm[:RATE] == sound[:RATE]


def test_closing_a_microphone_that_is_not_open_is_safe() -> None:
    Recording("test", b"").close()
    open_microphone("no such device").close()


def test_a_recording_that_is_not_there_is_refused_at_once() -> None:
    with pytest.raises(SoundFileError, match="no-such-file"):
        open_recording(SPEECH / "no-such-file.wav")


def test_a_microphone_that_is_not_there_is_one_line_when_it_is_opened() -> None:
    microphone = open_microphone("a name that no device has")
    with pytest.raises(HearingMissingError, match="a name that no device has") as refusal:
        microphone.open(lambda pcm: None)
    assert "\n" not in str(refusal.value)
    assert refusal.value.exit_code == 4
    assert isinstance(refusal.value, HearingError)


@pytest.mark.sound
def test_the_sound_card_hears_what_is_said_and_nothing_after_it_is_closed(sound: VirtualSound) -> None:
    microphone = open_microphone("pulse")
    for _ in range(2):
        blocks = Blocks(5 * 2 * RATE)
        microphone.open(blocks.take)
        sound.say(SPEECH / "prevention.flac")
        blocks.wait()
        microphone.close()
        before = len(blocks.pcm)
        ear = VoiceActivity()
        ear.accept(blocks.pcm)
        assert ear.speech_s > 1
        assert len(blocks.pcm) == before


def test_what_the_loudspeaker_plays_is_never_taken_for_a_microphone() -> None:
    assert is_microphone({"name": "USB microphone", "max_input_channels": 1})
    assert not is_microphone({"name": "Monitor of Built-in Audio", "max_input_channels": 2})
    assert not is_microphone({"name": "Loudspeaker", "max_input_channels": 0})
