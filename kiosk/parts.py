"""Opens each room with what this kiosk's settings say. The commands and the app take their parts from here."""

from __future__ import annotations

import logging
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Protocol

from kiosk.clock import LatestDay
from kiosk.content import Library, notices, open_library
from kiosk.content.draft import Checks
from kiosk.content.glyphs import Glyphs
from kiosk.context import Context
from kiosk.errors import HearingMissingError, KioskError, SpeechError
from kiosk.hearing import Microphone, Recogniser, open_microphone, open_recogniser
from kiosk.hearing.trial import try_out
from kiosk.hearing.unheard import Unheard
from kiosk.matching import Matcher, brought, everyday_words, open_matcher
from kiosk.matching.calibration import load as load_calibration
from kiosk.matching.examples import ArticleExamples
from kiosk.matching.examples import load as load_any_examples
from kiosk.messages import Messages
from kiosk.model import Article
from kiosk.packs import Approval
from kiosk.session import Timing
from kiosk.session.repertoire import repertoire as of_the_kiosk
from kiosk.speech import Pronunciation, Speaker, Voice, forms, open_lexicon, open_speaker, open_voice, open_voices
from kiosk.speech.doubtful import Doubt, doubtful
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.piper import speaks, voice_in
from kiosk.speech.scoped import scoped
from kiosk.state import Look, Manner
from kiosk.weights import Weights, open_weights

log = logging.getLogger(__name__)

WHISPER = "whisper-base"
VOSK = "vosk-small-en-us-0.15"
PIPER = "piper-joe"
LONG_WORDS = 30


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


def messages(context: Context, content: Content | None = None) -> Messages:
    """With the clinic's own notices, where `content` brings some."""
    language = context.settings.screen.language
    texts = _texts(context, language)
    if content is not None:
        texts.replace(notices.load(content.notices_folder, language).texts)
    return texts


def _texts(context: Context, language: str) -> Messages:
    folder, clinic = context.assets / "messages", context.settings.clinic
    number = clinic.emergency_number or Messages.load(folder, language).text("urgent.number.unset")
    return Messages.load(folder, language, clinic=clinic.name, desk=clinic.desk, emergency_number=number)


def library(context: Context) -> Library:
    return open_library(context.home, context.assets / "articles", checks(context))


def days(context: Context) -> LatestDay:
    return LatestDay(context.home / "latest-day")


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
    texts = _texts(context, language)
    texts.replace(brought)
    return {key: texts.filled(key) for key in texts.keys() if notices.is_notice(key)}  # noqa: SIM118  not a mapping


def notices_approval(context: Context, content: Content) -> Approval | None:
    """Who answers for every one of the clinic's notices, as they stand on the screen now."""
    language = context.settings.screen.language
    found = notices.load(content.notices_folder, language)
    own = Messages.load(context.assets / "messages", language)
    fits = {key: text for key, text in found.texts.items() if not own.fault_in({key: text})}
    wanted = [key for key in own.keys() if notices.is_notice(key)]  # noqa: SIM118  not a mapping
    return notices.answered_for(notices.Notices(fits, found.approval), wanted)


def weights(context: Context) -> Weights:
    return open_weights(context.models / "manifest.toml", context.models)


def matcher(context: Context, content: Content) -> Matcher:
    folder = content.articles_folder
    beside = {article.id: folder / f"{article.id}.vectors.npz" for article in content.articles}
    meanings = {id: file for id, file in beside.items() if file.is_file()}
    return _matcher(context, content.articles, folder, context.home / "cache" / "meanings.npz", meanings)


def alarm(context: Context) -> Callable[[str], bool]:
    """Whether the urgent check takes a question for an emergency, as every kiosk that is set like this one does."""
    heard = _matcher(context, (), context.assets / "articles").alarm
    return lambda text: heard(text) is not None


def _matcher(
    context: Context,
    articles: Sequence[Article],
    folder: Path,
    memory: Path | None = None,
    meanings: Mapping[str, Path] | None = None,
) -> Matcher:
    lines, language = context.settings.matching, context.settings.screen.language
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
        calm_examples=sorted((context.assets / "articles").glob("*.questions.toml")),
        answer_at=lines.answer_at,
        unsure_at=lines.unsure_at,
        urgent_at=lines.urgent_at,
    )


def encoder(context: Context) -> Path:
    return context.assets / "encoder" / "encoder.onnx"


def tokenizer(context: Context) -> Path:
    return context.assets / "encoder" / "tokenizer.json"


def voice(context: Context) -> Voice:
    """With others to stand in."""
    wanted = context.settings.voice
    return open_voices(wanted.engine, wanted.name, wanted.words_per_minute, piper_voice(context))


def voice_alone(context: Context) -> Voice:
    """Raises SpeechMissingError where the one that is set isn't there."""
    wanted = context.settings.voice
    return open_voice(wanted.engine, wanted.name, wanted.words_per_minute, piper_voice(context))


def piper_voice(context: Context) -> Path | None:
    """The file named in the settings, else the one that `models install` puts in place."""
    if named := context.settings.voice.piper_voice:
        return Path(named).expanduser()
    folder = weights(context).folder_of(PIPER)
    return voice_in(folder) if folder else None


def lexicon(context: Context) -> Lexicon:
    """The language's."""
    return open_lexicon(context.assets / "lexicon" / f"{context.settings.screen.language}.toml")


def pronunciation(
    context: Context, content: Content, proposed: Sequence[Article] = (), brought: Mapping[str, Lexicon] | None = None
) -> Pronunciation:
    """The language's, and for the texts of each article what came with it. `proposed`: articles that stand in for those of
    `content`, with the spoken forms that were `brought` for them, by id."""
    ids = {article.id for article in proposed}
    kept = [article for article in content.articles if article.id not in ids]
    own = {article.id: form for article in kept if (form := spoken_forms(content, article.id)) is not None}
    return scoped(
        lexicon(context), [*proposed, *kept], {**own, **(brought or {})}, repertoire((), messages(context, content))[1]
    )


def spoken_forms(content: Content, article: str) -> Lexicon | None:
    """What came along with an installed article; None: nothing that can be read."""
    file = content.articles_folder / f"{article}.lexicon.toml"
    try:
        return forms.read(file.read_bytes(), str(file))
    except FileNotFoundError:
        return None
    except (OSError, SpeechError) as error:
        log.warning("An article is said without its own spoken forms: %s", error)
        return None


def clips(context: Context) -> Path:
    return context.home / "cache" / "clips"


def repertoire(articles: tuple[Article, ...], messages: Messages) -> tuple[tuple[str, ...], frozenset[str]]:
    """What is rendered ahead, and what may be kept."""
    found = of_the_kiosk(articles, messages)
    return found.first, found.content


def doubtful_words(context: Context, articles: tuple[Article, ...], added: Sequence[Lexicon] = ()) -> tuple[Doubt, ...]:
    """What an author should listen to before an article goes out. `added`: spoken forms that come with it."""
    texts = (
        text for article in articles for section in article.sections for text in (section.title, *section.sentences)
    )
    return doubtful(texts, lexicon(context).joined(added), everyday_words(tokenizer(context)))


def speaker(context: Context) -> Speaker:
    return open_speaker(context.settings.voice.speaker)


def vosk_folder(context: Context) -> Path | None:
    """The folder named in the settings, else the one that `models install` fills."""
    named = context.settings.hearing.vosk_model
    return Path(named).expanduser() if named else weights(context).folder_of(VOSK)


def recogniser(context: Context) -> Recogniser | None:
    return open_recogniser(
        context.settings.hearing.engine,
        vosk_folder=vosk_folder(context),
        whisper_folder=weights(context).folder_of(WHISPER),
    )


def opens(engine: str, folder: Path) -> bool:
    """Whether this engine can open the model in `folder`, tried in a process of its own."""
    if engine == "piper":
        return speaks(folder)
    try:
        try_out(engine, folder, "")
    except HearingMissingError:
        return False
    return True


def microphone(context: Context) -> Microphone:
    return open_microphone(context.settings.hearing.microphone)


def unheard(context: Context) -> Unheard:
    return Unheard(context.home / "counts" / "unheard-seconds")


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


def hints(articles: tuple[Article, ...]) -> tuple[str, ...]:
    """Words to be expected in questions, for the recogniser: names and titles, and the long words of the texts."""
    names = [name for article in articles for name in article.aliases]
    texts = (section.title + " " + section.text for article in articles for section in article.sections)
    long = Counter(word.lower() for text in texts for word in re.findall(r"[A-Za-z]{9,}", text))
    return tuple(dict.fromkeys([*names, *(word for word, _ in long.most_common(LONG_WORDS))]))
