"""What was heard, to be touched by whoever said something else."""

from __future__ import annotations

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.touchable import Touchable


class Misheard(Touchable):
    """Takes no room while it has no text."""


load_kv(__file__)
