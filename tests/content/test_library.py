"""The library has whole articles or older whole ones, whatever happened to its disk, and never none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.content import Library, open_library
from kiosk.errors import ContentError, LibraryError
from tests.content.changing import commit as install
from tests.packs import good, lying
from tests.power_cut import at_every_step

QUESTIONS = b'warts = ["what are warts"]\n'
ARTICLE = "---\nid: {id}\ntitle: {title}\n---\n\nWords of it.\n"


def write(folder: Path, **titles: str) -> Path:
    """A folder of articles, by their ids."""
    folder.mkdir(parents=True, exist_ok=True)
    for id, title in titles.items():
        (folder / f"{id}.md").write_text(ARTICLE.format(id=id, title=title), encoding="utf-8")
    return folder


@pytest.fixture
def starters(tmp_path: Path) -> Path:
    return write(tmp_path / "starters", asthma="Asthma", warts="Warts")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def titles(library: Library) -> list[str]:
    return [article.title for article in library.articles]


def brought(home: Path, generation: int, **titles: str) -> Path:
    """As content that staff brought will lie there: a generation whose origin is not the starters."""
    place = home / "library" / "generations" / f"{generation:04}"
    write(place / "articles", **titles)
    (place / "origin").write_text("pack\n")
    (home / "library" / "current").write_text(f"{generation}\n")
    return place


# ---- installing


def test_a_first_start_installs_the_starter_articles_and_the_next_one_nothing(home: Path, starters: Path) -> None:
    first = open_library(home, starters)
    assert (titles(first), first.generation, first.fault) == (["Asthma", "Warts"], 1, None)
    assert (home / "library" / "current").read_text() == "1\n"
    second = open_library(home, starters)
    assert (second.articles, second.generation) == (first.articles, 1)


def test_starter_articles_that_a_newer_kiosk_brings_replace_those_it_copied(home: Path, starters: Path) -> None:
    open_library(home, starters)
    write(starters, warts="Warts and all")
    (starters / "asthma.md").unlink()
    newer = open_library(home, starters)
    assert (titles(newer), newer.generation) == (["Warts and all"], 2)
    assert open_library(home, starters).generation == 2


def test_what_staff_brought_stays_when_the_starter_articles_change(home: Path, starters: Path) -> None:
    open_library(home, starters)
    brought(home, 2, gout="Gout")
    write(starters, warts="Warts and all")
    library = open_library(home, starters)
    assert (titles(library), library.generation) == (["Gout"], 2)


def test_a_starter_article_that_was_removed_stays_away_whatever_a_newer_kiosk_brings(
    home: Path, starters: Path
) -> None:
    library = open_library(home, starters)
    library.commit(library.stage_removal("asthma"))
    assert titles(open_library(home, starters)) == ["Warts"]
    write(starters, asthma="Asthma, newly told", warts="Warts and all")
    newer = open_library(home, starters)
    assert (titles(newer), titles(open_library(home, starters))) == (["Warts and all"], ["Warts and all"])


def test_one_that_was_removed_is_there_again_once_staff_go_back_or_bring_it(
    tmp_path: Path, home: Path, starters: Path
) -> None:
    write(starters, hiccups="Hiccups")
    library = open_library(home, starters)
    library.commit(library.stage_removal("hiccups"))
    library.commit(library.stage_rollback())
    assert titles(open_library(home, starters)) == ["Asthma", "Hiccups", "Warts"]
    library.commit(library.stage_removal("hiccups"))
    install(library, lying(tmp_path / "stick", "riverside.kioskpack", good("hiccups")))
    assert "hiccups" in [article.id for article in open_library(home, starters).articles]
    library.commit(library.stage_removal("hiccups"))
    assert titles(open_library(home, starters)) == ["Asthma", "Warts"], "though it came with the kiosk, too"


def test_only_the_current_generation_and_the_one_before_are_kept(home: Path, starters: Path) -> None:
    for title in ("one", "two", "three", "four"):
        write(starters, warts=title)
        assert "\n".join(titles(open_library(home, starters))) == f"Asthma\n{title}"
    assert sorted(path.name for path in (home / "library" / "generations").iterdir()) == ["0003", "0004"]


# ---- what a damaged disk leaves

DAMAGES: dict[str, Callable[[Path], object]] = {
    "an article is cut in half": lambda place: os.truncate(place / "articles" / "gout.md", 9),
    "an article is empty": lambda place: os.truncate(place / "articles" / "gout.md", 0),
    "an article is other bytes": lambda place: (place / "articles" / "gout.md").write_bytes(b"\xff\x00" * 99),
    "an article became a folder": lambda place: (place / "articles" / "mumps.md").mkdir(),
    "two articles have one id": lambda place: (place / "articles" / "g.md").write_bytes(
        (place / "articles" / "gout.md").read_bytes()
    ),
    "there is no article": lambda place: (place / "articles" / "gout.md").unlink(),
    "there is no folder": lambda place: (place / "articles").rename(place / "elsewhere"),
    "it became a file": lambda place: place.rename(place.with_name("lost")) and place.write_bytes(b""),
    "nobody knows which is current": lambda place: (place.parents[1] / "current").write_bytes(b"\xff\xff"),
    "none is said to be current": lambda place: (place.parents[1] / "current").unlink(),
    "one that isn't there is current": lambda place: (place.parents[1] / "current").write_text("7\n"),
}
UNSEEN = ["nobody knows which is current", "none is said to be current"]
HARMLESS = [*UNSEEN, "one that isn't there is current"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_generation_is_set_aside_for_the_last_whole_one(
    home: Path, starters: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    brought(home, 3, gout="Gout, before")
    DAMAGES[damage](brought(home, 4, gout="Gout, now"))
    library = open_library(home, starters)
    assert (titles(library), library.fault) == (["Gout, now" if damage in HARMLESS else "Gout, before"], None)
    assert (not caplog.messages) == (damage in HARMLESS), "the log tells what was passed over"
    told = damage not in UNSEEN
    assert ("can't be read; the content before it is shown" in library.damage) == told, "and so do the staff's screens"
    assert all("\n" not in line and "Generation 0004" in line for line in caplog.messages)


@pytest.mark.parametrize("damage", sorted(DAMAGES.keys() - set(HARMLESS)))
def test_where_no_whole_one_is_left_the_starter_articles_are_shown_and_nothing_is_thrown_away(
    home: Path, starters: Path, damage: str
) -> None:
    DAMAGES[damage](brought(home, 1, gout="Gout"))
    left = sorted(home.rglob("*"))
    for _ in range(2):
        library = open_library(home, starters)
        assert (titles(library), library.generation, library.fault) == (["Asthma", "Warts"], 0, None)
        assert "what came with the kiosk is shown" in library.damage, "at each start"
    assert [path for path in left if not path.exists()] == []


def left_with_starters(tmp_path: Path, home: Path, starters: Path) -> Library:
    """Nothing that was installed can be read, and a new pack lies on a stick."""
    os.truncate(brought(home, 1, gout="Gout") / "articles" / "gout.md", 0)
    (starters / "warts.questions.toml").write_bytes(QUESTIONS)
    lying(tmp_path / "stick", "riverside.kioskpack", good("hiccups"))
    return open_library(home, starters)


def test_what_is_installed_then_stands_beside_the_starter_articles_that_were_shown(
    tmp_path: Path, home: Path, starters: Path
) -> None:
    library = left_with_starters(tmp_path, home, starters)
    install(library, tmp_path / "stick" / "riverside.kioskpack")
    for now in (library, open_library(home, starters)):
        assert [article.id for article in now.articles] == ["asthma", "hiccups", "warts"]
        assert (now.articles_folder / "warts.questions.toml").read_bytes() == QUESTIONS, "with what lies beside them"
        assert (now.generation, now.damage) == (2, "")


def test_who_then_removes_a_starter_article_keeps_the_others(tmp_path: Path, home: Path, starters: Path) -> None:
    library = left_with_starters(tmp_path, home, starters)
    library.commit(library.stage_removal("asthma"))
    assert titles(library) == titles(open_library(home, starters)) == ["Warts"]
    assert (library.articles_folder / "warts.questions.toml").read_bytes() == QUESTIONS


def test_a_disk_that_could_not_be_read_for_a_moment_costs_no_content(
    home: Path, starters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where a newer kiosk brings other starter articles at that very start."""
    open_library(home, starters)
    brought(home, 2, gout="Gout")
    write(starters, warts="Warts, newly told")
    real = Path.read_bytes

    def unreadable(self: Path) -> bytes:
        if self.name == "gout.md":
            raise OSError(5, "Input/output error")
        return real(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", unreadable)
        library = open_library(home, starters)
        assert titles(library) == ["Asthma", "Warts"]
        assert library.damage
    monkeypatch.setattr("kiosk.content.library.LOOK_AGAIN_S", 0.0)
    assert titles(open_library(home, starters)) == ["Gout"]


def test_content_that_is_damaged_while_the_kiosk_runs_is_tried_once_and_told(home: Path, starters: Path) -> None:
    """Not at every look: visitors would be sent home every five seconds."""
    brought(home, 3, gout="Gout, before")
    library = open_library(home, starters)
    os.truncate(brought(home, 4, gout="Gout, now") / "articles" / "gout.md", 9)
    assert library.changed_on_disk()
    assert not library.read_again(), "nothing else counts now"
    assert "generation 4" in library.damage
    assert titles(library) == ["Gout, before"]
    assert not library.changed_on_disk()
    brought(home, 5, gout="Gout, mended")
    assert library.changed_on_disk()
    assert library.read_again()
    assert (titles(library), library.damage) == (["Gout, mended"], "")


def test_damaged_starter_articles_do_not_keep_what_is_installed_from_being_shown(home: Path, starters: Path) -> None:
    open_library(home, starters)
    (starters / "warts.md").write_bytes(b"\xff")
    assert titles(open_library(home, starters)) == ["Asthma", "Warts"]


def test_things_that_are_no_generation_are_left_alone(home: Path, starters: Path) -> None:
    open_library(home, starters)
    for name in ("0009.new", "lost+found", "²", ".0008"):
        write(home / "library" / "generations" / name / "articles", gout="Gout")
    assert open_library(home, starters).generation == 1


# ---- where nothing can be installed


@pytest.mark.parametrize("blocked", ["home", "home/library", "home/library/generations", "home/library/current/in"])
def test_a_place_that_can_not_be_written_to_still_shows_the_starter_articles(
    tmp_path: Path, starters: Path, blocked: str
) -> None:
    (tmp_path / blocked).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / blocked).touch()
    library = open_library(tmp_path / "home", starters)
    assert (titles(library), library.generation) == (["Asthma", "Warts"], 0)
    assert isinstance(library.fault, LibraryError)
    line = str(library.fault)
    assert str(tmp_path / "home" / "library") in line
    assert "make room there, or make it writable" in line
    assert "\n" not in line


def test_a_kiosk_without_any_article_says_where_it_looked(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError, match=r"There is no article in .*empty$"):
        open_library(home, tmp_path / "empty")


# ---- power cuts


def starts(place: Path) -> None:
    open_library(place / "home", place / "starters")


def test_a_power_cut_during_the_first_start_is_made_good_by_the_next(tmp_path: Path) -> None:
    write(tmp_path / "before" / "starters", asthma="Asthma", warts="Warts")
    cuts = at_every_step(starts, tmp_path / "before", tmp_path / "cuts")
    assert len(cuts) > 12, "so many steps there are"
    for place in cuts:
        library = open_library(place / "home", place / "starters")
        assert (titles(library), library.fault) == (["Asthma", "Warts"], None), place.name
        again = open_library(place / "home", place / "starters")
        assert again.generation == library.generation, place.name


def test_a_power_cut_while_new_articles_come_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    before = tmp_path / "before"
    write(before / "starters", warts="old 1", asthma="old 2")
    starts(before)
    write(before / "starters", warts="new 1", asthma="new 2")
    left = []
    for place in at_every_step(starts, before, tmp_path / "cuts"):
        library = open_library(place / "home", tmp_path / "no starters here")
        left.append(titles(library))
        assert library.fault is None
        assert titles(open_library(place / "home", place / "starters")) == ["new 2", "new 1"]
    old, new = left.count(["old 2", "old 1"]), left.count(["new 2", "new 1"])
    assert old + new == len(left)
    assert left[0] == ["old 2", "old 1"]
    assert left[-1] == ["new 2", "new 1"]
