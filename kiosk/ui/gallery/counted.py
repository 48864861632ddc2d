"""A month of a kiosk that is used, in numbers made up for pictures and tests."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.model import Article, Place, Way
from kiosk.tally import Counted, Day, Fault, Line, Outcome, Tallies, line_of

TODAY = date(2026, 11, 29)
WEIGHTS = (9, 4, 7, 2, 1, 12, 3, 0, 5, 20, 6, 1)
"""How much each section of an article is opened, beside the others."""


def tallies(article: Article) -> Tallies:
    lines = {
        Line(Counted.VISITS): 640,
        Line(Counted.TIMED_OUT): 215,
        Line(Counted.LANGUAGE, "es"): 95,
        Line(Counted.ASKED, Way.SPOKEN): 130,
        Line(Counted.ASKED, Way.TYPED): 85,
        Line(Counted.UNANSWERED): 15,
        Line(Counted.UNANSWERED, "travel/flying"): 5,
    }
    outcomes = {Outcome.ANSWER: 145, Outcome.UNSURE: 30, Outcome.NO_ANSWER_HEALTH: 45, Outcome.NO_ANSWER_CLINIC: 20}
    lines |= {Line(Counted.OUTCOME, outcome): visits for outcome, visits in outcomes.items()}
    for place, weight in zip((Place(article.id, section.id) for section in article.sections), WEIGHTS, strict=False):
        for counted, times in ((Counted.OPENED, 15), (Counted.HEARD, 5), (Counted.ANSWERED, 5)):
            lines[line_of(counted, place)] = weight * times
        lines[line_of(Counted.UNANSWERED, place)] = 5 * (weight // 4)
        lines[line_of(Counted.UNSURE, place)] = 5 * (weight // 6)
    yesterday = Day(TODAY - timedelta(days=1), lines, {Fault.MICROPHONE: 2})
    earlier = Day(TODAY - timedelta(days=90), {Line(Counted.VISITS): 1200}, {})
    return Tallies(TODAY, (earlier, yesterday, Day(TODAY, {}, {Fault.STICK: 1})))
