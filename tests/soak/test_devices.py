"""The virtual loudspeaker, and the microphone into which questions are spoken."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest

from kiosk.errors import HearingMissingError, SpeechError
from kiosk.model import Clip, SpokenWord
from soak.clock import VirtualClock
from soak.devices import SpokenQuestions, VirtualLoudspeaker

RATE = 16_000
TEN_S = Clip(
    bytes(2 * 10 * RATE),
    RATE,
    (SpokenWord("one", 0, 4000), SpokenWord("two", 4000, 8000), SpokenWord("six", 8000, 9000)),
)


def at(pace: float) -> VirtualLoudspeaker:
    clock = VirtualClock()
    clock.run_at(pace, at_most_s=10_000)
    return VirtualLoudspeaker(clock)


def test_it_plays_as_fast_as_the_virtual_clock_and_tells_every_word() -> None:
    words: list[int] = []
    before = time.monotonic()
    assert at(100.0).play(TEN_S, on_word=words.append)
    assert 0.08 <= time.monotonic() - before < 2.0
    assert words == [0, 1, 2]


def test_it_was_never_heard_before_its_first_sound_and_is_silent_after_its_last() -> None:
    loudspeaker = at(100.0)
    assert loudspeaker.silent_for_s() > 1e9
    loudspeaker.play(TEN_S)
    time.sleep(0.05)
    assert 1.0 < loudspeaker.silent_for_s() < 1000


def test_a_stop_ends_it_at_once() -> None:
    loudspeaker, done = at(1.0), Event()
    whole: list[bool] = []

    def play() -> None:
        whole.append(loudspeaker.play(TEN_S))
        done.set()

    Thread(target=play, daemon=True).start()
    time.sleep(0.1)
    loudspeaker.stop()
    assert done.wait(1.0)
    assert whole == [False]


def test_a_plug_that_is_pulled_in_the_middle_of_a_sentence_is_an_error() -> None:
    loudspeaker, errors = at(1.0), list[Exception]()

    def play() -> None:
        try:
            loudspeaker.play(TEN_S)
        except SpeechError as error:
            errors.append(error)

    playing = Thread(target=play, daemon=True)
    playing.start()
    time.sleep(0.1)
    loudspeaker.unplugged = True
    playing.join(2.0)
    assert len(errors) == 1
    assert not loudspeaker.is_audible
    with pytest.raises(SpeechError):
        loudspeaker.wake()


def test_a_question_is_spoken_again_each_time_the_microphone_opens() -> None:
    microphone = SpokenQuestions(b"\x01\x02" * RATE)
    for _ in range(2):
        heard, enough = bytearray(), Event()

        def take(block: bytes, heard: bytearray = heard, enough: Event = enough) -> None:
            heard.extend(block)
            if len(heard) >= 2 * RATE:
                enough.set()

        microphone.open(take)
        assert enough.wait(5.0)
        microphone.close()
        assert bytes(heard[: 2 * RATE]) == b"\x01\x02" * RATE


def test_an_unplugged_microphone_does_not_open() -> None:
    microphone = SpokenQuestions(b"")
    microphone.unplugged = True
    assert not microphone.is_there()
    with pytest.raises(HearingMissingError):
        microphone.open(lambda block: None)


def test_a_microphone_that_is_unplugged_while_it_is_open_gives_zeros() -> None:
    microphone, blocks = SpokenQuestions(b"\x01\x02" * RATE * 9), list[bytes]()
    microphone.open(blocks.append)
    time.sleep(0.1)
    microphone.unplugged = True
    time.sleep(0.1)
    microphone.close()
    assert any(blocks[0])
    assert not any(blocks[-1])
