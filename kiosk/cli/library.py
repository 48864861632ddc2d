"""`library list | install | rollback | remove | prepare`: the installed content."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from kiosk import parts, sound_parts
from kiosk.content.library import Library
from kiosk.content.staged import Staged
from kiosk.context import Context
from kiosk.errors import LibraryError, PackRefusedError
from kiosk.events import ImportStep
from kiosk.intake import Intake, Move, open_intake
from kiosk.packs import ArticleChange, Fate, Installed, Proposal, Refusal
from kiosk.refusals import line
from kiosk.speech import render_ahead

Found = TypeVar("Found")


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("library", help="the installed content").add_subparsers(
        metavar="ACTION", required=True
    )
    listing = actions.add_parser("list", help="every installed article")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(run=run)
    installing = actions.add_parser("install", help="the articles of a signed pack")
    installing.add_argument("file", type=Path, metavar="FILE")
    installing.add_argument("--articles", metavar="ID,...", help="only these of them")
    installing.add_argument("--dry-run", action="store_true", help="only say what it would change")
    installing.set_defaults(run=run_install)
    back = actions.add_parser("rollback", help="the content that was there before")
    back.set_defaults(run=run_rollback)
    removing = actions.add_parser("remove", help="take an article away")
    removing.add_argument("article", metavar="ARTICLE")
    removing.set_defaults(run=run_remove)
    prepare = actions.add_parser("prepare", help="render what visitors hear first (the kiosk does it by itself, too)")
    prepare.set_defaults(run=run_prepare)


# ---- changing it


def run_install(given: Namespace, context: Context) -> int:
    intake = intake_of(context)
    with _Bar() as bar:
        copy = _or_refused(intake.bring(given.file, bar.move), context)
        try:
            proposal = _or_refused(intake.propose(copy), context)
            taken = _taken(given.articles, proposal)
            outcome = (
                None
                if given.dry_run
                else intake.install(copy, taken, bar.move, partial(_learn, context), proposal=proposal)
            )
        finally:
            intake.forget(copy)
    for warning in proposal.warnings:
        print(f"Note: {warning}")
    if outcome is None:
        print("\n".join(told(proposal, taken)))
        return 0
    if outcome.refusal:
        raise PackRefusedError(line(outcome.refusal, parts.messages(context)))
    if not outcome.changed:
        print(f"All of {proposal.pack} is installed already: nothing to do.")
        return 0
    print("\n".join(told(proposal, taken)))
    print(f"Installed, signed by {proposal.signer.name}, version {proposal.manifest.content_version}.")
    return 0


def run_rollback(given: Namespace, context: Context) -> int:
    intake = intake_of(context)
    intake.roll_back(prepare=partial(_learn, context))
    print(f"Back to the content before: {', '.join(article.title for article in intake.library.articles)}.")
    return 0


def run_remove(given: Namespace, context: Context) -> int:
    intake_of(context).remove(given.article, prepare=partial(_learn, context))
    print(f"{given.article} is no longer installed. `library rollback` brings it back.")
    return 0


def intake_of(context: Context) -> Intake:
    intake = open_intake(context)
    if intake.library.fault:
        raise intake.library.fault
    return intake


def _learn(context: Context, staged: Staged, move: Move) -> None:
    """What a kiosk would make at its next start is made now, and kept."""
    move(ImportStep.LEARNING, 0, 0)
    parts.matcher(context, staged)


def _or_refused(found: Found | Refusal, context: Context) -> Found:
    if isinstance(found, Refusal):
        raise PackRefusedError(line(found, parts.messages(context)))
    return found


def _taken(named: str | None, proposal: Proposal) -> frozenset[str] | None:
    if named is None:
        return None
    wanted = frozenset(each.strip() for each in named.split(",") if each.strip())
    there = {change.article for change in proposal.changes}
    if unknown := sorted(wanted - there):
        raise LibraryError(f"{proposal.pack} has no article {unknown[0]!r}. It has: {', '.join(sorted(there))}.")
    return wanted


def told(proposal: Proposal, taken: frozenset[str] | None) -> list[str]:
    return [_change(each) for each in proposal.changes if taken is None or each.article in taken]


def _change(change: ArticleChange) -> str:
    sections = [
        f"{count} {fate}"
        for fate in (Fate.ADDED, Fate.CHANGED, Fate.REMOVED)
        if (count := sum(section.fate is fate for section in change.sections))
    ]
    detail = f" ({', '.join(sections)} sections)" if change.fate is Fate.CHANGED and sections else ""
    return f"{change.fate:8} {change.article}: {change.title}{detail}"


class _Bar:
    """Progress on a terminal; nothing elsewhere."""

    def __enter__(self) -> _Bar:
        self._bar: Any = tqdm(total=1, disable=None, leave=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def move(self, step: ImportStep, done: int, total: int) -> None:
        self._bar.set_description(step.capitalize())
        self._bar.total = total or None
        self._bar.n = done
        self._bar.refresh()


def run_prepare(given: Namespace, context: Context) -> int:
    library = parts.library(context)
    ready = sum(_rendered(context, library, language) for language in parts.languages(context))
    print(f"{ready} texts are ready to be heard.")
    return 0


def _rendered(context: Context, library: Library, language: str) -> int:
    first, content = sound_parts.repertoire(library.articles, parts.messages(context, library, language))
    tongue = sound_parts.tongue(context, library, language)
    with tqdm(total=len(first), desc=f"Rendering {language}", unit=" texts", disable=None) as bar:
        render_ahead(tongue.voice, tongue.lexicon, sound_parts.clips(context), first, content, partial(_move, bar))
    return len(first)


def _move(bar: Any, done: int, total: int) -> None:
    bar.update(done - bar.n)


# ---- telling it


def run(given: Namespace, context: Context) -> int:
    intake = intake_of(context)
    status, generation = intake.status(), intake.library.generation
    if given.json:
        entries = [entry(each, generation, each.article.id in status.expired) for each in status.installed]
        print(json.dumps(entries, indent=1))
        return 0
    for each in status.installed:
        print(lines(each, each.article.id in status.expired))
    return 0


def entry(installed: Installed, generation: int, expired: bool) -> dict[str, object]:
    article, origin, review = installed.article, installed.origin, installed.article.review
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
        "signer": origin.signer,
        "fingerprint": origin.fingerprint,
        "content_version": origin.content_version,
        "valid_until": str(origin.valid_until) if origin.valid_until else None,
        "expired": expired,
    }


def lines(installed: Installed, expired: bool) -> str:
    article, origin, review = installed.article, installed.origin, installed.article.review
    approval = f"approved by {review.by}, {review.on}" if review else "not yet approved by this clinic"
    source = f"based on {article.based_on}" if article.based_on else "no source named"
    reviewed = f", reviewed there {article.source_reviewed}" if article.source_reviewed else ""
    brought = (
        f"signed by {origin.signer}, version {origin.content_version}" if origin.fingerprint else "came with the kiosk"
    )
    until = f", {'EXPIRED' if expired else 'to be used until'} {origin.valid_until}" if origin.valid_until else ""
    head = f"{article.id}: {article.title}\n  {len(article.sections)} sections, {article.language}; {approval}"
    return f"{head}\n  {source}{reviewed}\n  {brought}{until}"
