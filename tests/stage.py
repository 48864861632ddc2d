"""The real app in a process of its own, on a screen of its own, with a real pointer and eyes that read the pixels."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import numpy as np

from kiosk.errors import DisplayMissingError
from kiosk.staff.pin import Pin
from kiosk.ui.gallery.scene import Pixels
from tests.window_manager import ask_to_close

ROOT = Path(__file__).resolve().parents[1]
LOG = "kiosk.log"
NO_DISPLAY = DisplayMissingError.exit_code
display_numbers = count(100 + os.getpid() * 37 % 50_000)
"""Of displays: this process's own, so that no server of another's that is just ending takes one away."""


@dataclass(frozen=True)
class Word:
    text: str
    x: int
    y: int
    """Middle of the word in pixels from the top left."""


@dataclass
class Stage:
    display: str
    process: subprocess.Popen[bytes]
    folder: Path
    begin: Callable[[], subprocess.Popen[bytes]]
    again: int = 1
    """So often a kiosk that found no display is started once more, as whatever starts kiosks does."""

    @property
    def log(self) -> str:
        """What the kiosk has said to whoever started it."""
        return (self.folder / LOG).read_text(errors="replace")

    def tap(self, x: int, y: int, button: int = 1) -> None:
        self._run("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def press(self, *keys: str) -> None:
        """Keys of a real keyboard, by X's names."""
        self._run("xdotool", "key", *keys)

    def point(self, x: int, y: int) -> None:
        self._run("xdotool", "mousemove", str(x), str(y))

    def drag(self, *way: tuple[int, int], held_s: float = 0.05) -> None:
        """Down at the first place, up at the last; with one place only, a long press."""
        steps = [word for x, y in way for word in ("mousemove", str(x), str(y), "sleep", "0.05")]
        self._run("xdotool", *steps[:3], "mousedown", "1", "sleep", str(held_s), *steps, "mouseup", "1")

    def close_window(self) -> None:
        """As a window manager asks for it."""
        under_pointer = self._run("xdotool", "getmouselocation", "--shell")
        ask_to_close(self.display, int(under_pointer.split("WINDOW=")[1]))

    def rest(self, seconds: float) -> None:
        time.sleep(seconds)

    def tap_words(self, words: str, patience_s: float = 40) -> None:
        place = self.wait_for(words, patience_s)
        self.tap(place.x, place.y)

    def wait_for(self, words: str, patience_s: float = 40) -> Word:
        """Where these words stand on the screen, once they do."""
        deadline = time.monotonic() + patience_s
        while True:
            seen: list[Word] = []
            for reading in self._readings():
                if place := find(words, reading):
                    return place
                seen += reading
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"{words!r} never appeared. The screen says: {' '.join(word.text for word in seen)}"
                )
            if self.process.poll() == NO_DISPLAY and self.again:
                self.again -= 1
                self.process = self.begin()
            assert self.process.poll() is None, f"the kiosk ended with {self.process.returncode}: {self.log[-2000:]}"

    def read(self) -> list[Word]:
        """Every word on the screen that the eyes can make out."""
        return [word for reading in self._readings() for word in reading]

    def _readings(self) -> Iterator[list[Word]]:
        """Of one picture: as a page; then, for whoever has not found it yet, word by word."""
        picture = self.folder / "screen.png"
        self._run("import", "-window", "root", str(picture))
        for way in ("3", "11"):
            yield self._words(picture, way)

    def _words(self, picture: Path, way: str) -> list[Word]:
        table = self._run("tesseract", str(picture), "-", "--psm", way, "tsv")
        rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [word_of(row) for row in rows if (row["text"] or "").strip()]

    def pixels(self) -> Pixels:
        environment = {**os.environ, "DISPLAY": self.display}
        size = self._run("xdotool", "getdisplaygeometry").split()
        command = ["import", "-window", "root", "-depth", "8", "rgb:-"]
        seen = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout
        return np.frombuffer(seen, np.uint8).reshape(int(size[1]), int(size[0]), 3)

    def picture(self, path: Path) -> None:
        self._run("import", "-window", "root", str(path))

    def _run(self, *command: str) -> str:
        environment = {**os.environ, "DISPLAY": self.display, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout


def word_of(row: Mapping[str, str]) -> Word:
    x = int(row["left"]) + int(row["width"]) // 2
    y = int(row["top"]) + int(row["height"]) // 2
    return Word(row["text"].strip(), x, y)


def find(words: str, seen: list[Word]) -> Word | None:
    """The first place where these words stand one after the other; case and punctuation don't matter."""
    wanted = [plain(word) for word in words.split()]
    seen = [word for word in seen if plain(word.text)]
    texts = [plain(word.text) for word in seen]
    for start in range(len(texts) - len(wanted) + 1):
        if texts[start : start + len(wanted)] == wanted:
            return seen[start]
    return None


def plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """An X display of this size; gives its name."""
    for number in islice(display_numbers, 5):
        with served(number, f"{width}x{height}x24") as is_up:
            if is_up:
                yield f":{number}"
                return
    raise AssertionError("Xvfb did not start")


@contextmanager
def served(number: int, size: str) -> Iterator[bool]:
    """Whether the display is there; until the block ends."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", f":{number}", "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            yield bool(pipe.readline().strip())
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def kiosk_on(
    display: str, folder: Path, *, arguments: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Stage]:
    """The kiosk, full screen on this display, with its data in `folder`; somebody has answered its first question already."""
    Pin(folder / "home" / "staff", time.monotonic).ask_once()
    command = [sys.executable, str(ROOT / "main.py"), "--home", str(folder / "home"), *arguments]
    surroundings = {**os.environ, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", **(environment or {})}
    surroundings.pop("SDL_VIDEODRIVER", None)
    with (folder / LOG).open("ab") as log:

        def begin() -> subprocess.Popen[bytes]:
            return subprocess.Popen(command, cwd=folder, env=surroundings, stdout=log, stderr=subprocess.STDOUT)

        stage = Stage(display, begin(), folder, begin)
        try:
            yield stage
        finally:
            stage.process.terminate()
            try:
                stage.process.wait(15)
            except subprocess.TimeoutExpired:
                stage.process.kill()
                stage.process.wait()
