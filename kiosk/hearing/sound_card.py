"""A real microphone, by PortAudio. The only file of this room that knows sounddevice; the kiosk has it opened by a process of
its own (`recorder.py`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.errors import HearingMissingError
from kiosk.hearing import RATE, sound_server

BLOCK_S = 0.03
ALSA = Path("/proc/asound/pcm")
SERVED = ("", "default", "pulse", "pipewire")
"""PortAudio's names for whatever microphone the sound server has."""
REMEDY = "Plug a microphone in, or name another in kiosk.toml under [hearing] microphone."


class SoundCard:
    """Opened at 16 kHz where the device can do that, else at its own rate and resampled."""

    def __init__(self, device: str) -> None:
        """`device`: a part of its name, any case; empty: the system's default."""
        self.name = device or "the default microphone"
        self._wanted = self._device = device
        self._stream: Any = None

    def open(self, on_block: Callable[[bytes], None]) -> None:
        self.close()
        self._device = self._wanted
        if served := _served(self._wanted):
            # the server hands its default to whoever asks for none, be it a monitor: so it is asked for this one
            os.environ["PULSE_SOURCE"] = served
            self._device = "pulse" if self._wanted else ""
        try:
            import sounddevice
        except OSError as error:  # sounddevice looks for PortAudio as it is imported
            raise HearingMissingError(
                f"Sound can't be recorded: {error}. Install it: sudo apt install libportaudio2"
            ) from error
        try:
            self._start(sounddevice, on_block)
        except HearingMissingError:
            # PortAudio's list of devices is that of its start: perhaps the microphone was plugged in since
            sounddevice._terminate()
            sounddevice._initialize()
            self._start(sounddevice, on_block)

    def _start(self, sounddevice: Any, on_block: Callable[[bytes], None]) -> None:
        index, device = _find(sounddevice, self._device)
        try:
            self._stream = _opened(sounddevice, index, device, on_block)
            self._stream.start()
        except sounddevice.PortAudioError as error:
            self.close()
            raise HearingMissingError(
                f"The microphone ({device['name']}) can't be opened: {error}. {REMEDY}"
            ) from error
        self.name = str(device["name"])

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)


def is_there(wanted: str) -> bool:
    """Without opening anything: PortAudio's own list is that of its start."""
    served = sound_server.microphones()
    if served is not None:
        return any(wanted.lower() in name.lower() for name in served) or (bool(served) and wanted.lower() in SERVED)
    return _has_a_card_that_records()


def _served(wanted: str) -> str | None:
    """The sound server's microphone that is meant. None: there is no server, or none of its is meant. Raises
    HearingMissingError where a server has nothing but monitors."""
    served = sound_server.microphones()
    if served is None:
        return None
    if not served:
        raise HearingMissingError(f"There is no microphone. {REMEDY}")
    if wanted.lower() in SERVED:
        return served[0]
    return next((name for name in served if wanted.lower() in name.lower()), None)


def _has_a_card_that_records() -> bool:
    """On Linux the kernel lists them; elsewhere only opening one would tell."""
    try:
        return "capture" in ALSA.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return not sys.platform.startswith("linux")


def _find(sounddevice: Any, wanted: str) -> tuple[int, Mapping[str, Any]]:
    """By name, as numbers change with every plug. Never a monitor: that is what the loudspeaker plays."""
    devices = [(index, device) for index, device in enumerate(sounddevice.query_devices()) if is_microphone(device)]
    if wanted:
        devices = [found for found in devices if wanted.lower() in str(found[1]["name"]).lower()]
    if not devices:
        raise HearingMissingError(
            f"There is no microphone{f' with {wanted!r} in its name' if wanted else ''}. {REMEDY}"
        )
    default = sounddevice.default.device[0]
    return next((found for found in devices if not wanted and found[0] == default), devices[0])


def is_microphone(device: Mapping[str, Any]) -> bool:
    return int(device["max_input_channels"]) > 0 and "monitor" not in str(device["name"]).lower()


def _opened(sounddevice: Any, index: int, device: Mapping[str, Any], on_block: Callable[[bytes], None]) -> Any:
    """The first way of opening it that the device accepts: 16 kHz, else its own rate; one channel, else all it has."""
    own_rate, all_channels = int(device["default_samplerate"]), int(device["max_input_channels"])
    refusal: Exception | None = None
    for rate, channels in dict.fromkeys(((RATE, 1), (own_rate, 1), (RATE, all_channels), (own_rate, all_channels))):
        try:
            return sounddevice.RawInputStream(
                samplerate=rate,
                channels=channels,
                device=index,
                dtype="int16",
                blocksize=int(rate * BLOCK_S),
                callback=_callback(rate, channels, on_block),
            )
        except sounddevice.PortAudioError as error:
            refusal = error
    assert refusal is not None
    raise refusal


def _callback(rate: int, channels: int, on_block: Callable[[bytes], None]) -> Callable[..., None]:
    """Runs on the device's own thread: copies, and returns."""
    if rate == RATE and channels == 1:
        return lambda data, *_: on_block(bytes(data))
    import numpy as np
    import soxr

    stream = soxr.ResampleStream(rate, RATE, 1, dtype="int16")

    def resample(data: Any, *_: object) -> None:
        first = np.frombuffer(bytes(data), dtype=np.int16)[::channels]
        on_block(stream.resample_chunk(np.ascontiguousarray(first)).tobytes())

    return resample
