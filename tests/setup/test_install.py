"""`script/install-kiosk` on folders that stand for a machine: what it lays, that it can be repeated, and what it leaves behind."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from installer.__main__ import options, planned
from installer.files import Display, laid
from installer.place import DATA, PROGRAM, SETTINGS, Place
from installer.system import PI_WORDS, wanted_packages
from tests.setup.trees import ROOT, installs, tree

SCRIPTS = (
    "script/install-kiosk",
    "script/bundle",
    "script/make-splash",
    "installer/bundle-install",
    "assets/systemd/kiosk",
)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with what every Debian has."""
    root = tmp_path / "machine"
    for folder in ("etc", "usr", "var", "opt", "tmp", "media", "boot/firmware"):
        (root / folder).mkdir(parents=True)
    (root / "etc" / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\n")
    (root / "etc" / "group").write_text("root:x:0:\nvideo:x:44:\naudio:x:29:\ninput:x:104:\nrender:x:105:\n")
    return root


def test_the_scripts_are_clean_shell() -> None:
    done = subprocess.run(
        ["shellcheck", *(ROOT / script for script in SCRIPTS)], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


def test_a_dry_run_tells_everything_and_changes_nothing(machine: Path) -> None:
    before = tree(machine)
    done = installs(machine, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert tree(machine) == before
    assert f"would     lay {SETTINGS}/kiosk.toml" in done.stdout
    assert re.search(rf"would     copy the program to {PROGRAM}/[\w.-]+\n", done.stdout)
    assert done.stdout.endswith("Nothing was changed.\n")


class Running(Place):
    """A folder that stands for a machine on which systemd runs."""

    @property
    def is_running_systemd(self) -> bool:
        return True


@pytest.mark.parametrize(("words", "starts"), [((), True), (("--no-start",), False)])
def test_whoever_installs_can_set_the_machine_up_before_the_kiosk_takes_the_screen(
    machine: Path, words: tuple[str, ...], starts: bool
) -> None:
    told = [step.what for step in planned(options().parse_args([*words]), Running(machine))]
    assert ("start the kiosk, or start it anew" in told) == starts
    assert any(what.startswith(f"lay {SETTINGS}/kiosk.toml") for what in told)


def test_whoever_did_not_start_it_is_told_what_comes_next(machine: Path) -> None:
    done = installs(machine, "--no-start")
    assert done.stdout.endswith(f"Installed, not started. Set the clock and {SETTINGS}/kiosk.toml, then: sudo reboot\n")


def test_whoever_is_not_root_is_told_what_root_would_do() -> None:
    """On this very machine: with all its parts."""
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "PYTHON=/usr/bin/python3",
         "bash", ROOT / "script" / "install-kiosk", "--dry-run"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "would     bring its models" in done.stdout


def test_only_root_installs() -> None:
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", ROOT / "script" / "install-kiosk"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("display", list(Display))
def test_installing_twice_gives_the_same_tree(machine: Path, display: Display) -> None:
    first = installs(machine, "--display", display)
    assert first.returncode == 0, first.stderr
    once = tree(machine)
    second = installs(machine, "--display", display)
    assert tree(machine) == once
    assert "  now  " not in second.stdout
    assert {file.target.lstrip("/") for file in laid(display)} <= set(once)


def test_every_file_that_a_unit_names_is_there_afterwards(machine: Path) -> None:
    """What the packages bring is asked of Debian's own list where they are installed; test_bundle runs it all."""
    installs(machine)
    named = set()
    for unit in (machine / "etc/systemd/system").glob("*.service"):
        named |= set(re.findall(rf"{PROGRAM}/current/[\w./-]+", unit.read_text("utf-8")))
    named -= {f"{PROGRAM}/current/.venv/bin/python"}
    assert {f"{PROGRAM}/current/docs/install.md", f"{PROGRAM}/current/assets/systemd/sound.pa"} <= named
    current = machine / f"{PROGRAM}/current".lstrip("/")
    assert [path for path in named if not (current / path.removeprefix(f"{PROGRAM}/current/")).is_file()] == []
    assert (current / "installer" / "splash.py").is_file()


def test_the_user_belongs_to_what_draws_and_sounds_and_nobody_else_reads_its_data(machine: Path) -> None:
    installs(machine)
    groups = {line.split(":")[0]: line.split(":")[3] for line in (machine / "etc/group").read_text().splitlines()}
    assert {name for name, members in groups.items() if "kiosk" in members.split(",")} == {
        "video",
        "render",
        "input",
        "audio",
    }
    [user] = [line for line in (machine / "etc/passwd").read_text().splitlines() if line.startswith("kiosk:")]
    assert user.endswith(f":{DATA}:/usr/sbin/nologin")
    data = (machine / DATA.lstrip("/")).stat()
    assert (data.st_mode & 0o777, str(data.st_uid)) == (0o700, user.split(":")[2])
    assert str((machine / DATA.lstrip("/") / "kiosk.toml").readlink()) == f"{SETTINGS}/kiosk.toml"


def test_the_clinics_settings_are_never_written_over(machine: Path) -> None:
    installs(machine)
    settings = machine / f"{SETTINGS}/kiosk.toml".lstrip("/")
    settings.write_text('[clinic]\nname = "Riverside Clinic"\n')
    installs(machine)
    assert settings.read_text() == '[clinic]\nname = "Riverside Clinic"\n'


def test_taking_it_off_leaves_the_data_and_the_settings_alone(machine: Path) -> None:
    before = set(tree(machine))
    installs(machine)
    (machine / DATA.lstrip("/") / "library").mkdir()
    done = installs(machine, "--uninstall")
    assert done.returncode == 0, done.stderr
    left = {path for path, what in tree(machine).items() if path not in before and not what.endswith("folder")}
    assert left == {
        "etc/health-kiosk/kiosk.toml", "etc/health-kiosk/environment", "var/lib/health-kiosk/kiosk.toml",
        "etc/shadow", "etc/gshadow", "etc/.pwd.lock", "etc/passwd-", "etc/group-",
    }  # fmt: skip
    assert (machine / DATA.lstrip("/") / "library").is_dir()
    assert "kiosk" in (machine / "etc/passwd").read_text(), "whose the data is"


def test_a_purge_leaves_nothing(machine: Path) -> None:
    installs(machine)
    done = installs(machine, "--uninstall", "--purge")
    assert done.returncode == 0, done.stderr
    left = [path for path, what in tree(machine).items() if "kiosk" in path and path != "media/kiosk"]
    assert left == []
    assert "kiosk" not in (machine / "etc/passwd").read_text() + (machine / "etc/group").read_text()


def test_a_pi_gets_our_words_once_and_loses_only_those(machine: Path) -> None:
    line = machine / "boot/firmware/cmdline.txt"
    line.write_text("console=tty1 root=PARTUUID=12 rootwait quiet\n")
    installs(machine)
    installs(machine)
    words = line.read_text().split()
    assert set(PI_WORDS) <= set(words)
    assert len(words) == len(set(words))
    line.write_text(" ".join(word for word in words if word != "consoleblank=0") + "\n")
    installs(machine)
    assert set(PI_WORDS) <= set(line.read_text().split()), "somebody had taken one off by hand"
    installs(machine, "--uninstall")
    assert line.read_text() == "console=tty1 root=PARTUUID=12 rootwait quiet\n"


def test_another_release_runs_and_the_one_before_is_a_word_away(machine: Path, tmp_path: Path) -> None:
    def current() -> str:
        return str((machine / f"{PROGRAM}/current".lstrip("/")).readlink())

    newer = tmp_path / "newer"
    shutil.copytree(
        ROOT, newer, ignore=shutil.ignore_patterns(".git", ".venv", "models", ".*_cache", "tests", "training")
    )
    shutil.copytree(
        ROOT / "models",
        newer / "models",
        ignore=lambda at, names: {each for each in names if (Path(at) / each).is_dir()},
    )
    (newer / "README.md").write_text("Newer.\n")
    installs(machine)
    first = current()
    done = installs(machine, checkout=newer)
    assert done.returncode == 0, done.stderr
    second = current()
    assert second != first
    installs(machine, "--back")
    assert current() == first
    installs(machine, "--back")
    assert current() == second


def test_there_is_no_way_back_from_the_first_release(machine: Path) -> None:
    installs(machine)
    done = installs(machine, "--back", code=3)
    assert (done.returncode, done.stderr) == (3, "There is no release before this one to go back to.\n")


def test_an_installation_that_broke_off_is_begun_anew(machine: Path) -> None:
    installs(machine)
    whole = tree(machine)
    current = machine / PROGRAM.lstrip("/") / (machine / f"{PROGRAM}/current".lstrip("/")).readlink()
    (current / "installed.json").unlink()
    (current / "main.py").write_text("half")
    installs(machine)
    assert tree(machine) == whole


def test_a_bundle_brings_what_either_display_needs() -> None:
    cage, x11 = (set(wanted_packages(ROOT, display)) for display in (Display.CAGE, Display.X11))
    assert {"cage", "seatd", "xwayland"} <= cage - x11
    assert {"xserver-xorg-core"} <= x11 - cage
    assert {"espeak-ng", "pulseaudio", "python3-venv"} <= cage & x11
