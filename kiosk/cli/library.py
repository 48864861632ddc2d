"""`library list | prepare`: the installed content."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from typing import Any

from tqdm import tqdm

from kiosk import parts
from kiosk.context import Context
from kiosk.model import Article
from kiosk.speech import render_ahead


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("library", help="the installed content").add_subparsers(
        metavar="ACTION", required=True
    )
    listing = actions.add_parser("list", help="every installed article")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(run=run)
    prepare = actions.add_parser("prepare", help="render what visitors hear first (the kiosk does it by itself, too)")
    prepare.set_defaults(run=run_prepare)


def run_prepare(given: Namespace, context: Context) -> int:
    first, content = parts.repertoire(parts.library(context).articles, parts.messages(context))
    voice, lexicon = parts.voice, parts.lexicon(context)
    with tqdm(total=len(first), desc="Rendering", unit=" texts", disable=None) as bar:
        render_ahead(lambda: voice(context), lexicon, parts.clips(context), first, content, partial(_move, bar))
    print(f"{len(first)} texts are ready to be heard.")
    return 0


def _move(bar: Any, done: int, total: int) -> None:
    bar.update(done - bar.n)


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
