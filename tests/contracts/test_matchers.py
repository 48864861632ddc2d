"""What every matcher promises, tried with the encoder and with letters alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.matching import Matcher
from kiosk.matching.examples import ArticleExamples, UrgentExamples, load
from kiosk.model import Answer, AnswerKind, BlockKind, Place, Question, Section, Suggestion, UrgentGroup, Way
from tests.matching.matchers import ASSETS, ENCODER, articles, opened, typed

NASTY = {
    "empty": "",
    "blanks": " \t\r\n ",
    "punctuation": "?!… — “”’.,;()[]{}",
    "an apostrophe": "'",
    "emoji": "🦠🩸 ❓👨‍👩‍👧",
    "emoji among words": "is it 🦀 cancer 😱😱",
    "right to left": "ما هي قلة الكريات البيض؟",
    "overridden direction": "what \u202eis\u202c leukopenia",
    "Chinese": "白细胞减少症是癌症吗",
    "letters in bold": "𝐢𝐬 𝐢𝐭 𝐜𝐚𝐧𝐜𝐞𝐫",
    "control characters": "what\x00 is\x07 it\x1b[31m\x7f",
    "half a letter": "what \ud800 is it",
    "marks on marks": "a" + "\u0301" * 500,
    "only names": "leukopenia wbc low white count",
    "only fillers": "um uh hello please",
    "a pattern": "(a+)+$ \\b[",
    "a label of the classifier": "~calm ~clinic leukopenia/prevention",
    "2,000 letters in one word": "x" * 2000,
    "2,000 characters of words": ("what can i do about my low white cells " * 60)[:2000],
    "5,000 characters of somebody's own results": ("what causes my low results " * 200)[:5000],
    "5,000 characters of alarms": ("i can't breathe. " * 300)[:5000],
    "digits": "4000 3.5 10^9/l",
}
WORDS = [
    "my",
    "dad",
    "can't",
    "breathe",
    "leukopenia",
    "fever",
    "cancer",
    "bathroom",
    "is",
    "not",
    "?",
    "🦠",
    "\u202e",
    "ß",
    "\x00",
]
texts = (
    st.text(st.characters(), max_size=300)
    | st.text(st.characters(categories=["So", "Cc", "Cf", "Po", "Lo", "Mn"]), max_size=60)
    | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
)


@pytest.fixture(scope="module", params=["with the encoder", "letters alone"])
def matcher(request: pytest.FixtureRequest) -> Matcher:
    return opened(ENCODER if request.param == "with the encoder" else None)


@settings(max_examples=40, deadline=None)
@given(text=texts)
def test_any_text_gets_a_valid_answer(matcher: Matcher, text: str) -> None:
    is_valid(typed(matcher, text))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_a_text_that_is_no_question_gets_a_valid_answer_too(matcher: Matcher, text: str) -> None:
    is_valid(typed(matcher, text))


def test_whatever_people_ask_every_answer_is_valid(matcher: Matcher) -> None:
    """Some of all example questions: they reach every kind of answer, and most sections and entries."""
    answers = [typed(matcher, text) for text in examples()[::40]]
    assert {answer.kind for answer in answers} == set(AnswerKind)
    assert sum(answer.item is not None for answer in answers) > 5
    for answer in answers:
        is_valid(answer)


def test_where_there_are_no_words_there_is_no_answer(matcher: Matcher) -> None:
    for name in ("empty", "blanks", "punctuation", "an apostrophe"):
        answer = typed(matcher, NASTY[name])
        assert (answer.kind, answer.about, answer.suggestions) == (AnswerKind.NO_ANSWER, "unclear", ())


@settings(max_examples=20, deadline=None)
@given(text=texts, other=texts)
def test_the_same_question_gets_the_same_answer_whatever_was_asked_between(
    matcher: Matcher, text: str, other: str
) -> None:
    first = typed(matcher, text)
    typed(matcher, other)
    assert typed(matcher, text) == first


@settings(max_examples=40, deadline=None)
@given(text=texts)
def test_words_still_being_typed_get_at_most_three_sections(matcher: Matcher, text: str) -> None:
    are_valid(matcher.suggest(text))


def test_words_still_being_typed_get_the_section_they_fit(matcher: Matcher) -> None:
    first, *_ = matcher.suggest("what are the signs of infection")
    assert first.place == Place("leukopenia", "symptoms")
    assert matcher.suggest("") == ()


def test_an_emergency_overheard_makes_a_calm_question_urgent(matcher: Matcher) -> None:
    calm = "what causes leukopenia"
    assert typed(matcher, calm).kind is AnswerKind.ANSWER
    answer = matcher.match(Question(calm, Way.SPOKEN, overheard=("what caused it", "my dad can't breathe")))
    assert (answer.kind, answer.urgent_group) == (AnswerKind.URGENT, UrgentGroup.BREATHING)
    is_valid(answer)


def test_an_emergency_overheard_counts_where_nothing_else_was_understood(matcher: Matcher) -> None:
    answer = matcher.match(Question("", Way.SPOKEN, overheard=("my dad can't breathe",)))
    assert answer.urgent_group is UrgentGroup.BREATHING


@pytest.mark.parametrize(
    "text",
    [
        "What causes leukopenia? My dad can't breathe.",
        "My dad was fine. He can't breathe! What causes leukopenia? Can I eat fish?",
        "Hello. Is it cancer?\nSomebody fainted and does not wake up. Where is the bathroom?",
    ],
)
def test_calm_sentences_around_an_emergency_do_not_hide_it(matcher: Matcher, text: str) -> None:
    assert typed(matcher, text).kind is AnswerKind.URGENT


def test_other_readings_of_the_same_sound_that_agree_leave_the_answer_as_it_is(matcher: Matcher) -> None:
    heard = Question("what causes leukopenia", Way.SPOKEN, overheard=("what causes leukopenia now", ""))
    answer = matcher.match(heard)
    assert (answer.kind, answer.place) == (AnswerKind.ANSWER, Place("leukopenia", "causes"))
    is_valid(answer)


def test_an_answer_that_every_other_reading_contradicts_is_less_sure(matcher: Matcher) -> None:
    others = ("where is the bathroom", "who won the game last night")
    answer = matcher.match(Question("what causes leukopenia", Way.SPOKEN, overheard=others))
    alone = typed(matcher, "what causes leukopenia")
    assert alone.confidence is not None
    assert answer.confidence is None or answer.confidence < alone.confidence - 0.1
    is_valid(answer)


def test_a_search_in_one_article_never_answers_from_another(matcher: Matcher) -> None:
    question = Question("what causes leukopenia", Way.TYPED)
    assert matcher.match(question, article="leukopenia").place == Place("leukopenia", "causes")
    elsewhere = matcher.match(question, article="feet")
    assert (elsewhere.kind, elsewhere.suggestions) == (AnswerKind.NO_ANSWER, ())


def examples() -> list[str]:
    article = load(ASSETS / "articles" / "leukopenia.questions.toml", ArticleExamples)
    urgent = load(ASSETS / "urgent" / "en.toml", UrgentExamples)
    kinds = (article.sections, article.items, article.not_answered, urgent.groups, urgent.look_alikes)
    return [text for kind in kinds for texts in kind.values() for text in texts]


# ---- what an answer must be


def section(place: Place) -> Section:
    found = {article.id: article for article in articles()}[place.article].section(place.section)
    assert found is not None, f"there is no {place}"
    return found


def are_valid(suggestions: tuple[Suggestion, ...]) -> None:
    shares = [each.confidence for each in suggestions]
    assert len(shares) <= 3
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    assert len({section(each.place) for each in suggestions}) == len(shares)


def is_valid(answer: Answer) -> None:
    if answer.kind is AnswerKind.ANSWER:
        assert len(answer.suggestions) in (2, 3), "there is always another way on"
    else:
        are_valid(answer.suggestions)
    assert (answer.kind is AnswerKind.ANSWER) == (answer.place is not None) == (answer.confidence is not None)
    assert (answer.kind is AnswerKind.URGENT) == (answer.urgent_group is not None)
    assert (answer.kind is AnswerKind.NO_ANSWER) == (answer.about is not None)
    match answer.kind:
        case AnswerKind.ANSWER:
            is_taken_from_its_section(answer)
        case AnswerKind.UNSURE:
            assert answer.suggestions
        case AnswerKind.URGENT:
            assert isinstance(answer.urgent_group, UrgentGroup)
            assert answer.suggestions == ()
        case AnswerKind.NO_ANSWER:
            assert (answer.passage, answer.item) == (None, None)


def is_taken_from_its_section(answer: Answer) -> None:
    assert answer.place is not None
    assert answer.confidence is not None
    assert 0 <= answer.confidence <= 1
    assert answer.place not in [each.place for each in answer.suggestions], "what is answered isn't suggested again"
    within = section(answer.place)
    if answer.item is not None:
        assert answer.passage == {block.id: block.text for block in within.items}[answer.item]
    else:
        spoken = [block for block in within.blocks if block.kind is not BlockKind.SUBHEADING]
        assert answer.passage in [sentence for block in spoken for sentence in block.sentences]
