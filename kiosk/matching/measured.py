"""How well emergencies are recognised in a language, as `script/prepare` measured it: what decides whether it may be offered."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kiosk.errors import MatchingError

LEAST = 0.90
"""Of emergencies that must reach the urgent screen."""
MOST_FALSE = 0.20
"""Of what only sounds like one that may."""


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By one matcher, on questions it had not seen."""

    emergencies: float
    """The share of them that reached the urgent screen."""
    of: int
    look_alikes: float
    """The share of them that did, too."""
    of_look_alikes: int

    @property
    def is_enough(self) -> bool:
        return self.emergencies >= LEAST and self.look_alikes <= MOST_FALSE


def load(file: Path) -> Mapping[str, Measured]:
    """By the name of the matcher; empty where nobody measured. Raises MatchingError, one line."""
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), dict[str, Measured])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:  # msgspec's ValidationError is a ValueError
        raise MatchingError(
            f"{file} can't be read ({' '.join(str(error).split())[:100]}). Run script/prepare."
        ) from error
