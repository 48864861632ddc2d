"""Example questions, as clinics write them: a TOML file beside each article, one for every article, one for emergencies."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.errors import MatchingError
from kiosk.model import UrgentGroup

Questions = tuple[str, ...]


class ArticleExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`leukopenia.questions.toml`. All of it may be missing."""

    sections: Mapping[str, Questions] = {}
    """By section id."""
    items: Mapping[str, Questions] = {}
    """By id of a list entry."""
    not_answered: Mapping[str, Questions] = {}
    """Near misses: what sounds like this article and isn't in it."""


class GeneralExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clinic: Questions = ()
    """For the staff, not for any article."""
    unclear: Questions = ()
    """No question at all."""


class UrgentExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    groups: Mapping[UrgentGroup, Questions] = {}
    look_alikes: Mapping[str, Questions] = {}
    """Sounds urgent and isn't, by why."""


Kind = TypeVar("Kind", ArticleExamples, GeneralExamples, UrgentExamples)


def load(path: Path, kind: type[Kind]) -> Kind:
    """An empty set where there is no such file. Raises MatchingError, one line, for one that can't be read."""
    if not path.exists():
        return kind()
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except (OSError, ValueError) as error:  # msgspec's ValidationError is a ValueError
        raise MatchingError(f"{path}: the example questions can't be read: {error}") from error
