"""The same pack to every kiosk, by a folder that Syncthing keeps alike: two real daemons, nothing but this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.events import Event, SourcesChanged
from kiosk.settings import Sticks
from kiosk.sticks import open_watcher
from tests.import_desks import Desk
from tests.packs import CLINIC_KEY, good, lying
from tests.syncthing import synced, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.models]


@pytest.mark.skipif(shutil.which("syncthing") is None, reason="no syncthing here (script/packages names it)")
def test_a_pack_that_the_office_drops_comes_to_the_kiosk_and_waits_or_installs_itself(tmp_path: Path) -> None:
    office, drop = tmp_path / "office", tmp_path / "drop"
    told: list[tuple[str, ...]] = []
    desk = Desk(tmp_path / "home", Sticks(drop_folders=(str(drop),), auto_install=(CLINIC_KEY.name,)))
    asks = Desk(tmp_path / "other-home", Sticks(drop_folders=(str(drop),)))
    for each in (desk, asks):
        each.intake.keyring.add(CLINIC_KEY)

    def noticed(news: Event) -> None:
        if isinstance(news, SourcesChanged):
            told.append(tuple(pack.name for source in news.sources for pack in source.packs))
            desk.desk.noticed(news.sources)
            asks.desk.noticed(news.sources)

    watcher = open_watcher(tmp_path / "media", [drop], noticed)
    try:
        with synced(tmp_path, office, drop):
            lying(tmp_path / "elsewhere", "november.kioskpack", good("hiccups")).rename(office / "november.kioskpack")
            wait_until("it is shown to staff", lambda: ("november.kioskpack",) in told)
            wait_until("it installs itself where the clinic has said so", lambda: "hiccups" in desk.articles)
            assert asks.articles == {"leukopenia", "leukopenia-es"}, "elsewhere it waits for staff"
            lying(office, "november.kioskpack", good("hiccups", version=2, more=" or tea"))
            wait_until("the next one comes too", lambda: "or tea" in _words(desk))
            (office / "november.kioskpack").unlink()
            wait_until("what the office takes away is offered no more", lambda: told[-1] == ())
            assert desk.articles == {"leukopenia", "leukopenia-es", "hiccups"}, "and stays installed"
    finally:
        watcher.close()
        desk.desk.close()
        asks.desk.close()
    assert all(name == "november.kioskpack" for names in told for name in names), "never a half one"


def _words(desk: Desk) -> str:
    return " ".join(section.text for article in desk.library.articles for section in article.sections)
