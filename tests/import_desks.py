"""A real import desk on a real library, with rooms that write down what is done to them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from kiosk import parts
from kiosk.context import Context
from kiosk.errors import StaffError
from kiosk.events import Event, Ticket
from kiosk.import_desk import Hands, ImportDesk
from kiosk.intake import Intake
from kiosk.matching import Matcher
from kiosk.model import Answer, Question, Way
from kiosk.packs import Source, SourceKind
from kiosk.settings import Settings, Sticks
from kiosk.speech import Pronunciation
from kiosk.watched_folders import RETRY_S

ROOT = Path(__file__).resolve().parents[1]
LONG_S = 60.0
News = TypeVar("News")


def context_of(home: Path, sticks: Sticks | None = None) -> Context:
    return Context(Settings(sticks=sticks or Sticks()), home, ROOT / "assets", ROOT / "models")


class Desk:
    """An ImportDesk, what it posted, and what it did to the rooms."""

    def __init__(
        self,
        home: Path,
        sticks: Sticks | None = None,
        *,
        is_idle: Callable[[], bool] = lambda: True,
        retry_s: float = RETRY_S,
    ) -> None:
        self.context = context_of(home, sticks)
        self.library = parts.library(self.context)
        self.intake = Intake(self.context, self.library)
        self.matcher: Matcher = parts.matcher(self.context, self.library)
        self.done: list[str] = []
        self.voices: list[Pronunciation] = []
        self.posted: SimpleQueue[Event] = SimpleQueue()
        self.told: list[Event] = []
        hands = Hands(
            renew_matcher=self._renew_matcher,
            speak_ahead=self._speak_ahead,
            renew_voice=lambda: self.done.append("renew voice"),
            try_voice=lambda said, language: self.voices.append(said),
            export=self._export,
            pin_is_set=lambda: True,
        )
        messages = parts.messages(self.context, self.library)
        self.desk = ImportDesk(self.context, self.intake, messages, hands, self.posted.put, is_idle, retry_s)

    def _renew_matcher(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.done.append("renew matcher")

    def _speak_ahead(
        self, first: Sequence[str], content: Collection[str], progress: Callable[[int, int], object]
    ) -> None:
        self.done.append(f"speak {len(first)} ahead")
        progress(len(first), len(first))

    def _export(self, folder: Path) -> None:
        if not folder.is_dir():
            raise StaffError(f"{folder}: the export can't be written: No such file or directory. Try another stick.")
        (folder / "exported").write_text("counts")

    def news(self, kind: type[News] | tuple[type[News], ...], ticket: Ticket | None = None) -> News:
        """The next of this kind (and ticket); what came before it is in `told`."""
        deadline = time.monotonic() + LONG_S
        while (left := deadline - time.monotonic()) > 0:
            try:
                event = self.posted.get(timeout=left)
            except Empty:
                break
            self.told.append(event)
            if isinstance(event, kind) and ticket in (None, getattr(event, "ticket", None)):
                return event
        raise AssertionError(f"{kind} never came; there were: {self.told}")

    def asked(self, text: str) -> Answer:
        return self.matcher.match(Question(text, Way.TYPED))

    @property
    def articles(self) -> set[str]:
        return {article.id for article in self.library.articles}


def folder_source(folder: Path) -> Source:
    return Source(folder.name, folder, SourceKind.FOLDER, tuple(sorted(folder.glob("*.kioskpack"))))
