"""An article as the kiosk will show it, as one HTML page for the author's browser: same letters, same colours, same order."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kiosk.messages import Messages
from kiosk.model import Article, BlockKind, Section
from kiosk.sources import approval, provenance

FONT = "AtkinsonHyperlegibleNext_{}.ttf"
_STYLE = """
body { margin: 0; background: #f6f4ef; color: #1b1b1b; font: 26px/1.45 Hyperlegible, sans-serif; }
main { max-width: 900px; margin: 0 auto; padding: 32px; }
h1 { font-size: 44px; line-height: 1.15; } h2 { font-size: 34px; line-height: 1.2; margin: 0 0 12px; } h3 { font-size: 28px; }
section { background: #fff; border-radius: 20px; padding: 28px 32px; margin: 24px 0; }
.standing { background: #ffe9b8; color: #4a3200; border-radius: 20px; padding: 20px 28px; font-weight: 700; }
.approved { background: #dcefe9; color: #123c32; } .source { font-weight: 400; font-size: 22px; }
.lost { border-left: 10px solid #b3261e; } li { margin: 10px 0; }
nav { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; margin: 24px 0; }
nav a { background: #fff; color: #0b4f6c; border-radius: 16px; padding: 18px 22px; font-weight: 700; text-decoration: none; }
"""


def page(articles: Sequence[Article], messages: Messages, assets: Path) -> str:
    return "\n".join(_lines(articles, messages, assets)) + "\n"


def _lines(articles: Sequence[Article], messages: Messages, assets: Path) -> Iterator[str]:
    language = html.escape(articles[0].language if articles else "en", quote=True)
    yield f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    yield f"<title>{html.escape(', '.join(article.title for article in articles))}</title><style>"
    for weight, file in ((400, FONT.format("400Regular")), (700, FONT.format("700Bold"))):
        letters = base64.b64encode((assets / "fonts" / file).read_bytes()).decode()
        yield f"@font-face {{ font-family: Hyperlegible; font-weight: {weight}; src: url(data:font/ttf;base64,{letters}); }}"
    yield f"{_STYLE}</style></head><body><main>"
    for article in articles:
        yield from _article(article, messages)
    yield "</main></body></html>"


def _article(article: Article, messages: Messages) -> Iterator[str]:
    yield f"<h1>{html.escape(article.title)}</h1>"
    kind = "standing approved" if article.review else "standing"
    said, source = approval(article, messages), provenance(article, messages)
    yield f'<p class="{kind}">{html.escape(said)}<br><span class="source">{html.escape(source)}</span></p><nav>'
    for section in article.sections:
        yield f'<a href="#{_anchor(article, section)}">{html.escape(section.title)}</a>'
    yield "</nav>"
    for section in article.sections:
        yield from _section(article, section)


def _section(article: Article, section: Section) -> Iterator[str]:
    lost = ' class="lost"' if section.source_incomplete else ""
    yield f'<section id="{_anchor(article, section)}"{lost}><h2>{html.escape(section.title)}</h2>'
    for kind, run in groupby(section.blocks, lambda block: block.kind):
        texts = [html.escape(block.text) for block in run]
        match kind:
            case BlockKind.ITEM:
                yield f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"
            case BlockKind.SUBHEADING:
                yield "".join(f"<h3>{text}</h3>" for text in texts)
            case _:
                yield "".join(f"<p>{text}</p>" for text in texts)
    yield "</section>"


def _anchor(article: Article, section: Section) -> str:
    return f"{article.id}-{html.escape(section.id, quote=True)}"
