"""The heart: what the kiosk does next.

A person or a device makes something happen; `Session` decides, and becomes a new `State`, which the window shows.
Each journey (visit, reading, taking, listening, typing, answering, urgent) is one pure module: a state and what happened go in, a
`Step` comes out: the next state, and wishes that `Session` hands to the rooms. No Kivy, no threads, no clock, no devices.

To add a journey: a moment in `state.py`, a module here, a verb or a case in `Session`, a screen in `ui/screens`.
"""

from kiosk.session.session import Session
from kiosk.session.timing import Timing

__all__ = ["Session", "Timing"]
