"""What was counted, in the words of the screen, the most useful first: the same charts for the staff's screen, the command line and
the exported page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.messages import Messages
from kiosk.model import Article, Way
from kiosk.sources import day
from kiosk.tally import Counted, Fault, Line, Outcome, Tallies

OF_SECTIONS = (Counted.UNANSWERED, Counted.UNSURE, Counted.OPENED, Counted.HEARD, Counted.ANSWERED)
STAYS = (Counted.VISITS, Counted.TIMED_OUT, Counted.HELP)


@dataclass(frozen=True, slots=True)
class Bar:
    text: str
    number: int
    """0: too few visits for one."""
    told: str
    """The number in words."""


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    title: str
    below: str
    """Empty: there is nothing to explain."""
    bars: tuple[Bar, ...]
    """The longest first, where their order is not fixed."""
    none: str = ""
    """Said where there are no bars."""
    is_of_visits: bool = True

    @property
    def longest(self) -> int:
        return max((bar.number for bar in self.bars), default=0)


@dataclass(frozen=True, slots=True)
class Names:
    """What the lines are about, by what people call it."""

    articles: tuple[Article, ...]
    languages: Mapping[str, str]
    """Each by its own name."""

    def section(self, line: Line, messages: Messages) -> str:
        place = line.place
        if place is None:
            return messages.text("counts.near_none")
        article = next((each for each in self.articles if each.id == place.article), None)
        section = article.section(place.section) if article else None
        if article is None or section is None:
            return messages.text("counts.gone", section=line.about)
        if len(self.articles) == 1 or section.title == article.title:
            return section.title
        return messages.text("counts.in_article", section=section.title, article=article.title)


def charts(tallies: Tallies, last: int, names: Names, messages: Messages) -> tuple[Chart, ...]:
    """Of so many days up to today. None where nothing was ever given out."""
    if not tallies.days:
        return ()
    lines, faults = tallies.lines(last), tallies.faults(last)
    say = messages.text

    def of_visits(rows: Iterable[tuple[str, Line]]) -> tuple[Bar, ...]:
        return tuple(_of_visits(text, lines.get(line, 0), messages) for text, line in rows)

    sections = [
        _chart(counted, _longest_first(_sections(counted, lines, names, messages)), messages) for counted in OF_SECTIONS
    ]
    outcomes = of_visits((say(f"counts.outcome.{each}"), Line(Counted.OUTCOME, each)) for each in Outcome)
    ways = of_visits((say(f"counts.way.{way}"), Line(Counted.ASKED, way)) for way in (Way.SPOKEN, Way.TYPED))
    stays = of_visits((say(f"counts.stay.{each}"), Line(each)) for each in STAYS)
    languages = (
        (names.languages.get(line.about, line.about), line)
        for line in sorted(lines)
        if line.counted is Counted.LANGUAGE
    )
    broken = tuple(
        Bar(say(f"counts.fault.{fault}"), faults[fault], _times(faults[fault], messages))
        for fault in Fault
        if faults.get(fault)
    )
    return (
        *sections,
        _chart("outcomes", outcomes, messages),
        _chart("ways", ways, messages),
        _chart("languages", _longest_first(of_visits(languages)), messages),
        _chart("stays", stays, messages),
        _chart("faults", _longest_first(broken), messages, is_of_visits=False),
    )


def since(tallies: Tallies, messages: Messages) -> str:
    """Since when there are numbers, or that there are none yet."""
    first = tallies.since
    return messages.text("counts.since", on=day(first, messages)) if first else messages.text("counts.none")


def _chart(name: str, bars: tuple[Bar, ...], messages: Messages, *, is_of_visits: bool = True) -> Chart:
    title, below, none = (
        messages.text(key) if messages.has(key := f"counts.{name}.{part}") else ""
        for part in ("title", "below", "none")
    )
    return Chart(name, title, below, bars, none, is_of_visits)


def _sections(counted: Counted, lines: Mapping[Line, int], names: Names, messages: Messages) -> tuple[Bar, ...]:
    return tuple(
        _of_visits(names.section(line, messages), count, messages)
        for line, count in sorted(lines.items())
        if line.counted is counted and count
    )


def _of_visits(text: str, count: int, messages: Messages) -> Bar:
    told = messages.text("counts.visits", count=count) if count else messages.text("counts.few")
    return Bar(text, count, told)


def _times(count: int, messages: Messages) -> str:
    return messages.text("counts.once") if count == 1 else messages.text("counts.times", count=count)


def _longest_first(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: -bar.number))
