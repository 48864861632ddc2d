"""Markdown with front matter -> plain blocks with their line numbers. Knows the format, not the meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from kiosk.errors import ContentError
from kiosk.model import BlockKind

_ATTRIBUTES = re.compile(r"\s*\{([^{}\n]*)\}\s*$")
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_DEEPEST = 8
"""Lists within lists count two each. The parser drops what lies deeper than 20, and says nothing."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces at the end of a heading, paragraph or list entry: `{#id .class}`."""

    id: str | None = None
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph or list entry."""

    kind: BlockKind
    text: str
    attributes: Attributes
    line: int
    """1-based."""
    level: int = 0
    """Of a heading: 1 to 6; 0 for anything else."""


@dataclass(frozen=True, slots=True)
class Document:
    front: dict[str, Any]
    pieces: tuple[Piece, ...] = field(default=())


def read(text: str, name: str) -> Document:
    """Raises ContentError, one line with the line's number, for what is not an article's Markdown."""
    tokens = MarkdownIt("commonmark").use(front_matter_plugin).parse(text)
    front: dict[str, Any] = {}
    if tokens and tokens[0].type == "front_matter":
        front = _front_matter(tokens[0].content, name)
    return Document(front, tuple(_pieces(tokens, name)))


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases (a few lines of them can grow without bounds), tags (what they make of a wrong value is any exception)
    and twins (the last would win unseen)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not allowed")
        if getattr(self.current_event, "tag", None):
            raise yaml.YAMLError("tags (!name) are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} is given twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _front_matter(text: str, name: str) -> dict[str, Any]:
    try:
        front = yaml.load(text, _PlainLoader)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 2}: " if mark else ""
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        raise ContentError(f"{name}: {line}the front matter is not valid YAML: {reason}") from error
    if front is None:
        return {}
    if not isinstance(front, dict) or not all(isinstance(key, str) for key in front):
        raise ContentError(f"{name}: line 2: the front matter must be lines like `title: ...`")
    return front


def _pieces(tokens: list[Token], name: str) -> Iterator[Piece]:
    inside: list[str] = []
    for at, token in enumerate(tokens):
        if token.type in ("fence", "code_block", "html_block", "blockquote_open"):
            what = token.type.removesuffix("_open").replace("_", " ")
            raise ContentError(
                f"{name}: line {_line(token)}: a {what} can't be shown; write it as a paragraph or a list"
            )
        if token.nesting == 1:
            inside.append(token.type)
            if len(inside) > _DEEPEST:
                raise ContentError(
                    f"{name}: line {_line(token)}: lists can't lie so deep within lists; write it flatter"
                )
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline":
            opener = tokens[at - 1]
            yield _piece(token, opener, "list_item_open" in inside, name)


def _piece(token: Token, opener: Token, in_list: bool, name: str) -> Piece:
    where = f"{name}: line {_line(opener)}"
    text, attributes = _split(_plain(token, where), where)
    if not text:
        raise ContentError(f"{where}: there are no words here; write some, or take the line out")
    if opener.type == "heading_open":
        return Piece(BlockKind.SUBHEADING, text, attributes, _line(opener), int(opener.tag[1]))
    return Piece(BlockKind.ITEM if in_list else BlockKind.PARAGRAPH, text, attributes, _line(opener))


def _plain(token: Token, where: str) -> str:
    """The words alone: emphasis and links lose their marks, line breaks become spaces."""
    words = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("html_inline", "image"):
            what = "an image" if child.type == "image" else f"the HTML {child.content.split()[0]!r}"
            raise ContentError(f"{where}: {what} can't be shown; write it in words")
    return " ".join("".join(words).split())


def _split(text: str, where: str) -> tuple[str, Attributes]:
    match = _ATTRIBUTES.search(text)
    if match is None:
        return text, Attributes()
    id: str | None = None
    classes = set()
    for word in match[1].split():
        if word.startswith("#") and id is None and _ID.fullmatch(word[1:]):
            id = word[1:]
        elif word.startswith("."):
            classes.add(word[1:])
        else:
            raise ContentError(f"{where}: {{{match[1]}}} is not an id like {{#wash-your-hands}}")
    return text[: match.start()], Attributes(id, frozenset(classes))


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1
