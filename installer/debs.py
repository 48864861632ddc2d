"""Debian packages with everything that they need, as a folder that apt can install from."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from installer.step import InstallError, command

KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    source: str
    """Name of the source package."""
    source_version: str


def sources_of(release: str) -> str:
    """A sources.list for a release of Debian, at the mirror that this machine uses itself."""
    asked = command(["apt-get", "indextargets", "--format", "$(LABEL)|$(REPO_URI)", "Created-By: Packages"])
    mirrors = dict(line.split("|", 1) for line in reversed(asked.splitlines()) if "|" in line)
    if "Debian" not in mirrors:
        raise InstallError("This machine's apt knows no mirror of Debian: give a sources.list with --sources.")
    lines = [f"deb [signed-by={KEYS}] {mirrors['Debian']} {suite} main" for suite in (release, f"{release}-updates")]
    if "Debian-Security" in mirrors:
        lines.append(f"deb [signed-by={KEYS}] {mirrors['Debian-Security']} {release}-security main")
    return "\n".join(lines) + "\n"


def gather(names: list[str], sources: str, architecture: str, folder: Path) -> list[Package]:
    """All of `names` and their whole closure, as for a machine that has nothing, into `folder`, with its index. What they are."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="kiosk-debs-") as scratch:
        apt = _apt(Path(scratch), sources, architecture)
        command([*apt, "update", "-qq"])
        command([*apt, "install", "-y", "-qq", "--download-only", "--no-install-recommends", *names])
        for deb in sorted((Path(scratch) / "cache" / "archives").glob("*.deb")):
            # FAT knows no colon, and apt no %3a in an index.
            (folder / deb.name.replace("%3a", "_")).write_bytes(deb.read_bytes())
    index = command(["dpkg-scanpackages", "--multiversion", "."], cwd=folder)
    (folder / "Packages").write_text(index, "utf-8")
    return sorted(packages_in(index), key=lambda package: package.name)


def _apt(scratch: Path, sources: str, architecture: str) -> list[str]:
    """An apt that knows nothing of this machine."""
    for part in ("state/lists/partial", "cache/archives/partial", "etc"):
        (scratch / part).mkdir(parents=True)
    (scratch / "status").touch()
    (scratch / "sources.list").write_text(sources, "utf-8")
    options = {
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "APT::Sandbox::User": "root",
        "Dir::State": f"{scratch}/state",
        "Dir::State::status": f"{scratch}/status",
        "Dir::Cache": f"{scratch}/cache",
        "Dir::Etc::sourcelist": f"{scratch}/sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
    }
    return ["apt-get", *(word for key, value in options.items() for word in ("-o", f"{key}={value}"))]


def packages_in(index: str) -> Iterator[Package]:
    for paragraph in index.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and not line.startswith(" ")
        )
        if "Package" not in fields:
            continue
        source, _, version = fields.get("Source", fields["Package"]).partition(" ")
        yield Package(fields["Package"], fields["Version"], source, version.strip("()") or fields["Version"])


def licence_of(deb: Path) -> str:
    """The copyright file that Debian puts into a package; empty where it lies in another package of the same source."""
    listed = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], capture_output=True, check=True).stdout
    done = subprocess.run(
        ["tar", "--extract", "--to-stdout", "--wildcards", "./usr/share/doc/*/copyright"],
        input=listed,
        capture_output=True,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace")
