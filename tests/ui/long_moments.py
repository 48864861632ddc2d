"""Moments of more than fits: a section of two hundred paragraphs, and a thousand articles."""

from __future__ import annotations

from dataclasses import replace

from kiosk.bench.made_up import long_article
from kiosk.model import Answer, AnswerKind, Article, Place, Question, Way
from kiosk.state import Home, Playback, Reading, Reply, State

LONG = long_article(200)
PLACE = Place("long", "long")
SECTION = LONG.sections[-1]
ANSWERING = 640
"""A sentence far from the beginning."""


def long_moments(starter: Article) -> dict[str, State]:
    def at(moment: Home | Reading, *articles: Article) -> State:
        return State(moment, articles, now=1.0)

    reply = Reply(Question("what", Way.TYPED), Answer(AnswerKind.ANSWER, PLACE, confidence=0.9), ANSWERING)
    return {
        "long": at(Reading(PLACE), starter, LONG),
        "long-aloud": at(Reading(PLACE, at=0, playback=Playback.PLAYING, ticket=1), starter, LONG),
        "long-answer": at(Reading(PLACE, reply=reply), starter, LONG),
        "many": at(Home(None), *(named(starter, number) for number in range(1000))),
    }


def named(article: Article, number: int) -> Article:
    return replace(article, id=f"article-{number}", title=f"Article {number}")
