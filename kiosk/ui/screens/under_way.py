"""A pack is on its way: which step, how far, and the moment the stick may be taken out."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.events import ImportStep
from kiosk.packs import SourceKind
from kiosk.staff_moments import Bringing, Installing
from kiosk.state import State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import bar as _bar  # noqa: F401
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.step_line import StepLine

OF_BRINGING = (ImportStep.COPYING, ImportStep.CHECKING)
OF_INSTALLING = (ImportStep.READING, ImportStep.LEARNING, ImportStep.SPEAKING)
CHANGES_ARTICLES = ("installed", "rolled_back", "removed")
"""What is done in those steps; anything else is over in a moment."""


class UnderWayScreen(Screen):
    """Shows both journeys of a pack: from the stick to the kiosk's disk, and from there to the visitors."""

    title = StringProperty()
    pack = StringProperty()
    why = StringProperty()
    share = NumericProperty(0.0)
    free = BooleanProperty(False)
    """The stick may be taken out."""
    stay = BooleanProperty(False)
    """It must stay in."""

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._bar = self.ids.bar.__self__  # `ids` alone keeps nothing alive
        self._steps = {step: StepLine(text=self.messages.text(f"import.step.{step}")) for step in ImportStep}

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Bringing | Installing)
        say = self.messages.text
        bringing = isinstance(now, Bringing)
        in_steps = isinstance(now, Bringing) or now.deed in CHANGES_ARTICLES
        installs = isinstance(now, Installing) and now.deed == "installed"
        self.title = say("import.bringing" if bringing else "import.installing" if installs else "import.one_moment")
        self.why = say("import.installing_why") if in_steps and not bringing else ""
        self.pack = now.pack.stem if isinstance(now, Bringing) else ""
        self.free = isinstance(now, Bringing) and now.stick_free
        on_stick = isinstance(now, Bringing) and any(
            source.kind is SourceKind.STICK and now.pack in source.packs for source in state.sources
        )
        self.stay = on_stick and not self.free
        self.share = min(now.done / now.total, 1.0) if now.total else 0.0
        self._show(now.step, in_steps=in_steps)

    def _show(self, now: ImportStep, *, in_steps: bool) -> None:
        steps = next((journey for journey in (OF_BRINGING, OF_INSTALLING) if now in journey), tuple(ImportStep))
        put(self.ids.steps, [self._steps[step] for step in steps] if in_steps else [])
        put(self.ids.filling, [self._bar] if in_steps else [])
        for step in steps:
            line, place = self._steps[step], steps.index(step) - steps.index(now)
            line.icon = icon("check_circle" if place < 0 else "hourglass_top" if place == 0 else "schedule")
            line.now = place == 0


load_kv(__file__)
