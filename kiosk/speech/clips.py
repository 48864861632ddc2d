"""The clips a reader needs: sentences from the voice's own thread, kept while they are likely to be asked for again."""

from __future__ import annotations

import logging
import wave
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech import Voice
from kiosk.speech.silence import NAME as SILENT
from kiosk.speech.silence import SilentVoice
from kiosk.speech.spoken import Lexicon, said

log = logging.getLogger(__name__)

MOST_BYTES = 16_000_000
"""Six minutes of speech."""


class Clips:
    """`request` may be called on any thread; the voice lives and dies on one of its own."""

    def __init__(self, voice: Callable[[], Voice], lexicon: Lexicon, sounds: Path) -> None:
        self._lexicon = lexicon
        self._sounds = sounds
        self._kept: OrderedDict[str, Clip] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._voice = self._thread.submit(opened, voice)

    def is_voiced(self) -> bool:
        """Waits until the voice is open; False: there is only the silent one."""
        return self._voice.result().name != SILENT

    def request(self, text: str) -> Future[Clip]:
        """A shown sentence. The future's SpeechError: the voice can't say it."""
        return self._thread.submit(self._said, text)

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
        self._thread.submit(lambda: self._voice.result().close())
        self._thread.shutdown()

    def _said(self, text: str) -> Clip:
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        clip = self._kept[text] = said(self._voice.result(), self._lexicon, text)
        while sum(len(kept.pcm) for kept in self._kept.values()) > MOST_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return clip


def opened(voice: Callable[[], Voice]) -> Voice:
    """A kiosk whose voice can't be opened still shows its texts."""
    try:
        return voice()
    except SpeechError as error:
        log.warning("%s Until then texts are shown, not spoken.", error)
        return SilentVoice(150)
