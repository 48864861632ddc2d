"""Content that another process has changed reaches visitors, also where the first try comes to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import import_desk, parts
from kiosk.content import Library
from kiosk.context import Context
from kiosk.errors import MatchingError
from kiosk.events import ContentFailed, ContentStatusChanged, LibraryChanged
from kiosk.matching import Matcher
from kiosk.parts import Content
from tests.import_desks import Desk


def with_one_article_less(desk: Desk) -> None:
    """As `library remove` does it."""
    other: Library = parts.library(desk.context)
    other.commit(other.stage_removal("leukopenia-es"))


def fails_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    real, calls = parts.matcher, list[str]()

    def opening(context: Context, content: Content) -> Matcher:
        calls.append("opened")
        if len(calls) == 1:
            raise MatchingError("The matcher can't be opened.")
        return real(context, content)

    monkeypatch.setattr(parts, "matcher", opening)
    return calls


def test_a_switch_that_came_to_nothing_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_desk, "SWITCHES_AGAIN_S", 0.0)
    desk = Desk(tmp_path / "home")
    with_one_article_less(desk)
    fails_once(monkeypatch)
    desk.desk.look()
    assert desk.news(ContentFailed).line == "The matcher can't be opened."
    desk.desk.look()
    assert [article.id for article in desk.news(LibraryChanged).articles] == ["leukopenia"]
    desk.desk.close()


def test_but_not_at_every_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path / "home")
    with_one_article_less(desk)
    calls = fails_once(monkeypatch)
    for _ in range(3):
        desk.desk.look()
    desk.news(ContentFailed)
    for _ in range(2):
        desk.news(ContentStatusChanged)
    assert calls == ["opened"]
    desk.desk.close()
