"""Content that nobody wrote: as many articles, as long, as a figure needs, and the same each time."""

from __future__ import annotations

import random
from collections.abc import Mapping

from kiosk.content.article import parse
from kiosk.model import Article

HEADINGS: Mapping[str, str] = {
    "what-is": "What is {name}?",
    "causes": "What causes {name}?",
    "symptoms": "What are the signs of {name}?",
    "diagnosis": "How do doctors find {name}?",
    "treatment": "How is {name} treated?",
    "prevention": "What can I do to prevent {name}?",
    "outlook": "What can I expect with {name}?",
    "when-to-contact": "When should I call?",
}
LISTS = ("prevention", "symptoms")
SYLLABLES = ("ba", "cor", "fi", "gal", "itis", "ko", "mel", "osis", "pa", "ria", "sta", "vas")
WHO = ("Your care team", "A nurse", "Your doctor", "The pharmacist", "Your family", "A friend")
DO = (
    "can tell you more about",
    "will look at",
    "may ask about",
    "can help you with",
    "should know about",
    "writes down",
)
WHAT = (
    "your sleep",
    "the food you eat",
    "what you drink",
    "your pills",
    "how you feel",
    "your last blood test",
    "the pain",
)
WHEN = (
    "each day",
    "once a week",
    "in the morning",
    "before you go home",
    "when you come again",
    "at night",
    "on the phone",
)


def article(number: int) -> str:
    """Eight sections, some sixty sentences: as long as the starter article."""
    dice = random.Random(number)
    name = "".join(dice.choices(SYLLABLES, k=4)) + str(number)
    lines = [*_head(f"made-up-{number}", name.capitalize()), _sentences(dice, name, 4)]
    for id, heading in HEADINGS.items():
        lines += ["", f"## {heading.format(name=name)} {{#{id}}}", "", _sentences(dice, name, 4), ""]
        if id in LISTS:
            lines += [f"- {_sentence(dice)} {{#{id}.{entry}}}" for entry in range(6)]
        else:
            lines += [_sentences(dice, name, 3)]
    return "\n".join(lines) + "\n"


def long_article(paragraphs: int) -> Article:
    """One section, `long`, of so many paragraphs of two to seven sentences."""
    dice = random.Random(paragraphs)
    body = [_sentences(dice, f"part {number}", dice.randint(2, 7)) for number in range(1, paragraphs + 1)]
    lines = [*_head("long", "A long article"), "In short.", "", "## All of it {#long}", *(f"\n{text}" for text in body)]
    return parse("\n".join(lines) + "\n", "long.md")


def _head(id: str, title: str) -> list[str]:
    return ["---", f"id: {id}", f"title: {title}", "language: en", "---", ""]


def _sentences(dice: random.Random, name: str, count: int) -> str:
    return " ".join(
        [f"{name.capitalize()} is not the same in all people.", *(_sentence(dice) for _ in range(count - 1))]
    )


def _sentence(dice: random.Random) -> str:
    return f"{dice.choice(WHO)} {dice.choice(DO)} {dice.choice(WHAT)} {dice.choice(WHEN)}."
