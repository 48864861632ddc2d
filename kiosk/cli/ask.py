"""`ask`: a question, typed or recorded, or a file of them."""

from __future__ import annotations

import json
import os
import time
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk import parts, sound_parts
from kiosk.command import COMMAND
from kiosk.context import Context
from kiosk.discretion import undumped
from kiosk.errors import HearingMissingError, RefusedError, UsageError
from kiosk.hearing import Recogniser, sound_file, transcribe
from kiosk.messages import Messages
from kiosk.model import Answer, AnswerKind, Article, Place, Question, Suggestion, Transcript, Way

MOSTLY = 0.8
"""A question with a smaller share of words of its language may be in another, which takes seconds to open."""
_KEYS = {"id", "q", "audio", "article", "after"}


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("ask", help="the answer to a question, typed or recorded")
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--audio", type=Path, metavar="FILE", help="a recorded question")
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help="many questions, one JSON object a line")
    parser.add_argument("--out", type=Path, metavar="OUT.jsonl", help="with --batch: where the answers go")
    parser.add_argument("--language", metavar="LANGUAGE", help="that the question is asked in; default: the kiosk's")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    undumped()
    if sum(way is not None for way in (given.question, given.audio, given.batch)) != 1:
        raise UsageError('ask one thing: "QUESTION", --audio FILE, or --batch IN.jsonl --out OUT.jsonl')
    if (given.batch is None) != (given.out is None):
        raise UsageError("--batch IN.jsonl and --out OUT.jsonl go together")
    if given.batch is not None:
        return _batch(given.batch, given.out, context, language_of(given, context))
    language = language_of(given, context)
    sound = sound_file.read(given.audio) if given.audio else None
    asker = Asker(context, language)
    asked = asker.ask(None, given.question, sound)
    if given.json:
        print(json.dumps(asked.entry(), ensure_ascii=False))
    else:
        print("\n".join(for_people(asked, asker.articles, parts.messages(context, language=language))))
    return 0


def language_of(given: Namespace, context: Context) -> str:
    """Raises UsageError."""
    asked: str = given.language or context.settings.screen.language
    if asked in (offered := parts.languages(context)):
        return asked
    why = parts.why_not_offered(context, asked) if asked in context.settings.screen.offered else ""
    raise UsageError(why or f"This kiosk does not speak {asked!r}. It speaks: {', '.join(offered)}.")


# ---- one question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer, ready to be told."""

    id: object
    question: Question
    answer: Answer
    matcher: str
    match_ms: float
    recogniser: str | None
    recognise_ms: float | None

    def entry(self) -> dict[str, Any]:
        """CONTRACT's JSON object: every key always there."""
        answer = self.answer
        entry: dict[str, Any] = {
            "id": self.id,
            "heard": self.question.text,
            "kind": answer.kind,
            "article": answer.place.article if answer.place else None,
            "section": answer.place.section if answer.place else None,
            "item": answer.item,
            "passage": answer.passage,
            "confidence": _rounded(answer.confidence),
            "suggestions": [_suggestion(each) for each in answer.suggestions],
            "urgent_group": answer.urgent_group,
            "urgent_hint": answer.urgent_hint,
            "also": {"article": answer.also.article, "section": answer.also.section} if answer.also else None,
            "notes": list(answer.notes),
            "engine": {"recogniser": self.recogniser, "matcher": self.matcher},
            "ms": {"recognise": _rounded(self.recognise_ms, 1), "match": round(self.match_ms, 1)},
        }
        if answer.kind is AnswerKind.NO_ANSWER:
            entry["about"] = answer.about
        return entry


class Asker:
    """The matcher, and the recogniser once there is something to hear."""

    def __init__(self, context: Context, language: str) -> None:
        self._context = context
        self._language = language
        library = parts.library(context)
        self.articles = library.articles
        self._matchers = parts.matcher(context, library)
        self._languages = parts.languages(context)
        self._recogniser: Recogniser | None = None

    def ask(
        self,
        id: object,
        text: str | None,
        sound: bytes | None,
        article: str | None = None,
        after: Asked | None = None,
    ) -> Asked:
        """`sound`: 16-bit mono at hearing.RATE, in place of `text`."""
        heard = self._hear(sound) if sound is not None else None
        question = as_question(heard) if heard else Question(text or "", Way.TYPED)
        matcher = self._matchers.in_language(self._language_of(article))
        if matcher.familiar(question.text) < MOSTLY:
            for each in self._languages:
                self._matchers.in_language(each)  # an emergency is one in any of them
        before = time.perf_counter()
        before_it = after.answer.place if after else None
        answer = matcher.match(
            question,
            article=article,
            after=after.question if after else None,
            near=before_it.article if before_it else None,
        )
        match_ms = (time.perf_counter() - before) * 1000
        name = self._recogniser.name if heard and self._recogniser else None
        return Asked(id, question, answer, matcher.name, match_ms, name, heard.recognise_ms if heard else None)

    def _language_of(self, article: str | None) -> str:
        """A question that is limited to one article is in its language."""
        named = next((each for each in self.articles if each.id == article), None)
        spoken = (each for each in self._languages if named and named.is_in(each))
        return next(spoken, self._language)

    def _hear(self, sound: bytes) -> Transcript:
        if self._recogniser is None:
            self._recogniser = sound_parts.recogniser(self._context, self._language)
        if self._recogniser is None:
            if self._context.settings.hearing.engine == "none":
                raise HearingMissingError(
                    'This kiosk is set to hear nothing: change [hearing] engine = "none" in kiosk.toml.'
                )
            raise HearingMissingError(
                f"There is no recogniser to hear it with. Install one: {COMMAND} models install whisper-base"
            )
        return transcribe(self._recogniser, sound, sound_parts.hints(self.articles, self._language))


def as_question(heard: Transcript) -> Question:
    overheard = (text for text in (*heard.alternatives, heard.ungated) if text and text != heard.text)
    return Question(heard.text, Way.SPOKEN, tuple(overheard))


def _suggestion(each: Suggestion) -> dict[str, Any]:
    return {"article": each.place.article, "section": each.place.section, "confidence": _rounded(each.confidence)}


def _rounded(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)


# ---- many


def _batch(source: Path, target: Path, context: Context, language: str) -> int:
    """All or nothing: `target` is replaced when the last answer is written."""
    lines = read_lines(source)
    target = target.resolve()  # a link stays one
    if target.exists() and not target.is_file():
        raise UsageError(f"{target} is not a file that can be replaced. Name a file after --out.")
    asker = Asker(context, language)
    _check_articles(lines, {article.id for article in asker.articles}, source)
    earlier: dict[object, Asked] = {}
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with draft.open("w", encoding="utf-8", errors="replace") as out:  # JSON may spell half a letter: "\\ud800"
            for line in lines:
                sound = sound_file.read(source.parent / line["audio"]) if "audio" in line else None
                after = earlier.get(line.get("after"))
                asked = asker.ask(line["id"], line.get("q"), sound, line.get("article"), after)
                earlier[line["id"]] = asked
                out.write(json.dumps(asked.entry(), ensure_ascii=False) + "\n")
        draft.replace(target)
    except OSError as error:
        raise UsageError(f"{target} can't be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            draft.unlink()
    print(f"{len(lines)} answer{'s' * (len(lines) != 1)} in {target}")
    return 0


def _check_articles(lines: list[dict[str, Any]], installed: set[str], source: Path) -> None:
    for line in lines:
        if line.get("article", None) not in (None, *installed):
            raise RefusedError(
                f"{source}: {line['id']!r}: there is no article {line['article']!r}; there are: {', '.join(sorted(installed))}"
            )


def read_lines(source: Path) -> list[dict[str, Any]]:
    """Raises RefusedError, one line that names the line, before anything is asked."""
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"{source} can't be read: {getattr(error, 'strerror', None) or error}") from error
    found: list[dict[str, Any]] = []
    ids: set[object] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append(_checked(line, f"{source}: line {number}", ids))
            ids.add(found[-1]["id"])
    return found


def _checked(line: str, where: str, ids: set[object]) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{where}: not JSON: {error}") from error
    if not isinstance(entry, dict) or not _is_id(entry.get("id")):
        raise RefusedError(f'{where}: must be an object with an "id" and "q" or "audio"')
    entry = {key: value for key, value in entry.items() if value is not None}
    if unknown := sorted(set(entry) - _KEYS):
        raise RefusedError(f"{where}: there is no key {unknown[0]!r}; there are: {', '.join(sorted(_KEYS))}")
    if ("q" in entry) == ("audio" in entry) or not isinstance(entry.get("q", entry.get("audio")), str):
        raise RefusedError(f'{where}: needs either "q" or "audio", a text')
    if not isinstance(entry.get("article", ""), str):
        raise RefusedError(f'{where}: "article" must be a text')
    if entry["id"] in ids:
        raise RefusedError(f"{where}: the id {entry['id']!r} was given before")
    if "after" in entry and not (_is_id(entry["after"]) and entry["after"] in ids):
        raise RefusedError(f'{where}: "after" names {entry["after"]!r}, which is not an id earlier in the file')
    return entry


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


# ---- for people


def for_people(asked: Asked, articles: tuple[Article, ...], messages: Messages) -> Iterator[str]:
    answer, say = asked.answer, messages.text
    if asked.recogniser is not None:
        yield say("reading.asked_spoken", question=asked.question.text)
    match answer.kind:
        case AnswerKind.URGENT:
            yield from _urgent_lines(answer, messages)
            return
        case AnswerKind.ANSWER:
            assert answer.place is not None
            yield title(answer.place, articles)
            yield f"  {answer.passage}"
            if next(article for article in articles if article.id == answer.place.article).review is None:
                yield f"  ({say('article.not_approved')})"
            yield from (f"  {say(f'notes.{note}')}" for note in answer.notes)
        case AnswerKind.UNSURE:
            yield say("unsure.title")
        case AnswerKind.NO_ANSWER:
            yield f"{say('no_answer.title')}. {say(f'no_answer.{answer.about}')}"
    if answer.urgent_hint:
        yield say("notes.urgent_hint")
    if answer.also:
        yield f"{say('reading.also')}: {title(answer.also, articles)}"
    if answer.suggestions:
        yield {AnswerKind.UNSURE: "", AnswerKind.ANSWER: f"{say('reading.others')}:"}.get(
            answer.kind, f"{say('no_answer.nearest')}:"
        )
        yield from (f"  - {title(each.place, articles)}" for each in answer.suggestions)


def _urgent_lines(answer: Answer, messages: Messages) -> Iterator[str]:
    say = messages.text
    if answer.urgent_group is not None and answer.urgent_group.is_private:
        yield f"{say('urgent.private.title')}. {say('urgent.private.go')} {say('urgent.private.why')}"
        return
    yield f"{say('urgent.title')}. {say('urgent.go')}"
    yield f"{say('urgent.calls_nobody')} {say('urgent.not_here')}"


def title(place: Place, articles: tuple[Article, ...]) -> str:
    article = next(article for article in articles if article.id == place.article)
    section = article.section(place.section)
    assert section is not None
    alone = sum(other.is_in(article.language) for other in articles) == 1
    return section.title if alone else f"{article.title}: {section.title}"
