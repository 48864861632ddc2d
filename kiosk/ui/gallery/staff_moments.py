"""Every moment of the staff's journey as a state: what the pictures are painted from, and the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.events import ImportStep, PinVerdict
from kiosk.model import Article, BlockKind, Place, Review, UrgentGroup
from kiosk.packs import (
    Approval,
    ArticleChange,
    Care,
    Concern,
    ContentStatus,
    Fate,
    Installed,
    Key,
    Line,
    Manifest,
    Origin,
    PackedArticle,
    PackProblem,
    Proposal,
    Refusal,
    SectionChange,
    Source,
    SourceKind,
    Words,
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
    PinStep,
    StaffFailed,
    StaffPin,
    StaffRoom,
    Sure,
    UsageCounts,
)
from kiosk.state import Attract, Home, Reading, State, Urgent
from kiosk.tally import Tallies
from kiosk.ui.gallery.checkups import checkups
from kiosk.ui.gallery.counted import tallies

STICK = Path("/media/kiosk/CLINIC")
PACK = STICK / "leukopenia-2026-11.kioskpack"
LONG_NAME = "Health_articles_of_all_departments_for_the_waiting_rooms_final_version_2"
RUIZ = Key("Dr Ana Ruiz", b"\1" * 32, "4821 0937 5526 1184 7390 0265")
OFFICE = Key("Patient information office, Riverside Hospitals", b"\2" * 32, "9035 7712 0048 6621 3387 5190")


def proposal(article: Article) -> Proposal:
    return Proposal(
        PACK.name,
        Manifest(
            7,
            date(2026, 11, 20),
            (PackedArticle(article.id, article.title, "en"),),
            ("old-leaflet",),
            (),
            valid_until=date(2027, 11, 30),
        ),
        RUIZ,
        (
            changed(article),
            ArticleChange("hypertension", "High blood pressure", Fate.ADDED, tuple(_new("part", 3)), "", RUIZ.name),
            ArticleChange("second", "Washing your hands", Fate.SAME, (), RUIZ.name, RUIZ.name),
            ArticleChange("old-leaflet", "Leaflet of 2019", Fate.REMOVED, (), "Dr Old", ""),
        ),
        (article,),
        ("“High blood pressure”: its review is overdue since 3 May 2026.",),
    )


def changed(article: Article) -> ArticleChange:
    parts = tuple(SectionChange(section.id, section.title, Fate.SAME) for section in article.sections[3:])
    mended = SectionChange(
        "what-is",
        "What is a low white blood cell count?",
        Fate.CHANGED,
        (
            Line(
                BlockKind.PARAGRAPH,
                (
                    Words(Fate.SAME, "White blood cells help your body fight germs. A low count is often found"),
                    Words(Fate.REMOVED, "by chance."),
                    Words(Fate.ADDED, "in a blood test that was done for another reason."),
                    Words(Fate.SAME, "Your care team can tell you what yours means."),
                ),
            ),
            Line(BlockKind.ITEM, (Words(Fate.ADDED, "Ask what your number was, and when it is measured again."),)),
            Line(
                BlockKind.ITEM,
                (
                    Words(Fate.SAME, "Wash your hands"),
                    Words(Fate.REMOVED, "sometimes"),
                    Words(Fate.ADDED, "often [20 s]"),
                ),
            ),
        ),
    )
    gone = SectionChange(
        "old", "Older advice", Fate.REMOVED, (Line(BlockKind.PARAGRAPH, (Words(Fate.REMOVED, "Stay in bed."),)),)
    )
    return ArticleChange(
        article.id,
        article.title,
        Fate.CHANGED,
        (mended, replace(_new("driving", 1)[0], section="intro"), gone, *parts),
        "",
        "Dr Ana Ruiz",
    )


def _new(id: str, count: int) -> list[SectionChange]:
    line = Line(BlockKind.PARAGRAPH, (Words(Fate.ADDED, "You may drive unless your care team tells you otherwise."),))
    return [SectionChange(f"{id}-{at}", f"Can I drive? ({at + 1})", Fate.ADDED, (line,)) for at in range(count)]


def new_words() -> ArticleChange:
    lines = (
        Words(Fate.SAME, "Please go to "),
        Words(Fate.REMOVED, "the front desk "),
        Words(Fate.ADDED, "room 4 "),
        Words(Fate.SAME, "now."),
    )
    told = (
        SectionChange("urgent.go", "urgent.go", Fate.CHANGED, (Line(BlockKind.PARAGRAPH, lines),)),
        SectionChange("urgent.title", "urgent.title", Fate.SAME),
    )
    return ArticleChange(
        "notices/en", "Words of the help screens", Fate.CHANGED, told, "", "Dr Ana Ruiz, medical director, 2026-11-20"
    )


def long_change(article: Article, paragraphs: int = 200) -> ArticleChange:
    words = tuple(Words(fate, f"word {at}") for at in range(20) for fate in (Fate.SAME, Fate.ADDED, Fate.REMOVED))
    lines = tuple(Line(BlockKind.PARAGRAPH, words) for _ in range(paragraphs))
    return ArticleChange(
        article.id, article.title, Fate.CHANGED, (SectionChange("long", "A long part", Fate.CHANGED, lines),)
    )


def staff_moments(article: Article) -> dict[str, State]:
    approved = replace(
        article,
        id="second",
        title="High blood pressure (hypertension) and what it does to you",
        review=Review("Dr Ana Ruiz", date(2026, 11, 20), "head of haematology"),
    )
    content = ContentStatus(
        (
            Installed(article, Origin("starters")),
            Installed(approved, Origin("Dr Ana Ruiz", RUIZ.fingerprint, 6, date(2026, 10, 31))),
        ),
        can_roll_back=True,
        expired=frozenset({"second"}),
        concerns=(
            Concern(Care.EXPIRED, approved.title),
            Concern(Care.NOT_APPROVED, article.title),
            Concern(Care.NOTICES_NOT_APPROVED),
        ),
        keys=(RUIZ, OFFICE),
    )
    calm = replace(
        content, concerns=(), expired=frozenset(), notices=Approval("Dr Ana Ruiz", "director", date(2026, 11, 2))
    )
    stick = Source("CLINIC", STICK, packs=(PACK, STICK / "older.kioskpack"))
    mixed = (
        replace(stick, keys=(STICK / "office.pub",)),
        Source("KINGSTON DATATRAVELER", Path("/media/kiosk/K"), packs=(Path(f"/media/kiosk/K/{LONG_NAME}.kioskpack"),)),
        Source(
            "BROKEN",
            Path("/media/kiosk/B"),
            fault="This stick can't be read. Format it as FAT32 or exFAT, or take another.",
        ),
        Source("PHOTOS", Path("/media/kiosk/P")),
        Source(
            "from-head-office",
            Path("/srv/kiosk-drop"),
            SourceKind.FOLDER,
            packs=(Path("/srv/kiosk-drop/all.kioskpack"),),
        ),
    )
    export = Source("KIOSK-EXPORT", Path("/media/kiosk/E"), SourceKind.EXPORT)
    base = State(Attract(), (article, approved), content=content, staffed=True, staff_open=True)

    def at(moment: object, **changes: object) -> State:
        return replace(base, moment=moment, **changes)  # type: ignore[arg-type]

    offered = proposal(article)
    every = frozenset(change.article for change in offered.changes)
    room = StaffRoom()
    refusal = Refusal(PackProblem.WRONG_HASH, PACK.name, "articles/leukopenia.md")
    long = replace(offered, changes=(long_change(article),))
    many = replace(offered, changes=tuple(ArticleChange(f"a{at}", f"Article {at}", Fate.ADDED) for at in range(1, 101)))
    help_words = replace(
        offered,
        changes=(ArticleChange(article.id, article.title, Fate.SAME), new_words()),
        warnings=(),
    )
    same = replace(offered, changes=(ArticleChange(article.id, article.title, Fate.SAME),), warnings=())
    return {
        "attract-staff": at(Attract()),
        "attract-stick": at(Attract(), sources=(stick,)),
        "attract-key": at(Attract(), sources=(replace(stick, packs=(), keys=(STICK / "office.pub",)),)),
        "home-stick": at(Home(article.id), sources=(stick,), trail=(Home(None),)),
        "home-expired": at(Home("second"), trail=(Home(None),)),
        "reading-expired": at(Reading(Place("second", "what-is")), trail=(Home("second"),)),
        "urgent-notices": at(Urgent(UrgentGroup.BREATHING, "my dad can't breathe", 0.0, 8.0), content=calm),
        "pin": at(StaffPin(PinStep.ENTER, "123"), staff_open=False),
        "pin-changed": at(StaffPin(PinStep.CHOOSE)),
        "pin-wrong": at(StaffPin(PinStep.ENTER, verdict=PinVerdict.WRONG), staff_open=False),
        "pin-wait": at(StaffPin(PinStep.ENTER, verdict=PinVerdict.LOCKED, wait_until=27.0), staff_open=False),
        "pin-wait-long": at(StaffPin(PinStep.ENTER, verdict=PinVerdict.LOCKED, wait_until=900.0), staff_open=False),
        "pin-not-set": at(StaffPin(PinStep.ENTER, verdict=PinVerdict.NOT_SET), staff_open=False),
        "pin-broken": at(StaffPin(PinStep.ENTER, verdict=PinVerdict.BROKEN), staff_open=False),
        "pin-looking": at(StaffPin(PinStep.ENTER, "1234", ticket=1), staff_open=False),
        "pin-choose": at(StaffPin(PinStep.CHOOSE, can_skip=True)),
        "pin-too-simple": at(StaffPin(PinStep.CHOOSE, verdict=PinVerdict.TOO_SIMPLE, can_skip=True)),
        "pin-differs": at(StaffPin(PinStep.CHOOSE, differs=True)),
        "pin-choose-again": at(StaffPin(PinStep.CHOOSE_AGAIN, "2580194637", "2580194637", can_skip=True)),
        "room": at(room, sources=(stick, export)),
        "room-done": at(StaffRoom("installed"), content=calm),
        "shelf": at(PackShelf(), sources=(stick,)),
        "shelf-mixed": at(PackShelf(), sources=mixed),
        "shelf-empty": at(PackShelf()),
        "bringing": at(Bringing(1, PACK, done=3, total=8), sources=(stick,)),
        "bringing-free": at(Bringing(1, PACK, ImportStep.CHECKING, 1, 4, stick_free=True), sources=(stick,)),
        "turned-away": at(PackTurnedAway(refusal, stick_free=True)),
        "turned-away-signer": at(
            PackTurnedAway(Refusal(PackProblem.UNKNOWN_SIGNER, PACK.name, detail=RUIZ.fingerprint))
        ),
        "review-of-many": at(PackReview(many, frozenset())),
        "review": at(PackReview(offered, every - {"second", "old-leaflet"}), sources=(stick,)),
        "review-none": at(PackReview(offered, frozenset())),
        "review-same": at(PackReview(same, frozenset())),
        "review-words": at(PackReview(help_words, frozenset({"notices/en"}))),
        "changed-long": at(ChangedArticle(long, article.id)),
        "changed-words": at(ChangedArticle(help_words, "notices/en")),
        "changed": at(ChangedArticle(offered, article.id)),
        "changed-heard": at(ChangedArticle(offered, article.id, "what-is", 1)),
        "installing": at(Installing(1, step=ImportStep.LEARNING, done=5, total=10)),
        "undoing": at(Installing(1, "rolled_back")),
        "exporting": at(Installing(1, "exported")),
        "failed": at(
            StaffFailed("The kiosk's own disk is full. Ask whoever looks after the kiosk to make room on it.")
        ),
        "key-reading": at(KeyOffer(STICK / "office.pub", ticket=1)),
        "key-offer": at(KeyOffer(STICK / "office.pub", OFFICE)),
        "key-offer-again": at(KeyOffer(STICK / "office.pub", OFFICE, was_revoked=True)),
        "key-ring": at(KeyRing()),
        "key-ring-none": at(KeyRing(), content=replace(content, keys=())),
        "usage": at(UsageCounts(30, tallies(article))),
        "usage-none": at(UsageCounts(7, Tallies(date(2026, 11, 29)))),
        "usage-reading": at(UsageCounts(30, ticket=1)),
        **checkups(at),
        "sure-undo": at(Sure(Deed.ROLL_BACK)),
        "sure-remove": at(Sure(Deed.REMOVE_ARTICLE, "second")),
        "sure-revoke": at(Sure(Deed.REVOKE_KEY, OFFICE.name)),
    }
