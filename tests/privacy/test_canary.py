"""A word that stands nowhere else goes into the real app by every door; then the disk, the logs, the export for support and the
process table are searched for it, and the system's own record of what was opened for writing is read."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import soundfile

from kiosk import parts, sound_parts
from kiosk.context import Context
from kiosk.messages import Messages
from kiosk.speech.clip_cache import key_of
from tests.privacy.canary_visit import BEGINS, CANARY, STAYS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 290.0
SPOKEN = "Can my zebra get an infection from eating raw food?"
TRACED = "openat,open,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,mkdir,mkdirat"
HARMLESS = (
    r"/dev/null|/dev/tty|/dev/dri/.*|/dev/snd/.*|/dev/dsp\d*|/dev/shm/jack_db-\d+(/.*)?",  # devices; JACK's own books, in memory
    r"/proc/self/fd/\d+",  # a voice's tape: memory without a name
    r".*/\.config/pulse|.*/pulse(/.*)?|.*/\.cache|.*/mesa_shader_cache(_db)?(/.*)?",  # of sound server and graphics driver
)


@dataclass(frozen=True)
class Visit:
    folder: Path
    home: Path
    export: Path
    sound: Path
    told: str
    """On stdout and stderr."""
    trace: tuple[str, ...]
    """What was opened or named, from the moment the visit began."""
    programs: tuple[str, ...]
    """Command lines and surroundings of the kiosk and all that it had started."""
    core_limits: tuple[str, ...]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder = tmp_path_factory.mktemp("canary")
    home, export, user, temporary = (folder / name for name in ("home", "export", "user", "tmp"))
    for each in (home / "staff", export, user, temporary):
        each.mkdir(parents=True)
    (home / "staff" / "asked").touch()
    sound = folder / "spoken" / "question.wav"
    sound.parent.mkdir()
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", str(sound), SPOKEN], check=True, timeout=30)
    places = ["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"]
    surroundings = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    surroundings |= dict.fromkeys(places, str(user))
    trace = folder / "trace"
    witness = ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "4096", "-e", f"trace={TRACED}", "-o", str(trace)]
    program = [sys.executable, "-m", "tests.privacy.canary_visit", *map(str, (home, sound, export))]
    with (folder / "told").open("wb") as told:
        traced = subprocess.Popen(
            [*witness, *program], cwd=folder, env=surroundings, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_stays(traced, folder / "told")
            kiosk = psutil.Process(traced.pid).children()[0]
            family = [kiosk, *kiosk.children(recursive=True)]
            seen = tuple(f"{each.cmdline()} {each.environ()}" for each in family)
            limits = tuple(Path(f"/proc/{each.pid}/limits").read_text() for each in family)
            kiosk.send_signal(signal.SIGABRT)  # a crash, with the words on the screen
            traced.wait(30)
        finally:
            traced.kill()
            traced.wait()
    lines = trace.read_text(errors="replace").splitlines()
    began = next(number for number, line in enumerate(lines) if f"/{BEGINS}" in line)
    return Visit(folder, home, export, sound, (folder / "told").read_text(), tuple(lines[began + 1 :]), seen, limits)


def _wait_until_it_stays(process: subprocess.Popen[bytes], told: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while STAYS not in told.read_text():
        assert process.poll() is None, f"the visit ended: {told.read_text()}"
        assert time.monotonic() < deadline, "the visit takes too long"
        time.sleep(0.1)


def files(visit: Visit) -> Iterator[Path]:
    """Whatever lies there now, but for what the test itself has laid."""
    mine = {visit.sound, visit.folder / "trace", visit.folder / "told"}
    return (path for path in visit.folder.rglob("*") if path.is_file() and path not in mine)


pytestmark = [pytest.mark.models, pytest.mark.slow]


def test_no_word_of_it_is_in_any_file_nor_in_the_name_of_one(visit: Visit) -> None:
    spellings = [CANARY.encode(way) for way in ("utf-8", "utf-16-le", "utf-32-le")]
    found = list(files(visit))
    assert any("library" in path.parts for path in found), "this is where the kiosk keeps its data"
    for path in found:
        content = path.read_bytes().lower()
        assert not any(spelling in content for spelling in spellings), path
        assert CANARY not in str(path.relative_to(visit.folder)).lower()
    assert not [line for line in visit.trace if CANARY in line.lower()]


def test_nor_is_what_it_sounds_like(visit: Visit) -> None:
    samples, _ = soundfile.read(visit.sound, dtype="int16")
    loud = int(abs(samples.astype("int32")).argmax())
    piece = samples[loud - 16 : loud + 16].tobytes()
    assert len(set(piece)) > 16, "silence is everywhere"
    assert all(piece not in path.read_bytes() for path in files(visit))


def test_every_clip_that_was_kept_says_what_stands_in_the_content(visit: Visit) -> None:
    """A name of a clip is a digest of what it says, so that none can say anything else."""
    context = Context.of(visit.home, None)
    library = parts.library(context)
    content = set()
    for language in ("en", "es"):
        texts: Messages = parts.messages(context, library, language)
        _, kept = sound_parts.repertoire(library.articles, texts)
        lexicon = sound_parts.pronunciation(context, library, language=language)
        voice = f"pyttsx3:{context.settings.voice.names[language]}@{context.settings.voice.words_per_minute}"
        content |= {key_of(voice, lexicon.version_of(text), text) for text in kept}
    clips = {path.stem for path in visit.home.rglob("*.clip")}
    assert clips, "the guide has spoken"
    assert clips <= content


def test_while_somebody_was_there_nothing_else_was_opened_for_writing(visit: Visit) -> None:
    """The system's own record, of the kiosk and all that it starts."""
    own = (
        rf"{visit.home}/cache/clips(/.*)?|{visit.home}/cache/meanings.*",  # only content, as above
        rf"{visit.home}/(library/.*|\.?latest-day.*|cache|kivy)",
        rf"{visit.export}/.*",
    )
    allowed = re.compile("|".join((*HARMLESS, *own)))
    opened = {path for line in visit.trace for path in written(line)}
    assert {path for path in opened if not allowed.fullmatch(path)} == set()


def written(line: str) -> list[str]:
    """The paths that this call may have changed; none where it failed or only read."""
    if " = -1 E" in line or ("open" in line and not re.search("O_WRONLY|O_RDWR|O_CREAT", line)):
        return []
    return re.findall(r'"((?:[^"\\]|\\.)*)"', line)


def test_faults_were_told_without_the_words_and_support_learns_of_them(visit: Visit) -> None:
    (log,) = visit.export.rglob("log.txt")
    told = log.read_text()
    assert "A screen broke" in told
    assert "An event was lost: Answered" in told
    assert "A thread ended: KeyError" in told
    assert CANARY not in told + visit.told
    assert "A thread ended: KeyError" in visit.told, "what stderr gets is what the journal keeps"


def test_no_program_was_started_with_the_words(visit: Visit) -> None:
    assert len(visit.programs) > 1, "the voice is a program of its own"
    assert all(CANARY not in each.lower() for each in visit.programs)


def test_a_crash_leaves_no_core_file(visit: Visit) -> None:
    for limits in visit.core_limits:
        assert re.search(r"Max core file size +0 +0", limits)
    assert [path for path in files(visit) if path.name.startswith("core")] == []


def test_what_the_kiosk_keeps_is_nobody_elses(visit: Visit) -> None:
    """On a machine with other users."""
    kept = [
        path for path in visit.home.rglob("*") if path.parent != visit.home / "staff" and path != visit.home / "staff"
    ]
    assert {oct(path.stat().st_mode & 0o077) for path in kept} == {"0o0"}
