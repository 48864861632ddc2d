"""Whatever happens while the content changes, visitors find the old or the new, whole, and the next start cleans up."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from tests import faults, kills, power_cut
from tests.content.changing import DEEDS, opened, prepared, words


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("prepared") / "kiosk")


@pytest.fixture(scope="module")
def outcomes(before: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    """What visitors read after each deed, done in peace."""
    found = {"nothing": words(opened(before))}
    for name, deed in DEEDS.items():
        place = tmp_path_factory.mktemp("peace") / "kiosk"
        shutil.copytree(before, place)
        deed(place)
        found[name] = words(opened(place))
    assert len(set(found.values())) == 4, "each deed changes something"
    return found


def is_clean(place: Path) -> bool:
    """Nothing half-made lies there any more."""
    library = place / "library"
    litter = [*(library / "generations").glob("*.new"), *(library / "incoming").glob("*")]
    return not litter and len(list((library / "generations").iterdir())) <= 2


@pytest.mark.parametrize("deed", DEEDS)
def test_a_power_cut_at_any_step_leaves_the_old_or_the_new(
    before: Path, outcomes: dict[str, tuple[str, ...]], tmp_path: Path, deed: str
) -> None:
    found = power_cut.at_every_step(DEEDS[deed], before, _made(tmp_path / "cut"))
    assert len(found) > 5
    for place in found:
        library = opened(place)
        assert words(library) in (outcomes["nothing"], outcomes[deed]), place.name
        assert library.fault is None
        assert is_clean(place), place.name
    assert words(opened(found[-1])) == outcomes[deed]


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.ENOTCONN])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_disk_that_fails_at_any_step_leaves_the_old_or_the_new_and_one_line(
    before: Path, outcomes: dict[str, tuple[str, ...]], tmp_path: Path, deed: str, error: int
) -> None:
    found = faults.at_every_step(DEEDS[deed], before, _made(tmp_path / "fault"), error)
    assert len(found) > 5
    for place, said in found[:-1]:
        assert said.partition(":")[0] in ("", "LibraryError", "RefusedError", "LibraryFault", "ContentError"), said
        assert "\n" not in said
        assert words(opened(place)) in (outcomes["nothing"], outcomes[deed]), (place.name, said)
        assert is_clean(place), place.name
    assert found[-1][1] == faults.NOTHING_FAILED


@pytest.mark.parametrize("deed", DEEDS)
def test_a_killed_process_leaves_the_old_or_the_new(
    before: Path, outcomes: dict[str, tuple[str, ...]], tmp_path: Path, deed: str
) -> None:
    survive(before, outcomes, tmp_path, deed, 12)


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS)
def test_two_hundred_kills_of_each_leave_the_old_or_the_new(
    before: Path, outcomes: dict[str, tuple[str, ...]], tmp_path: Path, deed: str
) -> None:
    survive(before, outcomes, tmp_path, deed, 200)


def survive(before: Path, outcomes: dict[str, tuple[str, ...]], folder: Path, deed: str, times: int) -> None:
    places = kills.killed(deed, before, folder / "killed", times, seed=times)
    assert len(places) == times
    new = 0
    for place in places:
        library = opened(place)
        assert words(library) in (outcomes["nothing"], outcomes[deed]), place.name
        new += words(library) == outcomes[deed]
        assert is_clean(place), place.name
    print(f"{deed}: {new} new, {times - new} old")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
