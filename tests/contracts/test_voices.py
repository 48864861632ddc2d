"""What every voice promises, tried on every voice there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import sound_parts
from kiosk.context import ROOT
from kiosk.errors import SpeechError
from kiosk.speech import Voice, open_voice
from kiosk.speech.piper import voice_in

NASTY = (
    "",
    " \n\t",
    "— … “”!?",
    "[[h@'loU]]",
    "<speak>hi</speak>",
    "a\x00b",
    "\ud800",
    "\x07\x1b[31m",
    "word " * 400,
    "x" * 300,
    "x" * 1000,
    "😀 🩸",
    "𝔘𝔫",
    "0" * 400,
)
texts = st.text(max_size=300) | st.lists(
    st.sampled_from(["blood", "4,000", "—", "CBCs.", "&", "%s", "{#id}"]), max_size=200
).map(" ".join)


@pytest.fixture(scope="module", params=["pyttsx3", "piper", "silent"])
def voice(request: pytest.FixtureRequest) -> Iterator[Voice]:
    voice = open_voice(request.param, "en-us", 150, voice_in(ROOT / "models" / sound_parts.PIPER))
    yield voice
    voice.close()


def test_a_sentence_takes_about_as_long_as_a_person_takes(voice: Voice) -> None:
    clip = voice.render("Wash your hands often with soap and warm water.")
    assert 2 < clip.duration_s < 6
    assert len(clip.pcm) % 2 == 0


def test_a_longer_sentence_takes_longer(voice: Voice) -> None:
    short = voice.render("Wash your hands often.")
    long = voice.render("Wash your hands often, and ask the people who visit you to wash theirs, too.")
    assert long.duration_s > 1.5 * short.duration_s


def test_the_same_sentence_sounds_the_same_whatever_was_said_before(voice: Voice) -> None:
    first = voice.render("Get your vaccines.")
    voice.render("Stay away from people who are sick.")
    again = voice.render("Get your vaccines.")
    assert [word.text for word in again.words] == [word.text for word in first.words]
    assert again.duration_s == pytest.approx(first.duration_s, rel=0.25)  # Piper never says it quite the same twice


def test_every_word_has_its_time_in_order_and_within_the_clip(voice: Voice) -> None:
    clip = voice.render("A count under 4,000 cells is low - see your tests, 3.5 to 10,000.")
    spoken = [word.text for word in clip.words if word.text != "-"]
    assert spoken == [
        "A",
        "count",
        "under",
        "4,000",
        "cells",
        "is",
        "low",
        "see",
        "your",
        "tests,",
        "3.5",
        "to",
        "10,000.",
    ]
    times = [time for word in clip.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= clip.duration_s * 1000 + 1


@pytest.mark.parametrize("text", ["", "   ", "...", "—", "\x00\x07"])
def test_where_there_is_nothing_to_say_the_clip_is_empty(voice: Voice, text: str) -> None:
    assert voice.render(text).pcm == b""


def test_a_name_tells_the_voices_apart(voice: Voice) -> None:
    assert voice.name


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_any_text_becomes_sound_or_is_honestly_refused(voice: Voice, text: str) -> None:
    _renders(voice, text)


@pytest.mark.parametrize("text", NASTY, ids=[repr(text[:12]) for text in NASTY])
def test_text_that_looks_like_commands_is_only_text(voice: Voice, text: str) -> None:
    _renders(voice, text)


def _renders(voice: Voice, text: str) -> None:
    try:
        clip = voice.render(text)
    except SpeechError:
        return
    assert bool(clip.pcm) or not any(letter.isascii() and letter.isalnum() for letter in text)
    assert all(0 <= word.start_ms <= word.end_ms <= clip.duration_s * 1000 + 1 for word in clip.words)
