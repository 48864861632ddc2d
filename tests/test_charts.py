"""The counts as people read them: the same on the screen, at the command line and in the exported page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.charts import Chart, Names, charts, since
from kiosk.cli.main import main
from kiosk.counts_page import page
from kiosk.staff.book import Book
from kiosk.tally import Counted, Day, Fault, Line, Outcome, Tallies
from tests.fakes import DORMIR, FEET, SLEEP, messages

TODAY = date(2026, 11, 29)
NAMES = Names((SLEEP,), {"en": "English", "es": "Español"})
ENGLISH = messages()


def tallies(lines: dict[Line, int], faults: dict[Fault, int] | None = None) -> Tallies:
    return Tallies(TODAY, (Day(date(2026, 11, 28), lines, faults or {}),))


def chart(name: str, found: Tallies, names: Names = NAMES) -> Chart:
    return next(each for each in charts(found, 30, names, ENGLISH) if each.name == name)


def rows(found: Chart) -> list[tuple[str, str]]:
    return [(bar.text, bar.told) for bar in found.bars]


# ---- the charts


def test_first_of_all_stands_what_is_not_answered_here() -> None:
    found = tallies({Line(Counted.UNANSWERED, "sleep/causes"): 10, Line(Counted.UNANSWERED): 15})
    first = charts(found, 30, NAMES, ENGLISH)[0]
    assert first.title == "Asked, and not answered here"
    assert rows(first) == [("No section came near", "15 visits"), ("What keeps people awake?", "10 visits")]


def test_a_line_of_few_visits_says_so_and_none_looks_the_same() -> None:
    found = chart("outcomes", tallies({Line(Counted.OUTCOME, Outcome.ANSWER): 20}))
    assert rows(found)[0] == ("Answered", "20 visits")
    assert {told for _, told in rows(found)[1:]} == {"fewer than 5"}
    assert len(found.bars) == len(Outcome)


def test_a_section_that_is_gone_is_named_by_its_place() -> None:
    found = chart("opened", tallies({Line(Counted.OPENED, "sleep/old"): 5, Line(Counted.OPENED, "gone/intro"): 5}))
    assert sorted(text for text, _ in rows(found)) == [
        "gone/intro (not on this kiosk any more)",
        "sleep/old (not on this kiosk any more)",
    ]


def test_of_several_articles_each_section_names_its_own() -> None:
    found = tallies({Line(Counted.OPENED, "sleep/causes"): 5, Line(Counted.OPENED, "feet/intro"): 10})
    both = chart("opened", found, replace(NAMES, articles=(SLEEP, FEET, DORMIR)))
    assert [text for text, _ in rows(both)] == ["Foot care", "What keeps people awake? · Sleep"]


def test_faults_are_told_by_times_and_another_language_by_its_own_name() -> None:
    found = tallies({Line(Counted.LANGUAGE, "es"): 5}, {Fault.CRASH: 1, Fault.MICROPHONE: 3})
    assert rows(chart("faults", found)) == [
        ("Microphone lost", "3 times"),
        ("The kiosk ended and was started again", "1 time"),
    ]
    assert rows(chart("languages", found)) == [("Español", "5 visits")]


def test_where_nothing_was_given_out_yet_that_is_said() -> None:
    empty = Tallies(TODAY)
    assert charts(empty, 30, NAMES, ENGLISH) == ()
    assert "nothing to show yet" in since(empty, ENGLISH)
    assert since(tallies({}), ENGLISH) == "Counted since 28 November 2026."


# ---- the page

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "section"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect"),
}


class Reader(HTMLParser):
    """What a browser would do with it, as far as it matters: every tag closed, nothing fetched, nothing run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "rect", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@settings(deadline=None, max_examples=50)
@given(title=st.text(min_size=1), name=st.text())
def test_no_title_whatever_becomes_more_than_text(title: str, name: str) -> None:
    section = replace(SLEEP.sections[0], title=title)
    article = replace(SLEEP, title="Sleep", sections=(section,))
    found = tallies({Line(Counted.OPENED, "sleep/intro"): 5, Line(Counted.LANGUAGE, "es"): 5})
    reader = Reader(page(found, Names((article,), {"es": name}), ENGLISH))
    assert reader.open == []
    assert reader.tags <= TAGS
    assert not any(name.startswith("on") or name in ("src", "href") for name, _ in reader.attributes)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_needs_nothing_from_anywhere_and_tells_every_number_in_words(language: str) -> None:
    found = tallies({Line(Counted.VISITS): 120, Line(Counted.OPENED, "sleep/causes"): 45}, {Fault.STICK: 2})
    text = page(found, NAMES, messages(language))
    reader = Reader(text)
    assert ("lang", language) in reader.attributes
    assert not re.search(r"https?:|url\(|@import|<script", text)
    visits = messages(language).text("counts.visits", count=120)
    assert reader.words.count(visits) == 3, "of a month, of a week, of a year"


# ---- the command


def home_with_counts(folder: Path) -> Path:
    yesterday = date(2020, 1, 1)
    book = Book(folder / "counts", lambda: yesterday, lambda: yesterday)
    for _ in range(7):
        book.add_visit({Line(Counted.VISITS), Line(Counted.UNANSWERED, "leukopenia/causes")})
    book.add_fault(Fault.MICROPHONE)
    book.keep()
    later = Book(folder / "counts", lambda: date(2026, 11, 2), lambda: yesterday)
    later.turn_page()
    return folder


def test_counts_show_is_a_table_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home_with_counts(tmp_path)), "counts", "show", "--days", "36500"]) == 0
    told = capsys.readouterr().out
    assert "Asked, and not answered here" in told
    assert re.search(r"What causes leukopenia\?.*  5 visits  #{24}\n", told)
    assert re.search(r"Microphone lost +1 time  #{24}\n", told)


def test_counts_show_for_programs_has_whole_fives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home_with_counts(tmp_path)), "counts", "show", "--days", "36500", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["since"], told["days"], told["faults"]) == ("2020-01-01", 36500, {"microphone": 1})
    assert told["lines"] == [
        {"counted": "unanswered", "about": "leukopenia/causes", "visits": 5},
        {"counted": "visits", "about": "", "visits": 5},
    ]


@pytest.mark.parametrize("days", ["0", "-1", "x", "1.5", "", "99999999999999999999", "٣"])
def test_only_a_number_of_days_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str], days: str) -> None:
    assert main(["--home", str(tmp_path), "counts", "show", f"--days={days}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_where_nothing_was_counted_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "counts", "show"]) == 0
    assert "nothing to show yet" in capsys.readouterr().out
