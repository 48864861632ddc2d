"""Opens each room with what this kiosk's settings say; `sound_parts` those that make and take sound. The commands and the app take
their parts from here."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from typing import Protocol

from kiosk.clock import LatestDay, latest_day
from kiosk.command import COMMAND
from kiosk.content import Library, notices, open_library
from kiosk.content.draft import Checks
from kiosk.content.generation import read_articles
from kiosk.content.glyphs import Glyphs
from kiosk.context import Context
from kiosk.errors import KioskError, WeightsError
from kiosk.matching import Matcher, brought, everyday_words, open_encoder, open_matcher
from kiosk.matching.calibration import load as load_calibration
from kiosk.matching.examples import ArticleExamples
from kiosk.matching.examples import load as load_any_examples
from kiosk.matching.features import AnyEncoder
from kiosk.matching.measured import load as load_measured
from kiosk.matching.polyglot import Polyglot
from kiosk.messages import Messages
from kiosk.model import Article, base_of
from kiosk.packs import Approval
from kiosk.session import Timing
from kiosk.speech import forms
from kiosk.state import Look, Manner
from kiosk.weights import Weights, open_weights

log = logging.getLogger(__name__)

MULTILINGUAL = "e5-small"
INSTALL_MULTILINGUAL = f"{COMMAND} models install {MULTILINGUAL}"
ENGLISH = "en"
"""What the installed Vosk and Piper models and the encoder that comes with the kiosk know."""


class Content(Protocol):
    """What rooms need to know of the installed content, or of content that is about to be."""

    @property
    def articles(self) -> tuple[Article, ...]: ...

    @property
    def articles_folder(self) -> Path:
        """Holds, beside each article, its example questions, calibration, spoken forms and vectors."""
        ...

    @property
    def notices_folder(self) -> Path: ...


def languages(context: Context) -> tuple[str, ...]:
    """Those that visitors may choose from, in the clinic's order; always the one the kiosk rests in. Others only where it was
    measured that emergencies are recognised in them, by the matcher that is installed here."""
    screen = context.settings.screen
    return tuple(each for each in screen.offered if each == screen.language or not why_not_offered(context, each))


def why_not_offered(context: Context, language: str) -> str:
    """One line for staff; empty: it may be offered."""
    if base_of(language) == ENGLISH:
        return ""
    matcher = MULTILINGUAL if multilingual(context) else "letters"
    measured = load_measured(context.assets / "urgent" / f"{language}.measured.toml").get(matcher)
    if measured is not None and measured.is_enough:
        return ""
    found = (
        f"{measured.emergencies:.2f} of emergencies are recognised" if measured else "nobody has measured emergencies"
    )
    remedy = f" Install its encoder: {INSTALL_MULTILINGUAL}" if matcher == "letters" else " See docs/languages.md."
    return f"The language {language!r} is not offered: {found} in it.{remedy}"


def messages(context: Context, content: Content | None = None, language: str | None = None) -> Messages:
    """In this language (None: the one the kiosk rests in), with the clinic's own notices, where `content` brings some."""
    asked = language or context.settings.screen.language
    texts = context.texts(asked)
    if content is not None:
        texts.replace(notices.load(content.notices_folder, asked).texts)
    return texts


def library(context: Context) -> Library:
    return open_library(context.home, context.assets / "articles", checks(context))


def days(context: Context) -> LatestDay:
    return LatestDay(context.home / "latest-day")


def counts(context: Context) -> Path:
    return context.home / "counts"


def counting_days(
    context: Context, wall_clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> tuple[Callable[[], date], Callable[[], date]]:
    """What day it is: as far as can be known, and as the machine's clock says."""
    return lambda: latest_day(days(context).file, wall_clock()), lambda: wall_clock().date()


def checks(context: Context) -> Checks:
    """What other rooms have to say of a pack's content before it is laid beside the old."""
    return Checks(
        glyphs(context).undrawn, companion_fault, lambda language, texts: notice_fault(context, language, texts)
    )


def glyphs(context: Context) -> Glyphs:
    return Glyphs(context.assets / "fonts" / "AtkinsonHyperlegibleNext_400Regular.ttf")


def companion_fault(kind: str, path: str, content: bytes) -> str:
    """What is wrong with a file that belongs to an article; empty: nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, Path(path).name)
        file.write_bytes(content)
        try:
            match kind:
                case "questions.toml":
                    load_any_examples(file, ArticleExamples)
                case "calibration.toml":
                    load_calibration(file)
                case "lexicon.toml":
                    forms.read(content, file.name)
                case "vectors.npz":
                    return brought.fault_in(content)
        except KioskError as error:
            return " ".join(str(error).replace(f"{file}", file.name).split())
    return ""


def notice_fault(context: Context, language: str, texts: Mapping[str, str]) -> str:
    """What is wrong with the clinic's own texts; empty: nothing."""
    folder = context.assets / "messages"
    if not (folder / f"{language}.toml").is_file():
        return f"there are no texts in {language!r} to replace"
    own = Messages.load(folder, language)
    if fault := own.fault_in(texts):
        return fault
    drawn = glyphs(context)
    for key, text in texts.items():
        if fault := notices.fault_in_length(key, text, own.own(key)):
            return fault
        if undrawn := drawn.undrawn(text):
            return f"{key}: the screen can't draw {undrawn[0]} (U+{ord(undrawn[0]):04X})"
    return ""


def notices_in(context: Context, language: str, brought: Mapping[str, str]) -> dict[str, str]:
    """Every one of the clinic's notices as the screen would show it, by key, with `brought` in place of the kiosk's own words."""
    texts = context.texts(language)
    texts.replace(brought)
    return {key: texts.filled(key) for key in texts.keys() if notices.is_notice(key)}  # noqa: SIM118  not a mapping


def notices_approval(context: Context, content: Content, language: str | None = None) -> Approval | None:
    """Who answers for every one of the clinic's notices in this language (None: the one the kiosk rests in), as they stand on the
    screen now."""
    asked = language or context.settings.screen.language
    found = notices.load(content.notices_folder, asked)
    own = Messages.load(context.assets / "messages", asked)
    fits = {key: text for key, text in found.texts.items() if not own.fault_in({key: text})}
    wanted = [key for key in own.keys() if notices.is_notice(key)]  # noqa: SIM118  not a mapping
    return notices.answered_for(notices.Notices(fits, found.approval), wanted)


def weights(context: Context) -> Weights:
    return open_weights(context.models / "manifest.toml", context.models)


def matcher(context: Context, content: Content) -> Matcher:
    folder = content.articles_folder
    beside = {article.id: folder / f"{article.id}.vectors.npz" for article in content.articles}
    meanings = {id: file for id, file in beside.items() if file.is_file()}
    return _matchers(context, content.articles, folder, context.home / "cache", meanings)


def alarm(context: Context) -> Callable[[str], bool]:
    """Whether the urgent check takes a question for an emergency, as every kiosk that is set like this one does."""
    heard = _matchers(context, (), context.assets / "articles")

    def alarms(text: str) -> bool:
        return any(heard.in_language(language).alarm(text) is not None for language in languages(context))

    return alarms


def _matchers(
    context: Context,
    articles: Sequence[Article],
    folder: Path,
    cache: Path | None = None,
    meanings: Mapping[str, Path] | None = None,
) -> Polyglot:
    """One a language, each with that language's articles."""

    def opener(language: str) -> Callable[[], Matcher]:
        mine = [article for article in articles if article.is_in(language)]
        return lambda: matcher_in(context, language, mine, folder, cache, meanings)

    resting = context.settings.screen.language
    return Polyglot(resting, {language: opener(language) for language in languages(context)})


def matcher_in(
    context: Context,
    language: str,
    articles: Sequence[Article],
    folder: Path,
    cache: Path | None = None,
    meanings: Mapping[str, Path] | None = None,
) -> Matcher:
    """Of one language alone. `folder`: where what belongs to the articles lies; `cache`: where what it learns is kept."""
    lines = context.settings.matching
    memory = cache / ("meanings.npz" if base_of(language) == ENGLISH else f"meanings-{language}.npz") if cache else None
    return open_matcher(
        articles,
        encoder=encoder(context),
        tokenizer=tokenizer(context),
        examples=folder,
        general_examples=context.assets / "questions" / f"{language}.toml",
        urgent_examples=context.assets / "urgent" / f"{language}.toml",
        memory=memory,
        prepared=[context.assets / "prepared" / f"{language}.npz"],
        brought=meanings,
        calm_examples=starter_examples(context, language),
        answer_at=lines.answer_at,
        unsure_at=lines.unsure_at,
        urgent_at=lines.urgent_at,
        multilingual=multilingual(context),
        middle=middle(context),
        language=language,
    )


def starter_examples(context: Context, language: str) -> list[Path]:
    """Example questions of the articles in this language that came with the kiosk."""
    folder = context.assets / "articles"
    mine = [article.id for article in read_articles(folder) if article.is_in(language)]
    return [file for id in mine if (file := folder / f"{id}.questions.toml").is_file()]


def encoder_for(context: Context, language: str) -> AnyEncoder | None:
    return open_encoder(language, encoder(context), tokenizer(context), multilingual(context), middle(context))


def middle(context: Context) -> Path:
    return context.assets / "encoder" / "e5-small-middle.npy"


def multilingual(context: Context) -> Path | None:
    """The encoder of every language but English; None: not installed."""
    try:
        folder = weights(context).folder_of(MULTILINGUAL)
    except WeightsError:  # a kiosk whose list of models is lost still speaks its own language
        return None
    return folder / "e5-small-q4.bin" if folder else None


def encoder(context: Context) -> Path:
    return context.assets / "encoder" / "encoder.onnx"


def tokenizer(context: Context) -> Path:
    return context.assets / "encoder" / "tokenizer.json"


def everyday(context: Context, language: str) -> Callable[[str], bool]:
    """Whether a word is an everyday one. Only English has a list of them: elsewhere all count as such."""
    return everyday_words(tokenizer(context)) if base_of(language) == ENGLISH else lambda word: True


def timing(context: Context) -> Timing:
    visit, urgent = context.settings.visit, context.settings.urgent
    return Timing(
        idle_s=visit.idle_s,
        warning_s=visit.warning_s,
        urgent_s=urgent.stays_s,
        attract_page_s=inf if context.settings.screen.reduce_motion else visit.attract_page_s,
        chime_every_s=urgent.chime_every_s,
        chime_for_s=urgent.chime_for_s,
    )


def manner(context: Context) -> Manner:
    """How every visit begins."""
    screen = context.settings.screen
    return Manner(screen.language, context.settings.voice.volume, Look(screen.theme), screen.text_scale)
