"""Nobody is here: what this is, and where to touch, readable from across the room, in each language in turn."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty

from kiosk.state import Attract, State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.tap import is_finger
from kiosk.ui.widgets.touchable import Primary

HEADLINES = 3


class Start(Primary):
    """Begins a visit in one of the languages."""


class AttractScreen(Screen):
    headline = StringProperty()
    clinic = StringProperty()
    language = StringProperty()
    """Of what is written here now."""
    about = StringProperty()
    read = StringProperty()
    hear = StringProperty()
    ask = StringProperty()
    privacy = StringProperty()
    guide = StringProperty()
    comfort = StringProperty()
    titles = NumericProperty(2)
    """So many are named."""
    _offered: tuple[str, ...] = ()

    def render(self, state: State) -> None:
        assert isinstance(state.moment, Attract)
        languages = state.offered
        turn, which = divmod(state.moment.page, len(languages))
        language = languages[which]
        self.language = language
        say = self.session.messages[language].text
        self.headline = say(f"attract.headline_{turn % HEADLINES + 1}")
        self.clinic = say("attract.clinic")
        self.about = say(
            "attract.about", titles=", ".join(article.title for article in state.shelf_of(language)[: self.titles])
        )
        self.read, self.hear, self.ask = (say(f"attract.way_{way}") for way in ("read", "hear", "ask"))
        self.privacy, self.guide, self.comfort = say("attract.privacy"), say("guide.begin"), say("nav.comfort")
        if languages != self._offered:
            self._offered = languages
            put(self.ids.starts, [self._start(each) for each in languages])

    def on_titles(self, *_: Any) -> None:
        """The screen was turned: as many as fit now."""
        if self._offered and isinstance(self.session.state.moment, Attract):
            self.render(self.session.state)

    def _start(self, language: str) -> Start:
        start = Start(text=self.session.messages[language].text("attract.start"), icon=icon("touch_app"))
        start.bind(on_tap=lambda _: self.session.wake(language))
        return start

    def on_touch_down(self, touch: Any) -> bool:
        if super().on_touch_down(touch):
            return True
        if is_finger(touch):
            touch.ud[self] = True
        return False

    def on_touch_up(self, touch: Any) -> bool:
        """A touch anywhere will do, if it began here and on none of the buttons."""
        if self in touch.ud and self.collide_point(*touch.pos):
            self.session.wake(self.language)
        return bool(super().on_touch_up(touch))


load_kv(__file__)
