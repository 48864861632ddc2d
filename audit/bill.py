"""The bill of materials: Python packages, models, the encoder, fonts, icons, and Debian's packages."""

from __future__ import annotations

import hashlib
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from kiosk import __version__
from kiosk.context import ROOT

FONTS, ICONS = ("OFL-1.1", "assets/fonts", "*.ttf"), ("Apache-2.0", "assets/icons", "*.ttf")
ENCODER = ("Apache-2.0", "assets/encoder", "*.onnx")


def bill(packages: Mapping[str, Distribution], licences: Mapping[str, str], root: Path = ROOT) -> str:
    """As JSON."""
    bom = Bom()
    bom.metadata.component = Component(
        name="health-kiosk",
        version=__version__,
        type=ComponentType.APPLICATION,
        licenses=_licence("Apache-2.0"),
        bom_ref="kiosk",
    )
    for component in _components(packages, licences, root):
        bom.components.add(component)
    bom.register_dependency(bom.metadata.component, bom.components)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1) + "\n"


def _components(packages: Mapping[str, Distribution], licences: Mapping[str, str], root: Path) -> Iterator[Component]:
    for name, each in packages.items():
        purl = PackageURL("pypi", None, name, each.version)
        yield Component(
            name=name, version=each.version, type=ComponentType.LIBRARY, purl=purl, licenses=_licence(licences[name]),
            bom_ref=str(purl),
        )  # fmt: skip
    yield from _models(root / "models" / "manifest.toml")
    for licence, folder, pattern in (FONTS, ICONS, ENCODER):
        kind = ComponentType.MACHINE_LEARNING_MODEL if folder == ENCODER[1] else ComponentType.FILE
        for file in sorted((root / folder).glob(pattern)):
            path = str(file.relative_to(root))
            hashes = [HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(file.read_bytes()).hexdigest())]
            yield Component(name=path, type=kind, hashes=hashes, licenses=_licence(licence), bom_ref=path)
    for name in debian(root / "script" / "packages"):
        purl = PackageURL("deb", "debian", name, _debian_version(name))
        yield Component(name=name, version=purl.version, type=ComponentType.LIBRARY, purl=purl, bom_ref=f"deb:{name}")


def _models(manifest: Path) -> Iterator[Component]:
    """Those that every kiosk gets, and those that it may get: each says so in its description."""
    for name, told in tomllib.loads(manifest.read_text(encoding="utf-8"))["models"].items():
        files = told.get("files") or {archive["name"]: archive["sha256"] for archive in told["archives"]}
        for file, digest in files.items():
            yield Component(
                name=f"{name}/{file}",
                type=ComponentType.MACHINE_LEARNING_MODEL,
                description=f"{told['what']} [{told.get('group', 'optional')}]",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
                licenses=_licence(told["licence"]),
                bom_ref=f"model:{name}/{file}",
            )


def debian(packages: Path) -> list[str]:
    """What a kiosk needs of the system; what its tests need besides is left out."""
    lines = packages.read_text(encoding="utf-8").splitlines()
    return sorted(name for line in lines if line.startswith("run ") for name in line.split()[1:])


def _debian_version(name: str) -> str | None:
    """Of this machine; None where it has none."""
    try:
        done = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return None
    return done.stdout.strip() or None


def _licence(text: str) -> Iterable[License]:
    return [LicenseFactory().make_from_string(text)]
