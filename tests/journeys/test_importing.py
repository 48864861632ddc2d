"""From a stick to every screen: staff see what would change, choose, hear it, and nothing happens by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.content.changes import changes, notices_change
from kiosk.events import (
    ContentDone,
    ContentFailed,
    ContentStatusChanged,
    ImportMoved,
    ImportStep,
    KeyRead,
    LibraryChanged,
    PackReady,
    PackRefused,
    ReadingEnded,
    SourcesChanged,
    StickFree,
)
from kiosk.packs import ContentStatus, Key, Manifest, PackedFile, PackProblem, Proposal, Refusal, Source, SourceKind
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
from kiosk.state import Attract, Home, Reading
from tests.fakes import CAUSES, FEET, INTRO, PREVENTION, SLEEP, SLEEP_CAUSES, Visitor
from tests.journeys.test_staff import inside

PACK, KEY_FILE = Path("/media/stick/riverside.kioskpack"), Path("/media/stick/riverside.pub")
STICK = Source("NURSE", PACK.parent, SourceKind.STICK, (PACK,), (KEY_FILE,))
EXPORT = Source("KIOSK-EXPORT", Path("/media/export"), SourceKind.EXPORT)
KEY = Key("Riverside", bytes(32), "1234 5678 9012 3456 7890 1234")
NEW_SLEEP = replace(SLEEP, sections=(INTRO, replace(PREVENTION, title="How do I sleep better?")))


def proposal(*files: str) -> Proposal:
    manifest = Manifest(2, date(2026, 11, 20), (), ("feet",), tuple(PackedFile(each, 1, "") for each in files))
    found = changes({"sleep": SLEEP, "feet": FEET}, [NEW_SLEEP], ["feet"])
    return Proposal(PACK.name, manifest, KEY, found, (NEW_SLEEP,))


def at_the_shelf() -> Visitor:
    visitor = inside()
    visitor.news(SourcesChanged((STICK, EXPORT)))
    visitor.kiosk.open_shelf()
    assert visitor.moment == PackShelf()
    return visitor


def bringing() -> Visitor:
    visitor = at_the_shelf()
    visitor.kiosk.bring(PACK)
    return visitor


def ticket(visitor: Visitor) -> int:
    assert visitor.desk.ticket is not None
    return visitor.desk.ticket


def reviewing(*files: str) -> Visitor:
    visitor = bringing()
    visitor.desk.has_pack = True
    visitor.news(PackReady(ticket(visitor), proposal(*files)))
    assert isinstance(visitor.moment, PackReview)
    return visitor


def test_a_stick_alone_changes_nothing_on_anybodys_screen() -> None:
    visitor = Visitor(staffed=True)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    before = visitor.moment
    visitor.news(SourcesChanged((STICK,)))
    assert visitor.moment == before
    assert visitor.desk.asked == []
    visitor.kiosk.bring(PACK)
    visitor.kiosk.install()
    assert visitor.desk.asked == [], "and no verb does without the PIN"


def test_a_pack_goes_from_the_stick_to_every_screen_step_by_step() -> None:
    visitor = bringing()
    assert visitor.desk.asked == [("bring", PACK)]
    visitor.news(ImportMoved(ticket(visitor), ImportStep.COPYING, 1, 3))
    assert isinstance(visitor.moment, Bringing)
    assert (visitor.moment.step, visitor.moment.done, visitor.moment.total) == (ImportStep.COPYING, 1, 3)
    assert not visitor.moment.stick_free
    visitor.news(StickFree(ticket(visitor)))
    assert visitor.moment.stick_free
    visitor.desk.has_pack = True
    visitor.news(PackReady(ticket(visitor), proposal()))
    assert isinstance(visitor.moment, PackReview)
    assert visitor.moment.taken == {"sleep", "feet"}
    visitor.kiosk.install()
    assert visitor.desk.asked[-1] == ("install", frozenset({"sleep", "feet"}))
    visitor.news(ImportMoved(ticket(visitor), ImportStep.LEARNING, 2, 4))
    visitor.news(LibraryChanged((NEW_SLEEP,)))
    assert isinstance(visitor.moment, Installing)
    visitor.news(ContentDone(ticket(visitor)))
    assert visitor.moment == StaffRoom("installed")
    assert visitor.state.articles == (NEW_SLEEP,)
    visitor.kiosk.go_back()
    assert not visitor.state.staff_open, "behind the room there is only the way out"


def test_staff_take_some_articles_and_leave_others() -> None:
    visitor = reviewing()
    visitor.kiosk.toggle_article("feet")
    visitor.kiosk.toggle_article("no such article")
    visitor.kiosk.install()
    assert visitor.desk.asked[-1] == ("install", frozenset({"sleep"}))


def test_with_nothing_taken_there_is_nothing_to_install() -> None:
    visitor = reviewing()
    visitor.kiosk.toggle_article("feet")
    visitor.kiosk.toggle_article("sleep")
    visitor.kiosk.install()
    assert isinstance(visitor.moment, PackReview)
    assert visitor.desk.asked == [("bring", PACK)]


def test_each_section_can_be_seen_and_heard_before_it_counts() -> None:
    visitor = reviewing()
    visitor.kiosk.open_changes("sleep")
    assert isinstance(visitor.moment, ChangedArticle)
    visitor.kiosk.preview("prevention")
    assert visitor.hears() == ["How do I sleep better?", *PREVENTION.sentences]
    visitor.kiosk.preview("prevention")
    assert visitor.hears() == [], "the same again: be quiet"
    visitor.kiosk.preview("intro")
    assert visitor.voice.ticket is not None
    visitor.news(ReadingEnded(visitor.voice.ticket))
    assert visitor.moment.section is None
    visitor.kiosk.preview(CAUSES.id)
    assert visitor.moment.section is None, "what goes can't be heard"
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, PackReview)
    assert visitor.hears() == []


def test_what_nobody_wants_is_forgotten() -> None:
    visitor = reviewing()
    visitor.kiosk.dismiss()
    assert visitor.moment == StaffRoom()
    assert visitor.room.log[-1] == "forget"


def test_a_copy_under_way_can_be_broken_off_and_its_news_goes_nowhere() -> None:
    visitor = bringing()
    late = ticket(visitor)
    visitor.kiosk.dismiss()
    assert visitor.moment == StaffRoom()
    visitor.news(PackReady(late, proposal()))
    assert visitor.moment == StaffRoom()
    assert visitor.room.log.count("forget") == 2


@pytest.mark.parametrize("free", [True, False])
def test_a_refusal_is_told_with_its_reason_and_leads_back_to_the_shelf(free: bool) -> None:
    visitor = bringing()
    if free:
        visitor.news(StickFree(ticket(visitor)))
    refusal = Refusal(PackProblem.WRONG_HASH, PACK.name, "articles/sleep.md")
    visitor.news(PackRefused(ticket(visitor), refusal))
    assert visitor.moment == PackTurnedAway(refusal, free)
    visitor.kiosk.dismiss()
    assert visitor.moment == PackShelf()
    visitor.kiosk.go_back()
    assert visitor.moment == StaffRoom()


def test_a_refusal_at_the_last_moment_is_told_too() -> None:
    visitor = reviewing()
    visitor.kiosk.install()
    visitor.news(PackRefused(ticket(visitor), Refusal(PackProblem.NO_ROOM, PACK.name)))
    assert isinstance(visitor.moment, PackTurnedAway)


def test_what_fails_is_told_and_leads_to_the_room() -> None:
    visitor = reviewing()
    visitor.kiosk.install()
    visitor.news(ContentFailed(ticket(visitor), "The disk can't be written."))
    assert visitor.moment == StaffFailed("The disk can't be written.")
    visitor.kiosk.dismiss()
    assert visitor.moment == StaffRoom()


def test_a_pack_that_is_no_longer_there_is_not_asked_for() -> None:
    visitor = at_the_shelf()
    visitor.news(SourcesChanged(()))
    visitor.kiosk.bring(PACK)
    assert visitor.moment == PackShelf()
    assert visitor.desk.asked == []


def words_alone() -> Proposal:
    own = {"urgent.title": "Please get help now", "urgent.go": "Go to the desk"}
    new = notices_change(
        "notices/en", "Words", own, {**own, "urgent.title": "Please ask for help"}, ("", "Dr Ada Mori")
    )
    manifest = Manifest(2, date(2026, 11, 20), (), (), (PackedFile("notices/en.toml", 1, ""),))
    return Proposal(PACK.name, manifest, KEY, (*changes({"sleep": SLEEP}, [SLEEP]), new), (SLEEP,))


def test_the_clinics_own_words_can_be_seen_heard_and_taken_or_left() -> None:
    visitor = bringing()
    visitor.desk.has_pack = True
    visitor.news(PackReady(ticket(visitor), words_alone()))
    assert isinstance(visitor.moment, PackReview)
    assert visitor.moment.taken == {"notices/en"}
    visitor.kiosk.open_changes("notices/en")
    visitor.kiosk.preview("urgent.title")
    assert visitor.hears() == ["Please ask for help"]
    visitor.kiosk.preview("no such text")
    assert isinstance(visitor.moment, ChangedArticle)
    visitor.kiosk.go_back()
    visitor.kiosk.toggle_article("notices/en")
    visitor.kiosk.install()
    assert isinstance(visitor.moment, PackReview), "nothing else is new"
    visitor.kiosk.toggle_article("notices/en")
    visitor.kiosk.install()
    assert visitor.desk.asked[-1] == ("install", frozenset({"notices/en"}))


LEAVINGS: dict[str, Callable[[Visitor], object]] = {
    "home": lambda visitor: visitor.kiosk.go_home(),
    "back": lambda visitor: visitor.kiosk.go_back(),
    "out": lambda visitor: visitor.kiosk.leave_staff(),
    "for help": lambda visitor: visitor.kiosk.need_help(),
    "away": lambda visitor: visitor.waits(visitor.timing.importing_s + visitor.timing.warning_s + 2),
}


@pytest.mark.parametrize("leaves", LEAVINGS.values(), ids=LEAVINGS.keys())
def test_whoever_turns_away_from_a_pack_leaves_nothing_of_it_behind(leaves: Callable[[Visitor], object]) -> None:
    """Neither its copy, nor how its words would be said."""
    visitor = reviewing()
    leaves(visitor)
    assert not visitor.desk.has_pack
    assert not isinstance(visitor.moment, PackReview)


def test_a_pack_stays_while_its_changes_are_looked_at_and_while_it_is_installed() -> None:
    visitor = reviewing()
    visitor.kiosk.open_changes("sleep")
    assert visitor.desk.has_pack
    visitor.kiosk.go_back()
    visitor.kiosk.install()
    assert visitor.desk.has_pack


def test_whoever_walks_away_from_a_copy_leaves_no_door_open() -> None:
    visitor = bringing()
    late = ticket(visitor)
    visitor.waits(visitor.timing.importing_s + visitor.timing.warning_s + 2)
    assert isinstance(visitor.moment, Attract)
    visitor.news(PackReady(late, proposal()))
    assert isinstance(visitor.moment, Attract)
    assert visitor.room.log[-1] == "forget"


# ---- visitors, meanwhile


def test_who_is_reading_stays_with_what_is_still_there_and_starts_anew_otherwise() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.news(LibraryChanged((SLEEP,)))
    assert isinstance(visitor.moment, Reading)
    visitor.news(LibraryChanged((NEW_SLEEP,)))
    assert visitor.moment == Home("sleep")


# ---- deeds that are asked about once more

DEEDS = [
    (Deed.ROLL_BACK, "", ("roll back",), "rolled_back"),
    (Deed.REMOVE_ARTICLE, "feet", ("remove", "feet"), "removed"),
    (Deed.REVOKE_KEY, "Riverside", ("revoke key", "Riverside"), "key_revoked"),
]


@pytest.mark.parametrize(("deed", "about", "asked", "done"), DEEDS)
def test_a_deed_is_asked_about_once_more(deed: Deed, about: str, asked: tuple[object, ...], done: str) -> None:
    visitor = inside()
    visitor.kiosk.do_it()
    visitor.kiosk.ask_sure(deed, about)
    assert visitor.moment == Sure(deed, about)
    assert visitor.desk.asked == []
    visitor.kiosk.do_it()
    assert visitor.desk.asked == [asked]
    visitor.kiosk.do_it()
    assert visitor.desk.asked == [asked], "once is enough"
    visitor.news(ContentDone(ticket(visitor)))
    assert visitor.moment == StaffRoom(done)


@pytest.mark.parametrize("deed", list(Deed))
def test_and_may_be_left_alone(deed: Deed) -> None:
    visitor = inside()
    visitor.kiosk.ask_sure(deed, "feet")
    visitor.kiosk.dismiss()
    assert visitor.moment == StaffRoom()
    assert visitor.desk.asked == []


# ---- keys


def test_a_key_is_compared_by_eye_or_ear_before_it_counts() -> None:
    visitor = inside()
    visitor.news(SourcesChanged((STICK,)))
    visitor.kiosk.open_keys()
    assert visitor.moment == KeyRing()
    visitor.kiosk.read_key(KEY_FILE)
    visitor.kiosk.add_key("")
    assert visitor.desk.asked == [("read key", KEY_FILE)], "not before it is on the screen"
    visitor.news(KeyRead(ticket(visitor), KEY, was_revoked=True))
    assert isinstance(visitor.moment, KeyOffer)
    assert (visitor.moment.key, visitor.moment.was_revoked) == (KEY, True)
    visitor.kiosk.hear_fingerprint()
    assert visitor.hears() == ["1 2 3 4.", "5 6 7 8.", "9 0 1 2.", "3 4 5 6.", "7 8 9 0.", "1 2 3 4."]
    visitor.kiosk.add_key("  ")
    assert visitor.desk.asked[-1] == ("add key", "Riverside")
    assert visitor.hears() == []
    visitor.news(ContentDone(ticket(visitor)))
    assert visitor.moment == StaffRoom("key_added")


def test_a_key_that_cannot_be_read_is_told() -> None:
    visitor = at_the_shelf()
    visitor.kiosk.read_key(Path("/media/stick/other.pub"))
    assert visitor.moment == PackShelf(), "there is no such file on a stick"
    visitor.kiosk.read_key(KEY_FILE)
    visitor.news(ContentFailed(ticket(visitor), "riverside.pub: no key."))
    assert visitor.moment == StaffFailed("riverside.pub: no key.")


# ---- what goes out


def test_counts_go_only_to_a_stick_that_is_meant_for_them() -> None:
    visitor = inside()
    visitor.news(SourcesChanged((STICK, EXPORT)))
    for source in (STICK, replace(EXPORT, kind=SourceKind.FOLDER), replace(EXPORT, folder=Path("/etc"))):
        visitor.kiosk.export(source)
    assert visitor.desk.asked == []
    visitor.kiosk.export(EXPORT)
    assert visitor.desk.asked == [("export", EXPORT.folder)]
    visitor.news(ContentDone(ticket(visitor)))
    assert visitor.moment == StaffRoom("exported")


def test_what_is_installed_is_known_to_every_screen() -> None:
    visitor = Visitor(staffed=True)
    status = ContentStatus(expired=frozenset({"sleep"}))
    visitor.news(ContentStatusChanged(status))
    assert visitor.state.content == status
    visitor.kiosk.finish()
    assert visitor.state.content == status, "it belongs to the kiosk, not to the visit"
