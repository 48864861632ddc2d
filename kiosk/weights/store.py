"""The models folder: what is there, whether it is whole, and how something gets there: whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.errors import UsageError, WeightsError, WeightsMissingError, WeightsRefusedError
from kiosk.weights import fetch
from kiosk.weights.fetch import Progress
from kiosk.weights.manifest import Archive, Model

COMING = ".coming"
"""Where downloads lie until they are whole: one that broke off goes on from there."""
STAMP = "installed.json"
"""In a model's folder: the sha256 and size of each of its files. Written last."""


Trial = Callable[[str, Path], bool]
"""Given an engine and a folder: whether the one can open the other."""


@unique
class Presence(StrEnum):
    INSTALLED = "installed"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Damage:
    model: str
    file: str
    what: str


class Weights:
    """The models that this kiosk may have."""

    def __init__(self, models: Mapping[str, Model], folder: Path) -> None:
        self.models = models
        self._folder = folder

    def model(self, name: str) -> Model:
        """Raises UsageError."""
        if name not in self.models:
            raise UsageError(f"There is no model {name!r}. There are: {', '.join(self.models)}.")
        return self.models[name]

    def folder_of(self, name: str) -> Path | None:
        """Where the model lies; None unless all of its files do, with their sizes. Hashes are not read: see `damages`."""
        place = self._folder / name
        stamp = _stamp(place)
        if not stamp or any(not _has_size(place / file, size) for file, (_, size) in stamp.items()):
            return None
        return place

    def presence(self, name: str) -> Presence:
        if self.folder_of(name):
            return Presence.INSTALLED
        return Presence.DAMAGED if (self._folder / name).exists() else Presence.MISSING

    def damages(self, name: str) -> Iterator[Damage]:
        """Reads every byte of an installed model."""
        place, pinned = self._folder / name, self.models[name].files
        if place.exists() and not _stamp(place):
            yield Damage(name, STAMP, "is not there, or can't be read")
        for file, (sha256, size) in _stamp(place).items():
            path = place / file
            if not path.is_file():
                yield Damage(name, file, "is not there")
            elif not _has_size(path, size):
                yield Damage(name, file, f"has {path.stat().st_size:,} bytes instead of {size:,}")
            elif fetch.sha256_of(path) != sha256 or pinned.get(file, sha256) != sha256:
                yield Damage(name, file, "has other bytes than when it was installed")

    def install(
        self,
        name: str,
        given: Path | None = None,
        progress: Progress = lambda count: None,
        trial: Trial = lambda engine, folder: True,
    ) -> Path:
        """Fetches (or takes `given`: the archive itself, or a folder that holds it), checks, unpacks, tries out, and switches by
        one rename. Raises WeightsError; what was there before stays there."""
        model = self.model(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self._folder, prefix=f".{name}-") as scratch:
                staged = self._staged(model, Path(scratch), given, progress)
                if model.engine and not trial(model.engine, staged):
                    raise WeightsMissingError(
                        f"{name} is whole, and yet {model.engine} can't open it on this machine. Nothing was changed."
                    )
                return _put_in_place(staged, self._folder / name, Path(scratch))
        except WeightsRefusedError:
            shutil.rmtree(self._folder / COMING, ignore_errors=True)  # whole, and yet not what was meant
            raise
        except OSError as error:
            raise WeightsError(f"{name} can't be put into {self._folder}: {error.strerror or error}") from error
        finally:
            with suppress(OSError):
                (self._folder / COMING).rmdir()  # stays where something has come

    def _staged(self, model: Model, scratch: Path, given: Path | None, progress: Progress) -> Path:
        staged, coming = scratch / "model", self._folder / COMING
        staged.mkdir()
        sources, come = [], 0
        for archive in model.archives:
            sources.append(_given(archive, given) if given else fetch.fetch(archive, coming, _after(come, progress)))
            come += archive.size
            progress(come)
        for archive, source in zip(model.archives, sources, strict=True):
            _unpack(archive, source, staged)
        _check_pinned(model, staged)
        _write_stamp(staged)
        if not given:
            shutil.rmtree(coming)
        return staged


def _after(come: int, progress: Progress) -> Progress:
    return lambda count: progress(come + count)


def _given(archive: Archive, given: Path) -> Path:
    """Names don't matter, bytes do: the file of the right size and hash."""
    if not given.exists():
        raise UsageError(f"There is no {given}. Name the archive, or a folder that holds it.")
    candidates = sorted(given.iterdir()) if given.is_dir() else [given]
    for path in candidates:
        if path.is_file() and path.stat().st_size == archive.size and fetch.sha256_of(path) == archive.sha256:
            return path
    raise WeightsRefusedError(
        f"{given} is not, or does not hold, {archive.name} ({archive.size:,} bytes, whole and unchanged)"
    )


def _unpack(archive: Archive, source: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(source) as zipped:
            for member, file in archive.members or _under(archive.folder, zipped):
                _append(zipped, member, _inside(target, file))
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError) as error:  # RuntimeError: encrypted
        raise WeightsRefusedError(f"{source.name} can't be unpacked: {error}") from error


def _under(folder: str, zipped: zipfile.ZipFile) -> list[tuple[str, str]]:
    above = f"{folder}/"
    files = [name for name in zipped.namelist() if name.startswith(above) and name[-1] != "/"]
    if not files:
        raise WeightsRefusedError(f"the archive holds no file under {folder!r}")
    return [(name, name.removeprefix(above)) for name in files]


def _inside(target: Path, file: str) -> Path:
    """A zip may name `../../etc/passwd`."""
    path = (target / file).resolve()
    if not path.is_relative_to(target.resolve()):
        raise WeightsRefusedError(f"the archive wants to write outside its folder: {file!r}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _append(zipped: zipfile.ZipFile, member: str, path: Path) -> None:
    with zipped.open(member) as source, path.open("ab") as file:
        shutil.copyfileobj(source, file, fetch.CHUNK)
        file.flush()
        os.fsync(file.fileno())


def _check_pinned(model: Model, staged: Path) -> None:
    for file, sha256 in model.files.items():
        if not (staged / file).is_file() or fetch.sha256_of(staged / file) != sha256:
            raise WeightsRefusedError(f"{file} did not come out as models/manifest.toml says; nothing was changed")


def _write_stamp(staged: Path) -> None:
    files = sorted(path for path in staged.rglob("*") if path.is_file())
    stamp = {str(path.relative_to(staged)): [fetch.sha256_of(path), path.stat().st_size] for path in files}
    with (staged / STAMP).open("w", encoding="utf-8") as file:
        json.dump(stamp, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(staged: Path, place: Path, scratch: Path) -> Path:
    if place.is_symlink():
        place.unlink()
    elif place.exists():
        place.rename(scratch / "before")
    staged.rename(place)
    return place


def _stamp(place: Path) -> dict[str, tuple[str, int]]:
    """Empty where there is none, or none that can be read."""
    try:
        read = json.loads((place / STAMP).read_text(encoding="utf-8"))
        return {str(file): (str(sha256), int(size)) for file, (sha256, size) in read.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
