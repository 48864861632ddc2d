"""Seconds of sound that a machine too slow for its recogniser never got to: counted over restarts, for `doctor` to tell."""

from __future__ import annotations

import logging
import math
from pathlib import Path

log = logging.getLogger(__name__)


class Unheard:
    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def seconds(self) -> float:
        """0 where nothing was ever lost, or the count can't be read."""
        try:
            seconds = float(self.file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0
        return seconds if math.isfinite(seconds) and seconds > 0 else 0.0

    def add(self, seconds: float) -> None:
        log.warning("This machine is too slow for its recogniser: %.1f s of a question were not looked at", seconds)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(f"{self.seconds + seconds:.1f}\n", encoding="ascii")
        except OSError as error:  # it is counted again from the next time on
            log.warning("That can't be counted in %s: %s", self.file, error.strerror or error)
