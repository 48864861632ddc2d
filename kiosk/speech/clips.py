"""The clips a reader needs: sentences from the voice's own thread, kept while they are likely to be asked for again."""

from __future__ import annotations

import logging
import wave
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech import Pronunciation, Voice
from kiosk.speech.clip_cache import ClipCache, key_of
from kiosk.speech.silence import NAME as SILENT
from kiosk.speech.silence import SilentVoice
from kiosk.speech.spoken import said

log = logging.getLogger(__name__)

MOST_BYTES = 16_000_000
"""Six minutes of speech, in memory."""


class Clips:
    """`request` may be called on any thread; the voice lives and dies on one of its own."""

    def __init__(
        self, voice: Callable[[], Voice], lexicon: Pronunciation, sounds: Path, cache: ClipCache | None = None
    ) -> None:
        """`cache`: where clips outlive the kiosk; None: nowhere."""
        self._lexicon = lexicon
        self._sounds = sounds
        self._cache = cache
        self._content: Collection[str] = frozenset()
        self._kept: OrderedDict[str, Clip] = OrderedDict()
        self._lock = Lock()
        self._closing = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._voice = self._thread.submit(opened, voice)

    def is_voiced(self) -> bool:
        """Waits until the voice is open; False: there is only the silent one."""
        return self._voice.result().name != SILENT

    def request(self, text: str) -> Future[Clip]:
        """A shown sentence. The future's SpeechError: the voice can't say it."""
        found = self._found(text)
        if found is None:
            return self._thread.submit(self._said, text)
        ready: Future[Clip] = Future()
        ready.set_result(found)
        return ready

    def renew(self, lexicon: Pronunciation) -> None:
        """Words are said by these rules from the next request on."""
        if lexicon.version != self._lexicon.version:
            self._lexicon = lexicon
            with self._lock:
                self._kept.clear()

    def prepare(
        self,
        first: Sequence[str],
        content: Collection[str],
        on_progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> None:
        """Renders these ahead, one at a time, so that nobody's request waits for more than one. Returns at once. `content`: what
        may be kept on the disk. `on_progress` is told how many are done, of how many, on the voice's thread."""
        self._content = content
        if not self._closing:
            self._thread.submit(self._prepare, iter(first), 0, len(first), on_progress)

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
        self._thread.submit(lambda: self._voice.result().close())
        self._thread.shutdown()

    # ---- looking

    def _found(self, text: str) -> Clip | None:
        """In memory, or on the disk."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        clip = self._cache.find(self._key(text)) if self._cache and text in self._content else None
        if clip is not None:
            self._remember(text, clip)
        return clip

    def _remember(self, text: str, clip: Clip) -> None:
        with self._lock:
            self._kept[text] = clip
            while sum(len(kept.pcm) for kept in self._kept.values()) > MOST_BYTES and len(self._kept) > 1:
                self._kept.popitem(last=False)

    def _key(self, text: str) -> str:
        return key_of(self._voice.result().name, self._lexicon.version_of(text), text)

    # ---- on the voice's thread

    def _said(self, text: str) -> Clip:
        if (found := self._found(text)) is not None:
            return found
        clip = said(self._voice.result(), self._lexicon, text)
        if clip.stood_in:
            return clip
        self._remember(text, clip)
        if self._cache and text in self._content and self.is_voiced():
            self._cache.keep(self._key(text), clip)
        return clip

    def _prepare(self, texts: Iterator[str], done: int, total: int, on_progress: Callable[[int, int], object]) -> None:
        on_progress(done, total)
        if (text := next(texts, None)) is None or self._closing:
            return
        try:
            if self._cache is None or not self._cache.holds(self._key(text)):
                self._said(text)
        except SpeechError as error:
            log.warning("%s", error)
        if not self._closing:
            self._thread.submit(self._prepare, texts, done + 1, total, on_progress)


def opened(voice: Callable[[], Voice]) -> Voice:
    """A kiosk whose voice can't be opened still shows its texts."""
    try:
        return voice()
    except SpeechError as error:
        log.warning("%s Until then texts are shown, not spoken.", error)
        return SilentVoice(150)
