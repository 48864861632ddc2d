"""The kiosk reads, and a loudspeaker is really heard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import TypeVar

import pytest

from kiosk.errors import SpeechError
from kiosk.events import Event, ReadingEnded, UtteranceStarted, VoiceChanged
from kiosk.model import Clip, Utterance
from kiosk.speech import Voice, open_lexicon, open_reader, open_speaker, open_voice
from tests.audio.virtual_sound import Recording, VirtualSound, virtual_sound
from tests.speech.test_reader import remembered

pytestmark = pytest.mark.sound

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SENTENCES = (
    "You may not be able to avoid it, but you can lower your risk.",
    "Wash your hands often with soap and warm water.",
    "Stay away from people who are sick.",
)
AT_ONCE_S = 0.06
RECORDER_S = 0.15
"""What has sounded takes so long at most to be in the recording."""

E = TypeVar("E")


class Kiosk:
    """A reader with the real voice and the real card, and the news it posts."""

    def __init__(self) -> None:
        self._news: Queue[Event] = Queue()
        lexicon = open_lexicon(ASSETS / "lexicon" / "en.toml")
        self.reader = open_reader(voice, open_speaker(""), ASSETS / "sounds", self._news.put, lexicon)
        assert self.wait_for(VoiceChanged).audible

    def wait_for(self, kind: type[E]) -> E:
        while True:
            news = self._news.get(timeout=60)
            if isinstance(news, kind):
                return news

    def read(self, *sentences: str) -> None:
        self.reader.read(1, tuple(Utterance(text, index) for index, text in enumerate(sentences)))


def voice() -> Voice:
    return open_voice("pyttsx3", "en-us", 150)


@pytest.fixture
def kiosk(sound: VirtualSound) -> Iterator[Kiosk]:
    kiosk = Kiosk()
    yield kiosk
    kiosk.reader.close()


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    speaking = voice()
    try:
        return [speaking.render(sentence) for sentence in SENTENCES]
    finally:
        speaking.close()


def voiced_s(clip: Clip) -> float:
    """What a recording of this clip would count as heard."""
    import numpy as np
    import soxr

    from tests.audio.virtual_sound import RATE

    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32) / 32768
    return Recording(soxr.resample(samples, clip.rate, RATE)).heard_s


def test_a_section_read_out_is_heard_in_full(sound: VirtualSound, kiosk: Kiosk, clips: list[Clip]) -> None:
    with sound.recording() as tape:
        kiosk.read(*SENTENCES)
        kiosk.wait_for(ReadingEnded)
        tape.wait_for_silence()
        heard = tape.stop()
    assert heard.heard_s == pytest.approx(sum(map(voiced_s, clips)), rel=0.1)
    assert heard.last_sound_s - heard.first_sound_s < sum(clip.duration_s for clip in clips) + 2 * len(clips)


def test_each_sentence_is_announced_as_it_begins(kiosk: Kiosk) -> None:
    kiosk.reader.set_speed(1.5)
    kiosk.read(*SENTENCES)
    assert [kiosk.wait_for(UtteranceStarted).utterance.text for _ in SENTENCES] == list(SENTENCES)


def test_the_chime_sounds_before_the_words(sound: VirtualSound, kiosk: Kiosk, clips: list[Clip]) -> None:
    with sound.recording() as tape:
        kiosk.reader.read(1, (Utterance(SENTENCES[1], sound="chime"),))
        kiosk.wait_for(ReadingEnded)
        tape.wait_for_silence()
        heard = tape.stop()
    assert heard.heard_s > voiced_s(clips[1]) + 0.8


def test_a_stop_is_heard_at_once(sound: VirtualSound, kiosk: Kiosk) -> None:
    with sound.recording() as tape:
        kiosk.read(*SENTENCES)
        tape.wait_for_sound()
        time.sleep(0.5)
        before_s = tape.seconds
        kiosk.reader.stop()
        time.sleep(1.0)
        heard = tape.stop()
    assert heard.last_sound_s < before_s + AT_ONCE_S + RECORDER_S


def test_a_pause_is_heard_at_once_and_loses_no_word(sound: VirtualSound, kiosk: Kiosk, clips: list[Clip]) -> None:
    """Each time, the word that it came into is said again."""
    with sound.recording() as tape:
        kiosk.read(SENTENCES[0])
        tape.wait_for_sound()
        for _ in range(3):
            time.sleep(0.4)
            before_s = tape.seconds
            kiosk.reader.pause()
            time.sleep(0.8)
            assert tape.so_far().last_sound_s < before_s + AT_ONCE_S + RECORDER_S
            kiosk.reader.resume()
        kiosk.wait_for(ReadingEnded)
        tape.wait_for_silence()
        heard = tape.stop()
    longest_s = max(word.end_ms - word.start_ms for word in clips[0].words) / 1000
    assert 0.95 * voiced_s(clips[0]) < heard.heard_s < 1.1 * voiced_s(clips[0]) + 3 * longest_s


def test_what_was_heard_is_nowhere_in_memory_afterwards(sound: VirtualSound, kiosk: Kiosk) -> None:
    kiosk.read("You have typed:", "quixotic zebra.")
    kiosk.wait_for(ReadingEnded)
    time.sleep(0.1)
    assert remembered("zebra") == []


def test_softer_is_softer_and_loses_nothing(sound: VirtualSound, kiosk: Kiosk, clips: list[Clip]) -> None:
    peaks = []
    for gain in (1.0, 0.25):
        kiosk.reader.set_volume(gain)
        with sound.recording() as tape:
            kiosk.read(SENTENCES[1])
            kiosk.wait_for(ReadingEnded)
            tape.wait_for_silence()
            peaks.append(float(abs(tape.stop().samples).max()))
    assert peaks[1] == pytest.approx(peaks[0] / 4, rel=0.1)


def test_faster_takes_less_time(sound: VirtualSound, kiosk: Kiosk, clips: list[Clip]) -> None:
    kiosk.reader.set_speed(1.5)
    with sound.recording() as tape:
        kiosk.read(SENTENCES[1])
        kiosk.wait_for(ReadingEnded)
        tape.wait_for_silence()
        heard = tape.stop()
    assert heard.last_sound_s - heard.first_sound_s == pytest.approx(clips[1].duration_s / 1.5, rel=0.1)


def test_the_pause_between_two_sentences_is_neither_hasty_nor_long(sound: VirtualSound, kiosk: Kiosk) -> None:
    with sound.recording() as tape:
        kiosk.read("Wash your hands often.", "Cook your food well.", "Rest a lot.", "Drink water.")
        kiosk.wait_for(ReadingEnded)
        tape.wait_for_silence()
        gaps = tape.stop().gaps(longer_than_s=0.12)
    assert len(gaps) == 3
    assert all(0.15 <= gap <= 0.4 for gap in gaps), gaps


def test_the_first_word_after_a_rest_is_whole(sound: VirtualSound, clips: list[Clip]) -> None:
    speaker = open_speaker("")
    for clip in clips[1:]:
        with sound.recording() as tape:
            assert speaker.play(clip)
            tape.wait_for_silence()
            assert tape.stop().heard_s == pytest.approx(voiced_s(clip), abs=0.05)
    speaker.close()


def test_what_takes_the_place_of_a_reading_is_all_that_is_heard(sound: VirtualSound, kiosk: Kiosk) -> None:
    with sound.recording() as tape:
        kiosk.read(*SENTENCES)
        tape.wait_for_sound()
        kiosk.reader.read(2, (Utterance("Yes."),))
        assert kiosk.wait_for(ReadingEnded).ticket == 2
        tape.wait_for_silence()
        assert tape.stop().heard_s < 3


def test_silence_counts_from_the_last_sound_that_was_heard(sound: VirtualSound, kiosk: Kiosk) -> None:
    with sound.recording() as tape:
        kiosk.read("Yes.")
        kiosk.wait_for(ReadingEnded)
        tape.wait_for_silence()
        silent_s, end_s = kiosk.reader.silent_for_s(), tape.seconds
        assert silent_s == pytest.approx(end_s - tape.stop().last_sound_s, abs=0.5)


def test_a_card_that_is_pulled_out_leaves_silent_text_and_comes_back() -> None:
    with virtual_sound() as sound:
        kiosk = Kiosk()
        try:
            kiosk.read(*SENTENCES)
            kiosk.wait_for(UtteranceStarted)
            sound.stop()
            assert not kiosk.wait_for(VoiceChanged).audible
            assert kiosk.wait_for(UtteranceStarted).utterance.sentence == 1
            sound.start()
            kiosk.read(*SENTENCES, *SENTENCES)
            assert kiosk.wait_for(VoiceChanged).audible
            with sound.recording() as tape:
                tape.wait_for_sound()
        finally:
            kiosk.reader.close()


def test_a_card_that_is_not_there_says_so_in_one_line(sound: VirtualSound) -> None:
    speaker = open_speaker("no such card")
    assert not speaker.is_audible
    with pytest.raises(SpeechError, match=r"'no such card'.*default"):
        speaker.play(Clip(bytes(200), 22_050))
    speaker.close()


def test_a_card_is_found_by_part_of_its_name(sound: VirtualSound) -> None:
    speaker = open_speaker("PULS")
    assert speaker.is_audible
    speaker.close()
