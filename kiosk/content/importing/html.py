"""A saved web page: headings, paragraphs and lists of its main part. The rest of the page is left out, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kiosk.content.importing.piece import BULLET, Piece, tidy

_UNSEEN = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "head",
    "title",
    "meta",
    "link",
    "iframe",
    "object",
    "video",
    "audio",
)
FURNITURE = ("nav", "header", "footer", "aside", "form", "button", "select", "dialog", "menu")
_BLOCKS = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "tr", "blockquote", "pre", "figcaption", "caption", "address",
    "summary", "div", "section", "article", "main", "body", "ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "td", "th",
    "details", "figure", "center", "html", "[document]", "hr", *FURNITURE,
)  # fmt: skip
_NO_CELL = ["ul", "ol", "table", "div", "br", "dl", "pre", "blockquote", *(f"h{level}" for level in range(1, 7))]
LONGEST_CELL = 160
"""Letters. More is a page laid out as a table."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Page:
    """`furniture`: pieces that stand around the article, to be told and left out."""

    def __init__(self, markup: str) -> None:
        from bs4 import BeautifulSoup

        self._soup: Any = BeautifulSoup(markup, "html.parser")
        for tag in self._soup(list(_UNSEEN)):
            tag.decompose()
        for tag in self._soup("sup"):
            _raised(tag)
        self.site = self._meta("og:site_name") or self._meta("author")
        root = self._soup.find("main") or self._soup.find("article") or self._soup.find("body") or self._soup
        around = [(tidy(tag.get_text(" ")), tag.sourceline or 1) for tag in root(list(FURNITURE))]
        self.furniture = [Piece(text, line) for text, line in around if text]
        for tag in root(list(FURNITURE)):
            tag.extract()
        if root.name not in ("body", "[document]"):
            whole = self._soup.find("body") or self._soup
            root.extract()
            left = tidy(whole.get_text(" "))
            if left:
                self.furniture.append(Piece(left, 1))
        self._root = root

    def pieces(self) -> Iterator[Piece]:
        yield from _walked(self._root)

    def _meta(self, name: str) -> str:
        found = self._soup.find("meta", attrs={"property": name}) or self._soup.find("meta", attrs={"name": name})
        return tidy(str(found.get("content", ""))) if found else ""


def _walked(tag: Any) -> Iterator[Piece]:
    """Runs of words between two blocks belong together."""
    from bs4.element import NavigableString, PreformattedString

    run: list[Any] = []
    stack: list[tuple[Any, Any]] = [(tag, iter(list(tag.children)))]
    while stack:
        owner, children = stack[-1]
        child = next(children, None)
        if child is None:
            yield from _said(run, owner)
            run = []
            stack.pop()
        elif isinstance(child, PreformattedString):
            continue  # comments, doctypes
        elif isinstance(child, NavigableString):
            run.append(child)
        elif child.name == "br":
            if owner.name in ("div", "body", "td", "p") and _br_twice(child):
                yield from _said(run, owner)
                run = []
            else:
                run.append(" ")
        elif child.name == "tr" and (row := _row(child)) is not None:
            yield from _said(run, owner)
            run = []
            yield row
        elif child.name in _BLOCKS:
            yield from _said(run, owner)
            run = []
            stack.append((child, iter(list(child.children))))
        elif child.find(list(_BLOCKS)):
            stack.append((child, iter(list(child.children))))
        else:
            run.append(child)


def _row(tag: Any) -> Piece | None:
    """A row of a table is heard as one line: "Men: 13 to 17 g/dL". None: it holds more than cells of one line, or one that is empty
    or belongs to other rows, too: then its words stand one by one, as they do on the page."""
    cells = tag.find_all(["td", "th"], recursive=False)
    texts = [tidy(cell.get_text()) for cell in cells]
    loose = any(isinstance(each, str) and each.strip() for each in tag.children)
    spans = any(cell.get("rowspan") or cell.get("colspan") for cell in (tag.find_parent("table") or tag)(["td", "th"]))
    if len(cells) < 2 or loose or spans or not all(texts) or any(len(text) > LONGEST_CELL for text in texts):
        return None
    if any(cell.find(_NO_CELL) or len(cell.find_all("p")) > 1 for cell in cells):
        return None
    heads = all(cell.name == "th" for cell in cells) or tag.find_parent("thead") is not None
    return Piece(f"{texts[0].removesuffix(':')}: {'; '.join(texts[1:])}", tag.sourceline or 1, item=not heads)


def _raised(tag: Any) -> None:
    """10 to the 9th is no 109."""
    before = tag.previous_sibling
    if re.search(r"\d$", before if isinstance(before, str) else "") and re.fullmatch(r"\s*[-−]?\d+\s*", tag.get_text()):
        tag.string = f"^{tag.get_text().strip().replace('−', '-')}"


def _br_twice(tag: Any) -> bool:
    after: Any = tag.next_sibling
    while after is not None and not getattr(after, "name", None) and not after.strip():
        after = after.next_sibling
    return after is not None and getattr(after, "name", None) == "br"


def _said(run: list[Any], owner: Any) -> Iterator[Piece]:
    text = tidy("".join(each if isinstance(each, str) else each.get_text() for each in run))
    if not text:
        return
    names = {each.name for each in run if not isinstance(each, str)}
    line = owner.sourceline or 1
    level = _HEADINGS.get(owner.name, 0)
    tags = [each for each in run if not isinstance(each, str) or each.strip()]
    whole = len(tags) == 1 and not isinstance(tags[0], str)
    item = owner.name == "li" or owner.find_parent("li") is not None
    if not item and not level and (bullet := BULLET.match(text)) and text[0] in "•◦▪‣●":
        text, item = text[bullet.end() :], True
    yield Piece(
        text,
        line,
        heading=level,
        item=item,
        link=whole and names == {"a"},
        perhaps_heading=not item and whole and bool(names & {"b", "strong"}) and not text.endswith((".", ":")),
    )
