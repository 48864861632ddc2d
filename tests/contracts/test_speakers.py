"""What every loudspeaker promises, tried on every one there is: the card is a real one to PortAudio."""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import isinf
from threading import Event, Thread

import numpy as np
import pytest

from kiosk.model import Clip, SpokenWord
from kiosk.speech import Speaker, open_speaker
from kiosk.speech.silent import SilentSpeaker
from tests.audio.virtual_sound import VirtualSound

RATES = (16_000, 22_050, 44_100)


@pytest.fixture(scope="module", params=["card", "silent"])
def speaker(request: pytest.FixtureRequest, sound: VirtualSound) -> Iterator[Speaker]:
    speaker = open_speaker("") if request.param == "card" else SilentSpeaker()
    yield speaker
    speaker.close()


class Playing:
    """A clip playing on a thread of its own."""

    def __init__(self, speaker: Speaker, clip: Clip) -> None:
        self.begun = Event()
        self.ended: bool | None = None
        self._speaker = speaker
        self._thread = Thread(target=self._play, args=(clip,), daemon=True)
        self._thread.start()

    def _play(self, clip: Clip) -> None:
        self.ended = self._speaker.play(clip, self._begin)

    def _begin(self) -> bool:
        self.begun.set()
        return True

    def result(self) -> bool | None:
        self._thread.join(20)
        assert not self._thread.is_alive(), "it never ended"
        return self.ended


def tone(seconds: float, rate: int = 22_050) -> Clip:
    wave = np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * 440 / rate) * 8000
    return Clip(wave.astype("<i2").tobytes(), rate)


@pytest.mark.parametrize("rate", RATES)
def test_a_clip_takes_its_time_and_is_played_to_its_end(speaker: Speaker, rate: int) -> None:
    since = time.monotonic()
    assert speaker.play(tone(0.5, rate))
    assert time.monotonic() - since >= 0.45


def test_an_empty_clip_is_over_at_once(speaker: Speaker) -> None:
    assert speaker.play(Clip(b"", 22_050))


def test_half_a_sample_at_the_end_is_left_out(speaker: Speaker) -> None:
    assert speaker.play(Clip(b"\0\0\0", 22_050))


def test_a_stop_ends_the_clip_and_no_later_one(speaker: Speaker) -> None:
    playing = Playing(speaker, tone(30))
    assert playing.begun.wait(10)
    speaker.stop()
    assert playing.result() is False
    assert speaker.play(tone(0.1))


def test_a_stop_between_two_clips_is_not_meant_for_the_second(speaker: Speaker) -> None:
    speaker.stop()
    assert speaker.play(tone(0.1))


def test_while_it_is_paused_nothing_goes_on_until_resume(speaker: Speaker) -> None:
    playing = Playing(speaker, tone(0.5))
    assert playing.begun.wait(10)
    speaker.pause()
    time.sleep(1.0)
    assert playing.ended is None
    speaker.resume()
    assert playing.result() is True


def test_a_pause_before_the_clip_holds_it_back(speaker: Speaker) -> None:
    speaker.pause()
    playing = Playing(speaker, tone(0.1))
    assert not playing.begun.wait(0.3)
    speaker.resume()
    assert playing.result() is True


def test_a_stop_while_paused_ends_the_clip_and_the_pause(speaker: Speaker) -> None:
    speaker.pause()
    playing = Playing(speaker, tone(0.1))
    time.sleep(0.1)
    speaker.stop()
    assert playing.result() is False
    assert speaker.play(tone(0.1))


def test_a_clip_that_nobody_wants_any_more_is_given_up_before_it_begins(speaker: Speaker) -> None:
    since = time.monotonic()
    assert speaker.play(tone(30), lambda: False) is False
    assert time.monotonic() - since < 15


def test_a_stop_as_the_clip_begins_ends_it(speaker: Speaker) -> None:
    def begin() -> bool:
        speaker.stop()
        return True

    assert speaker.play(tone(30), begin) is False


def test_silence_is_counted_from_the_last_sound(speaker: Speaker) -> None:
    speaker.play(tone(0.2))
    if not speaker.is_audible:
        assert isinf(speaker.silent_for_s())
        return
    first = speaker.silent_for_s()
    time.sleep(0.3)
    assert speaker.silent_for_s() >= first + 0.25
    playing = Playing(speaker, tone(1.0))
    assert playing.begun.wait(10)
    time.sleep(0.4)
    assert speaker.silent_for_s() == 0
    assert playing.result()


class Sentence(Playing):
    """Of five words, half a second each."""

    def __init__(self, speaker: Speaker) -> None:
        self.words: list[tuple[int, float]] = []
        self.since = time.monotonic()
        super().__init__(
            speaker, Clip(tone(2.5).pcm, 22_050, tuple(SpokenWord(str(i), i * 500, i * 500 + 500) for i in range(5)))
        )

    def _play(self, clip: Clip) -> None:
        self.ended = self._speaker.play(clip, self._begin, self._word)

    def _word(self, word: int) -> None:
        self.words.append((word, time.monotonic() - self.since))

    def reaches(self, word: int) -> None:
        deadline = time.monotonic() + 20
        while not any(heard == word for heard, _ in self.words):
            assert time.monotonic() < deadline, "the word never came"
            time.sleep(0.01)


def test_each_word_is_told_as_it_is_heard(speaker: Speaker) -> None:
    sentence = Sentence(speaker)
    assert sentence.result() is True
    assert [word for word, _ in sentence.words] == [0, 1, 2, 3, 4]
    gaps = np.diff([at for _, at in sentence.words])
    assert np.median(gaps) == pytest.approx(0.5, abs=0.15)


def test_after_a_pause_the_word_that_it_came_into_is_said_again(speaker: Speaker) -> None:
    sentence = Sentence(speaker)
    sentence.reaches(2)
    time.sleep(0.2)
    speaker.pause()
    time.sleep(0.3)
    speaker.resume()
    assert sentence.result() is True
    assert [word for word, _ in sentence.words] == [0, 1, 2, 2, 3, 4]


def test_another_speed_holds_at_once(speaker: Speaker) -> None:
    sentence = Sentence(speaker)
    sentence.reaches(1)
    time.sleep(0.2)
    speaker.set_speed(1.5)
    try:
        assert sentence.result() is True
        assert [word for word, _ in sentence.words] == [0, 1, 1, 2, 3, 4]
        gaps = np.diff([at for _, at in sentence.words[2:]])
        assert np.median(gaps) == pytest.approx(0.333, abs=0.1)
    finally:
        speaker.set_speed(1.0)


def test_waking_it_and_another_volume_take_nothing_from_the_clip(speaker: Speaker) -> None:
    speaker.wake()
    playing = Playing(speaker, tone(0.5))
    speaker.set_volume(0.2)
    assert playing.result() is True
    speaker.set_volume(1.0)


def test_pressing_buttons_while_nothing_plays_does_nothing(speaker: Speaker) -> None:
    speaker.pause()
    speaker.resume()
    speaker.stop()
    assert speaker.play(tone(0.1))
