"""The clips a reader needs: sentences from the voices' own thread, kept while they are likely to be asked for again; of what
a visitor has typed or said, nothing is kept."""

from __future__ import annotations

import logging
import wave
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech import Pronunciation, Tongue, Voice
from kiosk.speech.clip_cache import ClipCache, key_of
from kiosk.speech.silence import NAME as SILENT
from kiosk.speech.silence import SilentVoice
from kiosk.speech.spoken import said

log = logging.getLogger(__name__)

MOST_BYTES = 16_000_000
"""Six minutes of speech, in memory."""


@dataclass(frozen=True, eq=False, slots=True)
class Ahead:
    """Texts of one language that are rendered before anybody asks."""

    language: str
    texts: Iterator[str]
    total: int
    on_progress: Callable[[int, int], object]


class Clips:
    """`request` may be called on any thread; the voices live and die on one of their own. A language's voice is opened when its
    first clip is wanted; that of the usual language at once."""

    def __init__(self, tongues: Mapping[str, Tongue], usual: str, sounds: Path, cache: ClipCache | None = None) -> None:
        """`tongues`: by language; `usual`: one of them. `cache`: where clips outlive the kiosk; None: nowhere."""
        self._openers = {language: tongue.voice for language, tongue in tongues.items()}
        self._lexicons = {language: tongue.lexicon for language, tongue in tongues.items()}
        self._usual = usual
        self._sounds = sounds
        self._cache = cache
        self._content: dict[str, Collection[str]] = {}
        self._kept: OrderedDict[tuple[str, str], Clip] = OrderedDict()
        self._voices: dict[str, Voice] = {}
        self._ahead: list[tuple[Ahead, int]] = []
        """And how many texts of each are done. The first is worked on; the usual language comes before others."""
        self._lock = Lock()
        self._closing = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._opening = self._thread.submit(self._voice, usual)

    @property
    def languages(self) -> Collection[str]:
        return self._openers.keys()

    def is_voiced(self, language: str | None = None) -> bool:
        """Waits until the voice of this language (None: of the usual one) is open; False: there is only the silent one."""
        asked = self._usual if language is None else language
        voice = self._voices.get(asked)
        if voice is None and self._closing:
            return False
        if voice is None:
            voice = (self._opening if asked == self._usual else self._thread.submit(self._voice, asked)).result()
        return voice.name != SILENT

    def request(self, text: str, language: str | None = None) -> Future[Clip]:
        """A shown sentence. The future's SpeechError: the voice can't say it."""
        asked = self._usual if language is None else language
        found = self._found(text, asked)
        if found is None:
            return self._thread.submit(self._said, text, asked)
        ready: Future[Clip] = Future()
        ready.set_result(found)
        return ready

    def renew(self, lexicon: Pronunciation, language: str | None = None) -> None:
        """Words of this language are said by these rules from the next request on."""
        asked = self._usual if language is None else language
        if lexicon.version != self._lexicons[asked].version:
            self._lexicons[asked] = lexicon
            with self._lock:
                for key in [key for key in self._kept if key[0] == asked]:
                    del self._kept[key]

    def prepare(
        self,
        first: Sequence[str],
        content: Collection[str],
        on_progress: Callable[[int, int], object] = lambda done, total: None,
        language: str | None = None,
    ) -> None:
        """Renders these ahead, one at a time, so that nobody's request waits for more than one. Returns at once. `content`: what
        may be kept, in memory and on the disk. `on_progress` is told how many are done, of how many, on the voice's thread. What
        was asked for last comes first, and the usual language before others: their voices are not opened for it while that
        takes."""
        asked = self._usual if language is None else language
        self._content[asked] = content
        ahead = Ahead(asked, iter(first), len(first), on_progress)
        with self._lock:
            at = 0 if asked == self._usual else sum(other.language == self._usual for other, _ in self._ahead)
            self._ahead.insert(at, (ahead, 0))
            is_first = len(self._ahead) == 1
        if is_first and not self._closing:
            self._thread.submit(self._prepare)

    def sound(self, name: str) -> Clip | None:
        """A sound of assets/sounds; None, and a line in the log, when it can't be read."""
        file = self._sounds / f"{name}.wav"
        try:
            with wave.open(str(file), "rb") as sound:
                if (sound.getnchannels(), sound.getsampwidth()) != (1, 2):
                    raise wave.Error("16 bit and one channel are needed")
                return Clip(sound.readframes(sound.getnframes()), sound.getframerate())
        except (OSError, EOFError, wave.Error) as error:
            log.warning("The sound %s can't be played: %s", file, error)
            return None

    def close(self) -> None:
        self._closing = True
        self._thread.submit(self._close_voices)
        self._thread.shutdown()

    # ---- looking

    def _found(self, text: str, language: str) -> Clip | None:
        """In memory, or on the disk."""
        with self._lock:
            if (language, text) in self._kept:
                self._kept.move_to_end((language, text))
                return self._kept[language, text]
        if self._cache is None or text not in self._content.get(language, ()):
            return None
        if language == self._usual:
            self._opening.result()
        if language not in self._voices:  # who knows what it is called? Its thread looks again
            return None
        clip = self._cache.find(self._key(text, language))
        if clip is not None:
            self._remember(text, language, clip)
        return clip

    def _remember(self, text: str, language: str, clip: Clip) -> None:
        """Only what is content: the rest may be a visitor's own words."""
        if text not in self._content.get(language, ()):
            return
        with self._lock:
            self._kept[language, text] = clip
            while sum(len(kept.pcm) for kept in self._kept.values()) > MOST_BYTES and len(self._kept) > 1:
                self._kept.popitem(last=False)

    def _key(self, text: str, language: str) -> str:
        """The voice's name tells its language."""
        return key_of(self._voices[language].name, self._lexicons[language].version_of(text), text)

    # ---- on the voices' thread

    def _voice(self, language: str) -> Voice:
        if language not in self._voices:
            self._voices[language] = opened(self._openers[language])
        return self._voices[language]

    def _close_voices(self) -> None:
        for voice in self._voices.values():
            voice.close()

    def _said(self, text: str, language: str) -> Clip:
        voice = self._voice(language)
        if (found := self._found(text, language)) is not None:
            return found
        clip = said(voice, self._lexicons[language], text)
        if clip.stood_in:
            return clip
        self._remember(text, language, clip)
        if self._cache and text in self._content.get(language, ()) and voice.name != SILENT:
            self._cache.keep(self._key(text, language), clip)
        return clip

    def _prepare(self) -> None:
        """One text of what comes first."""
        with self._lock:
            if not self._ahead or self._closing:
                return
            ahead, done = self._ahead[0]
            text = next(ahead.texts, None)
            self._ahead[0] = (ahead, done + 1)
            if text is None:
                del self._ahead[0]
        try:
            ahead.on_progress(done, ahead.total)
            if text is not None:
                self._voice(ahead.language)
                if self._cache is None or not self._cache.holds(self._key(text, ahead.language)):
                    self._said(text, ahead.language)
        except SpeechError as error:
            log.warning("%s", error)
        except Exception:  # a barrier: one text must not take along all that come after it
            log.exception("Rendering ahead broke")
        finally:
            if not self._closing:
                self._thread.submit(self._prepare)


def opened(voice: Callable[[], Voice]) -> Voice:
    """A kiosk whose voice can't be opened still shows its texts."""
    try:
        return voice()
    except SpeechError as error:
        log.warning("%s Until then texts are shown, not spoken.", error)
        return SilentVoice(150)
