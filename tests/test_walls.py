"""The walls of the house: who may import whom, and that nothing reaches outside it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def sources() -> list[Path]:
    return sorted((ROOT / "kiosk").rglob("*.py"))


def imported_by(source: Path) -> Iterator[str]:
    """The outermost names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


def importers_of(package: str) -> list[str]:
    return [str(source.relative_to(ROOT)) for source in sources() if package in imported_by(source)]


def kept() -> list[str]:
    """Files that git keeps, or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_room_imports_another_and_only_the_ui_knows_kivy() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("engine", "room"), [("vosk", "hearing"), ("pyttsx3", "speech")])
def test_an_engine_is_imported_in_one_file_of_its_room(engine: str, room: str) -> None:
    [importer] = importers_of(engine)
    assert importer.startswith(f"kiosk/{room}/")


def test_kivy_is_known_to_the_ui_alone() -> None:
    assert [importer for importer in importers_of("kivy") if not importer.startswith("kiosk/ui/")] == []


BARRIERS = {
    "app.py", "bench/probe.py", "cli/main.py", "content/importing/word.py", "content/keys.py", "doctor/__init__.py",
    "doctor/contents.py", "doctor/desk.py", "hearing/listener.py", "hearing/vosk_recogniser.py", "hearing/whisper_model.py",
    "import_desk.py", "matching/asker.py", "matching/brought.py", "matching/e5.py", "matching/encoder.py", "matching/memory.py",
    "matching/polyglot.py", "speech/clips.py", "speech/espeak_process.py", "speech/headphones.py", "speech/piper_process.py",
    "speech/reader.py", "staff/counts.py", "staff/guard.py", "sticks/watcher.py", "watched_folders.py",
}  # fmt: skip
"""Where whatever is raised may be caught: at the top of a thread, of a process, of one piece of work, and right behind libraries
whose exceptions have no base of their own."""


def test_whatever_is_raised_is_caught_at_the_barriers_and_nowhere_in_between() -> None:
    def catches_all(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler):
            return False
        return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))

    def goes_on(node: ast.ExceptHandler) -> bool:
        """What is raised again was only tidied up after."""
        return not isinstance(node.body[-1], ast.Raise) or node.body[-1].exc is not None

    catching = {
        str(source.relative_to(ROOT / "kiosk"))
        for source in sources()
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if catches_all(node) and isinstance(node, ast.ExceptHandler) and goes_on(node)
    }
    assert catching == BARRIERS


def test_the_session_wakes_no_device_and_no_window() -> None:
    """A journey runs where there is neither: what the session imports stays light."""
    heavy = ["kivy", "vosk", "pyttsx3", "sounddevice", "onnxruntime", "sklearn"]
    script = f"import sys, kiosk.session; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_in_the_repository_points_outside_it() -> None:
    outside = re.compile(r"\.\./(shared|\.library)|/home/\w|/root/|(?<![\w.])/work/")
    pointing = [
        name
        for name in kept()
        if Path(name).suffix in {".py", ".toml", ".md", ".kv", ".txt", ""}
        and name != "tests/test_walls.py"
        and outside.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert pointing == []


def test_nothing_heavy_is_kept_in_the_repository() -> None:
    """But for the encoder, which we taught ourselves."""
    heavy = {name: (ROOT / name).stat().st_size for name in kept() if (ROOT / name).stat().st_size > 5_000_000}
    assert heavy.pop("assets/encoder/encoder.onnx") < 40_000_000
    assert heavy == {}


def test_every_file_that_git_keeps_is_small_enough_to_read() -> None:
    long = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in kept() if name.endswith(".py")
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
