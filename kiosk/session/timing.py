"""How long things last. All in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    idle_s: float = 60.0
    """Untouched for so long, the kiosk asks whether somebody is still there."""
    warning_s: float = 30.0
    """So long the question stands before the visit is forgotten (WCAG 2.2.1: at least 20)."""
    urgent_s: float = 180.0
    """The urgent screen stays so long before the same question comes."""
    attract_page_s: float = 8.0
    chime_every_s: float = 8.0
    chime_for_s: float = 120.0
    """The chime ends after so long: an alarm nobody answers becomes noise."""
