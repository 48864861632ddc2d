"""One thing to do to a machine, that knows whether it is done."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


class InstallError(Exception):
    """One line: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    what: str
    """As it reads after "would": "copy the program to /opt/health-kiosk/0.1.0-ab12"."""
    do: Callable[[], None]
    is_done: Callable[[], bool] = lambda: False


def carry_out(steps: Iterable[Step], say: Callable[[str], None], *, dry_run: bool) -> None:
    """In their order; with `dry_run` only tells of them. Raises InstallError at the first that can't be done."""
    for step in steps:
        if step.is_done():
            say(f"  there     {step.what}")
        elif dry_run:
            say(f"  would     {step.what}")
        else:
            say(f"  now       {step.what}")
            try:
                step.do()
            except OSError as error:
                where = f" {error.filename}:" if error.filename else ""
                raise InstallError(f"Can't {step.what}:{where} {error.strerror or error}.") from error


def command(words: Sequence[str | Path], cwd: Path | None = None) -> str:
    """What it printed. Raises InstallError with the last line of its complaint."""
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, errors="replace", check=False, cwd=cwd
    )
    if done.returncode:
        lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        said = lines[-1] if lines else "it gave no reason"
        raise InstallError(f"`{' '.join(str(word) for word in words)[:200]}` failed with {done.returncode}: {said}")
    return done.stdout
