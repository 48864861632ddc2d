"""The loudspeaker: clips through PortAudio, stopped and paused within a block.

The card is fed from a buffer of a quarter of a second, because drawing a frame may hold Python that long; a stop or a pause
throws that buffer away, so it is as quick as a small one. What was thrown away by a pause is played again on resume.
"""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable
from math import inf
from threading import Lock, Thread, Timer
from typing import Any

import numpy as np
import sounddevice
import soxr

from kiosk.errors import SpeechError, SpeechMissingError
from kiosk.model import Clip
from kiosk.speech import portaudio
from kiosk.speech.buttons import Buttons, Turn
from kiosk.speech.tape import Tape

BLOCK_S = 0.02
LATENCY_S = 0.25
LEAD_IN_S = 0.2
"""Silence before the first clip after a rest: many cards swallow the first sounds while they wake."""
DEAF_S = 2.0
"""A card that takes no sound for so long is lost, whatever it says."""


class SoundCard:
    """A Speaker. One clip at a time; the stream stays open between clips and is closed after `rests_after_s` idle."""

    def __init__(self, device: str = "", *, rests_after_s: float = 5.0) -> None:
        """`device`: part of its name; empty: the system's default. It is looked for when first needed."""
        self.name = f"sound card: {device or 'default'}"
        self._device = device
        self._rests_after_s = rests_after_s
        self._buttons = Buttons()
        self._playing = Lock()
        self._stream: Any = None
        self._rate = 0
        self._channels = 0
        self._tape = Tape(b"", 1)
        self._block_at = 0.0
        self._sound_until = -inf
        self._rest: Timer | None = None
        self._closed = False

    @property
    def is_audible(self) -> bool:
        """Whether the card is open, or can be opened now."""
        if self._stream is not None:
            return True
        with self._playing:
            try:
                self._wake(22_050)
            except SpeechError:
                return False
            self._rest_later()
            return True

    def play(self, clip: Clip, begin: Callable[[], bool] = lambda: True) -> bool:
        turn = self._buttons.turn()
        with self._playing:
            if self._closed:
                return False
            rested = self.silent_for_s() > self._rests_after_s
            self._wake(clip.rate)
            tape = self._taped(clip, LEAD_IN_S if rested else 0.0)
            if not turn.may_go() or not begin():
                self._rest_later()
                return False
            try:
                return self._play(tape, turn)
            except sounddevice.PortAudioError as error:
                raise self._lost(str(error)) from error
            finally:
                self._rest_later()

    def pause(self) -> None:
        self._buttons.pause()

    def resume(self) -> None:
        self._buttons.resume()

    def stop(self) -> None:
        self._buttons.stop()

    def silent_for_s(self) -> float:
        return max(0.0, time.monotonic() - self._sound_until)

    def close(self) -> None:
        self._closed = True
        self.stop()
        with self._playing:
            self._rest_later()
            self._sleep()

    # ---- playing

    def _play(self, tape: Tape, turn: Turn) -> bool:
        while True:
            self._wake(tape.rate)
            if self._rate != tape.rate:
                raise self._lost("another one has taken its place")
            self._tape = tape
            if not self._stream.active:
                self._block_at = time.monotonic()
                if not within(DEAF_S, self._stream.start):
                    raise self._given_up()
            while (left := self._left(tape)) > 0 and turn.wait(min(left, DEAF_S / 8)):
                self._check()
            if left <= 0:
                return True
            self._hush(tape)
            if not turn.may_go():
                return False

    def _left(self, tape: Tape) -> float:
        """Seconds until the last sample will have been heard."""
        if tape.is_over:
            return self._sound_until - time.monotonic()
        return tape.left_s + LATENCY_S

    def _check(self) -> None:
        if not self._stream.active or time.monotonic() - self._block_at > DEAF_S:
            raise self._lost("it takes no more sound")

    def _hush(self, tape: Tape) -> None:
        """Silence at once; what the card had not yet played goes back onto the tape."""
        self._sleep()
        unheard_s = max(0.0, self._sound_until - time.monotonic())
        tape.rewind(unheard_s)
        self._sound_until -= unheard_s

    def _fill(self, out: Any, frames: int, when: Any, status: object) -> None:
        """PortAudio's own thread: copies and returns."""
        now = time.monotonic()
        self._block_at = now
        sound = self._tape.take(frames)
        out[: len(sound)] = sound
        out[len(sound) :] = bytes(len(out) - len(sound))
        if sound:
            ahead_s = min(max(when.outputBufferDacTime - when.currentTime, 0.0), 2 * LATENCY_S)
            self._sound_until = now + ahead_s + len(sound) / len(out) * frames / self._rate

    def _taped(self, clip: Clip, lead_in_s: float) -> Tape:
        samples = np.frombuffer(clip.pcm[: len(clip.pcm) // 2 * 2], dtype="<i2")
        if clip.rate != self._rate:
            samples = soxr.resample(samples, clip.rate, self._rate)
        lead_in = np.zeros(int(lead_in_s * self._rate), dtype="<i2")
        both = np.repeat(np.concatenate((lead_in, samples)), self._channels)
        return Tape(both.astype("<i2").tobytes(), self._rate, 2 * self._channels)

    # ---- waking and sleeping

    def _wake(self, rate: int) -> None:
        """Raises SpeechError when there is no card."""
        if self._stream is not None:
            return
        try:
            self._open(rate)
        except SpeechError:
            if not portaudio.renew(sounddevice._terminate, sounddevice._initialize):
                raise
            self._open(rate)

    def _open(self, rate: int) -> None:
        found = self._found()
        channels = min(2, found["max_output_channels"])
        own_rate = int(found["default_samplerate"])
        for wanted in dict.fromkeys((rate, own_rate)):
            try:
                with portaudio.opening():
                    self._stream = self._opened(found["index"], wanted, channels)
            except sounddevice.PortAudioError as error:
                reason = str(error)
            else:
                self._rate, self._channels = wanted, channels
                return
        raise self._lost(reason)

    def _opened(self, index: int, rate: int, channels: int) -> Any:
        return sounddevice.RawOutputStream(
            device=index,
            samplerate=rate,
            channels=channels,
            dtype="int16",
            blocksize=int(rate * BLOCK_S),
            latency=LATENCY_S,
            callback=self._fill,
        )

    def _found(self) -> Any:
        try:
            if not self._device:
                return sounddevice.query_devices(kind="output")
            devices = sounddevice.query_devices()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise self._lost("there is none") from error
        wanted = self._device.casefold()
        for found in devices:
            if wanted in found["name"].casefold() and found["max_output_channels"] > 0:
                return found
        names = ", ".join(found["name"] for found in devices if found["max_output_channels"] > 0) or "none"
        raise self._lost(f"no device has that name; there are: {names}")

    def _lost(self, reason: str) -> SpeechError:
        self._sleep()
        which = f"called {self._device!r}" if self._device else "of this machine"
        return SpeechMissingError(
            f"The loudspeaker {which} can't be used: {reason}. Check its plug and [voice] speaker."
        )

    def _given_up(self) -> SpeechError:
        """The stream hangs, and whoever touches it hangs, too: even PortAudio's own end, which would end the process badly."""
        self._stream = None
        atexit.unregister(sounddevice._exit_handler)
        return self._lost("it doesn't start")

    def _rest_later(self) -> None:
        if self._rest:
            self._rest.cancel()
        if self._stream is None or self._closed:
            return
        self._rest = Timer(self._rests_after_s, self._rested)
        self._rest.daemon = True
        self._rest.name = "loudspeaker-rest"
        self._rest.start()

    def _rested(self) -> None:
        if self._playing.acquire(blocking=False):
            try:
                self._sleep()
            finally:
                self._playing.release()

    def _sleep(self) -> None:
        if self._stream is None:
            return
        stream, self._stream = self._stream, None

        def close() -> None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
            portaudio.closed()

        if not within(DEAF_S, close):
            atexit.unregister(sounddevice._exit_handler)


def within(seconds: float, call: Callable[[], object]) -> bool:
    """False: it isn't back in time, and perhaps never will be. PortAudio was seen to wait for ever for a card that went away
    in the wrong moment. What the call raises is raised here."""
    raised: list[BaseException] = []

    def carefully() -> None:
        try:
            call()
        except Exception as error:
            raised.append(error)

    caller = Thread(target=carefully, name="loudspeaker-call", daemon=True)
    caller.start()
    caller.join(seconds)
    if raised:
        raise raised[0]
    return not caller.is_alive()
