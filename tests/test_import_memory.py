"""An import weighs as much as what it brings, and only while it lasts."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from kiosk import parts
from kiosk.content import Library
from kiosk.content.staged import Staged
from kiosk.context import Context
from kiosk.errors import LibraryError
from kiosk.events import ContentFailed, PackReady
from kiosk.matching import Matcher
from kiosk.parts import Content
from tests.import_desks import Desk
from tests.packs import CLINIC_KEY, good, lying


def test_an_installation_that_comes_to_nothing_keeps_no_matcher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "home")
    desk.intake.keyring.add(CLINIC_KEY)
    opened: list[weakref.ref[Matcher]] = []
    real = parts.matcher

    def opening(context: Context, content: Content) -> Matcher:
        matcher = real(context, content)
        opened.append(weakref.ref(matcher))
        return matcher

    def on_a_full_disk(library: Library, staged: Staged) -> None:
        library.discard(staged)
        raise LibraryError("The kiosk's disk can't be written: No space left on device. Nothing has changed.")

    monkeypatch.setattr(parts, "matcher", opening)
    monkeypatch.setattr(Library, "commit", on_a_full_disk)
    desk.desk.bring(1, lying(tmp_path / "stick", "riverside.kioskpack", good("hiccups")))
    desk.news(PackReady, 1)
    desk.desk.install(2, {"hiccups"})
    assert "No space left" in desk.news(ContentFailed, 2).line
    gc.collect()
    assert [each() for each in opened] == [None]
    desk.desk.close()
