"""What a pack would change, article by article: whose it is, what is new, who approved it; and what of it is wanted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.messages import Messages
from kiosk.packs import ArticleChange, Fate, Proposal, SourceKind
from kiosk.sources import day
from kiosk.staff_moments import PackReview
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
from kiosk.ui.widgets.proposed import Proposed


class PackReviewScreen(Screen):
    pack = StringProperty()
    signed = StringProperty()
    valid = StringProperty()
    free = BooleanProperty(False)
    """A stick is in, and no longer needed."""
    can_install = BooleanProperty(False)
    nothing = BooleanProperty(False)
    """All of it is installed already."""
    install = StringProperty()
    _shown: Proposal | None = None
    _taken: frozenset[str] = frozenset()

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        # `ids` alone keeps nothing alive.
        self._head, self._foot, self._side, self._scroller = (
            self.ids[name].__self__ for name in ("head", "foot", "side", "scroller")
        )
        self.theme.fbind("portrait", self._lay)
        self._lay()

    def _lay(self, *_: Any) -> None:
        """In landscape, where height is dear, what the pack is stands beside its articles."""
        upright = self.theme.portrait
        for part in (self._head, self._foot):
            part.parent.remove_widget(part)
        self.ids["top" if upright else "beside"].add_widget(self._head)
        if not upright:
            self.ids.corner.add_widget(self._foot)
        put(self, [self._scroller, self._foot] if upright else [self._side, self._scroller])

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, PackReview)
        self._taken = now.taken
        if self._shown is not now.proposal:
            self._shown = now.proposal
            self._fill(now.proposal)
        self.free = any(source.kind is SourceKind.STICK for source in state.sources)
        for proposed in self.ids.articles.children:
            if isinstance(proposed, Proposed):
                proposed.taken = proposed.article in now.taken
        taken = [change for change in now.proposal.changes if change.article in now.taken]
        articles = sum(change.fate is not Fate.SAME and not change.is_words for change in taken)
        self.can_install = bool(taken)
        self.nothing = not taken and all(change.fate is Fate.SAME for change in now.proposal.changes)
        self.install = install_words(articles, any(change.is_words for change in taken), self.messages)

    def leave(self) -> None:
        self._shown = None
        self.ids.articles.fill(())

    def _fill(self, proposal: Proposal) -> None:
        say, manifest = self.messages.text, proposal.manifest
        self.pack = proposal.pack.removesuffix(".kioskpack")
        self.signed = say(
            "import.signed_by",
            name=proposal.signer.name,
            version=manifest.content_version,
            on=day(manifest.created, self.messages),
        )
        self.valid = _valid_until(manifest.valid_until, self.messages)
        warnings = [Banner(text=line, icon=icon("warning"), points=self.theme.small) for line in proposal.warnings]
        put(self.ids.warnings, warnings)
        self.ids.articles.fill(partial(self._article, change) for change in proposal.changes)
        self.ids.scroller.scroll_y = 1

    def _article(self, change: ArticleChange) -> Proposed:
        say = self.messages.text
        proposed = Proposed(
            article=change.article,
            title=change.title,
            taken=change.article in self._taken,
            what=what_changes(change, self.messages),
            approval="" if change.fate is Fate.REMOVED else _approval(change, self.messages),
            unapproved=say("article.not_approved") if _is_unapproved(change) else "",
            can_take=change.fate is not Fate.SAME,
            can_look=change.fate in (Fate.ADDED, Fate.CHANGED) and bool(change.sections) and not change.beside,
            names=(say("import.take"), say("import.leave")),
            look_text=say("import.changes"),
        )
        proposed.bind(on_toggle=lambda _: self.session.toggle_article(change.article))
        proposed.bind(on_look=lambda _: self.session.open_changes(change.article))
        return proposed


def install_words(articles: int, words: bool, messages: Messages) -> str:
    """What the button says. `articles`: how many; `words`: the clinic's own, too."""
    if words:
        return messages.text("import.install_both" if articles else "import.install_words")
    key = "import.install_some" if articles > 1 else "import.install_one" if articles else "import.install_none"
    return messages.text(key, count=articles)


def what_changes(change: ArticleChange, messages: Messages) -> str:
    """ "Changed: 1 new part, 3 changed parts"."""
    fate = messages.text(f"import.fate.{change.fate}")
    if change.beside:
        return messages.text("import.beside")
    counts = Counter(section.fate for section in change.sections)
    if change.fate is Fate.REMOVED or change.fate is Fate.SAME:
        return fate
    parts = [
        messages.text(f"import.parts.{kind}_one" if counts[kind] == 1 else f"import.parts.{kind}", count=counts[kind])
        for kind in (Fate.ADDED, Fate.CHANGED, Fate.REMOVED)
        if counts[kind]
    ]
    return f"{fate}: {', '.join(parts)}" if parts else fate


def _is_unapproved(change: ArticleChange) -> bool:
    """Nobody of the clinic answers for what would be read then."""
    return change.fate is not Fate.REMOVED and not change.approval_after


def _approval(change: ArticleChange, messages: Messages) -> str:
    if _is_unapproved(change) and not change.approval_before:
        return ""  # that is said anyway
    nobody = messages.text("import.nobody")
    before, after = change.approval_before or nobody, change.approval_after or nobody
    if change.fate is Fate.ADDED or before == after:
        return messages.text("import.approval", after=after)
    return messages.text("import.approval_changes", before=before, after=after)


def _valid_until(on: date | None, messages: Messages) -> str:
    return messages.text("import.valid_until", on=day(on, messages)) if on else messages.text("import.no_end")


load_kv(__file__)
