"""Each package's licence, as pip-licenses reads it, against `licences.toml`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

ALLOWED = Path(__file__).with_name("licences.toml")
JOINTS = re.compile(r"\s+(?:AND|OR)\s+|;\s*|[()]")


@dataclass(frozen=True, slots=True)
class Allowed:
    permissive: frozenset[str]
    spellings: Mapping[str, str]
    reasoned: Mapping[str, tuple[str, str]]
    """By package: its licence, and why it may be here."""

    @classmethod
    def load(cls, file: Path = ALLOWED) -> Allowed:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        reasoned = {name: (licence, why) for name, (licence, why) in told["reasoned"].items()}
        return cls(frozenset(told["permissive"]), told["spellings"], reasoned)

    def complaint(self, name: str, licence: str) -> str:
        """Empty where it may be here."""
        if name in self.reasoned:
            known = self.reasoned[name][0]
            return (
                ""
                if licence == known
                else f"{name}: its licence was {known!r}, and is {licence!r} now. Look at it again."
            )
        whole = self.spellings.get(licence)
        parts = [whole] if whole else [self.spellings.get(part, part) for part in JOINTS.split(licence) if part]
        strange = [part for part in parts if part not in self.permissive]
        if strange or not parts:
            return f"{name}: {licence or 'no licence'} is not among those allowed. Take it out, or give a reason in {ALLOWED.name}."
        return ""


def licences(names: Sequence[str]) -> dict[str, str]:
    """By canonical name."""
    command = [
        sys.executable,
        "-m",
        "piplicenses",
        "--format=json",
        "--from=mixed",
        "--with-system",
        "--packages",
        *names,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {str(canonicalize_name(each["Name"])): each["License"] for each in json.loads(done.stdout)}


def complaints(found: Mapping[str, str], allowed: Allowed) -> Iterator[str]:
    for name, licence in sorted(found.items()):
        if told := allowed.complaint(name, licence):
            yield told
    for name in allowed.reasoned:
        if name not in found:
            yield f"{name}: is not installed any more. Take it out of {ALLOWED.name} and NOTICE."
