"""Who comes is left to chance, and is the same for the same seed."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from kiosk.context import ROOT
from soak.visits import Kind, everybody, probe, questions, visits

QUESTIONS = questions(ROOT / "assets")


@given(st.integers(0, 10**6))
def test_the_same_seed_brings_the_same_visitors(seed: int) -> None:
    assert list(islice(visits(seed, QUESTIONS), 5)) == list(islice(visits(seed, QUESTIONS), 5))


def test_a_process_that_was_killed_goes_on_with_the_visitors_who_had_not_come_yet() -> None:
    assert list(islice(visits(7, QUESTIONS), 4, 9)) == list(islice(visits(7, QUESTIONS, first=4), 5))


def test_in_a_day_everybody_comes() -> None:
    seen = {visit.kind for visit in islice(visits(1, QUESTIONS), 400)}
    assert seen == set(Kind) - {Kind.STICK, Kind.HEADPHONES}


@given(st.integers(0, 10**6), st.integers(0, 500))
def test_who_comes_first_opens_everything_once_and_sees_it_through(seed: int, first: int) -> None:
    came = list(everybody(seed, QUESTIONS, first))
    assert {(visit.kind, visit.language) for visit in came} == {
        (visit.kind, visit.language) for visit in islice(visits(1, QUESTIONS), 1000)
    }
    assert len({visit.number for visit in came}) == len(came) == len({(visit.kind, visit.language) for visit in came})
    assert not any(visit.walks_away or visit.turns_away_at for visit in came)


def test_some_walk_away_some_in_the_middle_and_most_finish() -> None:
    many = list(islice(visits(1, QUESTIONS), 400))
    assert 60 < sum(visit.walks_away for visit in many) < 200
    assert 15 < sum(visit.turns_away_at is not None for visit in many) < 100
    assert {visit.language for visit in many} == {"en", "es"}


def test_a_canary_stands_in_no_question_that_the_kiosk_knows() -> None:
    known = " ".join(text for texts in QUESTIONS.values() for text in texts)
    canaries = [visit.canary for visit in islice(visits(1, QUESTIONS), 400)]
    assert len(set(canaries)) > 390
    assert not [canary for canary in canaries if canary in known]


@given(st.sampled_from(list(Kind)), st.integers(0, 10**6))
def test_who_finds_out_whether_the_kiosk_serves_comes_at_once_and_stays(kind: Kind, number: int) -> None:
    visit = probe(number, kind, 1, QUESTIONS)
    assert (visit.kind, visit.number, visit.pause_s) == (kind, number, 0.0)
    assert not visit.walks_away
    assert visit.turns_away_at is None


def test_every_question_can_be_typed_on_the_keys() -> None:
    letters = set("abcdefghijklmnopqrstuvwxyz ")
    assert all(set(text) <= letters for texts in QUESTIONS.values() for text in texts)
    assert all(len(texts) > 100 for texts in QUESTIONS.values())
