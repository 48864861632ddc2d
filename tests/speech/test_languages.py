"""The same reader in several languages: each with its own voice, its own spoken forms, and its own honesty about both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from kiosk import parts, sound_parts
from kiosk.content.generation import read_articles
from kiosk.context import Context
from kiosk.errors import SpeechMissingError
from kiosk.events import Event, ReadingEnded, VoiceChanged
from kiosk.model import Clip, SpokenWord, Utterance
from kiosk.settings import Settings
from kiosk.settings import Voice as VoiceSettings
from kiosk.speech import Tongue, Voice, open_reader
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.reader import Reader
from kiosk.speech.silent import SilentSpeaker

ROOT = Path(__file__).resolve().parents[2]
SOUNDS = ROOT / "assets" / "sounds"


class Speaker(SilentSpeaker):
    """Somebody hears it."""

    is_audible = True

    def __init__(self) -> None:
        super().__init__(speed=1000)


class Named:
    """A voice that notes what it is given to say."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: list[str] = []

    def render(self, text: str) -> Clip:
        self.said.append(text)
        return Clip(b"\1\0" * 800, 16_000, (SpokenWord(text, 0.0, 50.0),))

    def close(self) -> None:
        pass


class Scene:
    def __init__(self, spanish: Callable[[], Voice], clips: Path | None = None) -> None:
        self.news: Queue[Event] = Queue()
        self.english = Named("english")
        others = {"es": Tongue(spanish, Lexicon({"OK": "oquéi"}))}
        self.reader: Reader = open_reader(
            lambda: self.english, Speaker(), SOUNDS, self.news.put, Lexicon({"OK": "okay"}), clips, others=others
        )

    def reads(self, ticket: int, *texts: str) -> None:
        self.reader.read(ticket, tuple(Utterance(text) for text in texts))
        self.wait_for(ReadingEnded(ticket))

    def wait_for(self, wanted: Event) -> None:
        while self.news.get(timeout=20) != wanted:
            pass


@contextmanager
def scene(spanish: Callable[[], Voice], clips: Path | None = None) -> Iterator[Scene]:
    made = Scene(spanish, clips)
    try:
        yield made
    finally:
        made.reader.close()


def test_what_is_read_after_a_language_was_chosen_is_said_by_its_voice_and_its_rules() -> None:
    voice = Named("spanish")
    with scene(lambda: voice) as kiosk:
        kiosk.reads(1, "OK")
        kiosk.reader.set_language("es")
        kiosk.reads(2, "OK")
        kiosk.reader.set_language("en")
        kiosk.reads(3, "OK again")
    assert kiosk.english.said == ["okay", "okay again"]
    assert voice.said == ["oquéi"]


def test_a_country_speaks_its_language() -> None:
    voice = Named("spanish")
    with scene(lambda: voice) as kiosk:
        kiosk.reader.set_language("es-MX")
        kiosk.reads(1, "Hola.")
    assert voice.said == ["Hola."]


def test_the_other_voice_is_opened_only_when_it_is_needed() -> None:
    opened: list[str] = []

    def spanish() -> Voice:
        opened.append("es")
        return Named("spanish")

    with scene(spanish) as kiosk:
        kiosk.reads(1, "Hello.")
        assert opened == []
        kiosk.reader.set_language("es")
        kiosk.reads(2, "Hola.")
    assert opened == ["es"]


def test_a_language_without_a_voice_says_so_and_takes_nothing_from_the_other() -> None:
    def none() -> Voice:
        raise SpeechMissingError("There is no such voice.")

    with scene(none) as kiosk:
        kiosk.wait_for(VoiceChanged(True))
        kiosk.reader.set_language("es")
        kiosk.wait_for(VoiceChanged(False))
        kiosk.reader.set_language("en")
        kiosk.wait_for(VoiceChanged(True))


def test_a_language_that_nobody_here_speaks_is_shown_and_not_spoken() -> None:
    with scene(lambda: Named("spanish")) as kiosk:
        kiosk.wait_for(VoiceChanged(True))
        kiosk.reader.set_language("fr")
        kiosk.wait_for(VoiceChanged(False))
        kiosk.reads(1, "Bonjour.")
    assert kiosk.english.said == []


def test_the_same_words_in_two_languages_are_two_clips(tmp_path: Path) -> None:
    with scene(lambda: Named("spanish"), tmp_path) as kiosk:
        for language, ticket in (("en", 1), ("es", 2)):
            kiosk.reader.prepare((), {"Virus."}, language=language)
            kiosk.reader.set_language(language)
            kiosk.reads(ticket, "Virus.")
    assert len(list(tmp_path.glob("*/*.clip"))) == 2


def test_what_is_said_ahead_begins_with_the_usual_language() -> None:
    order: list[str] = []
    done: Queue[None] = Queue()

    class Noting(Named):
        def render(self, text: str) -> Clip:
            order.append(text)
            return super().render(text)

    def told(at: int, of: int) -> None:
        if at == of:
            done.put(None)

    english, spanish = Noting("english"), Noting("spanish")
    texts = [f"one {number}" for number in range(20)]
    reader = open_reader(
        lambda: english, Speaker(), SOUNDS, lambda event: None, others={"es": Tongue(lambda: spanish, Lexicon({}))}
    )
    reader.prepare(("uno", "dos", "tres"), (), told, language="es")
    reader.prepare(texts, ())
    done.get(timeout=20)
    reader.close()
    assert set(texts) == set(order[: order.index("tres")]) - {"uno", "dos"}, "the other language waits for this one"


def test_each_language_has_the_voice_that_the_settings_name_for_it() -> None:
    voice = VoiceSettings(name="en-gb", names={"es": "es"})
    assert voice.name_in("en", "en") == "en-gb"
    assert voice.name_in("es", "en") == "es"
    assert VoiceSettings().name_in("es", "en") == "es-419"
    assert VoiceSettings().name_in("en", "es") == "en-us"
    assert VoiceSettings().name_in("vi", "en") == "vi"


def test_the_spoken_forms_of_one_language_are_none_of_anothers(tmp_path: Path) -> None:
    context = Context(Settings(), tmp_path)
    english, spanish = (sound_parts.lexicon(context, language) for language in ("en", "es"))
    assert english.spoken("4 mg on 10/27/2022").text == "4 milligrams on October 27, 2022"
    assert spanish.spoken("4 mg el 27/10/2022").text == "4 miligramos el 27 de octubre de 2022"
    assert sound_parts.lexicon(context, "xx").spoken("4 mg").text == "4 mg"


def test_what_is_said_ahead_of_a_language_is_in_that_language(tmp_path: Path) -> None:
    context = Context(Settings(), tmp_path)
    articles = read_articles(ROOT / "assets" / "articles")
    first, kept = sound_parts.repertoire(articles, parts.messages(context, language="es"))
    assert "¿Qué es la leucopenia?" in first
    assert not any("white blood" in text for text in kept)


@pytest.mark.models
def test_espeak_speaks_spanish(tmp_path: Path) -> None:
    voice = sound_parts.voice_alone(Context(Settings(), tmp_path), "es")
    try:
        assert any(voice.render("Lávese las manos.").pcm)
        assert "es-419" in voice.name
    finally:
        voice.close()
