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
UNDERLINE = 8
"""Thickness in theme units."""


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in a texture, counted from its top left corner."""


class Sentences(Words):
    """The text, each word a place of its own (`[ref=SENTENCE.WORD]`); rounded rectangles lie behind what is marked.

    A sentence is touched when the finger leaves it, not when it comes: it may only want to scroll.
    """

    __events__ = ("on_sentence",)

    spoken = NumericProperty(NONE)
    """The sentence that is being read."""
    word = NumericProperty(NONE)
    """The word of it that is being spoken."""
    answering = NumericProperty(NONE)
    theme = ObjectProperty()

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        for name in ("spoken", "word", "answering", "pos", "size", "texture_size", "refs", "theme"):
            self.fbind(name, self._mark)

    def bind_theme(self, theme: Theme) -> None:
        self.theme = theme
        for role in ("highlight", "answer", "ink", "mark_word", "mark_sentence"):
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

    def boxes(self, sentence: int) -> list[Box]:
        """Where it stands: one box a line, from its first word there to its last."""
        lines: dict[float, Box] = {}
        for ref, boxes in self.refs.items():
            if ref.startswith(f"{sentence}."):
                for left, top, right, bottom in boxes:
                    line = lines.get(top, (left, top, right, bottom))
                    lines[top] = (min(left, line[0]), top, max(right, line[2]), max(bottom, line[3]))
        return list(lines.values())

    def span(self, sentence: int) -> tuple[float, float] | None:
        """Its top and bottom in the window; None: it doesn't stand in here."""
        boxes = self.boxes(sentence)
        if not boxes:
            return None
        return self._top(min(box[1] for box in boxes)), self._top(max(box[3] for box in boxes))

    def _top(self, down: float) -> float:
        return float(self.to_window(0, self.y + self.height - down)[1])

    def _sentence_at(self, place: tuple[float, float]) -> int | None:
        x, y = place[0] - self.center_x + self.texture_size[0] / 2, self.center_y + self.texture_size[1] / 2 - place[1]
        for sentence in dict.fromkeys(int(ref.partition(".")[0]) for ref in self.refs):
            if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in self.boxes(sentence)):
                return sentence
        return None

    def on_sentence(self, sentence: int) -> None:
        """Somebody wants to hear it."""

    def _mark(self, *_: Any) -> None:
        self.canvas.before.clear()
        if self.theme is None:
            return
        spoken = int(self.spoken)
        for box in self.boxes(int(self.answering)):
            self._draw(box, self.theme.answer)
        if self.theme.mark_sentence:
            for box in self.boxes(spoken):
                self._draw(box, self.theme.highlight)
        if self.theme.mark_word:
            for box in self.refs.get(f"{spoken}.{int(self.word)}", ()):
                self._underline(box)

    def _draw(self, box: Box, colour: Any) -> None:
        left, top, right, bottom = box
        room = self.theme.tight * self.theme.u * 0.6
        x, y = self._corner()
        with self.canvas.before:
            Color(rgba=colour)
            RoundedRectangle(
                pos=(x + left - room, y - bottom - room * 0.2),
                size=(right - left + 2 * room, bottom - top + room * 0.4),
                radius=[room],
            )

    def _underline(self, box: Box) -> None:
        """The word that is spoken: on paler ground where its sentence is marked too, and a bar below it."""
        left, top, right, bottom = box
        u, (x, y) = self.theme.u, self._corner()
        thick = UNDERLINE * u
        if self.theme.mark_sentence:
            self._draw((left, top, right, bottom), self.theme.word)
        with self.canvas.before:
            Color(rgba=self.theme.highlight_ink if self.theme.mark_sentence else self.theme.primary)
            RoundedRectangle(
                pos=(x + left - 2 * u, y - bottom - thick * 0.4), size=(right - left + 4 * u, thick), radius=[thick / 2]
            )

    def _corner(self) -> tuple[float, float]:
        """Of the texture: its left and top. Not `top`: Kivy keeps its old value until this has run."""
        return self.x + (self.width - self.texture_size[0]) / 2, self.y + self.height


class Paragraph(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """A block of an article. `on_sentence` names the sentence that was tapped, counted within the section."""

    __events__ = ("on_sentence",)

    item = BooleanProperty(False)
    heading = BooleanProperty(False)
    picture = StringProperty()
    """An icon that stands for it, instead of a dot."""
    reading = BooleanProperty(False)
    """The spoken sentence stands in here."""
    answers = BooleanProperty(False)
    """The sentence that answers best stands in here."""
    tag = StringProperty()
    """What is written above it then."""

    def __init__(self, theme: Theme, **words: Any) -> None:
        self._theme = theme
        self._sentences: tuple[str, ...] = ()
        self.first = 0
        """Index in the section of this block's first sentence."""
        super().__init__(**words)
        self.ids.sentences.bind_theme(theme)
        theme.fbind("highlight_ink", self._spell)

    def show(self, block: Block, first: int, picture: str) -> None:
        """In place of what stood here, and without its marks."""
        self.item = block.kind is BlockKind.ITEM
        self.heading = block.kind is BlockKind.SUBHEADING
        self.picture = picture
        self.first, self._sentences = first, block.sentences
        self.reading = self.answers = False
        label = self.ids.sentences
        label.spoken = label.word = label.answering = NONE
        self._spell()

    def mark(self, spoken: int | None, word: int | None, answering: int | None) -> bool:
        """Sentences as indices in the section. True when the spoken one stands in here."""
        label = self.ids.sentences
        here = self.reading = self._holds(spoken)
        self.answers = self._holds(answering)
        label.word = NONE if word is None or not here else word
        if label.spoken != (spoken if here else NONE):
            label.spoken = spoken if here else NONE
            self._spell()
        label.answering = NONE if answering is None else answering
        return here

    def span(self, sentence: int) -> tuple[float, float] | None:
        """The top and bottom of a sentence in the window, pixels; None: it doesn't stand in here."""
        found: tuple[float, float] | None = self.ids.sentences.span(sentence)
        return found

    def _holds(self, sentence: int | None) -> bool:
        return sentence is not None and self.first <= sentence < self.first + len(self._sentences)

    def _spell(self, *_: Any) -> None:
        """The markup; on a bright highlight the letters must stay dark whatever the theme."""
        dark = "".join(f"{round(channel * 255):02x}" for channel in self._theme.highlight_ink[:3])
        changes = self._theme.mark_sentence and self._theme.ink != self._theme.highlight_ink
        marked = self.ids.sentences.spoken if changes else NONE
        self.ids.sentences.text = " ".join(
            self._inked(number, sentence, dark if number == marked else None)
            for number, sentence in enumerate(self._sentences, self.first)
        )

    @staticmethod
    def _inked(number: int, sentence: str, colour: str | None) -> str:
        words = (f"[ref={number}.{at}]{escape_markup(word)}[/ref]" for at, word in enumerate(sentence.split()))
        text = " ".join(words)
        return f"[color={colour}]{text}[/color]" if colour else text

    def on_release(self) -> None:
        """Chosen by keys: from its beginning."""
        self.dispatch("on_sentence", self.first)

    def on_sentence(self, sentence: int) -> None:
        """Somebody wants to hear it."""


load_kv(__file__)
