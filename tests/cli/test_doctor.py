"""`doctor` on machines that lack things: it says which, what to do, and never falls ill itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk import doctor, parts
from kiosk.context import Context
from kiosk.model import Level
from kiosk.settings import Settings, Voice
from tests.cli.command import Ended, command

PARTS = [
    "display", "touch", "microphone", "speaker", "voice", "loopback", "recogniser", "matcher", "languages",
    "content", "disk", "clock",
]  # fmt: skip


@pytest.fixture(scope="module")
def healthy(home: Path, no_sound_devices: Path) -> Ended:
    """All models; no display, microphone or loudspeaker."""
    return command("--home", home, "--config", no_sound_devices, "doctor", "--json")


def test_every_part_of_the_contract_is_looked_at(healthy: Ended) -> None:
    parts = json.loads(healthy.out)
    assert [part["name"] for part in parts] == PARTS
    for part in parts:
        assert set(part) == {"name", "level", "detail", "remedy"}
        assert part["level"] in {"good", "less", "missing"}
        assert part["detail"]
        assert bool(part["remedy"]) is (part["level"] != "good"), (
            "what does not work comes with what to do, and only that"
        )
        assert "fault of the kiosk" not in part["detail"]


def test_each_part_is_as_it_is_on_this_machine(healthy: Ended) -> None:
    parts = {part["name"]: part for part in json.loads(healthy.out)}
    levels = {name: part["level"] for name, part in parts.items()}
    assert (levels["display"], levels["microphone"], levels["speaker"]) == ("missing", "less", "less")
    assert (levels["voice"], levels["recogniser"], levels["matcher"], levels["disk"]) == ("good",) * 4
    assert "not yet approved" in parts["content"]["detail"]
    assert "[hearing] microphone" in parts["microphone"]["remedy"]
    assert healthy.code == 4, "without a display there is no kiosk"


def test_without_models_it_names_the_commands_that_install_them(
    bare_checkout: Path, tmp_path: Path, no_sound_devices: Path
) -> None:
    """The display is another machine's, whose word is taken: all that is missing now is what a kiosk can do without."""
    elsewhere = {"DISPLAY": "elsewhere:0"}
    words = ("--home", tmp_path, "--config", no_sound_devices, "doctor")
    done = command(*words, checkout=bare_checkout, environment=elsewhere)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    marks = {line.split()[1]: line[0] for line in lines if line[0] != " "}
    assert list(marks) == PARTS
    assert (marks["recogniser"], marks["matcher"], marks["display"]) == ("~", "✓", "✓")
    assert any("main.py models install whisper-base" in line for line in lines)


def test_a_damaged_encoder_narrows_the_kiosk_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "encoder.onnx"
    broken.write_bytes(b"not a model")
    monkeypatch.setattr(parts, "encoder", lambda context: broken)
    for name in doctor._CHECKS.keys() - {"matcher"}:
        monkeypatch.delitem(doctor._CHECKS, name)
    level, said = level_of("matcher", Context(Settings(), tmp_path / "home"))
    assert level is Level.LESS
    assert said.endswith(f"put back {broken}")


def level_of(name: str, context: Context) -> tuple[Level, str]:
    part = next(part for part in doctor.examine(context) if part.name == name)
    return part.level, f"{part.detail} -> {part.remedy}"


def test_a_home_that_can_not_be_written_to_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in doctor._CHECKS.keys() - {"content", "disk"}:  # the others take their time
        monkeypatch.delitem(doctor._CHECKS, name)
    (tmp_path / "file").touch()
    context = Context(Settings(), tmp_path / "file" / "home")
    level, said = level_of("disk", context)
    assert (level, str(tmp_path / "file") in said) == (Level.MISSING, True)
    level, said = level_of("content", context)
    assert (level, "can't be installed" in said) == (Level.MISSING, True)


def test_a_clock_behind_what_was_seen_is_told_and_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_CHECKS", {"clock": doctor._CHECKS["clock"]})
    context = Context(Settings(), tmp_path)
    assert level_of("clock", context)[0] is Level.GOOD
    assert parts.days(context).file.is_file()
    parts.days(context).file.write_text("2099-01-01\n", encoding="ascii")
    level, said = level_of("clock", context)
    assert level is Level.LESS
    assert "behind 2099-01-01" in said
    assert f"delete {tmp_path / 'latest-day'}" in said


def test_content_past_its_date_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_CHECKS", {"content": doctor._CHECKS["content"]})
    context = Context(Settings(), tmp_path)
    parts.library(context)
    ledger = next(tmp_path.glob("library/generations/*/ledger.json"))
    dated = ledger.read_text(encoding="utf-8").replace('"valid_until":null', '"valid_until":"2026-11-02"')
    ledger.write_text(dated.replace('"valid_until": null', '"valid_until": "2026-11-02"'), encoding="utf-8")
    level, said = level_of("content", context)
    assert level is Level.LESS
    assert "2 articles, 2 past their date, 2 not yet approved by this clinic -> bring a newer pack" in said


def test_a_check_that_breaks_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(context: Context) -> doctor.Finding:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "_CHECKS", {"touch": broken, "clock": doctor._CHECKS["clock"]})
    touch, clock = doctor.examine(Context(Settings(), tmp_path))
    assert (touch.level, clock.level) == (Level.MISSING, Level.GOOD)
    assert "fault of the kiosk" in touch.detail


def test_a_voice_that_is_set_but_not_there_is_told_with_who_stands_in(tmp_path: Path) -> None:
    """The kiosk speaks all the same; staff should know why it doesn't sound as they chose."""
    settings = Settings(voice=Voice(engine="piper", piper_voice=str(tmp_path / "gone.onnx")))
    part = next(part for part in doctor.examine(Context(settings, tmp_path)) if part.name == "voice")
    assert part.level is Level.LESS
    assert part.detail.startswith("pyttsx3:")
    assert "models install piper-joe" in part.remedy
