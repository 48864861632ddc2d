"""Every text a person reads or hears that is not from an article: assets/messages/<language>.toml."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from kiosk.errors import MessagesError

log = logging.getLogger(__name__)


class Messages:
    """The texts of one language, by dotted key: `nav.help_now`.

    `always` are values that any text may name, such as where the staff are found.
    """

    def __init__(self, texts: Mapping[str, str], language: str, **always: str) -> None:
        self._own = dict(texts)
        self._texts = dict(texts)
        self._always = always
        self.language = language

    @classmethod
    def load(cls, folder: Path, language: str, **always: str) -> Messages:
        path = folder / f"{language}.toml"
        try:
            tree = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise MessagesError(f"The texts of the screen can't be read: {path}: {error}") from error
        return cls(dict(_flat(tree)), language, **always)

    def naming(self, **always: str) -> Messages:
        """The same texts, which may name these values."""
        return Messages(self._own, self.language, **always)

    def text(self, key: str, **values: object) -> str:
        """The text, with `{name}` places filled in."""
        try:
            return self._texts[key].format(**{**self._always, **values})
        except (KeyError, IndexError, ValueError) as error:
            raise MessagesError(f"assets/messages/{self.language}.toml: {key}: {error!r}") from error

    def replace(self, texts: Mapping[str, str]) -> None:
        """The clinic's own words in place of these; all others as they come with the kiosk. So are those that a newer version of it
        fills in with something else: a text with a gap must not stand on the screen that sends people to help."""
        fitting = {key: text for key, text in texts.items() if not self.fault_in({key: text})}
        if left := sorted(set(texts) - set(fitting)):
            log.warning("Some of the clinic's own texts don't fit this version of the kiosk: %s", ", ".join(left))
        self._texts = {**self._own, **fitting}

    def fault_in(self, texts: Mapping[str, str]) -> str:
        """Why these can't stand in place of those that are here: an unknown key, or other `{places}`; empty: they can."""
        for key, text in texts.items():
            if key not in self._own:
                return f"there is no text {key!r}"
            try:
                wanted, found = places(self._own[key]), places(text)
            except ValueError:
                return f"{key}: a brace stands alone; places look like {{desk}}"
            if found != wanted:
                named = " ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
                return f"{key}: it must name these places, each as it is written here: {named}"
        return ""

    def filled(self, key: str) -> str:
        """The text with what is always the same filled in; places of the moment stay open."""
        try:
            return self.text(key)
        except MessagesError:
            return self.raw(key)

    def raw(self, key: str) -> str:
        """The text with its places still open."""
        return self._texts[key]

    def own(self, key: str) -> str:
        """The same as it comes with the kiosk, whatever stands in its place."""
        return self._own[key]

    def has(self, key: str) -> bool:
        return key in self._texts

    def keys(self) -> tuple[str, ...]:
        return tuple(self._texts)


def places(text: str) -> frozenset[str]:
    """The names in braces. Raises ValueError for what isn't such a text."""
    fields = [(name, form, conversion) for _, name, form, conversion in Formatter().parse(text) if name is not None]
    if any(form or conversion or not name.isidentifier() for name, form, conversion in fields):
        raise ValueError(text)
    return frozenset(name for name, _, _ in fields)


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        else:
            yield key, str(value)
