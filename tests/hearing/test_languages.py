"""The same listener in several languages: never are words of one taken for those of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kiosk.errors import HearingMissingError
from kiosk.events import Heard, HearingChanged, NotHeard
from kiosk.hearing import Ear, Recogniser, open_listener, open_recogniser
from kiosk.hearing.whisper_recogniser import WhisperRecogniser
from tests.hearing.parrot import Parrot
from tests.hearing.scene import Clock, News, Patient

ROOT = Path(__file__).resolve().parents[2]


class Scene:
    def __init__(self, spanish: Callable[[Recogniser | None], Recogniser | None]) -> None:
        self.news = News()
        self.patient = Patient(Clock())
        self.english = Parrot("what is leukopenia")
        self.listener = open_listener(
            lambda: self.english,
            self.patient,
            lambda: ("leukopenia",),
            lambda: 10.0,
            self.news.post,
            longest_s=20,
            longest_without_words_s=8,
            others={"es": Ear(spanish, lambda: ("leucopenia",))},
        )

    def hears(self, ticket: int) -> Heard | NotHeard:
        self.news.events.clear()
        self.listener.start(ticket)
        if self.patient.opened.wait(5):
            self.patient.speaks(1)
        self.listener.finish()
        heard = self.news.wait_for(Heard, NotHeard)
        assert isinstance(heard, Heard | NotHeard)
        return heard


def heard_in(spanish: Callable[[Recogniser | None], Recogniser | None], *languages: str) -> list[Heard | NotHeard]:
    scene = Scene(spanish)
    try:
        found = []
        for ticket, language in enumerate(languages):
            scene.listener.set_language(language)
            found.append(scene.hears(ticket))
        return found
    finally:
        scene.listener.close()


def test_each_language_is_heard_by_its_own_recogniser() -> None:
    first, second, third = heard_in(lambda beside: Parrot("qué es la leucopenia"), "en", "es-MX", "en")
    assert isinstance(first, Heard)
    assert isinstance(second, Heard)
    assert isinstance(third, Heard)
    assert first.transcript.text == third.transcript.text == "what is leukopenia"
    assert second.transcript.text == "qué es la leucopenia"


def test_it_is_opened_once_and_may_share_what_is_open_already() -> None:
    given: list[Recogniser | None] = []

    def spanish(beside: Recogniser | None) -> Recogniser:
        given.append(beside)
        return Parrot("hola")

    heard_in(spanish, "es", "en", "es")
    assert len(given) == 1
    assert isinstance(given[0], Parrot)


def test_words_to_be_expected_are_those_of_the_language() -> None:
    seen: list[tuple[str, ...]] = []

    class Noting(Parrot):
        def start(self, hints: Sequence[str]) -> None:
            seen.append(tuple(hints))
            super().start(hints)

    heard_in(lambda beside: Noting("hola"), "es")
    assert ("leucopenia",) in seen


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_language_that_can_not_be_heard_leaves_the_keyboard(language: str) -> None:
    def none(beside: Recogniser | None) -> Recogniser | None:
        raise HearingMissingError("There is no such model.")

    (heard,) = heard_in(none, language)
    assert isinstance(heard, NotHeard), "and it is not heard as English"


def test_it_tells_when_listening_stops_being_possible_and_when_it_is_again() -> None:
    scene = Scene(lambda beside: None)
    try:
        assert scene.news.wait_for(HearingChanged) == HearingChanged(True)
        for language, possible in (("es", False), ("en", True)):
            scene.news.events.clear()
            scene.listener.set_language(language)
            assert scene.news.wait_for(HearingChanged) == HearingChanged(possible)
    finally:
        scene.listener.close()


@pytest.mark.models
def test_whisper_hears_two_languages_from_the_same_weights(whisper: Recogniser) -> None:
    twin = open_recogniser("auto", vosk_folder=None, whisper_folder=Path("x"), language="es", beside=whisper)
    assert isinstance(twin, WhisperRecogniser)
    assert isinstance(whisper, WhisperRecogniser)
    assert twin is not whisper
    assert twin._model is whisper._model


@pytest.mark.models
def test_whisper_refuses_a_language_that_it_was_not_taught(whisper: Recogniser) -> None:
    with pytest.raises(HearingMissingError, match="can't hear the language 'qx'"):
        open_recogniser("auto", vosk_folder=None, whisper_folder=Path("x"), language="qx", beside=whisper) or (
            isinstance(whisper, WhisperRecogniser) and whisper.in_language("qx")
        )
