"""What is installed and who answers for it, what needs care, and the ways on."""

from __future__ import annotations

from functools import partial
from typing import Any

from kivy.properties import StringProperty

from kiosk.messages import Messages
from kiosk.packs import Care, ContentStatus, Installed, Source, SourceKind
from kiosk.sources import approval, day, words_approval
from kiosk.staff_moments import Deed, StaffRoom
from kiosk.state import State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import gradual as _gradual  # noqa: F401
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.banner import Banner
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.shelved import Shelved

FEW = 3
"""Concerns of one kind that are told one by one."""


class StaffRoomScreen(Screen):
    done = StringProperty()
    notices = StringProperty()
    _shown: tuple[ContentStatus, tuple[Source, ...]] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        # `ids` alone keeps nothing alive.
        self._first, self._more, self._beside, self._scroller = (
            self.ids[name].__self__ for name in ("first", "more", "beside", "scroller")
        )
        self.theme.fbind("portrait", self._lay)
        self._lay()

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, StaffRoom)
        self.done = self.messages.text(f"staff.done.{now.done}") if now.done else ""
        if self._shown != (state.content, state.sources):
            self._shown = (state.content, state.sources)
            self._fill(state)

    def leave(self) -> None:
        """Whoever comes again sees first what was done."""
        self._scroller.scroll_y = self._beside.scroll_y = 1

    def _lay(self, *_: Any) -> None:
        """What staff come for is first; what is needed more rarely below everything, or in landscape at the side."""
        upright = self.theme.portrait
        for part in (self._first, self._more):
            part.parent.remove_widget(part)
        put(self.ids.page, [*([] if upright else [self._beside]), self._scroller])
        for part, place in ((self._first, "top"), (self._more, "below")):
            self.ids[place if upright else "side"].add_widget(part)

    def _fill(self, state: State) -> None:
        content = state.content
        self.ids.bring.below = bringable(state.sources, self.messages)
        named = self.messages.text("staff.notices_approved", approval=words_approval(content.notices, self.messages))
        self.notices = named
        put(self.ids.concerns, [self._concern(care, about) for care, about in concerned(content, self.messages)])
        self.ids.articles.fill(
            partial(self._article, one, expired=one.article.id in content.expired) for one in content.installed
        )
        put(self.ids.often, self._often(state))
        put(self.ids.ways, self._ways(state))

    def _concern(self, care: Care, about: str) -> Banner:
        return Banner(
            text=self.messages.text(f"staff.care.{care}", about=about), icon=icon("error"), points=self.theme.small
        )

    def _article(self, one: Installed, *, expired: bool) -> Shelved:
        article = one.article
        shelved = Shelved(
            title=article.title,
            approved=article.review is not None,
            approval=approval(article, self.messages),
            origin=origin(one, expired, self.messages),
            expired=self.messages.text("staff.past_date") if expired else "",
            verb=self.messages.text("staff.remove"),
        )
        shelved.bind(on_action=lambda _: self.session.ask_sure(Deed.REMOVE_ARTICLE, article.id))
        return shelved

    def _often(self, state: State) -> list[Card]:
        """Undoing is in sight right after what was the wrong one."""
        say = self.messages.text
        undo = self._way(icon("undo"), say("staff.undo"), say("staff.undo_below"))
        undo.bind(on_tap=lambda _: self.session.ask_sure(Deed.ROLL_BACK, ""))
        devices = self._way(icon("biotech"), say("checkup.open"), say("checkup.open_below"))
        devices.bind(on_tap=lambda _: self.session.open_checkup())
        counts = self._way(icon("trending_up"), say("staff.counts"), say("staff.counts_below"))
        counts.bind(on_tap=lambda _: self.session.open_counts())
        return [*([undo] if state.content.can_roll_back else []), devices, counts]

    def _ways(self, state: State) -> list[Card]:
        say = self.messages.text
        keys = self._way(icon("key"), say("staff.keys"), say("staff.keys_below"))
        keys.bind(on_tap=lambda _: self.session.open_keys())
        pin = self._way(icon("password"), say("staff.change_pin"))
        pin.bind(on_tap=lambda _: self.session.change_pin())
        ways = [keys, pin]
        for source in state.sources:
            if source.kind is SourceKind.EXPORT:
                export = self._way(icon("save"), say("staff.export", name=source.name), say("staff.export_below"))
                export.bind(on_tap=lambda _, source=source: self.session.export(source))
                ways.append(export)
        return ways

    @staticmethod
    def _way(picture: str, text: str, below: str = "") -> Card:
        return Card(icon=picture, text=text, below=below, least=130)


def concerned(content: ContentStatus, messages: Messages) -> list[tuple[Care, str]]:
    """What each concern is about; of many alike, how many there are."""
    alike: dict[Care, list[str]] = {}
    for concern in content.concerns:
        alike.setdefault(concern.care, []).append(concern.about)
    return [
        (care, about)
        for care, abouts in alike.items()
        for about in (abouts if len(abouts) <= FEW else [messages.text("staff.many", count=len(abouts))])
    ]


def bringable(sources: tuple[Source, ...], messages: Messages) -> str:
    """How many packs lie where."""
    lines = []
    for source in sources:
        if count := len(source.packs):
            key = "staff.bring_one_on" if count == 1 else "staff.bring_some_on"
            lines.append(messages.text(key, count=count, name=source.name))
    return ", ".join(lines) or messages.text("staff.bring_none")


def origin(one: Installed, expired: bool, messages: Messages) -> str:
    """Who signed it, which version, until when it is valid."""
    come = one.origin
    if not come.fingerprint:
        return messages.text("staff.from_start")
    lines = [messages.text("staff.from_signer", signer=come.signer, version=come.content_version)]
    if come.valid_until:
        key = "staff.valid_no_more" if expired else "staff.valid_until"
        lines.append(messages.text(key, on=day(come.valid_until, messages)))
    return ". ".join(lines) + "."


load_kv(__file__)
