"""Opens what speaks and what hears, with what this kiosk's settings say: the part of `parts` that makes and takes sound."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kiosk import parts
from kiosk.context import Context
from kiosk.errors import HearingMissingError, SpeechError
from kiosk.hearing import Ear, Microphone, Recogniser, open_microphone, open_recogniser
from kiosk.hearing.trial import try_out
from kiosk.hearing.unheard import Unheard
from kiosk.messages import Messages
from kiosk.model import Article, base_of
from kiosk.parts import ENGLISH
from kiosk.session.repertoire import repertoire as of_the_kiosk
from kiosk.speech import (
    Pronunciation,
    Speaker,
    Tongue,
    Voice,
    forms,
    open_lexicon,
    open_speaker,
    open_voice,
    open_voices,
)
from kiosk.speech.doubtful import Doubt, doubtful
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.piper import speaks, voice_in
from kiosk.speech.scoped import scoped

log = logging.getLogger(__name__)

WHISPER = "whisper-base"
VOSK = "vosk-small-en-us-0.15"
PIPER = "piper-joe"
LONG_WORDS = 30
"""Of the articles, told to the recogniser."""


def voice(context: Context, language: str | None = None) -> Voice:
    """Of this language (None: the one the kiosk rests in), with others to stand in."""
    return open_voices(*_voice_wanted(context, language or context.settings.screen.language))


def voice_alone(context: Context, language: str | None = None) -> Voice:
    """Raises SpeechMissingError where the one that is set isn't there."""
    return open_voice(*_voice_wanted(context, language or context.settings.screen.language))


def _voice_wanted(context: Context, language: str) -> tuple[str, str, int, Path | None]:
    """A language that no Piper voice is there for is spoken by the usual engine."""
    wanted, resting = context.settings.voice, context.settings.screen.language
    piper = piper_voice(context, language)
    engine = "auto" if wanted.engine == "piper" and piper is None and language != resting else wanted.engine
    return engine, wanted.name_in(language, resting), wanted.words_per_minute, piper


def piper_voice(context: Context, language: str | None = None) -> Path | None:
    """The file named in the settings, which speaks the language the kiosk rests in; else the one that `models install` puts in
    place."""
    resting = context.settings.screen.language
    asked = language or resting
    if (named := context.settings.voice.piper_voice) and asked == resting:
        return Path(named).expanduser()
    folder = parts.weights(context).folder_of(PIPER) if base_of(asked) == ENGLISH else None
    return voice_in(folder) if folder else None


def tongue(context: Context, content: parts.Content, language: str) -> Tongue:
    return Tongue(lambda: voice(context, language), pronunciation(context, content, language=language))


def lexicon(context: Context, language: str | None = None) -> Lexicon:
    """The language's (None: of the one the kiosk rests in)."""
    return open_lexicon(context.assets / "lexicon" / f"{language or context.settings.screen.language}.toml")


def pronunciation(
    context: Context,
    content: parts.Content,
    proposed: Sequence[Article] = (),
    brought: Mapping[str, Lexicon] | None = None,
    language: str | None = None,
) -> Pronunciation:
    """The language's, and for the texts of each article what came with it. `proposed`: articles that stand in for those of
    `content`, with the spoken forms that were `brought` for them, by id."""
    ids = {article.id for article in proposed}
    kept = [article for article in content.articles if article.id not in ids]
    own = {article.id: form for article in kept if (form := spoken_forms(content, article.id)) is not None}
    asked = language or context.settings.screen.language
    articles = [article for article in (*proposed, *kept) if article.is_in(asked)]
    screen = repertoire((), parts.messages(context, content, asked))[1]
    return scoped(lexicon(context, asked), articles, {**own, **(brought or {})}, screen)


def spoken_forms(content: parts.Content, article: str) -> Lexicon | None:
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


def repertoire(articles: Sequence[Article], messages: Messages) -> tuple[tuple[str, ...], frozenset[str]]:
    """What is rendered ahead in the language of these messages, and what may be kept."""
    found = of_the_kiosk([article for article in articles if article.is_in(messages.language)], messages)
    return found.first, found.content


def doubtful_words(context: Context, articles: Sequence[Article], added: Sequence[Lexicon] = ()) -> tuple[Doubt, ...]:
    """What an author should listen to before an article goes out. `added`: spoken forms that come with it."""
    found: list[Doubt] = []
    for language in dict.fromkeys(base_of(article.language) for article in articles):
        mine = (article for article in articles if article.is_in(language))
        texts = (
            text for article in mine for section in article.sections for text in (section.title, *section.sentences)
        )
        found += doubtful(texts, lexicon(context, language).joined(added), parts.everyday(context, language))
    return tuple(found)


def speaker(context: Context) -> Speaker:
    return open_speaker(context.settings.voice.speaker)


def vosk_folder(context: Context, language: str | None = None) -> Path | None:
    """The folder named in the settings, else the one that `models install` fills. A Vosk model hears its own language alone."""
    resting, wanted = context.settings.screen.language, context.settings.hearing
    asked = language or resting
    if named := wanted.vosk_models.get(asked) or (wanted.vosk_model if asked == resting else ""):
        return Path(named).expanduser()
    return parts.weights(context).folder_of(VOSK) if base_of(asked) == ENGLISH else None


def recogniser(context: Context, language: str | None = None, beside: Recogniser | None = None) -> Recogniser | None:
    """Of this language (None: the one the kiosk rests in). `beside`: one of another language, whose weights it may share."""
    asked, engine = language or context.settings.screen.language, context.settings.hearing.engine
    vosk = vosk_folder(context, asked)
    if engine == "vosk" and vosk is None and asked != context.settings.screen.language:
        engine = "auto"
    return open_recogniser(
        engine,
        vosk_folder=vosk,
        whisper_folder=parts.weights(context).folder_of(WHISPER),
        language=asked,
        beside=beside,
    )


def ear(context: Context, articles: Callable[[], tuple[Article, ...]], language: str) -> Ear:
    return Ear(lambda beside: recogniser(context, language, beside), lambda: hints(articles(), language))


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


def hints(articles: Sequence[Article], language: str = ENGLISH) -> tuple[str, ...]:
    """Words to be expected in questions, for the recogniser: names and titles, and the long words of the texts in this language."""
    mine = [article for article in articles if article.is_in(language)]
    names = [name for article in mine for name in article.aliases]
    texts = (section.title + " " + section.text for article in mine for section in article.sections)
    long = Counter(word.lower() for text in texts for word in re.findall(r"[^\W\d_]{9,}", text))
    return tuple(dict.fromkeys([*names, *(word for word, _ in long.most_common(LONG_WORDS))]))
