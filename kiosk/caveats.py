"""What staff should know before they take a pack: nothing that would refuse it, and nothing that they should find out later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from kiosk import sound_parts
from kiosk.content import Library, care, tables
from kiosk.content.container import RefusedPack
from kiosk.content.names import id_of, kind_of
from kiosk.content.pack import OpenPack
from kiosk.errors import SpeechError
from kiosk.messages import Messages
from kiosk.model import Article
from kiosk.packs import Key
from kiosk.speech import forms
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.scoped import texts_of

MOST_WARNINGS = 8
"""That are shown one by one; those that something may hide behind are always shown."""

HANDFUL = 12
"""Titles or words in one line."""


class Caveats:
    def __init__(self, library: Library, messages: Messages, languages: Sequence[str]) -> None:
        """`languages`: those that the kiosk speaks."""
        self._library = library
        self._messages = messages
        self._languages = languages

    def of(self, pack: OpenPack, signer: Key, after: Sequence[Article], today: date) -> tuple[str, ...]:
        """Plain lines. `after`: the articles as they would be installed."""
        grave, found = list(self._grave(pack, signer, after)), list(self._others(pack, after, today))
        if len(found) <= MOST_WARNINGS:
            return (*grave, *found)
        more = self._messages.text("import.warning.more", count=len(found) - MOST_WARNINGS)
        return (*grave, *found[:MOST_WARNINGS], more)

    def _grave(self, pack: OpenPack, signer: Key, after: Sequence[Article]) -> Iterator[str]:
        """Somebody else's article is replaced; words are said otherwise than they are written."""
        say = self._messages.text
        origins = {each.article.id: each.origin for each in self._library.installed}
        titles = {each.article.id: each.article.title for each in self._library.installed}
        replaced: dict[str, list[str]] = {}
        for id in [*(article.id for article in after), *pack.manifest.removes]:
            origin = origins.get(id)
            if origin and origin.fingerprint not in ("", signer.fingerprint):
                replaced.setdefault(origin.signer, []).append(titles[id])
        for name, theirs in replaced.items():
            for some in _handfuls([f"“{title}”" for title in theirs]):
                yield say("import.warning.other_signer", titles=", ".join(some), signer=name)
        brought = spoken_forms_in(pack)
        installed = {each.id: each for each in self._library.articles}
        for article in after:
            if form := brought.get(article.id):
                told = forms.touching(form.words, texts_of(article))
                if installed.get(article.id) == article and (
                    now := sound_parts.spoken_forms(self._library, article.id)
                ):
                    told = {
                        shown: said for shown, said in told.items() if now.words.get(shown) != said
                    }  # heard already
                for some in _handfuls(
                    [say("import.warning.said_as", shown=shown, said=said) for shown, said in told.items()]
                ):
                    yield say("import.warning.said", title=article.title, words=", ".join(some))

    def _others(self, pack: OpenPack, after: Sequence[Article], today: date) -> Iterator[str]:
        say = self._messages.text
        ids = {article.id for article in after} | set(pack.manifest.removes)
        titles = {each.article.title.casefold() for each in self._library.installed if each.article.id not in ids}
        if pack.manifest.created > today + timedelta(days=1):
            yield say("import.warning.made_later", on=pack.manifest.created, today=today)
        for article in after:
            title = article.title
            if not any(article.is_in(language) for language in self._languages):
                yield say("import.warning.language", title=title, language=article.language)
            if article.review and article.review.due and care.is_due(article.review, today):
                yield say("import.warning.review_overdue", title=title, on=article.review.due)
            if title.casefold() in titles:
                yield say("import.warning.same_title", title=title)


def spoken_forms_in(pack: OpenPack) -> Mapping[str, Lexicon]:
    """By article. What can't be read is refused when it is staged."""
    found = {}
    for path in pack.paths:
        if kind_of(path) == "lexicon.toml":
            with suppress(SpeechError, RefusedPack, OSError, ValueError):
                content = pack.read(path)
                tables.loaded(content)
                found[id_of(path)] = forms.read(content, path)
    return found


def _handfuls(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many as fit into one line that is still read."""
    yield from (lines[start : start + HANDFUL] for start in range(0, len(lines), HANDFUL))
