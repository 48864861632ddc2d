"""One paragraph or list entry of an article: the spoken sentence lights up, the answering one is marked, each can be tapped."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, RoundedRectangle
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.utils import escape_markup
from kivy.vector import Vector

from kiosk.model import Block, BlockKind
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.tap import is_finger
from kiosk.ui.widgets.words import Words

NONE = -1
STRAY = 40
"""Farther than this, in theme units, a finger has slid and not touched."""


class Sentences(Words):
    """The text, each sentence a place of its own (`[ref=N]`); rounded rectangles lie behind the marked ones.

    A sentence is touched when the finger leaves it, not when it comes: it may only want to scroll.
    """

    __events__ = ("on_sentence",)

    spoken = NumericProperty(NONE)
    answering = NumericProperty(NONE)
    theme = ObjectProperty()

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        for name in ("spoken", "answering", "pos", "size", "texture_size", "refs", "theme"):
            self.fbind(name, self._mark)

    def bind_theme(self, theme: Theme) -> None:
        self.theme = theme
        for role in ("highlight", "answer", "ink"):
            theme.fbind(role, self._mark)

    def on_touch_down(self, touch: Any) -> bool:
        sentence = self._sentence_at(touch.pos)
        if sentence is None or not is_finger(touch):
            return False
        touch.ud[self] = (sentence, touch.pos)
        touch.grab(self)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        sentence, began = touch.ud[self]
        strayed = Vector(touch.pos).distance(began) > STRAY * self.theme.u
        if not strayed and self._sentence_at(touch.pos) == sentence:
            self.dispatch("on_sentence", sentence)
        return True

    def _sentence_at(self, place: tuple[float, float]) -> int | None:
        x, y = place[0] - self.center_x + self.texture_size[0] / 2, self.center_y + self.texture_size[1] / 2 - place[1]
        for ref, boxes in self.refs.items():
            if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes):
                return int(ref)
        return None

    def on_sentence(self, sentence: int) -> None:
        """Somebody wants to hear it."""

    def _mark(self, *_: Any) -> None:
        self.canvas.before.clear()
        if self.theme is None:
            return
        for number, colour in ((self.answering, self.theme.answer), (self.spoken, self.theme.highlight)):
            for box in self.refs.get(str(int(number)), ()):
                self._draw(box, colour)

    def _draw(self, box: tuple[float, float, float, float], colour: Any) -> None:
        """Boxes of refs count from the top left of the texture."""
        left, top, right, bottom = box
        room = self.theme.tight * self.theme.u * 0.6
        x, y = self.x + (self.width - self.texture_size[0]) / 2, self.top
        with self.canvas.before:
            Color(rgba=colour)
            RoundedRectangle(
                pos=(x + left - room, y - bottom - room * 0.2),
                size=(right - left + 2 * room, bottom - top + room * 0.4),
                radius=[room],
            )


class Paragraph(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """A block of an article. `on_sentence` names the sentence that was tapped, counted within the section."""

    __events__ = ("on_sentence",)

    item = BooleanProperty(False)
    heading = BooleanProperty(False)
    answers = BooleanProperty(False)
    """The sentence that answers best stands in here."""
    tag = StringProperty()
    """What is written above it then."""

    def __init__(self, block: Block, first: int, theme: Theme, **words: Any) -> None:
        self.item = block.kind is BlockKind.ITEM
        self.heading = block.kind is BlockKind.SUBHEADING
        self._theme = theme
        self._sentences = block.sentences
        self.first = first
        """Index in the section of this block's first sentence."""
        super().__init__(**words)
        self.ids.sentences.bind_theme(theme)
        theme.fbind("highlight_ink", self._spell)
        self._spell()

    def mark(self, spoken: int | None, answering: int | None) -> bool:
        """Indices in the section. True when the spoken sentence stands in here."""
        label = self.ids.sentences
        here = self._holds(spoken)
        self.answers = self._holds(answering)
        if label.spoken != (spoken if here else NONE):
            label.spoken = spoken if here else NONE
            self._spell()
        label.answering = NONE if answering is None else answering
        return here

    def _holds(self, sentence: int | None) -> bool:
        return sentence is not None and self.first <= sentence < self.first + len(self._sentences)

    def _spell(self, *_: Any) -> None:
        """The markup; on a bright highlight the letters must stay dark whatever the theme."""
        dark = "".join(f"{round(channel * 255):02x}" for channel in self._theme.highlight_ink[:3])
        spoken = self.ids.sentences.spoken
        self.ids.sentences.text = " ".join(
            f"[ref={number}]{self._inked(sentence, dark if number == spoken else None)}[/ref]"
            for number, sentence in enumerate(self._sentences, self.first)
        )

    @staticmethod
    def _inked(sentence: str, colour: str | None) -> str:
        text = escape_markup(sentence)
        return f"[color={colour}]{text}[/color]" if colour else text

    def on_sentence(self, sentence: int) -> None:
        """Somebody wants to hear it."""


load_kv(__file__)
