"""As this visitor needs it: language, letters, colours. The next one finds the kiosk as it was."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.step import Step, moving
from kiosk.session.wishes import SetLanguage
from kiosk.state import Attract, Comfort, Look, State, Urgent

TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)
"""Times the usual size of letters."""


def opened(state: State) -> Step:
    """Not from the urgent screen: nothing may take its place but the visitor's own way back."""
    return Step(state) if isinstance(state.moment, Comfort | Urgent) else moving(state, Comfort())


def language_chosen(state: State, language: str) -> Step:
    return speaking(state, language) if isinstance(state.moment, Comfort) else Step(state)


def speaking(state: State, language: str) -> Step:
    """What was read or asked so far was in another one: there is no way back to it."""
    if language not in state.offered or language == state.language:
        return Step(state)
    return Step(replace(state, language=language, trail=()), (SetLanguage(language),))


def look_chosen(state: State, look: Look) -> Step:
    return Step(state) if isinstance(state.moment, Attract | Urgent) else Step(replace(state, look=look))


def text_scale_chosen(state: State, scale: float) -> Step:
    """One of TEXT_SCALES, or as the clinic has set it."""
    if isinstance(state.moment, Attract) or scale not in (*TEXT_SCALES, state.usual.text_scale):
        return Step(state)
    return Step(replace(state, text_scale=scale))
