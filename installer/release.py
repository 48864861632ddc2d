"""The program itself: one folder a release, with its own Python packages and models; `current` says which one runs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installer.place import PROGRAM, Place
from installer.step import InstallError, Step, command

PARTS = (
    "main.py", "kiosk", "installer", "assets", "docs", "models/manifest.toml", "models/README.md", "pyproject.toml",
    "constraints.txt", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE", "script/install-kiosk", "script/packages",
)  # fmt: skip
"""What a kiosk needs of the checkout: not the tests, nor how the encoder was taught."""
NEVER = {"__pycache__", "installed.json"}
STAMP = "installed.json"
"""Written last: a release without it broke off, and is begun anew."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the release is made with."""

    wheels: Path | None = None
    """Folder; None: from the package index."""
    models: Path | None = None
    """Folder of installed models; None: the checkout's, and what is lacking is fetched."""
    with_python: bool = True
    with_models: bool = True


@dataclass(frozen=True, slots=True)
class Release:
    checkout: Path
    place: Place
    means: Means

    @property
    def name(self) -> str:
        """Version and content: another byte is another release."""
        [version] = re.findall(
            r'__version__ = "([\w.]+)"', (self.checkout / "kiosk" / "__init__.py").read_text("utf-8")
        )
        digest = hashlib.sha256(f"{self.means.with_python}{self.means.with_models}".encode())
        for path in self.files():
            digest.update(f"{path}\0{int(os.access(self.checkout / path, os.X_OK))}\0".encode())
            digest.update(hashlib.sha256((self.checkout / path).read_bytes()).digest())
        return f"{version}-{digest.hexdigest()[:10]}"

    @property
    def folder(self) -> Path:
        return self.place.at(f"{PROGRAM}/{self.name}")

    def files(self) -> list[Path]:
        """Relative to the checkout."""
        return sorted(path for part in PARTS for path in self._below(part))

    def _below(self, part: str) -> Iterator[Path]:
        start = self.checkout / part
        if not start.exists():
            raise InstallError(f"{start} is not there: this is not a whole checkout or bundle. Get it again.")
        for path in [start] if start.is_file() else start.rglob("*"):
            inside = path.relative_to(self.checkout)
            if path.is_file() and not NEVER & set(inside.parts) and path.suffix != ".pyc":
                yield inside

    def steps(self) -> Iterator[Step]:
        name, folder = self.name, self.folder

        def stamped() -> bool:
            return (folder / STAMP).is_file()

        yield Step(f"copy the program to {PROGRAM}/{name}", self._copy, stamped)
        if self.means.with_python:
            source = self.means.wheels or "the package index"
            yield Step(f"make its .venv and install Python packages from {source}", self._packages, stamped)
        if self.means.with_models:
            yield Step("bring its models, and read every byte of them", self._models, stamped)
        yield Step("mark the release as whole", self._stamp, stamped)
        yield Step(
            f"let {PROGRAM}/current be {name}",
            lambda: switch(self.place, name),
            lambda: named(self.place, "current") == name,
        )

    def sweeping(self) -> Step:
        """Last of all: whatever comes of it, the new release is whole and has what it needs around it."""
        return Step(
            "remove older releases but the one before",
            lambda: sweep(self.place),
            lambda: not old(self.place, self.name),
        )

    def _copy(self) -> None:
        folder = self.folder
        shutil.rmtree(folder, ignore_errors=True)
        for path in self.files():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.checkout / path, target)
            target.chmod(0o755 if os.access(self.checkout / path, os.X_OK) else 0o644)

    def _packages(self) -> None:
        folder = self.folder
        python = folder / ".venv" / "bin" / "python"
        command([sys.executable, "-m", "venv", folder / ".venv"])
        needed = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
        offline: list[str | Path] = ["--no-index", "--find-links", self.means.wheels] if self.means.wheels else []
        pip: list[str | Path] = [
            python,
            "-m",
            "pip",
            *(["--isolated"] if offline else []),
            "install",
            "--disable-pip-version-check",
        ]
        quiet = ["--quiet", "--no-warn-script-location"]
        command([*pip, *quiet, "--constraint", folder / "constraints.txt", *offline, *needed])
        command([python, "-m", "compileall", "-q", "kiosk", "installer"], cwd=folder)

    def _models(self) -> None:
        """Those that the manifest wants for every kiosk, and no model of the tests."""
        folder, given = self.folder, self.means.models or self.checkout / "models"
        manifest = tomllib.loads((folder / "models" / "manifest.toml").read_text("utf-8"))["models"]
        for name, model in manifest.items():
            if model["group"] in {"default", "optional"} and (given / name / STAMP).is_file():
                shutil.copytree(given / name, folder / "models" / name, dirs_exist_ok=True)
        python = folder / ".venv" / "bin" / "python"
        if not self.means.with_python:
            return
        if self.means.models is None:
            command([python, "main.py", "models", "install"], cwd=folder)
        command([python, "main.py", "models", "verify"], cwd=folder)

    def _stamp(self) -> None:
        (self.folder / STAMP).write_text(json.dumps({"release": self.name}) + "\n", "utf-8")


def named(place: Place, link: str) -> str | None:
    path = place.at(f"{PROGRAM}/{link}")
    return str(path.readlink()) if path.is_symlink() else None


def switch(place: Place, name: str) -> None:
    """In one rename: there is no instant without a program. What ran until now is `previous`."""
    before = named(place, "current")
    if before and before != name:
        _point(place, "previous", before)
    _point(place, "current", name)


def _point(place: Place, link: str, name: str) -> None:
    beside = place.at(f"{PROGRAM}/.{link}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(name)
    beside.replace(place.at(f"{PROGRAM}/{link}"))


def back(place: Place) -> Step:
    """The release before, as it was."""
    before = named(place, "previous")
    if before is None or not place.at(f"{PROGRAM}/{before}/{STAMP}").is_file():
        raise InstallError("There is no release before this one to go back to.")
    return Step(f"let {PROGRAM}/current be {before} again", lambda: switch(place, before))


def old(place: Place, coming: str | None = None) -> list[Path]:
    """Releases that neither run, nor ran before. `coming`: the one that will run."""
    now, before = named(place, "current"), named(place, "previous")
    if coming and coming != now:
        now, before = coming, now
    folder = place.at(PROGRAM)
    kept = {now, before}
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in there if path.is_dir() and not path.is_symlink() and path.name not in kept)


def sweep(place: Place) -> None:
    for path in old(place):
        shutil.rmtree(path)
