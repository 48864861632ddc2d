"""A matcher with little to learn from, and lines that a clinic drew itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.matching import Matcher
from kiosk.model import About, AnswerKind, Block, BlockKind, Place, UrgentGroup
from tests.fakes import FEET, SLEEP, SLEEP_CAUSES, paragraph
from tests.matching.matchers import ENCODER, opened, typed

NOWHERE = Path("no such folder")
CALLED_FOR = "how can i sleep better should i keep my room dark"


@pytest.fixture(params=["with the encoder", "letters alone"])
def encoder(request: pytest.FixtureRequest) -> Path | None:
    return ENCODER if request.param == "with the encoder" else None


def sleepy(**lines: float) -> Matcher:
    nothing = NOWHERE / "none.toml"
    return opened(None, library=(SLEEP,), examples=NOWHERE, general=nothing, urgent=nothing, **lines)


def test_without_any_article_emergencies_are_still_seen_and_nothing_is_answered(encoder: Path | None) -> None:
    matcher = opened(encoder, library=())
    assert typed(matcher, "my dad can't breathe").urgent_group is UrgentGroup.BREATHING
    assert typed(matcher, "what causes leukopenia").kind is AnswerKind.NO_ANSWER
    assert matcher.suggest("what causes leukopenia") == ()


def test_without_articles_and_examples_emergencies_are_still_seen(encoder: Path | None) -> None:
    matcher = opened(encoder, library=(), general=NOWHERE)
    assert typed(matcher, "my dad can't breathe").kind is AnswerKind.URGENT
    answer = typed(matcher, "where is the bathroom")
    assert (answer.kind, answer.about, answer.suggestions) == (AnswerKind.NO_ANSWER, About.UNCLEAR, ())
    assert matcher.suggest("where") == ()


def test_without_urgent_examples_questions_are_still_answered(encoder: Path | None) -> None:
    matcher = opened(encoder, urgent=NOWHERE)
    assert typed(matcher, "what causes leukopenia").kind is AnswerKind.ANSWER
    assert typed(matcher, "my dad can't breathe").kind is not AnswerKind.URGENT


def test_an_article_without_examples_is_found_by_its_own_words(encoder: Path | None) -> None:
    matcher = opened(encoder, library=(SLEEP, FEET), examples=NOWHERE)
    assert matcher.suggest("worry and pain keep people awake")[0].place == SLEEP_CAUSES
    assert typed(matcher, "where is the bathroom").about is About.CLINIC


def test_a_question_unlike_every_entry_is_answered_by_the_section_alone() -> None:
    matcher = sleepy(answer_at=0.0)
    assert typed(matcher, "dark room").item == "prevent.light"
    zebras = typed(matcher, "zebras")
    assert (zebras.place, zebras.item) == (Place("sleep", "prevention"), None)


def test_a_subheading_is_never_the_sentence_that_answers() -> None:
    text = (Block(BlockKind.SUBHEADING, "Coffee", ("Coffee",)), paragraph("Drink it before noon.", "Then stop."))
    library = (replace(SLEEP, sections=(replace(SLEEP.sections[0], blocks=text),)),)
    answer = typed(opened(None, library=library, urgent=NOWHERE / "none.toml", answer_at=0.0), "coffee")
    assert answer.passage in ("Drink it before noon.", "Then stop.")


def test_the_line_for_an_answer_is_the_clinics() -> None:
    matcher = sleepy()
    share = typed(matcher, CALLED_FOR).confidence
    assert share is not None
    assert typed(sleepy(answer_at=share - 0.01), CALLED_FOR).kind is AnswerKind.ANSWER
    higher = typed(sleepy(answer_at=share + 0.01), CALLED_FOR)
    assert (higher.kind, higher.place) == (AnswerKind.UNSURE, None)
    assert higher.suggestions[0].confidence == pytest.approx(share)


def test_below_the_line_for_did_you_mean_there_is_no_answer() -> None:
    assert typed(sleepy(answer_at=1.0, unsure_at=0.99), CALLED_FOR).kind is AnswerKind.NO_ANSWER


def test_below_the_line_for_emergencies_the_question_is_answered_under_a_banner() -> None:
    """Also: among other sentences one counts less than by itself."""
    matcher = opened(None, urgent_at=0.8)
    assert typed(matcher, "My dad can't breathe.").kind is AnswerKind.URGENT
    answer = typed(matcher, "What causes leukopenia? My dad can't breathe.")
    assert answer.kind is not AnswerKind.URGENT
    assert answer.urgent_hint
