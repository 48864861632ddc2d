"""What every recogniser promises, tried on each: the real ones, and the one that tests use in their place."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from itertools import count
from typing import Any
from unittest.mock import Mock

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.hearing import RATE, Recogniser, transcribe
from kiosk.hearing.whisper_model import WHOLE_CONTEXT_S, Reading, WhisperModel
from tests.hearing.engines import HINTS, spoken
from tests.hearing.parrot import Parrot

REAL = [pytest.param(name, marks=pytest.mark.models) for name in ("whisper", "vosk")]


@pytest.fixture(params=[*REAL, "parrot"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    found: Recogniser = Parrot() if request.param == "parrot" else request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=REAL)
def real(request: pytest.FixtureRequest) -> Recogniser:
    found: Recogniser = request.getfixturevalue(request.param)
    return found


def noise(kind: str, seconds: float = 4.0) -> bytes:
    times = np.arange(int(seconds * RATE)) / RATE
    random = np.random.default_rng(3)
    makers: dict[str, Callable[[], npt.NDArray[Any]]] = {
        "silence": lambda: np.zeros(len(times)),
        "hiss": lambda: random.normal(0, 0.03, len(times)),
        "roar": lambda: random.normal(0, 0.4, len(times)),
        "hum": lambda: 0.3 * np.sign(np.sin(2 * np.pi * 50 * times)),
        "clicks": lambda: 0.9 * (random.random(len(times)) < 0.0005),
        "whistle": lambda: 0.3 * np.sin(2 * np.pi * 500 * times),
        "random bytes": lambda: random.uniform(-1, 1, len(times)),
    }
    sound = makers[kind]()
    return bytes((sound.clip(-1, 1) * 32767).astype("<i2").tobytes())


def test_it_has_a_name_that_says_engine_and_model(recogniser: Recogniser) -> None:
    assert recogniser.name
    assert recogniser.name == recogniser.name.strip().lower()


def test_a_spoken_question_gives_words(recogniser: Recogniser) -> None:
    assert transcribe(recogniser, spoken("prevention"), HINTS).text


def test_it_tells_how_long_it_took(recogniser: Recogniser) -> None:
    heard = transcribe(recogniser, spoken("prevention"), HINTS)
    assert heard.recognise_ms is not None
    assert heard.recognise_ms >= 0


def test_words_appear_while_the_visitor_speaks(recogniser: Recogniser) -> None:
    recogniser.start(HINTS)
    sound, live = spoken("prevention"), set()
    for start in range(0, len(sound), RATE // 5):
        recogniser.accept(sound[start : start + RATE // 5])
        live.add(recogniser.partial)
    deadline = time.monotonic() + 60
    while (
        live == {""} and time.monotonic() < deadline
    ):  # one that listens beside what is said comes late on a busy machine
        recogniser.accept(bytes(RATE // 5))
        live.add(recogniser.partial)
        time.sleep(0.1)
    assert live - {""}


def test_it_knows_that_somebody_spoke_and_has_fallen_silent(recogniser: Recogniser) -> None:
    recogniser.start(HINTS)
    assert (recogniser.speech_s, recogniser.silence_s) == (0, math.inf)
    recogniser.accept(spoken("prevention"))
    recogniser.accept(noise("silence", 1.5))
    assert recogniser.speech_s > 1
    assert recogniser.silence_s > 1


def test_nothing_said_is_no_words(recogniser: Recogniser) -> None:
    recogniser.start(HINTS)
    assert recogniser.partial == ""
    assert recogniser.finish().text == ""


def test_the_question_before_is_forgotten(recogniser: Recogniser) -> None:
    transcribe(recogniser, spoken("prevention"), HINTS)
    assert transcribe(recogniser, noise("silence"), HINTS).text == ""


def test_an_abandoned_question_is_forgotten(recogniser: Recogniser) -> None:
    recogniser.start(HINTS)
    recogniser.accept(spoken("prevention"))
    recogniser.start(HINTS)
    assert recogniser.partial == ""
    assert recogniser.finish().text == ""


@pytest.mark.parametrize("length", [1, 3, 333, 1023, 1025])
def test_sound_may_come_in_pieces_of_any_length(recogniser: Recogniser, length: int) -> None:
    recogniser.start(HINTS)
    sound = noise("silence", 0.1)
    for start in range(0, len(sound), length):
        recogniser.accept(sound[start : start + length])
    assert recogniser.finish().text == ""


def test_odd_pieces_are_heard_as_well_as_even_ones(recogniser: Recogniser) -> None:
    recogniser.start(HINTS)
    sound = spoken("prevention")
    for start in range(0, len(sound), 3201):
        recogniser.accept(sound[start : start + 3201])
    assert recogniser.finish().text


@pytest.mark.parametrize("kind", ["silence", "hiss", "roar", "hum", "clicks", "whistle", "random bytes"])
def test_nothing_is_invented_where_nobody_speaks(real: Recogniser, kind: str) -> None:
    heard = transcribe(real, noise(kind), HINTS)
    assert (heard.text, heard.alternatives, heard.ungated) == ("", (), "")


def test_a_cut_off_end_breaks_nothing(recogniser: Recogniser) -> None:
    transcribe(recogniser, spoken("leukopenia")[:-1], HINTS)
    transcribe(recogniser, b"\x01", HINTS)
    transcribe(recogniser, b"", HINTS)


@pytest.mark.models
class TestWhisper:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("prevention", "how can i keep from getting an infection"),
            ("leukopenia", "what is leukopenia"),
            ("tests", "which blood tests will the doctor do"),
        ],
    )
    def test_it_hears_most_words_of_a_clear_question(self, whisper: Recogniser, name: str, words: str) -> None:
        heard = set(plain(transcribe(whisper, spoken(name), HINTS).text))
        assert len(heard & set(words.split())) >= 0.6 * len(words.split())

    def test_names_of_the_articles_are_heard_because_they_are_expected(self, whisper: Recogniser) -> None:
        assert "leukopenia" in plain(transcribe(whisper, spoken("leukopenia"), HINTS).text)

    def test_a_language_it_was_not_asked_for_is_not_shown(self, whisper: Recogniser) -> None:
        assert "infection" not in transcribe(whisper, spoken("korean"), HINTS).text

    def test_a_sound_longer_than_it_can_see_at_once_is_heard_to_its_end(self, whisper: Recogniser) -> None:
        long = spoken("tests") + noise("silence", 26) + spoken("leukopenia") + noise("silence", 5)
        heard = plain(transcribe(whisper, long, HINTS).text)
        assert {"blood", "leukopenia"} <= set(heard)

    def test_other_readings_differ_in_words(self, whisper: Recogniser) -> None:
        heard = transcribe(whisper, spoken("tests"), HINTS)
        readings = [tuple(plain(text)) for text in (heard.text, *heard.alternatives)]
        assert len(readings) == len(set(readings))

    def test_more_hints_than_it_can_hold_do_no_harm(self, whisper: Recogniser) -> None:
        assert transcribe(whisper, spoken("leukopenia"), [f"word{n}" for n in range(2000)]).recognise_ms is not None

    def test_who_goes_on_after_a_pause_is_heard_to_the_end(self, whisper: Recogniser) -> None:
        live(whisper, spoken("tests") + noise("silence", 0.5) + spoken("leukopenia") + noise("silence", 0.7))
        assert {"blood", "leukopenia"} <= set(plain(whisper.finish().text))

    def test_what_was_worked_out_in_the_last_pause_is_not_worked_out_again(
        self, whisper: Recogniser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        live(whisper, spoken("leukopenia") + noise("silence", 0.8))
        monkeypatch.setattr(WhisperModel, "readings", lambda *_, **__: pytest.fail("decoded again"))
        assert "leukopenia" in plain(whisper.finish().text)

    @pytest.mark.parametrize(
        ("sure", "looks", "text"),
        [(-0.1, 1, "first"), (-0.5, 2, "second"), (-1.2, 1, "")],
        ids=["clear", "doubt", "guess"],
    )
    def test_what_the_first_look_leaves_in_doubt_is_looked_at_with_the_whole_context(
        self, whisper: Recogniser, monkeypatch: pytest.MonkeyPatch, sure: float, looks: int, text: str
    ) -> None:
        readings = Mock(side_effect=[[Reading("first", sure)], [Reading("second", -0.2)]])
        monkeypatch.setattr(WhisperModel, "readings", readings)
        monkeypatch.setattr(whisper, "_clock", lambda: 0.0)  # as on a machine quick enough
        heard = transcribe(whisper, spoken("leukopenia"), HINTS)
        assert (heard.text, heard.ungated, readings.call_count) == (text, "", looks)
        if looks == 2:
            assert heard.alternatives == ("first",)
            assert readings.call_args.kwargs["least_context_s"] == WHOLE_CONTEXT_S

    def test_on_a_slow_machine_there_is_no_second_look(
        self, whisper: Recogniser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seconds = count(0.0, 1.0)
        monkeypatch.setattr(whisper, "_clock", lambda: next(seconds))
        monkeypatch.setattr(WhisperModel, "readings", Mock(return_value=[Reading("it may be this", -0.5)]))
        assert transcribe(whisper, spoken("korean"), HINTS).text == "it may be this"
        assert WhisperModel.readings.call_count == 1  # type: ignore[attr-defined]

    def test_the_sound_of_a_voice_is_overwritten_with_the_next_question(self, whisper: Recogniser) -> None:
        whisper.start(HINTS)
        whisper.accept(spoken("leukopenia"))
        assert whisper.finish().text
        sound = whisper._sound  # type: ignore[attr-defined]
        _, [piece] = whisper._careful  # type: ignore[attr-defined]
        assert any(sound)
        assert piece.samples.any()
        whisper.start(())
        assert not any(sound)
        assert not piece.samples.any()


def live(recogniser: Recogniser, sound: bytes) -> None:
    """Spoken, with the words looked at ten times a second."""
    recogniser.start(HINTS)
    for start in range(0, len(sound), RATE // 5):
        recogniser.accept(sound[start : start + RATE // 5])
        _ = recogniser.partial


@pytest.mark.models
class TestVosk:
    def test_korean_gives_korean_words(self, vosk: Recogniser) -> None:
        heard = transcribe(vosk, spoken("korean"), ())
        assert any("가" <= letter <= "힣" for letter in heard.text)

    def test_its_words_carry_a_confidence(self, vosk: Recogniser) -> None:
        confidence = transcribe(vosk, spoken("korean"), ()).confidence
        assert confidence is not None
        assert 0 < confidence <= 1


def plain(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
