"""The spoken forms that come with an article hold for its own texts and no others: no pack changes how the kiosk's own words are
said, least of all those that send people to get help."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from kiosk.model import Article
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.spoken import Spoken


class ScopedLexicon:
    """Pronunciation: the language's, and for some texts an article's own."""

    def __init__(self, usual: Lexicon, own: Mapping[str, Lexicon]) -> None:
        """`own`: by text."""
        self._usual = usual
        self._own = own
        names = {usual.version, *(each.version for each in own.values())}
        told = "\n".join((*sorted(names), *(f"{own[text].version} {text}" for text in sorted(own))))
        self.version = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def spoken(self, shown: str) -> Spoken:
        return self._own.get(shown, self._usual).spoken(shown)

    def version_of(self, shown: str) -> str:
        return self._own.get(shown, self._usual).version


def scoped(
    usual: Lexicon, articles: Sequence[Article], forms: Mapping[str, Lexicon], others: Collection[str]
) -> Lexicon | ScopedLexicon:
    """`forms`: what articles bring, by id. `others`: texts of the kiosk's own. A text that two articles have is said in the usual
    way, unless both say it alike."""
    if not forms:
        return usual
    joined = {id: usual.joined([form]) for id, form in forms.items()}
    own: dict[str, Lexicon] = {}
    for article in articles:
        lexicon = joined.get(article.id, usual)
        for text in texts_of(article):
            if own.setdefault(text, lexicon).version != lexicon.version:
                own[text] = usual
    kept = {text: lexicon for text, lexicon in own.items() if lexicon is not usual and text not in others}
    return ScopedLexicon(usual, kept) if kept else usual


def texts_of(article: Article) -> Iterator[str]:
    """All of it that is ever said."""
    yield article.title
    for section in article.sections:
        yield section.title
        yield from section.sentences
