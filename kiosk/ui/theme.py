"""Sizes and spaces, and the colours of the palette that is worn: kv files see it as `theme` and follow every change."""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from kiosk.ui.palette import PALETTES
from kiosk.ui.unit import unit

FRAME_SCALE = 1.3
"""Times the usual size: the largest that letters of the frame become."""


class Theme(EventDispatcher):  # type: ignore[misc]  # Kivy carries no types
    """The looks of now. All sizes are in pixels of a window whose short side is 1080; `u` scales them to the real one."""

    u = NumericProperty(1.0)
    pt = NumericProperty(1.0)
    """Like `u`, for letters: scaled by the visitor's text size too."""
    frame_pt = NumericProperty(1.0)
    """Like `pt`, for what frames the content or is large already: it stops growing earlier, so that content has room."""
    text_scale = NumericProperty(1.0)
    portrait = BooleanProperty(True)
    name = StringProperty("light")
    mark_word = BooleanProperty(True)
    """The word that is being spoken is marked, and its sentence:"""
    mark_sentence = BooleanProperty(True)

    ground = ColorProperty()
    surface = ColorProperty()
    ink = ColorProperty()
    muted = ColorProperty()
    edge = ColorProperty()
    hairline = ColorProperty()
    primary = ColorProperty()
    primary_down = ColorProperty()
    primary_ink = ColorProperty()
    soft = ColorProperty()
    soft_ink = ColorProperty()
    highlight = ColorProperty()
    word = ColorProperty()
    highlight_ink = ColorProperty()
    answer = ColorProperty()
    answer_edge = ColorProperty()
    alarm = ColorProperty()
    alarm_down = ColorProperty()
    alarm_ink = ColorProperty()
    caution = ColorProperty()
    caution_ink = ColorProperty()
    added = ColorProperty()
    removed = ColorProperty()
    scrim = ColorProperty()

    # type scale
    display = NumericProperty(96)
    title = NumericProperty(64)
    heading = NumericProperty(48)
    body = NumericProperty(44)
    label = NumericProperty(38)
    small = NumericProperty(32)

    # spaces, radii, lines
    gap = NumericProperty(24)
    wide = NumericProperty(40)
    tight = NumericProperty(12)
    radius = NumericProperty(26)
    line = NumericProperty(3)

    def __init__(
        self, name: str = "light", text_scale: float = 1.0, diagonal_mm: float = 0.0, distance_mm: float = 450.0
    ) -> None:
        """`diagonal_mm`: of the screen, 0: unknown; `distance_mm`: from the eyes to it."""
        super().__init__()
        self._diagonal_mm, self._distance_mm = diagonal_mm, distance_mm
        self.text_scale = text_scale
        self.wear(name)

    def wear(self, name: str) -> None:
        """Change every colour."""
        self.name = name
        for role, colour in PALETTES[name].items():
            setattr(self, role, colour)

    def dress(self, look: str, text_scale: float) -> None:
        """As this visitor wants it."""
        if look != self.name:
            self.wear(look)
        if text_scale != self.text_scale:
            self.text_scale = text_scale
            self._scale_letters()

    def _scale_letters(self) -> None:
        self.pt = self.u * self.text_scale
        self.frame_pt = self.u * min(self.text_scale, FRAME_SCALE)

    def fit(self, width: float, height: float) -> None:
        """Take the measure of the window, in pixels."""
        self.portrait = height >= width
        self.u = unit(width, height, self._diagonal_mm, self._distance_mm)
        self._scale_letters()
