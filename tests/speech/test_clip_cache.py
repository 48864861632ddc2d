"""Clips on the disk: whole or rendered again, bounded, and never a visitor's words."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import SpeechError
from kiosk.model import Clip, SpokenWord
from kiosk.speech import Tongue
from kiosk.speech.clip_cache import MAGIC, ClipCache, key_of, packed_of, unpacked
from kiosk.speech.clips import Clips
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.silence import SilentVoice

NOISE = np.random.default_rng(1).integers(-9000, 9000, 8000).astype("<i2").tobytes()
CLIP = Clip(NOISE, 16_000, (SpokenWord("Wash", 0.0, 210.5), SpokenWord("hands.", 210.5, 480.0)))


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path)


def file_of(folder: Path) -> Path:
    (file,) = folder.glob("*/*.clip")
    return file


@given(
    pcm=st.binary(max_size=4000),
    rate=st.sampled_from([8000, 22_050, 48_000]),
    words=st.lists(st.tuples(st.text(max_size=12), st.floats(0, 1e6), st.floats(0, 1e6)), max_size=5),
)
@settings(deadline=None, max_examples=60)
def test_a_clip_comes_back_as_it_was(pcm: bytes, rate: int, words: list[tuple[str, float, float]]) -> None:
    clip = Clip(pcm[: len(pcm) // 2 * 2], rate, tuple(SpokenWord(*word) for word in words))
    assert unpacked(packed_of(clip)) == clip


@given(st.binary(max_size=400) | st.binary(max_size=100).map(lambda junk: MAGIC + junk))
def test_what_is_no_clip_is_none(junk: bytes) -> None:
    assert unpacked(junk) is None


def test_every_damaged_byte_is_noticed() -> None:
    packed = packed_of(CLIP)
    for at in range(0, len(packed), 97):
        assert unpacked(packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :]) is None
    assert unpacked(packed[:-1]) is None


def test_a_damaged_clip_is_thrown_away(cache: ClipCache, tmp_path: Path) -> None:
    cache.keep("ab12", CLIP)
    assert cache.find("ab12") == CLIP
    file_of(tmp_path).write_bytes(b"scratched")
    assert cache.find("ab12") is None
    assert not cache.holds("ab12")


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    size = len(packed_of(CLIP))
    cache = ClipCache(tmp_path, most_bytes=3 * size + 10)
    for age, key in enumerate(("old1", "mid2", "new3")):
        cache.keep(key, CLIP)
        os.utime(next(tmp_path.glob(f"*/{key}.clip")), (age * 10.0, age * 10.0))
    assert cache.find("old1") == CLIP, "it is used, and so no longer the oldest"
    cache.keep("one4", CLIP)
    assert [cache.holds(key) for key in ("old1", "mid2", "new3", "one4")] == [True, False, False, True]


def test_a_folder_that_can_not_be_written_to_is_only_slow(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "clips").write_text("a file is in the way")
    cache = ClipCache(tmp_path / "clips")
    cache.keep("ab12", CLIP)
    cache.keep("ab13", CLIP)
    assert cache.find("ab12") is None
    assert len(caplog.records) == 1, "it is told once"


def test_another_voice_or_another_way_of_saying_things_makes_another_clip() -> None:
    keys = [key_of("a", "1", "Wash."), key_of("b", "1", "Wash."), key_of("a", "2", "Wash."), key_of("a", "1", "Wash!")]
    assert len(set(keys)) == 4


# ---- as the reader uses it


class Counting(SilentVoice):
    """Makes a sound, and notes for what."""

    name = "made up"

    def __init__(self) -> None:
        super().__init__(150)
        self.rendered: list[str] = []

    def render(self, text: str) -> Clip:
        self.rendered.append(text)
        if "unspeakable" in text:
            raise SpeechError("The voice broke.")
        if "unforeseen" in text:
            raise ValueError("Nobody knew that it could.")
        return Clip(NOISE, 16_000, super().render(text).words)


class Kiosk:
    """One life of a kiosk: its clips, from start to close."""

    def __init__(self, folder: Path, voice: Counting | None = None) -> None:
        self.voice = voice or Counting()
        self.clips = Clips({"en": Tongue(lambda: self.voice, Lexicon({}))}, "en", folder, ClipCache(folder))

    def prepares(self, *texts: str) -> list[tuple[int, int]]:
        told: list[tuple[int, int]] = []
        self.clips.prepare(texts, {*texts, "Later."}, lambda done, total: told.append((done, total)))
        self.clips.request("the end").result(20)
        while not told or told[-1][0] < len(texts):
            self.clips.request("the end").result(20)
        return told


def test_what_was_prepared_is_not_rendered_in_another_life(tmp_path: Path) -> None:
    first = Kiosk(tmp_path)
    assert first.prepares("Wash.", "Cook.") == [(0, 2), (1, 2), (2, 2)]
    first.clips.close()
    second = Kiosk(tmp_path)
    second.prepares("Wash.", "Cook.")
    assert second.clips.request("Wash.").result(20).pcm == NOISE
    assert "Wash." not in second.voice.rendered
    second.clips.close()


def test_a_sentence_of_the_article_is_kept_when_it_was_first_heard(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    kiosk.prepares()
    kiosk.clips.request("Later.").result(20)
    kiosk.clips.close()
    assert len(list(tmp_path.glob("*/*.clip"))) == 1


def test_what_is_no_content_is_never_written_to_the_disk(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    kiosk.prepares()
    kiosk.clips.request("I heard: my secret.").result(20)
    kiosk.clips.close()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("text", ["This is unspeakable.", "This is unforeseen."])
def test_one_text_too_many_for_the_voice_does_not_end_the_preparing(tmp_path: Path, text: str) -> None:
    kiosk = Kiosk(tmp_path)
    assert kiosk.prepares(text, "Cook.")[-1] == (2, 2)
    kiosk.clips.close()
    assert len(list(tmp_path.glob("*/*.clip"))) == 1


def test_closing_while_it_prepares_ends_it(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    kiosk.clips.prepare([f"Number {n}." for n in range(100_000)], ())
    kiosk.clips.close()
    assert len(kiosk.voice.rendered) < 100_000


def test_what_is_no_content_is_not_kept_in_memory_either(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    kiosk.prepares()
    for _ in range(2):
        kiosk.clips.request("my secret").result(20)
        kiosk.clips.request("Later.").result(20)
    assert kiosk.voice.rendered.count("my secret") == 2
    assert kiosk.voice.rendered.count("Later.") == 1
    kiosk.clips.close()
