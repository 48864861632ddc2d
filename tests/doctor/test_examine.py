"""All parts, one after the other, whatever is wrong with the kiosk: the doctor never falls ill itself."""

from __future__ import annotations

from pathlib import Path
from threading import Event as Flag

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.context import Context
from kiosk.doctor import CHECKS, examine, looked_at
from kiosk.doctor.desk import Examiner
from kiosk.doctor.finding import Check, Finding, Machine, Running, Scene
from kiosk.errors import KeyFileError
from kiosk.events import Event, Examined, PartExamined
from kiosk.messages import Messages
from kiosk.model import Level, Part
from kiosk.session.checkup_words import state_of
from kiosk.settings import Hearing, Screen, Settings, Sticks, Urgent, Voice
from tests.doctor.machines import BARE, look
from tests.fakes import ASSETS

ANYTHING = st.text(max_size=40)
HOSTILE = st.sampled_from(
    ["", "/dev/null", "/proc/self/mem", "\0", "../" * 40, "a" * 5000, "\ud800", "/dev/full/x", "~nobody/x"]
)
SLOW = {"recogniser", "voice", "microphone", "speaker", "models", "files", "matcher"}
"""A part a second or more: looked at elsewhere, as they really are."""


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=HOSTILE | ANYTHING,
    command=st.lists(HOSTILE | ANYTHING, max_size=2),
    answer=st.none() | ANYTHING,
    read=st.sampled_from(["/", "/dev", "/nowhere", "/proc/self"]),
)
def test_no_setting_and_no_machine_makes_a_look_fail(
    tmp_path: Path, place: str, command: list[str], answer: str | None, read: str
) -> None:
    chosen = Settings(
        urgent=Urgent(alert_command=tuple(command)),
        sticks=Sticks(mount_folder=place or "x", drop_folders=(place,)),
    )
    machine = Machine(Path(read), {"DISPLAY": place, "NOTIFY_SOCKET": ""}, lambda words: answer)
    for home in (tmp_path / "home", Path(place or "x")):
        scene = Scene(Context(chosen, home, assets=Path(place or "x")), machine)
        for check in CHECKS:
            if check.name not in SLOW and not check.is_loud:
                part = looked_at(check, scene)
                assert part.detail
                assert "\n" not in part.detail + part.remedy
                assert bool(part.remedy) is (part.level is not Level.GOOD)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (Voice(engine="piper", piper_voice="/dev/null", speaker="\0", name="../x"), ("voice", "speaker")),
        (Voice(engine="pyttsx3", name="no such voice", speaker="nobody's"), ("voice", "speaker")),
        (Hearing(engine="vosk", vosk_model="/dev/null", microphone="nobody's"), ("microphone", "recogniser")),
        (Hearing(engine="vosk", microphone="\0"), ("microphone", "recogniser", "self-test")),
        (Screen(language="es", languages=("es", "xx")), ("languages",)),
    ],
)
def test_no_choice_of_engines_does_either(
    tmp_path: Path, chosen: Voice | Hearing | Screen, names: tuple[str, ...]
) -> None:
    match chosen:
        case Voice():
            settings = Settings(voice=chosen)
        case Hearing():
            settings = Settings(hearing=chosen)
        case Screen():
            settings = Settings(screen=chosen)
    for name in names:
        part = look(name, tmp_path, settings=settings)
        assert (part.level, part.cause != "fault") == (Level.LESS, True), part


def broken(scene: Scene) -> Finding:
    raise ZeroDivisionError


def refused(scene: Scene) -> Finding:
    raise KeyFileError("keys.json can't be read. Put it back.")


def test_a_check_that_breaks_is_a_part_that_is_told(tmp_path: Path) -> None:
    scene = Scene(Context(Settings(), tmp_path), BARE)
    part = looked_at(Check("touch", broken), scene)
    assert (part.level, part.cause, "fault of the kiosk" in part.detail) == (Level.MISSING, "fault", True)
    part = looked_at(Check("keys", refused), scene)
    assert (part.level, part.detail, part.remedy) == (Level.LESS, "keys.json can't be read", "Put it back.")
    assert looked_at(Check("content", refused, is_needed=True), scene).level is Level.MISSING


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_part_and_every_trouble_has_its_plain_words(language: str) -> None:
    messages = Messages.load(ASSETS / "messages", language)
    for check in CHECKS:
        assert messages.text(f"checkup.name.{check.name}")
        for cause in (*check.causes, "broken", "fault"):
            words = messages.text(state_of(Part(check.name, Level.LESS, "", "", cause)))
            assert words[0].isupper()
            assert words.endswith(".")
            for jargon in ("USB-", "kiosk.toml", "sudo", "systemd", "udev", "sha", "json", "[", "`", "main.py"):
                assert jargon not in words


# ---- the desk in a running kiosk

RUNNING = Running(lambda: True, lambda: True, lambda: "encoder", lambda: True)


class News:
    def __init__(self) -> None:
        self.told: list[Event] = []
        self.ended = Flag()

    def __call__(self, event: Event) -> None:
        self.told.append(event)
        if isinstance(event, Examined):
            self.ended.set()


def test_the_desk_tells_part_by_part_and_leaves_out_what_is_loud(tmp_path: Path) -> None:
    news = News()
    desk = Examiner(lambda: examine(Context(Settings(hearing=Hearing(engine="none")), tmp_path), BARE, RUNNING), news)
    desk.examine(7)
    assert news.ended.wait(60)
    desk.close()
    parts = [event.part.name for event in news.told if isinstance(event, PartExamined)]
    assert parts == [check.name for check in CHECKS if not check.is_loud]
    assert news.told[-1] == Examined(7)


def test_nothing_is_told_once_nobody_looks(tmp_path: Path) -> None:
    begun, go_on, news = Flag(), Flag(), News()

    def slowly():  # type: ignore[no-untyped-def]
        begun.set()
        go_on.wait(10)
        yield Part("disk", Level.GOOD, "")
        yield Part("clock", Level.GOOD, "")

    desk = Examiner(slowly, news)
    desk.examine(1)
    assert begun.wait(10)
    desk.end()
    go_on.set()
    desk.close()
    assert news.told == []


def test_an_examination_that_breaks_off_ends_all_the_same(tmp_path: Path) -> None:
    def breaking():  # type: ignore[no-untyped-def]
        yield Part("disk", Level.GOOD, "")
        raise ZeroDivisionError

    news = News()
    desk = Examiner(breaking, news)
    for ticket in (1, 2):
        news.ended.clear()
        desk.examine(ticket)
        assert news.ended.wait(10)
        assert news.told[-2:] == [PartExamined(ticket, Part("disk", Level.GOOD, "")), Examined(ticket)]
    desk.close()
