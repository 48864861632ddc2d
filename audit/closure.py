"""Everything that the default installation brings: the kiosk's dependencies and theirs, without the extras."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

KIOSK = "health-kiosk"


class IncompleteError(Exception):
    """What is named isn't installed."""


def closure(name: str = KIOSK, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """By canonical name, the kiosk itself left out. Raises IncompleteError."""
    found: dict[str, Distribution] = {}
    for wanted, more in _wanted(name, extras):
        _gather(wanted, more, found)
    return dict(sorted(found.items()))


def _gather(name: str, extras: frozenset[str], found: dict[str, Distribution]) -> None:
    if (canonical := str(canonicalize_name(name))) in found:
        return
    try:
        found[canonical] = distribution(name)
    except PackageNotFoundError as error:
        raise IncompleteError(f"{name} is not installed. Run script/setup.") from error
    for wanted, more in _wanted(name, extras):
        _gather(wanted, more, found)


def _wanted(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """On this machine, with this Python."""
    for line in distribution(name).requires or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield asked.name, frozenset(asked.extras)
