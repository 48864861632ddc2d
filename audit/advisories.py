"""python -m audit.advisories SERVICE: known vulnerabilities of the default installation, by pip-audit.

0: none; 3: some; 4: nobody could be asked about some or all of them. pip-audit itself would end well there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.closure import closure


@dataclass(frozen=True, slots=True)
class Verdict:
    vulnerable: tuple[str, ...]
    unasked: tuple[str, ...]
    """Packages of which the service knows nothing: not the same as safe."""

    @property
    def exit_code(self) -> int:
        return 3 if self.vulnerable else 4 if self.unasked else 0


def verdict(told: Mapping[str, Sequence[Mapping[str, object]]], asked: Sequence[str]) -> Verdict:
    """`told`: pip-audit's JSON."""
    vulnerable, answered = list[str](), set[str]()
    for each in told["dependencies"]:
        if "skip_reason" in each:
            continue
        answered.add(str(each["name"]))
        found = each.get("vulns", ())
        assert isinstance(found, list | tuple)
        vulnerable += [f"{each['name']} {each['version']}: {known['id']}" for known in found]
    return Verdict(tuple(vulnerable), tuple(name for name in asked if name not in answered))


def asked_of(service: str, pins: Mapping[str, str]) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()), encoding="utf-8")
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "pip_audit", "-r", str(wanted), "--no-deps", "--disable-pip", "-s", service]
        command += ["-f", "json", "-o", str(answer), "--progress-spinner", "off"]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if not answer.is_file():
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"The service {service!r} can't be asked: {reason[:200]}", file=sys.stderr)
            return Verdict((), tuple(pins))
        return verdict(json.loads(answer.read_text(encoding="utf-8")), tuple(pins))


def main(service: str) -> int:
    found = asked_of(service, {name: each.version for name, each in closure().items()})
    for line in found.vulnerable:
        print(line)
    if found.unasked:
        print(
            f"Nobody could tell about {len(found.unasked)} packages: {', '.join(found.unasked)}. Run this where the internet is."
        )
    if not found.exit_code:
        print("Vulnerabilities: none known.")
    return found.exit_code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "pypi"))
