"""A loudspeaker and a microphone without hardware: a PulseAudio of the test's own, in a folder of its own.

What the kiosk plays goes into a sink that swallows it at the speed of real time, and can be recorded from that sink's monitor.
What a test plays into the other sink is what the kiosk's microphone hears. Nothing of the machine's own sound is touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

Samples = npt.NDArray[np.float32]

LOUDSPEAKER = "kiosk_speaker"
PATIENT = "patient_voice"
MICROPHONE = "kiosk_mic"
RATE = 48_000
"""Hertz of the loudspeaker and of recordings of it."""

_PLUG = f"module-remap-source source_name={MICROPHONE} master={PATIENT}.monitor channels=1"
_MODULES = (
    "module-native-protocol-unix",
    f"module-null-sink sink_name={LOUDSPEAKER} rate={RATE} channels=2 norewinds=1",
    f"module-null-sink sink_name={PATIENT} rate=16000 channels=1 norewinds=1",
    _PLUG,
)
_WITH_US = ("setpriv", "--pdeathsig", "TERM")
"""In front of a command: it ends when this process ends, however it ends."""
_RECORD = (
    *_WITH_US,
    "parec",
    f"--device={LOUDSPEAKER}.monitor",
    "--format=float32le",
    "--channels=1",
    "--latency-msec=20",
)


@dataclass(frozen=True)
class Recording:
    """What the loudspeaker gave, mono."""

    samples: Samples
    """float32, -1..1, at RATE."""

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    def loud(self, block_ms: float = 5.0, above: float = 0.003) -> npt.NDArray[np.bool_]:
        """For each block, whether anything could be heard in it."""
        size = int(RATE * block_ms / 1000)
        blocks = self.samples[: len(self.samples) // size * size].reshape(-1, size)
        loudest: npt.NDArray[np.float32] = np.abs(blocks).max(axis=1)
        return loudest > above

    @property
    def heard_s(self) -> float:
        """Seconds with sound in them, pauses not counted."""
        return float(self.loud().sum()) * 0.005

    @property
    def first_sound_s(self) -> float:
        """Seconds from the start of the recording to the first sound."""
        return float(np.argmax(self.loud())) * 0.005 if self.loud().any() else float("inf")

    @property
    def last_sound_s(self) -> float:
        loud = np.flatnonzero(self.loud())
        return float(loud[-1] + 1) * 0.005 if len(loud) else float("-inf")

    def gaps(self, longer_than_s: float) -> list[float]:
        """Seconds of each silence between sounds."""
        loud = np.flatnonzero(self.loud())
        return [float(gap) for gap in (np.diff(loud) - 1) * 0.005 if gap > longer_than_s]

    def save(self, path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((self.samples * 32767).astype("<i2").tobytes())


class Tape:
    """A recording of the loudspeaker that is still running."""

    def __init__(self, process: subprocess.Popen[bytes], file: Path) -> None:
        self._process = process
        self._file = file

    @property
    def seconds(self) -> float:
        """Recorded so far."""
        return self._file.stat().st_size / 4 / RATE

    def wait_for_sound(self, patience_s: float = 20.0) -> None:
        self._wait(lambda recording: np.isfinite(recording.first_sound_s), patience_s, "no sound came")

    def wait_for_silence(self, quiet_s: float = 1.0, patience_s: float = 60.0) -> None:
        """Until nothing was heard for so long; at once where nothing ever was."""
        self._wait(
            lambda recording: recording.seconds - max(recording.last_sound_s, 0.0) >= quiet_s,
            patience_s,
            "it never ended",
        )

    def stop(self) -> Recording:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(10)
        return self.so_far()

    def so_far(self) -> Recording:
        raw = self._file.read_bytes()
        return Recording(np.frombuffer(raw[: len(raw) // 4 * 4], dtype="<f4"))

    def _wait(self, is_so: Callable[[Recording], object], patience_s: float, complaint: str) -> None:
        deadline = time.monotonic() + patience_s
        while not is_so(self.so_far()):
            assert time.monotonic() < deadline, complaint
            assert self._process.poll() is None, "the recording ended by itself"
            time.sleep(0.05)


class VirtualSound:
    """One running sound server. `environment` is what a process needs to use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder / "pulse"),
            "PULSE_SERVER": f"unix:{folder / 'pulse' / 'native'}",
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        self._daemon: subprocess.Popen[bytes] | None = None
        self._ear: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        modules = [word for module in _MODULES for word in ("-L", module)]
        command = [
            *_WITH_US,
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            *modules,
        ]
        with (self.folder / "pulseaudio.log").open("wb") as log:
            self._daemon = subprocess.Popen(
                command,
                env=self._surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready()
        self._pactl("set-default-sink", LOUDSPEAKER)
        self._pactl("set-default-source", MICROPHONE)
        # While nobody listens, a null sink asks for sound when it likes. So somebody always listens.
        self._ear = subprocess.Popen([*_RECORD, "--rate=8000"], env=self._surroundings(), stdout=subprocess.DEVNULL)
        self._until(lambda: "parec" in self._pactl("list", "source-outputs"), "nobody listens")

    def stop(self) -> None:
        """The sound server is gone, as if the card had been pulled out. Safe to repeat."""
        for process in (self._ear, self._daemon):
            if process is not None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._ear = self._daemon = None

    def unplug_the_microphone(self) -> None:
        self._pactl("unload-module", "module-remap-source")

    def plug_in_the_microphone(self) -> None:
        self._pactl("load-module", *_PLUG.split())
        self._pactl("set-default-source", MICROPHONE)

    def put_the_microphone_before_the_loudspeaker(self) -> None:
        self._pactl("load-module", "module-loopback", f"source={LOUDSPEAKER}.monitor", f"sink={PATIENT}")

    def mute_the_microphone(self) -> None:
        self._pactl("set-source-mute", MICROPHONE, "1")

    def turn_the_microphone_down(self, percent: float) -> None:
        self._pactl("set-sink-volume", PATIENT, f"{percent}%")

    def give_the_loudspeaker_away(self) -> None:
        """What is played goes to another sink, which no microphone hears."""
        self._pactl("load-module", "module-null-sink", "sink_name=elsewhere")
        self._pactl("set-default-sink", "elsewhere")

    @contextmanager
    def noise(self, loudness_db: float) -> Iterator[None]:
        """A machine runs beside the microphone. `loudness_db`: below the loudest possible."""
        hiss = np.random.default_rng(0).normal(0, 10 ** (loudness_db / 20), 16_000 * 90)
        file = self.folder / "noise.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16_000)
            out.writeframes((np.clip(hiss, -1, 1) * 32767).astype("<i2").tobytes())
        command = [*_WITH_US, "paplay", f"--device={PATIENT}", str(file)]
        player = subprocess.Popen(command, env=self._surroundings(), stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            player.terminate()
            player.wait(10)

    def say(self, file: Path) -> None:
        """Plays a sound file into the kiosk's microphone; returns when it has been played."""
        command = ["paplay", f"--device={PATIENT}", str(file)]
        subprocess.run(command, env=self._surroundings(), check=True, timeout=120)

    @contextmanager
    def recording(self) -> Iterator[Tape]:
        """Hears what the loudspeaker plays."""
        file = Path(tempfile.mkstemp(suffix=".f32", dir=self.folder)[1])
        with file.open("wb") as out:
            process = subprocess.Popen([*_RECORD, f"--rate={RATE}"], env=self._surroundings(), stdout=out)
        tape = Tape(process, file)
        try:
            self._until(lambda: tape.seconds > 0, "the recording did not start")
            yield tape
        finally:
            tape.stop()
            file.unlink()

    def _surroundings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "DBUS_"))}
        return {**kept, **self.environment, "HOME": str(self.folder)}

    def _pactl(self, *words: str) -> str:
        command = ["pactl", *words]
        done = subprocess.run(command, env=self._surroundings(), capture_output=True, text=True, check=True, timeout=20)
        return done.stdout

    def _wait_until_ready(self) -> None:
        def ready() -> bool:
            command = ["pactl", "list", "short", "sources"]
            done = subprocess.run(command, env=self._surroundings(), capture_output=True, text=True, timeout=20)
            return MICROPHONE in done.stdout

        self._until(ready, f"PulseAudio did not start: {(self.folder / 'pulseaudio.log').read_text()}")

    def _until(self, is_so: Callable[[], object], complaint: str, patience_s: float = 20.0) -> None:
        deadline = time.monotonic() + patience_s
        while not is_so():
            assert time.monotonic() < deadline, complaint
            time.sleep(0.02)


@contextmanager
def virtual_sound() -> Iterator[VirtualSound]:
    """A sound card that this process and its children use until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="sound-"))  # short: a Unix socket's path has at most 107 bytes
    sound = VirtualSound(folder)
    before = {name: os.environ.get(name) for name in sound.environment}
    try:
        sound.start()
        os.environ.update(sound.environment)
        yield sound
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        sound.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def sound() -> Iterator[VirtualSound]:
    """A sound card for the tests of one module. Not for tests that break it: those make their own with `virtual_sound`."""
    with virtual_sound() as card:
        yield card
