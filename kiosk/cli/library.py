"""`library list`: the installed content."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction

from kiosk import parts
from kiosk.context import Context
from kiosk.model import Article


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("library", help="the installed content").add_subparsers(
        metavar="ACTION", required=True
    )
    listing = actions.add_parser("list", help="every installed article")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    library = parts.library(context)
    if library.fault:
        raise library.fault
    if given.json:
        print(json.dumps([entry(article, library.generation) for article in library.articles], indent=1))
        return 0
    for article in library.articles:
        print(lines(article))
    return 0


def entry(article: Article, generation: int) -> dict[str, object]:
    review = article.review
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language,
        "sections": [section.id for section in article.sections],
        "based_on": article.based_on,
        "source_reviewed": str(article.source_reviewed) if article.source_reviewed else None,
        "approved_by": review.by if review else None,
        "approved_on": str(review.on) if review else None,
        "generation": generation,
    }


def lines(article: Article) -> str:
    review = article.review
    approval = f"approved by {review.by}, {review.on}" if review else "not yet approved by this clinic"
    source = f"based on {article.based_on}" if article.based_on else "no source named"
    reviewed = f", reviewed there {article.source_reviewed}" if article.source_reviewed else ""
    head = f"{article.id}: {article.title}\n  {len(article.sections)} sections, {article.language}; {approval}"
    return f"{head}\n  {source}{reviewed}"
