"""Text -> sound.

A *voice* renders one sentence into a `Clip`; a *speaker* plays clips; the *reader* thread has the next sentence rendered while
the speaker plays this one, and posts what is being spoken. A voice never plays, a speaker never renders: so every voice can
pause, stop within a block and be followed on the screen. The *lexicon* says how what is shown is said.

*Headphones* that are plugged in are noticed: who brings some wants to be guided by ear.

Voices: pyttsx3 with espeak-ng, Piper where the settings name it, silence last: the highlight still moves at reading pace. A lost
sound card narrows the kiosk to silent text and never ends it. Each language has its *tongue*: a voice and a lexicon of its own.
To add a voice: one file, one line in `open_voice`, the contract tests.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from kiosk.errors import SpeechMissingError
from kiosk.events import Event as News
from kiosk.events import Ticket
from kiosk.model import Clip, Utterance

if TYPE_CHECKING:
    from kiosk.speech.headphones import Headphones
    from kiosk.speech.lexicon import Lexicon
    from kiosk.speech.reader import Reader
    from kiosk.speech.spoken import Spoken

log = logging.getLogger(__name__)


class Pronunciation(Protocol):
    """How what is shown is said."""

    @property
    def version(self) -> str:
        """Another one, where anything is said otherwise."""
        ...

    def version_of(self, shown: str) -> str:
        """Of the rules for this text: part of what names its clip."""
        ...

    def spoken(self, shown: str) -> Spoken: ...


class Voice(Protocol):
    """Renders speech. Not thread-safe: one thread owns it from the first call to `close`."""

    name: str
    """`pyttsx3:en-us`; part of what names a clip."""

    def render(self, text: str) -> Clip:
        """One sentence, already in spoken form. Raises SpeechError when the voice can't."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language is spoken."""

    voice: Callable[[], Voice]
    """Called on the thread that will own the voice, when it is first needed."""
    lexicon: Pronunciation


class Speaker(Protocol):
    """Plays one clip at a time. `play` blocks; the others may be called from any thread and return at once."""

    name: str

    @property
    def is_audible(self) -> bool:
        """Somebody can hear it."""
        ...

    def wake(self) -> None:
        """Somebody may want to hear something soon: be ready. Raises SpeechError when the device is lost."""
        ...

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        """Blocks until the last sample was heard (True) or `stop` was called (False). `begin` is called once the speaker
        can be stopped and just before the first sample; its False gives the clip up. `on_word` gets the index of each word
        of the clip as it is heard, from a thread of the speaker's. Raises SpeechError when the device is lost."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None:
        """From the beginning of the word that the pause came into."""
        ...

    def set_speed(self, speed: float) -> None:
        """0.5 to 2; 1: as rendered. Holds at once, the pitch stays, the word under way begins again."""
        ...

    def set_volume(self, gain: float) -> None:
        """Factor; 1: as rendered. Holds at once."""
        ...

    def stop(self) -> None:
        """Silent within a block (60 ms at most), and no longer paused; a `play` under way returns False."""
        ...

    def silent_for_s(self) -> float:
        """Seconds since the last sound was played; infinite if there never was one."""
        ...

    def close(self) -> None: ...


class Speaking(Protocol):
    """What the session asks of this room. Every call returns at once; news comes by mailbox."""

    def wake(self) -> None:
        """Somebody is here."""
        ...

    def read(self, ticket: Ticket, utterances: tuple[Utterance, ...]) -> None:
        """Speak these in order, in place of whatever was being spoken. Posts UtteranceStarted for each and WordStarted for
        each of its words, then ReadingEnded, or ReadingBroke. Nothing is posted after `stop`."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None:
        """From the beginning of the word that the pause came into."""
        ...

    def set_language(self, language: str) -> None:
        """What is read from now on is said in this language (BCP 47), by its voice and its lexicon, until it is set again. Posts
        VoiceChanged where it has no voice, or has one again. One that this kiosk doesn't speak is shown and not spoken."""
        ...

    def set_speed(self, speed: float) -> None:
        """1: as the voice speaks. Holds at once, and until it is set again."""
        ...

    def set_volume(self, gain: float) -> None:
        """Factor; 1: as the voice speaks. Holds at once, and until it is set again."""
        ...

    def stop(self) -> None: ...


ENGINES = ("piper", "pyttsx3", "silent")
"""Each may stand in for those before it."""
USUAL = "pyttsx3"


def open_voice(engine: str, name: str, words_per_minute: int, piper: Path | None = None) -> Voice:
    """`engine`: one of ENGINES, or `auto`: the usual one. `name`: of pyttsx3's voice; `piper`: the .onnx file of Piper's. Raises
    SpeechMissingError when the engine isn't there, or has no such voice."""
    from kiosk.speech.espeak import EspeakVoice
    from kiosk.speech.piper import PiperVoice
    from kiosk.speech.silence import SilentVoice

    match USUAL if engine == "auto" else engine:
        case "piper":
            return PiperVoice(piper, words_per_minute)
        case "pyttsx3":
            return EspeakVoice(name, words_per_minute)
        case _:
            return SilentVoice(words_per_minute)


def open_voices(engine: str, name: str, words_per_minute: int, piper: Path | None = None) -> Voice:
    """The same, with others to stand in where it isn't there, dies or hangs: silence at last."""
    from kiosk.speech.succession import Succession

    first = ENGINES.index(USUAL if engine == "auto" else engine)
    return Succession([partial(open_voice, each, name, words_per_minute, piper) for each in ENGINES[first:]])


def open_speaker(device: str) -> Speaker:
    """The sound card with this in its name (empty: the system's default), which need not be plugged in yet."""
    from kiosk.speech.loudspeaker import Loudspeaker

    return Loudspeaker(device)


def open_headphones(post: Callable[[News], object]) -> Headphones:
    """Posts HeadphonesChanged whenever they come or go, where the machine's jack can tell."""
    from kiosk.speech.headphones import Headphones

    return Headphones(post)


def open_lexicon(file: Path) -> Lexicon:
    """How what is shown is said (assets/lexicon). No such file: as it is shown. Raises SpeechError for one that can't be read."""
    from kiosk.speech.lexicon import Lexicon

    return Lexicon.load(file) if file.exists() else Lexicon({})


def open_reader(
    voice: Callable[[], Voice],
    speaker: Speaker,
    sounds: Path,
    post: Callable[[News], object],
    lexicon: Pronunciation | None = None,
    clips: Path | None = None,
    *,
    language: str = "en",
    others: Mapping[str, Tongue] | None = None,
) -> Reader:
    """`voice` is called on the thread that will own the voice; `sounds`: the folder of assets/sounds; `clips`: where rendered
    sentences are kept, None: nowhere. `language`: that of `voice` and `lexicon`, with which it begins; `others`: more languages.
    Takes the speaker over: `close` closes it."""
    from kiosk.speech.clip_cache import ClipCache
    from kiosk.speech.lexicon import Lexicon
    from kiosk.speech.reader import Reader

    tongues = {**(others or {}), language: Tongue(voice, lexicon or Lexicon({}))}
    return Reader(tongues, language, speaker, sounds, post, ClipCache(clips) if clips else None)


def render_ahead(
    voice: Callable[[], Voice],
    lexicon: Pronunciation,
    clips: Path,
    first: Sequence[str],
    content: Collection[str],
    on_progress: Callable[[int, int], object],
) -> None:
    """Returns when each of these texts lies in the folder `clips`. What the voice can't say is left out, with a line in the log.
    Raises SpeechMissingError where there is no voice."""
    from kiosk.speech.clip_cache import ClipCache
    from kiosk.speech.clips import Clips

    opened = Clips({"": Tongue(voice, lexicon)}, "", clips, ClipCache(clips))
    done = Event()

    def progress(so_far: int, total: int) -> None:
        on_progress(so_far, total)
        if so_far == total:
            done.set()

    try:
        if not opened.is_voiced():
            raise SpeechMissingError("There is no voice to render with. Install one: sudo apt install espeak-ng")
        opened.prepare(first, content, progress)
        done.wait()
    finally:
        opened.close()
