"""`script/bundle`: all that a bare Debian machine needs to become a kiosk, in one folder, for one release and architecture."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from installer import debs, wheels
from installer.files import Display
from installer.step import InstallError, command
from installer.system import wanted_packages

TOOLS = ("git", "apt-get", "dpkg-scanpackages", "dpkg-deb")
CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Target:
    release: str
    architecture: str


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    target = Target(given.release, given.arch)
    try:
        sources = given.sources.read_text("utf-8") if given.sources else debs.sources_of(target.release)
        folder = make(CHECKOUT, target, sources, given.out)
        if given.tar:
            print(packed(folder))
    except (InstallError, OSError) as error:
        print(error, file=sys.stderr)
        return 3
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bundle", description="One folder from which a machine without a network becomes a kiosk."
    )
    parser.add_argument(
        "--release", choices=list(wheels.PYTHON), default="bookworm", help="of Debian (default: bookworm)"
    )
    parser.add_argument("--arch", choices=list(wheels.MACHINE), default="amd64", help="default: amd64")
    parser.add_argument(
        "--out", type=Path, default=CHECKOUT / "bundles", metavar="DIR", help="where it is made (default: bundles/)"
    )
    parser.add_argument(
        "--sources",
        type=Path,
        metavar="FILE",
        help="a sources.list to take .debs from instead of this machine's mirror",
    )
    parser.add_argument("--tar", action="store_true", help="and pack it into one .tar beside it")
    return parser


def make(checkout: Path, target: Target, sources: str, out: Path) -> Path:
    """The finished folder. What was there under its name before is gone; one that broke off has `.coming` behind its name."""
    if lacking := [name for name in TOOLS if shutil.which(name) is None]:
        raise InstallError(f"{lacking[0]} is missing: sudo apt-get install git dpkg-dev debian-archive-keyring")
    name = f"health-kiosk-{_version(checkout)}-{target.release}-{target.architecture}"
    coming, folder = out / f"{name}.coming", out / name
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    _say("The program, as git has it")
    _program(checkout, coming / "program")
    _say("Models")
    models = _models(checkout, coming / "models")
    _say("Wheels")
    found = wheels.gather(checkout, target.release, target.architecture, coming / "wheels")
    _say("Debian packages and all that they need")
    names = sorted({name for display in Display for name in wanted_packages(checkout, display)})
    packages = debs.gather(names, sources, target.architecture, coming / "debs")
    (coming / "target").write_text(f"release={target.release}\narchitecture={target.architecture}\n", "utf-8")
    (coming / "NOTICE").write_text(notice(coming, target, packages, found, models), "utf-8")
    shutil.copyfile(checkout / "LICENSE", coming / "LICENSE")
    shutil.copyfile(checkout / "installer" / "bundle-install", coming / "install")
    (coming / "install").chmod(0o755)
    (coming / "SHA256SUMS").write_text(sums(coming), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    coming.rename(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    _say(f"{folder}: {size / 1e6:.0f} MB, {len(packages)} .debs, {len(found)} wheels.")
    _say(f"Tell whoever gets it, by another way, its sum: {_sha256(folder / 'SHA256SUMS')}")
    return folder


def _say(line: str) -> None:
    print(line, flush=True)


def _version(checkout: Path) -> str:
    [version] = re.findall(r'__version__ = "([\w.]+)"', (checkout / "kiosk" / "__init__.py").read_text("utf-8"))
    return str(version)


def _program(checkout: Path, folder: Path) -> None:
    if command(["git", "status", "--porcelain", "--untracked-files=no"], cwd=checkout).strip():
        _say("  (changes that are not committed are left out)")
    folder.mkdir()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=checkout, capture_output=True, check=True).stdout
    subprocess.run(["tar", "--extract", "--directory", folder], input=packed, check=True)


def _models(checkout: Path, folder: Path) -> list[str]:
    """As they lie installed here, every byte of them read; never those of the tests."""
    command([sys.executable, "main.py", "models", "verify"], cwd=checkout)
    manifest = tomllib.loads((checkout / "models" / "manifest.toml").read_text("utf-8"))["models"]
    names = [name for name, model in manifest.items() if model["group"] in {"default", "optional"}]
    there = [name for name in names if (checkout / "models" / name / "installed.json").is_file()]
    for name in there:
        shutil.copytree(checkout / "models" / name, folder / name)
    return [f"{name}: {manifest[name]['licence']}" for name in there]


def notice(folder: Path, target: Target, packages: list[debs.Package], found: list[str], models: list[str]) -> str:
    """What else than our own is in here, under which terms, and where its source is."""

    def lines(each: Iterable[str]) -> str:
        return "\n".join(f"  {line}" for line in sorted(set(each)))

    return Template((Path(__file__).parent / "bundle-notice").read_text("utf-8")).substitute(
        release=target.release,
        architecture=target.architecture,
        sources=lines(f"{each.source} {each.source_version}" for each in packages),
        gpl=lines(each.name for each in packages if _is_gpl(folder / "debs", each)),
        models=lines(models),
        wheels=lines(found),
    )


def _is_gpl(folder: Path, package: debs.Package) -> bool:
    [*found] = folder.glob(f"{package.name}_*.deb")
    return any("GPL" in debs.licence_of(deb) for deb in found)


def sums(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    return "".join(f"{_sha256(path)}  ./{path.relative_to(folder)}\n" for path in files)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packed(folder: Path) -> Path:
    """One .tar: the same bytes from the same folder, whoever packs it and when."""
    archive = folder.with_name(f"{folder.name}.tar")
    same = [
        "--sort=name",
        "--mtime=@0",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--format=gnu",
        "--mode=go=u,go-w",
    ]
    command(["tar", *same, "--create", "--file", archive, "--directory", folder.parent, folder.name])
    return archive


if __name__ == "__main__":
    raise SystemExit(main())
