"""Python packages for a machine that is not this one, as wheels in a folder."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from installer.step import InstallError, command

PYTHON = {"bookworm": "3.11", "trixie": "3.13"}
"""Release of Debian -> its Python."""
GLIBC = {"bookworm": 36, "trixie": 41}
"""Release of Debian -> its C library, 2.x."""
MACHINE = {"amd64": "x86_64", "arm64": "aarch64"}
SOURCE_ONLY = ("srt",)
"""Packages of plain Python that their makers give out as source alone: their wheel is made here, and runs everywhere."""
OLD_NAMES = {"x86_64": ("manylinux1", "manylinux2010", "manylinux2014"), "aarch64": ("manylinux2014",)}


def platforms(release: str, architecture: str) -> list[str]:
    """Every tag that this machine's wheels may have: with a few of them only, pip silently takes versions that are years old."""
    machine = MACHINE[architecture]
    return [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC[release], 4, -1)] + [
        f"{name}_{machine}" for name in OLD_NAMES[machine]
    ]


def gather(checkout: Path, release: str, architecture: str, folder: Path) -> list[str]:
    """Names of the wheels. Raises InstallError where one can't be had."""
    needed = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    tags = [word for tag in platforms(release, architecture) for word in ("--platform", tag)]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    version = PYTHON[release]
    abis = [word for abi in (f"cp{version.replace('.', '')}", "abi3", "none") for word in ("--abi", abi)]
    plain = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command([*plain, "--constraint", checkout / "constraints.txt", "--wheel-dir", folder, *SOURCE_ONLY])
    if built := [path.name for path in folder.glob("*.whl") if not path.name.endswith("-none-any.whl")]:
        raise InstallError(f"{built[0]} was made for this machine alone: {SOURCE_ONLY} must be plain Python.")
    command([*pip, "--find-links", folder, "--implementation", "cp", "--python-version", version, *abis, *tags,
             "--constraint", checkout / "constraints.txt", "--dest", folder, *needed])  # fmt: skip
    found = sorted(path.name for path in folder.glob("*.whl"))
    if not found:
        raise InstallError(f"pip brought no wheel for {release} on {architecture}.")
    return found
