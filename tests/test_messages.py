"""Every text that a person reads stands in assets/messages: none is missing, none is left over, none has a gap."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from kiosk.charts import OF_SECTIONS, STAYS
from kiosk.doctor import CHECKS
from kiosk.errors import MessagesError
from kiosk.events import ImportStep, PinVerdict
from kiosk.hearing.said_back import SaidBack
from kiosk.messages import Messages
from kiosk.model import About, HearingProblem, Level, Note, Way
from kiosk.packs import Care, Fate, PackProblem, SourceKind
from kiosk.session.checkup import BROKE
from kiosk.session.checkup_words import ANYWHERE
from kiosk.session.importing import DONE
from kiosk.session.usage import PERIODS
from kiosk.staff_moments import Deed, EchoStep, PinStep
from kiosk.state import AlertCall, Aloud, AskingPhase, Look
from kiosk.tally import Fault, Outcome

ROOT = Path(__file__).resolve().parents[1]
MESSAGES = Messages.load(ROOT / "assets" / "messages", "en", desk="the desk", clinic="Clinic", emergency_number="112")
LANGUAGES = sorted(path.stem for path in (ROOT / "assets" / "messages").glob("*.toml"))
HEADLINES = int(re.findall(r"HEADLINES = (\d+)", (ROOT / "kiosk/ui/screens/attract.py").read_text(encoding="utf-8"))[0])
"""Read, not imported: importing a screen would open Kivy."""
ALWAYS = {"desk", "clinic", "emergency_number"}
NAMED = re.compile(r"""["']([a-z0-9_]+(?:\.[a-z0-9_]+)+)["']""")
LEADING_ON = (PinVerdict.RIGHT, PinVerdict.TAKEN, PinVerdict.LOCKED)
"""Nothing is said of these, or how long to wait."""
BUILT = [
    *(f"attract.headline_{page + 1}" for page in range(HEADLINES)),
    *(f"asking.{phase}" for phase in AskingPhase),
    *(f"asking.hint_{phase}" for phase in AskingPhase),
    *(f"home.aloud_{aloud}" for aloud in Aloud),
    *(f"comfort.{look}" for look in Look),
    *(f"typing.{kind}_{number}" for kind in ("row", "signs") for number in (1, 2, 3)),
    *(f"attract.way_{way}" for way in ("read", "hear", "ask")),
    *(f"no_answer.{about}" for about in About),
    *(f"no_answer.spoken.{about}" for about in About),
    *(f"not_understood.{problem}" for problem in HearingProblem),
    *(f"not_understood.title_{problem}" for problem in HearingProblem),
    *(f"not_understood.spoken.{problem}" for problem in HearingProblem),
    *(f"notes.{note}" for note in Note),
    *(f"urgent.alert_{call}" for call in AlertCall if call is not AlertCall.NONE),
    *(f"staff.care.{care}" for care in Care),
    *(f"staff.pin.{step}" for step in PinStep),
    *(f"staff.pin.title_{step}" for step in PinStep),
    *(f"staff.pin.{verdict}" for verdict in PinVerdict if verdict not in LEADING_ON),
    *(f"staff.sure.{deed}{part}" for deed in Deed for part in ("", "_means", "_yes")),
    *(f"checkup.name.{check.name}" for check in CHECKS),
    *(f"checkup.{check.name}.{cause}" for check in CHECKS for cause in check.causes),
    *(f"checkup.{cause}" for cause in ANYWHERE),
    *(f"checkup.self-test.{how}" for how in (*SaidBack, BROKE)),
    *(f"checkup.echo_{step}" for step in EchoStep),
    *(f"checkup.mark_{level}" for level in Level),
    *(f"import.{kind}" for kind in SourceKind if kind is not SourceKind.EXPORT),
    *(f"staff.done.{deed}" for deed in ("installed", "key_added", "exported", "pin_set", *DONE.values())),
    *(f"counts.period_{days}" for days in PERIODS),
    *(f"counts.{chart}.title" for chart in (*OF_SECTIONS, "outcomes", "ways", "languages", "stays", "faults")),
    *(f"counts.{chart}.below" for chart in ("unanswered", "unsure", "outcomes", "languages", "faults")),
    *(f"counts.{chart}.none" for chart in (*OF_SECTIONS, "languages", "faults")),
    *(f"counts.outcome.{outcome}" for outcome in Outcome),
    *(f"counts.way.{way}" for way in (Way.SPOKEN, Way.TYPED)),
    *(f"counts.stay.{stay}" for stay in STAYS),
    *(f"counts.fault.{fault}" for fault in Fault),
    *(f"import.refused.{problem}" for problem in PackProblem),
    *(f"import.step.{step}" for step in ImportStep),
    *(f"import.fate.{fate}" for fate in Fate),
    *(f"import.part.{fate}" for fate in Fate if fate is not Fate.SAME),
    *(f"import.parts.{fate}{one}" for fate in Fate if fate is not Fate.SAME for one in ("", "_one")),
]
"""Keys that the code puts together from a value."""


def written_in_code() -> set[str]:
    """Everything in the code that looks like a key of one of the texts' groups."""
    groups = {key.partition(".")[0] for key in MESSAGES.keys()}  # noqa: SIM118  not a mapping
    sources = [path for path in (ROOT / "kiosk").rglob("*") if path.suffix in (".py", ".kv")]
    found = {key for source in sources for key in NAMED.findall(source.read_text(encoding="utf-8"))}
    calls = re.compile(r"""(?:say|text|Said|_home|_tap)\(["']([a-z0-9_.]+)["']""")
    called = {key for source in sources for key in calls.findall(source.read_text(encoding="utf-8"))}
    return {key for key in found if key.partition(".")[0] in groups and (key in called or MESSAGES.has(key))} | {
        key for key in called if "." in key
    }


@pytest.mark.parametrize("key", sorted(written_in_code() | set(BUILT)))
def test_every_text_that_the_code_names_is_there(key: str) -> None:
    assert MESSAGES.has(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_places(language: str) -> None:
    other = Messages.load(ROOT / "assets" / "messages", language)
    assert set(other.keys()) == set(MESSAGES.keys())
    assert MESSAGES.fault_in({key: other.own(key) for key in other.keys()}) == ""  # noqa: SIM118  not a mapping


def test_no_text_is_left_over() -> None:
    assert sorted(set(MESSAGES.keys()) - written_in_code() - set(BUILT)) == []


@pytest.mark.parametrize("key", MESSAGES.keys())
def test_every_text_is_whole(key: str) -> None:
    """Not empty, no stray white space, and its gaps have names."""
    raw = MESSAGES._texts[key]
    gaps = {name for _, name, _, _ in string.Formatter().parse(raw) if name is not None}
    assert raw == raw.strip()
    assert "  " not in raw
    assert all(name.isidentifier() for name in gaps)
    filled = MESSAGES.text(key, **dict.fromkeys(gaps - ALWAYS, "7"))
    assert filled or raw == "{clinic}"


def test_a_text_that_is_not_there_is_one_line() -> None:
    with pytest.raises(MessagesError, match="no_such") as raised:
        MESSAGES.text("no_such.key")
    assert "\n" not in str(raised.value)


def test_a_gap_that_nobody_fills_is_one_line() -> None:
    with pytest.raises(MessagesError, match=r"article\.source"):
        MESSAGES.text("article.source")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[nav\n", b"nav = [[["])
def test_a_damaged_file_of_texts_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "en.toml").write_bytes(content)
    with pytest.raises(MessagesError) as raised:
        Messages.load(tmp_path, "en")
    assert "\n" not in str(raised.value)
    assert "en.toml" in str(raised.value)
