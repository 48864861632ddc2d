"""Gathers what the encoder is taught from: our own leaflets, questions and wordings, and a library of NIH articles.

    .venv/bin/python -m training.recipe --library FOLDER -o recipe.json

`FOLDER` holds `articles.jsonl` and `questions.jsonl` (MedQuAD; Ben Abacha and Demner-Fushman, 2019; CC BY 4.0). Of its
questions none is taught, and two thirds of the articles that have questions are held out whole, as are `HELD_OUT_LEAFLETS`:
what `script/bench answers` measures on was never seen in training. The open questions on leukopenia aren't taught either.
"""

from __future__ import annotations

import json
import re
import zlib
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from kiosk.content.generation import read_articles
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load
from kiosk.matching.names import Names, names_of
from kiosk.matching.wording import Wording, wording_of
from kiosk.matching.words import plain
from kiosk.model import Article

ROOT = Path(__file__).resolve().parents[1]
MATERIAL = ROOT / "training" / "material"
ASSETS = ROOT / "assets"
CHUNK_WORDS = 40


def held_out(article: str) -> bool:
    """Of the articles that have questions: two of three."""
    return zlib.crc32(article.encode()) % 3 != 0


def chunks(text: str) -> list[str]:
    """Whole sentences, up to `CHUNK_WORDS` words together."""
    found: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        words = sentence.split()
        while words:
            if found and len(found[-1].split()) + len(words) <= CHUNK_WORDS:
                found[-1] += " " + " ".join(words)
                break
            found.append(" ".join(words[:CHUNK_WORDS]))
            words = words[CHUNK_WORDS:]
    return found


@cache
def vocabulary() -> frozenset[str]:
    return frozenset(Tokenizer.from_file(str(ASSETS / "encoder" / "tokenizer.json")).get_vocab())


@cache
def english() -> Wording:
    return wording_of(load(ASSETS / "questions" / "en.toml", GeneralExamples).words)


def masks(title: str, aliases: tuple[str, ...]) -> tuple[list[str], Callable[[str], str]]:
    """An article's names, and what the kiosk makes of a text that may hold them."""
    called = [name for name in names_of(Article("", title, "en", (), aliases=aliases)) if len(name) > 2]
    names = Names({"": called}, vocabulary().__contains__)
    return sorted({plain(name) for name in called}), lambda text: english().essential(names.masked(text))


def nih_articles(library: Path) -> Iterator[dict[str, Any]]:
    with (library / "questions.jsonl").open() as lines:
        asked = {json.loads(line)["article"] for line in lines}
    with (library / "articles.jsonl").open() as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["article"] in asked and held_out(entry["article"]):
                continue
            names, masked = masks(entry["title"], tuple(entry["aliases"]))
            yield {
                "id": entry["article"],
                "title": plain(entry["title"]),
                "names": names,
                "sections": [
                    {
                        "kind": section["kind"],
                        "heading": masked(section["title"]),
                        "chunks": [masked(chunk) for chunk in chunks(section["text"])],
                    }
                    for section in entry["sections"]
                ],
            }


def own_article(article: Article, examples: ArticleExamples) -> dict[str, Any]:
    """`asked`: pairs of a question and its section's place in the article; None: not answered here."""
    names, masked = masks(article.title, article.aliases)
    ids = [section.id for section in article.sections]
    of_item = {block.id: section.id for section in article.sections for block in section.items}
    asked: list[tuple[str, int | None]] = [
        (masked(text), ids.index(id)) for id, texts in examples.sections.items() for text in taught(texts)
    ]
    asked += [(masked(text), ids.index(of_item[id])) for id, texts in examples.items.items() for text in taught(texts)]
    asked += [(masked(text), None) for texts in examples.not_answered.values() for text in taught(texts)]
    return {
        "id": article.id,
        "title": plain(article.title),
        "names": names,
        "sections": [
            {
                "kind": None,
                "heading": masked(section.title),
                "chunks": [masked(chunk) for chunk in chunks(section.text)],
            }
            for section in article.sections
        ],
        "asked": asked,
    }


def own_articles(folder: Path, without: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    for article in read_articles(folder) if any(folder.glob("*.md")) else ():
        if article.id not in without:
            yield own_article(article, load(folder / f"{article.id}.questions.toml", ArticleExamples))


@cache
def trial_questions() -> frozenset[str]:
    """The open questions on the starter article: measured on, and so never taught to the encoder."""
    lines = (ROOT / "training" / "trials" / "leukopenia.jsonl").read_text().splitlines()
    return frozenset(json.loads(line)["q"].casefold() for line in lines)


def taught(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text.casefold() not in trial_questions()]


def wordings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (MATERIAL / "wordings.txt").read_text().splitlines():
        kind, _, text = line.partition(" :: ")
        found.setdefault(kind.strip(), []).append(
            " ".join(plain(part) if part != "{x}" else part for part in re.split(r"(\{x\})", text)).strip()
        )
    return found


def recipe(library: Path, held_out_leaflets: Mapping[str, object]) -> dict[str, Any]:
    leukopenia = next(own_articles(ASSETS / "articles", {}))
    general = load(ASSETS / "questions" / "en.toml", GeneralExamples)
    urgent = load(ASSETS / "urgent" / "en.toml", UrgentExamples)
    starter = load(ASSETS / "articles" / "leukopenia.questions.toml", ArticleExamples)
    _, masked = masks(leukopenia["title"], tuple(leukopenia["names"]))
    labels = {
        **starter.sections,
        **starter.items,
        **{f"~{about}": texts for about, texts in starter.not_answered.items()},
    }
    labels["~clinic"] = general.clinic
    labels["~unclear"] = general.unclear
    return {
        "nih": list(nih_articles(library)),
        "own": [leukopenia, *own_articles(MATERIAL / "leaflets", held_out_leaflets)],
        "wordings": wordings(),
        "labels": {label: [masked(text) for text in taught(texts)] for label, texts in labels.items()},
        "urgent": {str(group): [plain(text) for text in taught(texts)] for group, texts in urgent.groups.items()},
        "calm": [plain(text) for texts in urgent.look_alikes.values() for text in taught(texts)],
        "clinic": [plain(text) for text in taught(general.clinic)],
        "unclear": [plain(text) for text in taught(general.unclear)],
    }


def main() -> None:
    parser = ArgumentParser(description="Gathers what the encoder is taught from.")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="hold no leaflet back")
    given = parser.parse_args()
    held = {} if given.all else dict.fromkeys((MATERIAL / "held-out.txt").read_text().split())
    given.out.write_text(json.dumps(recipe(given.library, held)))


if __name__ == "__main__":
    main()
