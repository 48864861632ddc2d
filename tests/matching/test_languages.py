"""A matcher for each language: the right articles answer, and an emergency is one in whatever language it is cried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest

from kiosk import parts
from kiosk.content.generation import read_articles
from kiosk.context import Context
from kiosk.errors import MatchingError
from kiosk.events import Answered
from kiosk.matching import Matcher, open_asker
from kiosk.matching.matcher import Lines
from kiosk.matching.measured import LEAST, MOST_FALSE, Measured
from kiosk.matching.measured import load as load_measured
from kiosk.matching.polyglot import Polyglot
from kiosk.matching.urgent import Danger, Level
from kiosk.model import About, Answer, AnswerKind, Article, Question, Suggestion, UrgentGroup, Way
from kiosk.settings import Screen, Settings
from tests.hearing.engines import model
from tests.matching.matchers import ASSETS, ENCODER, ROOT, opened, typed
from training import languages


class Speaks:
    """A matcher of one language: knows what its own word means, and hears something in `by_chance` of others, too."""

    reads_meaning = False

    def __init__(
        self,
        language: str,
        help_me: str,
        group: UrgentGroup = UrgentGroup.OTHER,
        share: float = 1.0,
        by_chance: Mapping[str, UrgentGroup] | None = None,
    ) -> None:
        self.name = language
        self._help_me = help_me
        self._group = group
        self._share = share
        self._by_chance = by_chance or {}

    def match(self, question: Question, **_: Any) -> Answer:
        group = self.alarm(question.text)
        if group:
            return Answer(AnswerKind.URGENT, urgent_group=group)
        return Answer(AnswerKind.ANSWER, passage=self.name)

    def alarm(self, text: str) -> UrgentGroup | None:
        danger = self.danger((text,))
        return danger.group if danger.level is Level.SCREEN else None

    def danger(self, readings: Sequence[str], *, is_shown: bool = True) -> Danger:
        said = " ".join(readings)
        if self._help_me in said:
            return Danger(Lines(urgent_at=0.5, hint_at=0.2).level(self._share, is_shown), self._group, self._share)
        chance = next((group for words, group in self._by_chance.items() if words in said), None)
        return Danger(Level.SCREEN if chance else Level.CALM, chance or UrgentGroup.OTHER, float(chance is not None))

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        return ()

    def familiar(self, text: str) -> float:
        return float(self._help_me in text)

    def in_language(self, language: str) -> Matcher:
        return self

    def open_others(self) -> None:
        pass


def polyglot(spanish: Callable[[], Matcher] = lambda: Speaks("spanish", "socorro")) -> Polyglot:
    return Polyglot("en", {"en": lambda: Speaks("english", "help"), "es": spanish})


def test_each_language_is_answered_by_its_own_matcher() -> None:
    both = polyglot()
    assert typed(both, "hello").passage == "english"
    assert typed(both.in_language("es"), "hola").passage == "spanish"
    assert typed(both.in_language("es-MX"), "hola").passage == "spanish"
    assert typed(both.in_language("es").in_language("en"), "hello").passage == "english"


@pytest.mark.parametrize(("language", "cry"), [("en", "socorro"), ("es", "help"), ("en", "help"), ("es", "socorro")])
def test_people_who_fall_back_into_their_own_language_are_understood(language: str, cry: str) -> None:
    both = polyglot()
    both.in_language("es")
    assert typed(both.in_language(language), cry).kind is AnswerKind.URGENT
    assert both.in_language(language).alarm(cry) is UrgentGroup.OTHER


def test_nobody_waits_for_a_language_that_nobody_chose() -> None:
    asked = Signal()

    def spanish() -> Matcher:
        asked.set()
        return Speaks("spanish", "socorro")

    both = polyglot(spanish)
    typed(both, "hello")
    assert not asked.is_set()
    both.open_others()
    assert asked.is_set(), "until there is time for it"
    assert typed(both, "socorro").kind is AnswerKind.URGENT


def test_a_language_that_is_still_learnt_keeps_no_question_waiting() -> None:
    learns, learnt = Signal(), Signal()

    def spanish() -> Matcher:
        learns.set()
        assert learnt.wait(20)
        return Speaks("spanish", "socorro")

    both = polyglot(spanish)
    thread = Thread(target=both.open_others)
    thread.start()
    assert learns.wait(20)
    assert typed(both, "help").kind is AnswerKind.URGENT
    assert typed(both, "socorro").kind is AnswerKind.ANSWER, "not yet"
    learnt.set()
    thread.join(20)
    assert typed(both, "socorro").kind is AnswerKind.URGENT


def both_open(spanish: Speaks, english: Speaks | None = None) -> Polyglot:
    both = Polyglot("en", {"en": lambda: english or Speaks("english", "help"), "es": lambda: spanish})
    both.open_others()
    return both


def spanish_cry(group: UrgentGroup, share: float = 1.0) -> Speaks:
    return Speaks("spanish", "socorro", group, share)


def english_that_hears(group: UrgentGroup) -> Speaks:
    """Something in Spanish words, where nobody has said it."""
    return Speaks("english", "help", by_chance={"socorro": group})


@pytest.mark.parametrize(
    ("by_chance", "meant", "share", "shown"),
    [
        (UrgentGroup.CHOKING, UrgentGroup.SELF_HARM, 1.0, UrgentGroup.SELF_HARM),
        (UrgentGroup.CHOKING, UrgentGroup.VIOLENCE, 0.3, UrgentGroup.VIOLENCE),
        (UrgentGroup.CHOKING, UrgentGroup.CHEST, 1.0, UrgentGroup.CHEST),
        (UrgentGroup.SELF_HARM, UrgentGroup.CHOKING, 1.0, UrgentGroup.CHOKING),
        (UrgentGroup.SELF_HARM, UrgentGroup.CHOKING, 0.3, UrgentGroup.SELF_HARM),
        (UrgentGroup.CHOKING, UrgentGroup.VIOLENCE, 0.1, UrgentGroup.CHOKING),
    ],
    ids=["private", "private, in doubt", "another", "not private", "private by chance, in doubt", "unheard"],
)
def test_what_is_said_in_a_language_is_named_by_it_and_in_doubt_it_is_private(
    by_chance: UrgentGroup, meant: UrgentGroup, share: float, shown: UrgentGroup
) -> None:
    both = both_open(spanish_cry(meant, share), english_that_hears(by_chance))
    assert typed(both, "socorro").urgent_group is shown
    assert both.alarm("socorro") is shown


def test_words_that_may_be_of_either_language_are_looked_at_by_both() -> None:
    either = Speaks("english", "ayuda", share=0.0)
    both = Polyglot("en", {"en": lambda: either, "es": lambda: Speaks("spanish", "ayuda")})
    both.open_others()
    assert typed(both, "ayuda").kind is AnswerKind.URGENT
    assert both.alarm("ayuda") is UrgentGroup.OTHER


def test_words_that_nobody_is_shown_must_be_as_alarming_in_the_other_language() -> None:
    unsure, sure = (both_open(spanish_cry(UrgentGroup.FEVER, share)) for share in (0.8, 0.95))
    unseen = Question("", Way.SPOKEN, ("socorro",))
    assert unsure.match(unseen).kind is not AnswerKind.URGENT
    assert unsure.match(unseen).urgent_hint
    assert sure.match(unseen).kind is AnswerKind.URGENT
    assert typed(unsure, "socorro").kind is AnswerKind.URGENT, "they see what was understood"


def test_what_may_be_happening_in_the_other_language_raises_the_banner() -> None:
    answer = typed(both_open(spanish_cry(UrgentGroup.FEVER, 0.3)), "socorro")
    assert (answer.kind, answer.passage, answer.urgent_hint) == (AnswerKind.ANSWER, "english", True)
    assert not typed(both_open(spanish_cry(UrgentGroup.FEVER, 0.1)), "socorro").urgent_hint


def test_a_language_whose_matcher_can_not_be_opened_is_answered_in_the_usual_one() -> None:
    def broken() -> Matcher:
        raise MatchingError("There is nothing to learn from.")

    assert typed(polyglot(broken).in_language("es"), "hola").passage == "english"
    assert typed(polyglot().in_language("fr"), "bonjour").passage == "english"


def test_the_asker_asks_in_the_language_of_the_moment() -> None:
    came: list[Any] = []
    answered = Signal()

    def post(event: Any) -> None:
        came.append(event)
        if len(came) == 2:
            answered.set()

    asker = open_asker(polyglot, post)
    asker.ask(1, Question("hello", Way.TYPED))
    asker.set_language("es")
    asker.ask(2, Question("hola", Way.TYPED))
    assert answered.wait(20)
    asker.close()
    assert [(each.ticket, each.answer.passage) for each in came if isinstance(each, Answered)] == [
        (1, "english"),
        (2, "spanish"),
    ]


# ---- which language may be offered


def context(tmp_path: Path, models: Path = ROOT / "models", language: str = "en") -> Context:
    return Context(Settings(screen=Screen(language=language)), tmp_path, models=models)


def test_a_language_without_its_encoder_is_not_offered_and_staff_are_told_what_to_do(tmp_path: Path) -> None:
    without = context(tmp_path, tmp_path / "models")
    assert parts.languages(without) == ("en",)
    assert "models install e5-small" in parts.why_not_offered(without, "es")


def test_the_language_that_a_kiosk_rests_in_is_always_there(tmp_path: Path) -> None:
    assert "es" in parts.languages(context(tmp_path, tmp_path / "models", "es"))


@pytest.mark.parametrize(
    ("emergencies", "look_alikes", "is_enough"), [(LEAST, MOST_FALSE, True), (0.89, 0.0, False), (1.0, 0.21, False)]
)
def test_too_few_emergencies_or_too_many_false_ones_are_not_enough(
    emergencies: float, look_alikes: float, is_enough: bool
) -> None:
    assert Measured(emergencies, 100, look_alikes, 100).is_enough is is_enough


def test_a_damaged_measurement_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "es.measured.toml"
    file.write_text("[e5-small]\nemergencies = 'many'\n")
    with pytest.raises(MatchingError, match=r"^[^\n]+$"):
        load_measured(file)
    assert load_measured(tmp_path / "nothing") == {}


# ---- Spanish


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    model("e5-small")
    here = context(tmp_path_factory.mktemp("home"))
    return parts.matcher_in(here, "es", spanish_articles(), ASSETS / "articles")


@pytest.mark.models
@pytest.mark.parametrize("language", sorted(languages.NAMES))
def test_a_language_is_offered_for_what_its_matcher_does_today(language: str, spanish: Matcher) -> None:
    """What was written down when it was measured, measured again."""
    _, alarms = languages.measured(spanish, language)
    written = load_measured(ASSETS / "urgent" / f"{language}.measured.toml")["e5-small"]
    emergencies, alike = (alarms.figures[each] for each in ("emergencies on the urgent screen", "look-alikes on it"))
    assert written.is_enough
    assert (emergencies.of, alike.of) == (written.of, written.of_look_alikes)
    assert emergencies.value >= max(LEAST, written.emergencies - 0.011), "script/prepare --language"
    assert alike.value <= written.look_alikes + 0.02


IN_SPANISH = (
    "quiero matarme",
    "mi pareja me golpea y tengo miedo",
    "me tome todas las pastillas para morirme",
    "pienso en suicidarme cada noche",
    "no deseo seguir con vida",
    "mi hermana me dijo que quiere quitarse la vida",
    "me corto las piernas cuando nadie ve",
    "ayer traté de colgarme",
    "quisiera estar muerta y dejar de sufrir",
    "mi novio amenazó con matarme",
    "mi esposo me dio una cachetada y me encerró en el cuarto",
    "mi tío abusó de mí",
    "me violó un conocido",
    "mi marido me obliga a tener relaciones",
    "mi pareja me fuerza a hacer cosas que no quiero",
    "hay un hombre armado en la entrada",
    "mi ex me está esperando afuera con un cuchillo",
    "me golpeó anoche y no quiero que se entere que estoy aquí",
    "mi papá le pega a mi hermanito",
    "no puedo hablar, él está aquí y me va a pegar",
    "ya decidí que hoy me mato",
    "tengo ganas de tirarme del techo",
    "mi hijo adolescente se hace cortes en los brazos",
    "mi suegro me toca cuando estamos solos",
    "me da mucho miedo volver a casa con él",
    "me pega cada vez que toma",
)
IN_ENGLISH = (
    "i want to end my life tonight",
    "i keep thinking about killing myself",
    "i took all the pills because i want to die",
    "my daughter says she doesn't want to be alive",
    "i've been cutting my legs when nobody is looking",
    "yesterday i tried to hang myself",
    "i would rather be dead than go on",
    "my boyfriend threatened to kill me",
    "my husband slapped me and locked me in the bedroom",
    "my partner beats me and i'm afraid",
    "my uncle abused me",
    "someone i know raped me",
    "my husband makes me have sex when i don't want to",
    "my partner forces me to do things in bed",
    "there is an armed man at the entrance",
    "my ex is waiting outside with a knife",
    "he hit me last night and he must not know that i'm here",
    "dad hits my little brother",
    "i can't talk, he's here and he will hit me",
    "i decided that today i kill myself",
    "i feel like jumping off the roof",
    "my teenage son cuts his arms",
    "my father in law touches me when we are alone",
    "i am so scared to go home with him",
    "he beats me every time he drinks",
    "my wife punched me in the face this morning",
)


@pytest.fixture(scope="module")
def both(spanish: Matcher) -> Polyglot:
    both = Polyglot("en", {"en": lambda: opened(ENCODER), "es": lambda: spanish})
    both.open_others()
    return both


@pytest.mark.models
@pytest.mark.parametrize(
    ("screen", "texts"), [("en", IN_SPANISH), ("es", IN_ENGLISH)], ids=["on English", "on Spanish"]
)
def test_what_must_stay_private_does_on_the_other_language_s_screen(
    both: Polyglot, screen: str, texts: Sequence[str]
) -> None:
    """No line of them was taught. One of each is taken for something else by its own language, too."""
    shown = {text: typed(both.in_language(screen), text).urgent_group for text in texts}
    loud = [text for text, group in shown.items() if group and not group.is_private]
    assert len(loud) <= 1, loud
    assert sum(bool(group) for group in shown.values()) >= 0.9 * len(texts)


@pytest.mark.models
@pytest.mark.parametrize(("screen", "cry"), [("en", "ayuda"), ("en", "socorro"), ("es", "seizure"), ("es", "help")])
def test_one_word_is_enough_in_either_language(both: Polyglot, screen: str, cry: str) -> None:
    assert typed(both.in_language(screen), cry).kind is AnswerKind.URGENT


@pytest.mark.models
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_lighter_than_that_stays_loud_or_calm_in_the_other_language(both: Polyglot, language: str) -> None:
    loud = {"en": "mi bebé se tragó una moneda y no puede toser", "es": "my baby swallowed a coin and he can't cough"}
    calm = {"en": "¿qué es la leucopenia?", "es": "what is leukopenia"}
    group = typed(both.in_language(language), loud[language]).urgent_group
    assert group is not None
    assert not group.is_private
    assert typed(both.in_language(language), calm[language]).kind is not AnswerKind.URGENT


@pytest.mark.models
def test_what_a_language_only_does_not_understand_is_no_danger_in_it(both: Polyglot) -> None:
    for screen, text in [
        ("en", "donde esta el bano"),
        ("en", "donde queda la cafeteria"),
        ("es", "where is the bathroom"),
    ]:
        answer = typed(both.in_language(screen), text)
        assert (answer.kind, answer.about) == (AnswerKind.NO_ANSWER, About.CLINIC)
        assert both.in_language(screen).alarm(text) is None


@pytest.mark.models
def test_a_spanish_question_finds_its_section(spanish: Matcher) -> None:
    answer = typed(spanish, "¿qué puedo hacer para no enfermarme con los glóbulos blancos tan bajos?")
    assert answer.place is not None
    assert (answer.place.article, answer.place.section) == ("leukopenia-es", "prevention")


@pytest.mark.models
def test_what_nobody_wrote_about_in_spanish_gets_no_answer(spanish: Matcher) -> None:
    for text in ("¿dónde está el baño?", "el perro de mi comadre se llama canelo", "cómo se cura el asma"):
        assert typed(spanish, text).kind is not AnswerKind.ANSWER


def spanish_articles() -> list[Article]:
    return [article for article in read_articles(ASSETS / "articles") if article.is_in("es")]
