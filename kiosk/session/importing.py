"""From a stick to every screen: what staff see and decide on the way. Nothing here changes anything by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.events import (
    ContentDone,
    ContentFailed,
    ImportMoved,
    KeyRead,
    PackReady,
    PackRefused,
    ReadingBroke,
    ReadingEnded,
    StickFree,
)
from kiosk.model import Utterance
from kiosk.packs import Fate, Source, SourceKind
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.wishes import (
    AddKey,
    BringPack,
    Export,
    ForgetPack,
    Hush,
    InstallPack,
    Read,
    ReadKey,
    RemoveArticle,
    RevokeKey,
    RollBack,
    Wish,
)
from kiosk.staff_moments import (
    Bringing,
    ChangedArticle,
    Deed,
    Installing,
    KeyOffer,
    KeyRing,
    PackReview,
    PackShelf,
    PackTurnedAway,
    StaffFailed,
    StaffRoom,
    Sure,
)
from kiosk.state import State

DONE = {Deed.ROLL_BACK: "rolled_back", Deed.REMOVE_ARTICLE: "removed", Deed.REVOKE_KEY: "key_revoked"}
"""Keys of assets/messages under `staff.done`."""

# ---- verbs


def put_away(before: State, after: State) -> tuple[Wish, ...]:
    """Whoever turns away from a pack that is looked at has done with it: nothing of it stays, nor how it is said."""
    gone = _looks_at_a_pack(before) and not _looks_at_a_pack(after) and not isinstance(after.moment, Installing)
    return (ForgetPack(),) if gone else ()


def _looks_at_a_pack(state: State) -> bool:
    return any(isinstance(each, Bringing | PackReview | ChangedArticle) for each in (state.moment, *state.trail))


def shelf_opened(state: State) -> Step:
    return moving(state, PackShelf()) if isinstance(state.moment, StaffRoom) else Step(state)


def brought(state: State, pack: Path) -> Step:
    there = any(pack in source.packs for source in state.sources)
    if not isinstance(state.moment, PackShelf) or not there:
        return Step(state)
    state, ticket = ticketed(state)
    return moving(state, Bringing(ticket, pack)).wishing(BringPack(ticket, pack))


def toggled(state: State, article: str) -> Step:
    match state.moment:
        case PackReview(proposal=proposal, taken=taken) as now if any(
            each.article == article for each in proposal.changes
        ):
            return Step(becoming(state, replace(now, taken=taken ^ {article})))
        case _:
            return Step(state)


def changes_opened(state: State, article: str) -> Step:
    match state.moment:
        case PackReview(proposal=proposal) if any(each.article == article for each in proposal.changes):
            return moving(state, ChangedArticle(proposal, article))
        case _:
            return Step(state)


def previewed(state: State, section: str) -> Step:
    """Hear a section as visitors would; again: be quiet."""
    now = state.moment
    if not isinstance(now, ChangedArticle):
        return Step(state)
    if now.section == section and now.ticket is not None:
        return Step(becoming(state, replace(now, section=None, ticket=None)), (Hush(),))
    lines = tuple(map(Utterance, _aloud(now, section)))
    if not lines:
        return Step(state)
    state, ticket = ticketed(state)
    return Step(becoming(state, replace(now, section=section, ticket=ticket)), (Hush(), Read(ticket, lines)))


def _aloud(now: ChangedArticle, section: str) -> tuple[str, ...]:
    """A section as it would be read; one of the clinic's own texts likewise. Empty where there will be none."""
    article = next((each for each in now.proposal.articles if each.id == now.article), None)
    if article is not None:
        found = article.section(section)
        return (found.title, *found.sentences) if found else ()
    change = next(each for each in now.proposal.changes if each.article == now.article)
    lines = [line for each in change.sections if each.section == section for line in each.lines]
    return tuple(filter(None, ("".join(w.text for w in line.words if w.fate is not Fate.REMOVED) for line in lines)))


def installed(state: State) -> Step:
    match state.moment:
        case PackReview(taken=taken) if taken:
            state, ticket = ticketed(state)
            return moving(state, Installing(ticket)).wishing(InstallPack(ticket, taken))
        case _:
            return Step(state)


def dismissed(state: State) -> Step:
    """On from what could not be done, or is not wanted."""
    match state.moment:
        case PackTurnedAway():
            return Step(replace(moving(state, PackShelf()).state, trail=(StaffRoom(),)), (Hush(),))
        case PackReview() | Bringing():
            return _to_room(state)
        case StaffFailed() | KeyOffer() | Sure():
            return _to_room(state)
        case _:
            return Step(state)


def asked_sure(state: State, deed: Deed, about: str) -> Step:
    return moving(state, Sure(deed, about)) if isinstance(state.moment, StaffRoom | KeyRing) else Step(state)


def done_it(state: State) -> Step:
    now = state.moment
    if not isinstance(now, Sure):
        return Step(state)
    state, ticket = ticketed(state)
    wish: Wish
    match now.deed:
        case Deed.ROLL_BACK:
            wish = RollBack(ticket)
        case Deed.REMOVE_ARTICLE:
            wish = RemoveArticle(ticket, now.about)
        case Deed.REVOKE_KEY:
            wish = RevokeKey(ticket, now.about)
    return moving(state, Installing(ticket, DONE[now.deed])).wishing(wish)


def keys_opened(state: State) -> Step:
    return moving(state, KeyRing()) if isinstance(state.moment, StaffRoom) else Step(state)


def key_read(state: State, file: Path) -> Step:
    there = any(file in source.keys for source in state.sources)
    if not isinstance(state.moment, PackShelf | KeyRing) or not there:
        return Step(state)
    state, ticket = ticketed(state)
    return moving(state, KeyOffer(file, None, ticket)).wishing(ReadKey(ticket, file))


def key_added(state: State, name: str) -> Step:
    match state.moment:
        case KeyOffer(key=key) if key is not None:
            state, ticket = ticketed(state)
            step = moving(state, Installing(ticket, "key_added"))
            return Step(replace(step.state, trail=()), step.wishes).wishing(AddKey(ticket, name.strip() or key.name))
        case _:
            return Step(state)


def fingerprint_heard(state: State) -> Step:
    """Digit by digit, a breath between the groups."""
    match state.moment:
        case KeyOffer(key=key) as now if key is not None:
            state, ticket = ticketed(state)
            lines = tuple(Utterance(" ".join(group) + ".") for group in key.fingerprint.split())
            return Step(becoming(state, replace(now, ticket=ticket)), (Hush(), Read(ticket, lines)))
        case _:
            return Step(state)


def exported(state: State, source: Source) -> Step:
    if not isinstance(state.moment, StaffRoom) or source.kind is not SourceKind.EXPORT or source not in state.sources:
        return Step(state)
    state, ticket = ticketed(state)
    return moving(state, Installing(ticket, "exported")).wishing(Export(ticket, source.folder))


# ---- news


def moved(state: State, news: ImportMoved) -> Step:
    match state.moment:
        case Bringing(ticket=news.ticket) | Installing(ticket=news.ticket) as now:
            return Step(becoming(state, replace(now, step=news.step, done=news.done, total=news.total)))
        case _:
            return Step(state)


def stick_freed(state: State, news: StickFree) -> Step:
    match state.moment:
        case Bringing(ticket=news.ticket) as now:
            return Step(becoming(state, replace(now, stick_free=True)))
        case _:
            return Step(state)


def ready(state: State, news: PackReady) -> Step:
    match state.moment:
        case Bringing(ticket=news.ticket):
            proposal = news.proposal
            taken = frozenset(each.article for each in proposal.changes if each.fate is not Fate.SAME)
            return moving(replace(state, touched=state.now), PackReview(proposal, taken))
        case _:
            return Step(state, (ForgetPack(),))


def refused(state: State, news: PackRefused) -> Step:
    match state.moment:
        case Bringing(ticket=news.ticket, stick_free=free):
            return moving(replace(state, touched=state.now), PackTurnedAway(news.refusal, free))
        case Installing(ticket=news.ticket):
            return moving(replace(state, touched=state.now), PackTurnedAway(news.refusal, True))
        case _:
            return Step(state)


def done(state: State, news: ContentDone) -> Step:
    match state.moment:
        case Installing(ticket=news.ticket, deed=deed):
            return _to_room(replace(state, touched=state.now), deed)
        case _:
            return Step(state)


def failed(state: State, news: ContentFailed) -> Step:
    match state.moment:
        case Bringing(ticket=news.ticket) | Installing(ticket=news.ticket) | KeyOffer(ticket=news.ticket):
            return moving(replace(state, touched=state.now), StaffFailed(news.line))
        case _:
            return Step(state)


def key_known(state: State, news: KeyRead) -> Step:
    match state.moment:
        case KeyOffer(ticket=news.ticket) as now:
            return Step(becoming(state, replace(now, key=news.key, ticket=None, was_revoked=news.was_revoked)))
        case _:
            return Step(state)


def said(state: State, news: ReadingEnded | ReadingBroke) -> Step:
    match state.moment:
        case ChangedArticle(ticket=news.ticket) as now:
            return Step(becoming(state, replace(now, section=None, ticket=None)))
        case _:
            return Step(state)


def _to_room(state: State, deed: str = "") -> Step:
    step = moving(state, StaffRoom(deed))
    return Step(replace(step.state, trail=()), step.wishes)
