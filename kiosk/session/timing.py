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
    taking_s: float = 120.0
    """Fetching a phone out of a bag and opening its camera takes longer than reading on."""
    importing_s: float = 600.0
    """A large pack on a slow stick takes minutes, and staff may have gone for a coffee meanwhile."""
    attract_page_s: float = 8.0
    chime_every_s: float = 8.0
    chime_for_s: float = 120.0
    """The chime ends after so long: an alarm nobody answers becomes noise."""
    speech_s: float = 30.0
    """The words of the urgent screen are over by then, whatever the voice says: the chime goes on."""
    sentence_s: float = 90.0
    """The longest a voice may take for one sentence. Silent for longer, it no longer counts as somebody being here."""

    # A room that never answers must not hold the visitor (longer than the room itself takes to give up).
    opening_s: float = 20.0
    """To open the microphone."""
    listening_s: float = 75.0
    """To close it again."""
    hearing_s: float = 30.0
    """To work out what was said."""
    thinking_s: float = 15.0
    """To find an answer."""
