"""The clinic's own notices: the texts that send people to staff, as a file of a pack."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import parts
from kiosk.content import notices
from kiosk.content.approvals import Record
from kiosk.content.importing.manuscript import quoted
from kiosk.content.notices import Notices
from kiosk.context import Context
from kiosk.errors import ContentError
from kiosk.messages import Messages
from kiosk.packs import Approval
from kiosk.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ANA = Approval("Dr Ana Ruiz", "medical director", date(2026, 11, 20))
APPROVED = '[approved]\nby = "Dr Ana Ruiz"\nrole = "medical director"\non = 2026-11-20\n'
TEXTS = '[texts]\n"urgent.title" = "Please get help"\n"urgent.not_here" = "If not here, call {emergency_number}."\n'


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(Settings(), tmp_path / "home", ROOT / "assets", ROOT / "models")


def own() -> Messages:
    return Messages.load(ROOT / "assets" / "messages", "en", desk="the desk", clinic="Clinic", emergency_number="112")


def whole(approved: str = APPROVED, **changed: str) -> bytes:
    """A file with all of the notices."""
    texts = {key: own().raw(key) for key in own().keys() if notices.is_notice(key)}  # noqa: SIM118  not a mapping
    rows = [f"{quoted(key)} = {quoted(changed.get(key.replace('.', '_'), text))}" for key, text in texts.items()]
    return "\n".join([approved, "[texts]", *rows, ""]).encode()


def fault(context: Context, texts: str) -> str:
    content = f"[texts]\n{texts}\n".encode()
    return notices.fault_in_notices(content, "en", None, lambda *of: parts.notice_fault(context, *of))


def test_a_file_says_who_approved_which_words() -> None:
    found = notices.read((APPROVED + TEXTS).encode())
    assert found.approval == ANA
    assert dict(found.texts) == {
        "urgent.title": "Please get help",
        "urgent.not_here": "If not here, call {emergency_number}.",
    }
    assert notices.read(b"") == Notices()


def test_the_notices_are_those_that_a_clinic_must_approve() -> None:
    for key in ("urgent.title", "urgent.private.why", "no_answer.spoken.health", "notes.own_result",
                "article.not_approved_spoken", "article.expired"):  # fmt: skip
        assert notices.is_notice(key)
        assert own().has(key)
    for key in ("nav.help_now", "article.approved", "staff.title", "import.refused.expired", "urgently"):
        assert not notices.is_notice(key)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ('"nav.help_now" = "Go away"', "nav.help_now"),
        ('"urgent.nothing" = "x"', "urgent.nothing"),
        ('"urgent.title" = ""', "length"),
        ('"urgent.title" = 5', "str"),
        ('"urgent.title" = "two\\nlines"', "urgent.title"),
        ('"urgent.title" = "\\u202Eback"', "urgent.title"),
        ('"urgent.title" = "Help \\u0928 now"', "U+0928"),
        ('"urgent.not_here" = "Nobody can help."', "{emergency_number}"),
        ('"urgent.not_here" = "{emergency_number.__class__}"', "urgent.not_here"),
        ('"urgent.not_here" = "{emergency_number!r}"', "urgent.not_here"),
        ('"urgent.not_here" = "{emergency_number:>99999}"', "urgent.not_here"),
        ('"urgent.not_here" = "{emergency_number} {clinic}"', "{emergency_number}"),
        ('"urgent.title" = "a } alone"', "urgent.title"),
        ('"urgent.title" = "{0}"', "urgent.title"),
        (f'"urgent.back" = "{"a" * 60}"', "urgent.back: 60 letters"),
        (f'"urgent.why" = "{"a" * 401}"', "length"),
        ("[approved]\nby = 'a'", "on"),
        ("[approved]\nby = ''\non = 2026-01-01", "by"),
        ("[approved]\nby = \"a\\u0007\"\non = 2026-01-01", "one line"),
        ("[other]", "other"),
        ('"urgent.title" = "a"\n"urgent.title" = "b"', "overwrite"),
        ("x = " + "9" * 5000, "longer than 4,000"),
        ("x = " + "[" * 3000, "too deep"),
    ],
)  # fmt: skip
def test_a_bad_notice_is_refused_in_one_line_that_names_it(context: Context, texts: str, said: str) -> None:
    line = fault(context, texts)
    assert said in line
    assert "\n" not in line
    assert len(line) < 300


def test_good_ones_are_not(context: Context) -> None:
    check = lambda *of: parts.notice_fault(context, *of)  # noqa: E731
    assert fault(context, '"urgent.not_here" = "Not here? {emergency_number}!"') == ""
    assert notices.fault_in_notices(whole(), "en", ANA, check) == ""
    assert notices.fault_in_notices(b"\xef\xbb\xbf" + whole().replace(b"\n", b"\r\n"), "en", ANA, check) == ""
    assert "no texts in 'xx'" in notices.fault_in_notices(whole(), "xx", ANA, check)


@pytest.mark.parametrize("claim", [None, Approval("Dr Ana Ruiz", "", ANA.on), Approval("Bob", ANA.role, ANA.on)])
def test_the_manifest_must_name_the_same_approval(context: Context, claim: Approval | None) -> None:
    said = notices.fault_in_notices(whole(), "en", claim, lambda *of: "")
    assert said == "the manifest and the notices name other approvals"


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_in_one_line(content: bytes) -> None:
    try:
        notices.read(content)
    except ValueError as error:
        line = str(error)
    else:
        return
    assert "\n" not in line


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_a_text_that_is_taken_can_be_filled_in(text: str) -> None:
    """Whatever stands in it: the urgent screen must never fall over the clinic's words."""
    messages = own()
    if not messages.fault_in({"urgent.go": text}):
        messages.replace({"urgent.go": text})
        assert messages.text("urgent.go") is not None


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="larger than 200 kB"):
        notices.read(b"#" * 300_000)


# ---- on the screen


def test_the_clinic_s_words_stand_in_place_of_the_kiosk_s_and_go_again() -> None:
    messages = own()
    before = messages.text("urgent.title")
    messages.replace({"urgent.title": "Please get help", "urgent.go": "Run to {desk}: tell someone near you."})
    assert messages.text("urgent.title") == "Please get help"
    assert messages.text("urgent.go") == "Run to the desk: tell someone near you."
    messages.replace({"urgent.go": "Walk to {desk}."})
    assert messages.text("urgent.title") == before
    messages.replace({})
    assert messages.raw("urgent.go") == messages.own("urgent.go")


def test_words_that_a_newer_kiosk_can_not_fill_in_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    messages = own()
    with caplog.at_level(logging.WARNING):
        messages.replace({"urgent.not_here": "Call {ambulance}.", "urgent.gone": "x", "urgent.title": "Get help"})
    assert messages.text("urgent.not_here") == "If the person is not here, call 112."
    assert messages.text("urgent.title") == "Get help"
    assert "urgent.gone, urgent.not_here" in caplog.text


class Brought:
    """Content with these notices."""

    articles = ()

    def __init__(self, folder: Path, content: bytes) -> None:
        self.articles_folder = self.notices_folder = folder
        (folder / "en.toml").write_bytes(content)


def test_only_a_file_of_all_the_notices_makes_them_approved(context: Context, tmp_path: Path) -> None:
    """Who approved one title didn't approve the rest of what the kiosk says."""
    assert parts.notices_approval(context, Brought(tmp_path, whole())) == ANA
    assert parts.notices_approval(context, Brought(tmp_path, whole(approved=""))) is None
    assert parts.notices_approval(context, Brought(tmp_path, (APPROVED + TEXTS).encode())) is None
    spoiled = whole(urgent_not_here="Call {ambulance}.")
    assert parts.notices_approval(context, Brought(tmp_path, spoiled)) is None


def test_what_can_not_be_read_leaves_the_kiosk_s_own_words(tmp_path: Path) -> None:
    assert notices.load(tmp_path / "nowhere", "en") == Notices()
    (tmp_path / "en.toml").write_bytes(b"\xff")
    assert notices.load(tmp_path, "en") == Notices()


# ---- approving


@pytest.mark.parametrize("text", [TEXTS, APPROVED + TEXTS, TEXTS + APPROVED, "# note\n\n" + TEXTS, "\ufeff" + TEXTS])
def test_a_file_is_approved_and_its_texts_stay(text: str) -> None:
    bob = Approval('Bob "B" Ó', "", date(2026, 12, 1))
    found = notices.read(notices.stamped(text, bob).encode())
    assert found.approval == bob
    assert dict(found.texts) == dict(notices.read(text.encode()).texts)


@pytest.mark.parametrize("text", ["[texts", 'approved = {by = "a", on = 2026-01-01}\n' + TEXTS])
def test_what_can_not_be_approved_is_left_alone(text: str) -> None:
    with pytest.raises(ContentError):
        notices.stamped(text, ANA)


def test_a_recorded_approval_goes_into_the_pack_with_just_these_words() -> None:
    bare = whole(approved="")
    record = Record(ANA, notices.digest(notices.read(bare).texts))
    assert notices.read(notices.applied(bare, record)).approval == ANA
    changed = whole(approved="", urgent_title="Get help now")
    assert notices.applied(changed, record) == changed
    assert notices.applied(bare, None) == bare
    assert notices.applied(TEXTS.encode(), record) == TEXTS.encode()
