"""Opens each room with what this kiosk's settings say. The commands and the app take their parts from here."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from kiosk.content import Library, open_library
from kiosk.context import Context
from kiosk.errors import HearingMissingError
from kiosk.hearing import Microphone, Recogniser, open_microphone, open_recogniser
from kiosk.hearing.trial import try_out
from kiosk.hearing.unheard import Unheard
from kiosk.matching import Matcher, everyday_words, open_matcher
from kiosk.messages import Messages
from kiosk.model import Article
from kiosk.session import Timing
from kiosk.session.repertoire import repertoire as of_the_kiosk
from kiosk.speech import Speaker, Voice, open_lexicon, open_speaker, open_voice
from kiosk.speech.doubtful import Doubt, doubtful
from kiosk.speech.lexicon import Lexicon
from kiosk.weights import Weights, open_weights

WHISPER = "whisper-base"
VOSK = "vosk-small-en-us-0.15"
LONG_WORDS = 30


def messages(context: Context) -> Messages:
    folder, language, clinic = context.assets / "messages", context.settings.screen.language, context.settings.clinic
    number = clinic.emergency_number or Messages.load(folder, language).text("urgent.number.unset")
    return Messages.load(folder, language, clinic=clinic.name, desk=clinic.desk, emergency_number=number)


def library(context: Context) -> Library:
    return open_library(context.home, context.assets / "articles")


def weights(context: Context) -> Weights:
    return open_weights(context.models / "manifest.toml", context.models)


def matcher(context: Context, articles: tuple[Article, ...]) -> Matcher:
    lines = context.settings.matching
    return open_matcher(
        articles,
        encoder=encoder(context),
        tokenizer=tokenizer(context),
        examples=context.assets / "articles",
        general_examples=context.assets / "questions" / f"{context.settings.screen.language}.toml",
        urgent_examples=context.assets / "urgent" / f"{context.settings.screen.language}.toml",
        memory=context.home / "cache" / "meanings.npz",
        prepared=context.assets / "prepared" / f"{context.settings.screen.language}.npz",
        answer_at=lines.answer_at,
        unsure_at=lines.unsure_at,
        urgent_at=lines.urgent_at,
    )


def encoder(context: Context) -> Path:
    return context.assets / "encoder" / "encoder.onnx"


def tokenizer(context: Context) -> Path:
    return context.assets / "encoder" / "tokenizer.json"


def voice(context: Context) -> Voice:
    wanted = context.settings.voice
    return open_voice(wanted.engine, wanted.name, wanted.words_per_minute)


def lexicon(context: Context) -> Lexicon:
    return open_lexicon(context.assets / "lexicon" / f"{context.settings.screen.language}.toml")


def clips(context: Context) -> Path:
    return context.home / "cache" / "clips"


def repertoire(articles: tuple[Article, ...], messages: Messages) -> tuple[tuple[str, ...], frozenset[str]]:
    """What is rendered ahead, and what may be kept."""
    found = of_the_kiosk(articles, messages)
    return found.first, found.content


def doubtful_words(context: Context, articles: tuple[Article, ...]) -> tuple[Doubt, ...]:
    """What an author should listen to before an article goes out."""
    texts = (
        text for article in articles for section in article.sections for text in (section.title, *section.sentences)
    )
    return doubtful(texts, lexicon(context), everyday_words(tokenizer(context)))


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
    """Whether this recogniser can open the model in `folder`, tried in a process of its own."""
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
        attract_page_s=visit.attract_page_s,
        chime_every_s=urgent.chime_every_s,
        chime_for_s=urgent.chime_for_s,
    )


def hints(articles: tuple[Article, ...]) -> tuple[str, ...]:
    """Words to be expected in questions, for the recogniser: names and titles, and the long words of the texts."""
    names = [name for article in articles for name in article.aliases]
    texts = (section.title + " " + section.text for article in articles for section in article.sections)
    long = Counter(word.lower() for text in texts for word in re.findall(r"[A-Za-z]{9,}", text))
    return tuple(dict.fromkeys([*names, *(word for word, _ in long.most_common(LONG_WORDS))]))
