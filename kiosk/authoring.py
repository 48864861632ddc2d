"""The author's desk: joins the rooms whose judgement a pack needs before it is signed. Needs no screen and no sound."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from kiosk import parts, sound_parts
from kiosk.content import approvals
from kiosk.content import article as markdown_article
from kiosk.content.disk import why
from kiosk.content.importing import SUFFIXES, Manuscript, read
from kiosk.content.lint import Finding, Judges, Kind, Weight, lint
from kiosk.context import Context
from kiosk.errors import ContentError, KioskError, MissingError, PackRefusedError, SpeechError
from kiosk.matching.calibration import Calibration
from kiosk.matching.examples import ArticleExamples, GeneralExamples
from kiosk.matching.examples import load as load_examples
from kiosk.matching.features import AnyEncoder
from kiosk.matching.preparation import vectors_of
from kiosk.matching.trials import Miss, calibrated, trials
from kiosk.model import Article, base_of
from kiosk.speech import forms
from kiosk.speech.lexicon import Lexicon

COMPANIONS = ("questions.toml", "calibration.toml", "lexicon.toml")
"""Files beside `NAME.md` (or .txt, .html, .docx) that go along."""
ENOUGH = 60
"""Example questions, from which on a calibration of their own says more than the careful default."""

MANY = 300
"""Example questions, from which on trying them takes longer than anybody waits without a word."""

NO_EXAMPLES = ArticleExamples()


@dataclass(frozen=True, slots=True)
class Checked:
    """One source, read and judged."""

    file: Path
    manuscript: Manuscript | None
    """None: it can't be read at all, and the one finding says why."""
    article: Article | None
    markdown: str
    findings: tuple[Finding, ...]
    examples: ArticleExamples = NO_EXAMPLES

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.weight is Weight.ERROR)


def sources(given: Sequence[Path]) -> list[Path]:
    """Articles among these files and folders, in order. Raises ContentError."""
    found: list[Path] = []
    for each in given:
        if each.is_dir():
            inside = sorted(
                file for file in each.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith(".")
            )
            if not inside:
                raise ContentError(f"{each}: there is no article in this folder; there may be: {', '.join(SUFFIXES)}")
            found += inside
        else:
            found.append(each)
    return found


class Desk:
    """Opens what it needs when it first needs it."""

    def __init__(
        self, context: Context, today: date, on_long_work: Callable[[str], object] = lambda line: None
    ) -> None:
        """`on_long_work`: told in a line before what takes minutes."""
        self._context = context
        self._today = today
        self._on_long_work = on_long_work
        self._encoders: dict[str, AnyEncoder | None] = {}

    # ---- checking

    def check(self, file: Path) -> Checked:
        """Never raises on what an author may bring."""
        manuscript = None
        try:
            manuscript, text = read(file)
            article = markdown_article.parse(text, file.name)
            examples = self._examples(file, article)
        except KioskError as error:
            if error.exit_code != 3 and not isinstance(error, ContentError):
                raise
            return self._not_an_article(file, manuscript, _unreadable(file, str(error)))
        reviewed = article.review.on if article.review else None
        found = lint(
            manuscript, self._judges(article, self._forms(file, article)), self._today, reviewed, article.aliases
        )
        return Checked(file, manuscript, article, text, (*found, *self._reach(manuscript, article, examples)), examples)

    def _not_an_article(self, file: Path, manuscript: Manuscript | None, why_not: Finding) -> Checked:
        """What keeps it from being one is told in the lines of the author's own file, where it can be."""
        if manuscript is None:
            return Checked(file, None, None, "", (why_not,))
        found = lint(manuscript, Judges(grade=reading_grade, undrawn=parts.glyphs(self._context).undrawn), self._today)
        if not any(each.weight is Weight.ERROR for each in found):
            found = (replace(why_not, line=0), *found)
        return Checked(file, manuscript, None, "", found)

    def _forms(self, file: Path, article: Article) -> tuple[Lexicon, ...]:
        """Spoken forms that lie beside it; those that can't be read are refused when it is packed."""
        beside = [file.with_name(f"{stem}.lexicon.toml") for stem in dict.fromkeys((file.stem, article.id))]
        try:
            return tuple(forms.read(each.read_bytes(), each.name) for each in beside if each.is_file())[:1]
        except SpeechError as error:
            raise ContentError(str(error)) from error
        except OSError as error:
            raise ContentError(f"the spoken forms beside it can't be read: {why(error)}") from error

    def _judges(self, article: Article, said: Sequence[Lexicon]) -> Judges:
        return Judges(
            grade=reading_grade,
            unsaid=lambda texts: [
                (each.word, each.sentence) for each in sound_parts.doubtful_words(self._context, (article,), said)
            ],
            unheard=partial(unheard, parts.everyday(self._context, article.language)),
            undrawn=parts.glyphs(self._context).undrawn,
        )

    def _examples(self, file: Path, article: Article) -> ArticleExamples:
        for stem in dict.fromkeys((file.stem, article.id)):
            if (beside := file.with_name(f"{stem}.questions.toml")).is_file():
                try:
                    return load_examples(beside, ArticleExamples)
                except KioskError as error:
                    raise ContentError(str(error)) from error
        return ArticleExamples()

    def _reach(self, manuscript: Manuscript, article: Article, examples: ArticleExamples) -> Iterator[Finding]:
        """Each example is asked while it is left out of what the matcher has learnt."""
        if not any(examples.sections.values()) and not any(examples.items.values()):
            yield Finding(
                Kind.UNREACHED,
                0,
                "There are no example questions.",
                "Write some (docs/questions.md): the kiosk answers more surely.",
            )
            return
        lines = {chapter.id: chapter.line for chapter in manuscript.chapters}
        for stray in [section for section in examples.sections if article.section(section) is None]:
            yield Finding(
                Kind.WRONG_SECTION,
                0,
                f"The example questions name a section {stray!r} that isn't there.",
                "Mend the name.",
            )
        for question in dict.fromkeys(each for each in examples.every if self._alarm(each)):
            yield Finding(
                Kind.ALARMING,
                0,
                f"“{question[:80]}” is taken for an emergency: whoever asks it is sent to get help and reads nothing.",
                "Leave it out, or word it as somebody would who only wants to know.",
            )
        if len(examples.every) >= MANY:
            self._on_long_work(
                f"{article.id}: each of its {len(examples.every)} example questions is tried as if nobody had thought of it. "
                "That takes some minutes."
            )
        found = list(trials(article, examples, *self._learnt_from(article)))
        for miss in (each for each in found if isinstance(each, Miss)):
            yield Finding(
                Kind.WRONG_SECTION,
                lines.get(miss.wanted, 0),
                f"“{miss.question[:80]}” finds “{miss.found}” instead.",
                "Word it otherwise, add more like it, or let the heading say it.",
                miss.wanted,
            )
        for section in article.sections:
            asked = len(examples.sections.get(section.id, ())) + sum(
                len(examples.items.get(block.id or "", ())) for block in section.items
            )
            missed = sum(isinstance(each, Miss) and each.wanted == section.id for each in found)
            if asked <= missed:
                yield Finding(
                    Kind.UNREACHED,
                    lines.get(section.id, 0),
                    f"No example question reaches “{section.title[:60]}”.",
                    "Write some that do.",
                    section.id,
                )

    # ---- building

    def files_of(self, checked: Checked) -> dict[str, bytes]:
        """What stands in the pack for this article, by path. Raises PackRefusedError for a companion that can't be read."""
        article = checked.article
        assert article is not None
        files = {f"articles/{article.id}.md": self._approved(checked)}
        for kind in COMPANIONS:
            for stem in dict.fromkeys((checked.file.stem, article.id)):
                if (beside := checked.file.with_name(f"{stem}.{kind}")).is_file():
                    files[f"articles/{article.id}.{kind}"] = _read_companion(beside, kind)
                    break
        path = f"articles/{article.id}.calibration.toml"
        if path not in files and (measured := self._calibration(article, checked.examples)):
            files[path] = measured
        general, encoder, prepared = self._learnt_from(article)
        if encoder is not None:
            vectors = vectors_of(article, checked.examples, general, encoder, prepared)
            files[f"articles/{article.id}.vectors.npz"] = vectors
        return files

    def _approved(self, checked: Checked) -> bytes:
        text = approvals.applied(checked.markdown, checked.article, self._context.home / "approvals.toml")
        return text.encode()

    def _calibration(self, article: Article, examples: ArticleExamples) -> bytes:
        asked = sum(map(len, (*examples.sections.values(), *examples.items.values(), *examples.not_answered.values())))
        if asked < ENOUGH:
            return b""
        general, encoder, prepared = self._learnt_from(article)
        if encoder is None:
            return b""
        fitted, count = calibrated(article, examples, general, encoder, prepared)
        return written(fitted, count)

    def fingerprint(self, found: Sequence[Checked]) -> str:
        """Of the encoder that made the vectors: of the English one, where a pack holds several languages."""
        languages = sorted(
            {base_of(each.article.language) for each in found if each.article}, key=lambda each: each != "en"
        )
        encoders = (self._encoders.get(language) for language in languages)
        return next((encoder.fingerprint for encoder in encoders if encoder is not None), "")

    def _learnt_from(self, article: Article) -> tuple[GeneralExamples, AnyEncoder | None, list[Path]]:
        """What every kiosk knows of this article's language: general questions, the encoder (None: it isn't installed here, and the
        kiosk makes its own vectors), and what is made already."""
        language, assets = base_of(article.language), self._context.assets
        if language not in self._encoders:
            self._encoders[language] = parts.encoder_for(self._context, language)
        general = load_examples(assets / "questions" / f"{language}.toml", GeneralExamples)
        return general, self._encoders[language], [assets / "prepared" / f"{language}.npz"]

    @cached_property
    def _alarm(self) -> Callable[[str], bool]:
        """Opened once, however many articles are checked."""
        return parts.alarm(self._context)


def written(calibration: Calibration, asked: int) -> bytes:
    note = f"# Measured on {asked} questions, each left out of the lesson. Made by `pack build`: not for editing."
    names = ("slope", "offset", "answer_at", "unsure_at")
    return "\n".join((note, *(f"{name} = {getattr(calibration, name):.4f}" for name in names), "")).encode()


def reading_grade(text: str) -> float:
    """Flesch-Kincaid. Raises MissingError where textstat isn't installed."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it asks for pkg_resources, and says so at each start
            import textstat
    except ImportError as error:
        raise MissingError("Reading grades need one more library: pip install '.[author]'") from error
    return float(textstat.flesch_kincaid_grade(text))


def unheard(is_everyday: Callable[[str], bool], texts: Sequence[str]) -> list[str]:
    """Words that nobody's everyday ones are made of: a recogniser will guess."""
    words = dict.fromkeys(word.lower() for text in texts for word in re.findall(r"[^\W\d_]{4,}", text))
    return [word for word in words if not any(map(is_everyday, (word, word.rstrip("s"), f"{word}d", f"{word}s")))]


def _unreadable(file: Path, line: str) -> Finding:
    plain = " ".join(line.removeprefix(f"{file.name}: ").split())
    where = re.match(r"line (\d+): ", plain)
    what = plain.removeprefix(where[0]) if where else plain
    return Finding(Kind.UNREADABLE, int(where[1]) if where else 0, what, "", weight=Weight.ERROR)


def _read_companion(file: Path, kind: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise PackRefusedError(f"{file}: can't be read: {why(error)}") from error
    if fault := parts.companion_fault(kind, file.name, content):
        raise PackRefusedError(f"{file}: {fault}")
    return content
