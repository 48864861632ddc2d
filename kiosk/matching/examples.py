"""Example questions, as clinics write them: a TOML file beside each article, one for every article, one for emergencies."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.errors import MatchingError
from kiosk.matching.wording import Table, wording_of
from kiosk.model import About, Article, UrgentGroup

log = logging.getLogger(__name__)

Questions = tuple[str, ...]


class ArticleExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`leukopenia.questions.toml`. All of it may be missing."""

    sections: Mapping[str, Questions] = {}
    """By section id."""
    items: Mapping[str, Questions] = {}
    """By id of a list entry."""
    not_answered: Mapping[About, Questions] = {}
    """Near misses: what sounds like this article and isn't in it."""

    @property
    def every(self) -> Questions:
        kinds = (self.sections, self.items, self.not_answered)
        return tuple(text for kind in kinds for texts in kind.values() for text in texts)


class GeneralExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clinic: Questions = ()
    """For the staff, not for any article."""
    health: Questions = ()
    """On health, whatever the article."""
    unclear: Questions = ()
    """No question at all."""
    words: Table = Table()
    """The small words of this language."""

    @property
    def every(self) -> Questions:
        return (*self.clinic, *self.health, *self.unclear)


class UrgentExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    groups: Mapping[UrgentGroup, Questions] = {}
    look_alikes: Mapping[str, Questions] = {}
    """Sounds urgent and isn't, by why."""


_LINES = 'lines like name = ["a question", "another"]'
_FORM = {
    ArticleExamples: f"{_LINES} in [sections], [items] and [not_answered]; names in the last: {', '.join(About)}",
    GeneralExamples: 'the lines clinic = ["a question", "another"] and, likewise, health and unclear',
    UrgentExamples: f"{_LINES} in [groups] and [look_alikes]; names in the first: {', '.join(UrgentGroup)}",
}
"""What such a file must look like, for whoever has to mend it."""

Kind = TypeVar("Kind", ArticleExamples, GeneralExamples, UrgentExamples)


def load(path: Path, kind: type[Kind]) -> Kind:
    """An empty set where there is no such file. Raises MatchingError, one line, for one that can't be read."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_bytes().decode("utf-8-sig")), kind)
        if isinstance(found, GeneralExamples):
            wording_of(found.words)
        return found
    except FileNotFoundError:
        return kind()
    except OSError as error:
        raise MatchingError(f"{path}: the example questions can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise MatchingError(f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:  # msgspec's ValidationError is a ValueError
        raise MatchingError(f"{path}: {_one_line(error)}. It must hold {_FORM[kind]}.") from error


def load_urgent(path: Path) -> UrgentExamples:
    """Without any the kiosk goes on, but staff must know what it can't do then."""
    urgent = load(path, UrgentExamples)
    if not any(urgent.groups.values()):
        log.warning("%s holds no questions in [groups]: the kiosk will not recognise any emergency. Add them.", path)
    return urgent


def load_for(article: Article, folder: Path) -> ArticleExamples:
    """Those beside the article. Names that it doesn't have (any more) are told to staff and passed over."""
    path = folder / f"{article.id}.questions.toml"
    examples = load(path, ArticleExamples)
    items = {block.id for section in article.sections for block in section.items}
    strays = [f"section {name!r}" for name in examples.sections if not article.section(name)]
    strays += [f"entry {name!r}" for name in examples.items if name not in items]
    if strays:
        log.warning("%s: the article has no %s: these questions are not used. Mend the names.", path, ", ".join(strays))
    return examples


def _one_line(error: Exception) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in str(error))
    return " ".join(text.split())[:200]
