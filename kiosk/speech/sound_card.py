"""The sound card, through PortAudio: the stream stays open and plays silence between the sounds, so that no card falls asleep and
swallows the next first word; what is played can be ended within a block.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sounddevice

from kiosk.errors import SpeechMissingError

BLOCK_S = 0.02
LATENCY_S = 0.04
LEAD_IN_S = 0.2
"""Silence before the first sound after opening: many cards swallow the first sounds while they wake."""
LONGEST_AHEAD_S = 0.5
"""What a card says of its own delay is not believed beyond this."""
DEAF_S = 2.0
"""A card that takes no sound for so long is lost, whatever it says."""

Samples = npt.NDArray[np.int16]


@dataclass(eq=False, slots=True)
class Playing:
    """One sound on its way to the card."""

    samples: Samples
    lead_in: int
    """Frames of silence before it."""
    given: int = 0
    """Frames handed to the card, those of the lead-in included."""
    heard_at: float = 0.0
    """When the newest of these will be heard, monotonic seconds."""

    @property
    def frames(self) -> int:
        return self.lead_in + len(self.samples)

    def heard(self, rate: int) -> int:
        """Frames of the sound itself that were heard by now."""
        unheard = max(0, round((self.heard_at - time.monotonic()) * rate))
        return min(max(0, self.given - unheard - self.lead_in), len(self.samples))

    def is_over(self) -> bool:
        return self.given >= self.frames and time.monotonic() >= self.heard_at

    def take(self, frames: int) -> Samples:
        start, end = self.given, self.given + frames
        silence = np.zeros(min(max(0, self.lead_in - start), frames), np.int16)
        piece = self.samples[max(0, start - self.lead_in) : max(0, end - self.lead_in)]
        self.given = min(end, self.frames)
        return np.concatenate((silence, piece))


class SoundCard:
    """One sound at a time. `play` and `halt` return at once."""

    def __init__(self, device: str) -> None:
        """`device`: part of its name; empty: the system's default. Raises SpeechMissingError."""
        found = _found(device)
        self.name: str = found["name"]
        self._channels = min(2, found["max_output_channels"])
        self.rate = int(found["default_samplerate"])
        self._playing: Playing | None = None
        self._volume = 1.0
        self._halting = False
        self._blocks = 0
        self._block_at = time.monotonic()
        try:
            self._stream = sounddevice.RawOutputStream(
                device=found["index"],
                samplerate=self.rate,
                channels=self._channels,
                dtype="int16",
                blocksize=int(self.rate * BLOCK_S),
                latency=LATENCY_S,
                callback=self._fill,
            )
            self._stream.start()
        except sounddevice.PortAudioError as error:
            raise _missing(device, str(error)) from error

    def play(self, samples: Samples) -> Playing:
        """In place of whatever was playing."""
        lead_in = max(0, int(LEAD_IN_S * self.rate) - self._blocks * int(BLOCK_S * self.rate))
        playing = self._playing = Playing(samples, lead_in)
        self._halting = False
        return playing

    def halt(self) -> None:
        """Fades within a block."""
        self._halting = True

    def forget(self) -> None:
        """What was heard to its end."""
        self._playing = None

    def set_volume(self, gain: float) -> None:
        """1.0: as rendered."""
        self._volume = gain

    def is_deaf(self) -> bool:
        return not self._stream.active or time.monotonic() - self._block_at > DEAF_S

    def _fill(self, out: Any, frames: int, when: Any, status: object) -> None:
        """PortAudio's own thread: copies and returns."""
        now = self._block_at = time.monotonic()
        self._blocks += 1
        playing, halting = self._playing, self._halting
        sound = playing.take(frames) if playing else np.zeros(0, np.int16)
        if playing and len(sound):
            ahead_s = min(max(when.outputBufferDacTime - when.currentTime, 0.0), LONGEST_AHEAD_S)
            playing.heard_at = now + ahead_s + len(sound) / self.rate
        loud = sound * self._volume
        if halting:
            loud *= np.linspace(1, 0, len(loud))
            self._playing, self._halting = None, False
        block = np.repeat(np.clip(loud, -32768, 32767).astype("<i2"), self._channels).tobytes()
        out[: len(block)] = block
        out[len(block) :] = bytes(len(out) - len(block))


def _found(device: str) -> Any:
    try:
        if not device:
            return sounddevice.query_devices(kind="output")
        devices = sounddevice.query_devices()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise _missing(device, "there is none") from error
    wanted = device.casefold()
    for found in devices:
        if wanted in found["name"].casefold() and found["max_output_channels"] > 0:
            return found
    names = ", ".join(found["name"] for found in devices if found["max_output_channels"] > 0) or "none"
    raise _missing(device, f"no device has that name; there are: {names}")


def _missing(device: str, reason: str) -> SpeechMissingError:
    which = f"called {device!r}" if device else "of this machine"
    return SpeechMissingError(f"The loudspeaker {which} can't be used: {reason}. Check its plug and [voice] speaker.")
