"""What staff took back stays away, until they want it again or something newer comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.trust import Mark, Marks
from kiosk.content.undone import Undone


@pytest.fixture
def undone(tmp_path: Path) -> Undone:
    return Undone(tmp_path / "undone.json")


def marks(**versions: int) -> Marks:
    return {"1234": {id: Mark(version, "digest") for id, version in versions.items()}}


def test_nothing_is_undone_at_first(undone: Undone) -> None:
    assert not undone.holds("1234", ["hiccups"], 1)


def test_what_was_gone_back_from_stays_away_and_what_is_newer_comes(undone: Undone) -> None:
    undone.went_back(marks(hiccups=3, yawning=2), marks(yawning=2))
    assert undone.holds("1234", ["yawning", "hiccups"], 3)
    assert undone.holds("1234", ["hiccups"], 2), "let alone something older"
    assert not undone.holds("1234", ["hiccups"], 4)
    assert not undone.holds("1234", ["yawning"], 2)
    assert not undone.holds("5678", ["hiccups"], 3), "another signer counts for himself"


def test_gone_forward_again_it_is_wanted_again(undone: Undone) -> None:
    undone.went_back(marks(hiccups=3), marks(hiccups=1))
    undone.went_back(marks(hiccups=1), marks(hiccups=3))
    assert not undone.holds("1234", ["hiccups"], 3)


def test_an_article_that_is_there_again_is_wanted_again(undone: Undone) -> None:
    undone.unwanted("1234", ["hiccups", "yawning"], 3)
    undone.went_back(marks(hiccups=3), marks(hiccups=3), {"hiccups"})
    assert not undone.holds("1234", ["hiccups"], 3)
    assert undone.holds("1234", ["yawning"], 3)


def test_what_was_removed_stays_away_until_staff_install_it(undone: Undone) -> None:
    undone.unwanted("1234", ["hiccups"], 3)
    assert undone.holds("1234", ["hiccups"], 3)
    undone.wanted_again("1234", ["yawning"])
    assert undone.holds("1234", ["hiccups"], 3)
    undone.wanted_again("1234", ["hiccups"])
    assert not undone.holds("1234", ["hiccups"], 3)


def test_all_that_staff_install_is_wanted_again(undone: Undone) -> None:
    undone.unwanted("1234", ["hiccups", "yawning", "sneezing"], 3)
    undone.wanted_again("1234", ["hiccups", "sneezing"])
    assert [id for id in ("hiccups", "yawning", "sneezing") if undone.holds("1234", [id], 3)] == ["yawning"]


@given(st.binary(max_size=100) | st.sampled_from([b"[]", b'{"a": 3}', b'{"a": {"b": "c"}}', b'{"a": {"b": 1e400}}']))
def test_a_damaged_file_forgets_and_breaks_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "undone.json"
    file.write_bytes(content)
    undone = Undone(file)
    assert not undone.holds("1234", ["hiccups"], 1)
    undone.unwanted("1234", ["hiccups"], 1)
    assert undone.holds("1234", ["hiccups"], 1)


def test_a_disk_that_is_full_only_forgets(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    Undone(tmp_path / "file" / "undone.json").unwanted("1234", ["hiccups"], 1)
