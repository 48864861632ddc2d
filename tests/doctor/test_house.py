"""Sticks, the PIN, the alert, the service, keys, models and the kiosk's own files: whole, missing, damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk import parts
from kiosk.content.keyring import Keyring
from kiosk.context import ROOT, Context
from kiosk.doctor.finding import Running
from kiosk.keeper import open_reports
from kiosk.keeper.policy import Why
from kiosk.keeper.reports import Report
from kiosk.model import Level
from kiosk.packs import Key
from kiosk.settings import Settings, Sticks, Urgent, Voice
from kiosk.staff.pin import Pin
from tests.doctor.machines import look, machine, told

RULE = "etc/udev/rules.d/90-kiosk-sticks.rules"


def test_sticks_need_their_rule(tmp_path: Path) -> None:
    part = look("sticks", tmp_path, on=machine(tmp_path / "other"))
    assert (part.cause, "docs/sticks.md" in part.remedy) == ("no_rule", True)
    assert look("sticks", tmp_path, on=machine(tmp_path, {RULE: "#"})).level is Level.GOOD


def test_a_watched_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    gone = Settings(sticks=Sticks(drop_folders=(str(tmp_path / "gone"),)))
    assert look("sticks", tmp_path, settings=gone, on=machine(tmp_path, {RULE: "#"})).cause == "no_drop"


def test_a_pin_is_not_set_set_or_damaged(tmp_path: Path) -> None:
    assert "set-pin" in told(look("pin", tmp_path))
    Pin(tmp_path / "staff", lambda: 0.0).choose("2580")
    assert look("pin", tmp_path).level is Level.GOOD
    (tmp_path / "staff" / "pin.json").write_text("{}", encoding="utf-8")
    assert look("pin", tmp_path).cause == "damaged"


def test_keys_are_named_missing_or_damaged(tmp_path: Path) -> None:
    assert "trust add" in told(look("keys", tmp_path))
    Keyring(tmp_path / "trust").add(Key("Dr Ana Ruiz", b"\1" * 32, ""), "Dr Ana Ruiz")
    assert "Dr Ana Ruiz" in look("keys", tmp_path).detail
    (tmp_path / "trust" / "keys.json").write_text("[", encoding="utf-8")
    assert look("keys", tmp_path).cause == "broken"


def alerting(*command: str) -> Settings:
    return Settings(urgent=Urgent(alert_command=command))


def test_an_alert_that_nobody_can_make_is_told_before_it_is_needed(tmp_path: Path) -> None:
    script = tmp_path / "ring"
    assert look("alert", tmp_path).level is Level.GOOD
    assert look("alert", tmp_path, settings=alerting(str(script))).cause == "none"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    assert look("alert", tmp_path, settings=alerting(str(script))).cause == "none", "it may not be run"
    script.chmod(0o755)
    assert look("alert", tmp_path, settings=alerting(str(script))).level is Level.GOOD


@pytest.mark.parametrize("command", ["", "\0", " ", "a\0b", "/", "."])
def test_an_alert_that_can_be_no_command_is_none(tmp_path: Path, command: str) -> None:
    assert look("alert", tmp_path, settings=alerting(command)).cause in ("none", "fault")
    assert look("alert", tmp_path, settings=alerting(command)).level is not Level.GOOD


def test_a_service_is_enabled_there_or_missing(tmp_path: Path) -> None:
    assert "no systemd" in look("service", tmp_path, on=machine(tmp_path / "none")).detail
    booted = {"run/systemd/system/.": ""}
    (tmp_path / "run/systemd/system").mkdir(parents=True)
    for state, cause in (("enabled\n", ""), ("disabled\n", "not_enabled"), ("", "none"), ("not-found\n", "none")):
        part = look("service", tmp_path, on=machine(tmp_path, told={"health-kiosk.service": state}))
        assert part.cause == cause, booted
    watched = machine(tmp_path, environment={"INVOCATION_ID": "1", "WATCHDOG_USEC": "3000000"})
    assert look("service", tmp_path, on=watched).detail == "started and watched by systemd"


# ---- models and files


def a_model(models: Path, name: str = "whisper-base") -> Path:
    """As `models install` leaves it, with a small file."""
    shutil.copy(ROOT / "models" / "manifest.toml", models)
    folder = models / name
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"weights")
    stamp = {"model.bin": ["1ac7a0fee2e5a0d5b5ac3d1fbdf2a6b3d1d5d9b7d1a9e7ac0ab9a6f0a5ae0bbd", 7]}
    (folder / "installed.json").write_text(json.dumps(stamp), encoding="utf-8")
    return folder / "model.bin"


@pytest.mark.parametrize(("left", "said"), [(b"weig", "4 bytes instead of 7"), (b"wreaths", "other bytes")])
def test_a_model_that_is_truncated_or_changed_is_told(tmp_path: Path, left: bytes, said: str) -> None:
    a_model(tmp_path).write_bytes(left)
    part = look("models", tmp_path, context=Context(Settings(), tmp_path / "home", models=tmp_path))
    assert part.cause == "damaged"
    assert said in part.detail
    assert part.remedy.endswith("models install --again whisper-base")


def test_without_models_the_command_is_named(tmp_path: Path) -> None:
    shutil.copy(ROOT / "models" / "manifest.toml", tmp_path)
    part = look("models", tmp_path, context=Context(Settings(), tmp_path / "home", models=tmp_path))
    assert (part.cause, "models install" in part.remedy) == ("none", True)


@pytest.mark.parametrize(
    "file",
    [
        "fonts/AtkinsonHyperlegibleNext_700Bold.ttf", "icons/MaterialSymbolsRounded-subset.ttf", "sounds/chime.wav",
        "messages/es.toml", "encoder/tokenizer.json", "encoder/e5-small-middle.npy", "prepared/en.npz", "urgent/en.toml",
    ],
)  # fmt: skip
def test_half_a_file_of_the_kiosks_is_told(tmp_path: Path, file: str) -> None:
    for each in (ROOT / "assets").iterdir():
        (tmp_path / each.name).symlink_to(each)
    folder = tmp_path / Path(file).parent
    folder.unlink()
    shutil.copytree(ROOT / "assets" / Path(file).parent, folder)
    context = Context(Settings(), tmp_path / "home", tmp_path)
    assert look("files", tmp_path, context=context).level is Level.GOOD
    whole = (tmp_path / file).read_bytes()
    (tmp_path / file).write_bytes(whole[: len(whole) // 2 - 1])
    part = look("files", tmp_path, context=context)
    assert (part.cause, str(tmp_path / file) in part.detail) == ("damaged", True)


def test_a_damaged_encoder_narrows_the_kiosk_and_is_named(tmp_path: Path) -> None:
    for each in (ROOT / "assets").iterdir():
        (tmp_path / each.name).symlink_to(each)
    (tmp_path / "encoder").unlink()
    shutil.copytree(ROOT / "assets" / "encoder", tmp_path / "encoder")
    (tmp_path / "encoder" / "encoder.onnx").write_bytes(b"not a model")
    part = look("matcher", tmp_path, context=Context(Settings(), tmp_path / "home", tmp_path))
    assert (part.level, part.cause) == (Level.LESS, "words_only")
    assert part.remedy == f"put back {tmp_path / 'encoder' / 'encoder.onnx'}"


def test_content_past_its_date_is_told(tmp_path: Path) -> None:
    parts.library(Context(Settings(), tmp_path))
    ledger = next(tmp_path.glob("library/generations/*/ledger.json"))
    dated = ledger.read_text(encoding="utf-8").replace('"valid_until":null', '"valid_until":"2026-11-02"')
    ledger.write_text(dated.replace('"valid_until": null', '"valid_until": "2026-11-02"'), encoding="utf-8")
    part = look("content", tmp_path)
    assert part.level is Level.LESS
    found = "past: 2 articles, 2 past their date, 2 not yet approved by this clinic -> bring a newer pack"
    assert told(part) == found


def test_a_voice_that_is_set_but_not_there_is_told_with_who_stands_in(tmp_path: Path) -> None:
    """The kiosk speaks all the same; staff should know why it doesn't sound as they chose."""
    settings = Settings(voice=Voice(engine="piper", piper_voice=str(tmp_path / "gone.onnx")))
    part = look("voice", tmp_path, settings=settings)
    assert (part.level, part.cause) == (Level.LESS, "stands_in")
    assert part.detail.startswith("pyttsx3:")
    assert "models install piper-joe" in part.remedy


# ---- a kiosk that runs holds the devices itself


def running(
    *, hears: bool = True, speaks: bool = True, matcher: str | None = "encoder", meaning: bool = True
) -> Running:
    return Running(lambda: hears, lambda: speaks, lambda: matcher, lambda: meaning)


def test_a_running_kiosk_is_asked_and_opens_no_device(tmp_path: Path) -> None:
    assert look("speaker", tmp_path, running=running()).level is Level.GOOD
    assert look("speaker", tmp_path, running=running(speaks=False)).cause == "none"
    assert look("matcher", tmp_path, running=running()).level is Level.GOOD
    assert look("matcher", tmp_path, running=running(matcher=None)).level is Level.MISSING
    assert look("matcher", tmp_path, running=running(meaning=False)).cause == "words_only"
    assert look("recogniser", tmp_path, running=running()).level is Level.GOOD
    assert look("display", tmp_path, running=running()).level is Level.GOOD


BOOT = "proc/sys/kernel/random/boot_id"


def test_a_kiosk_that_has_crashed_again_and_again_is_told(tmp_path: Path) -> None:
    reports, here = open_reports(tmp_path), machine(tmp_path, {BOOT: "this one\n"})
    assert look("crashes", tmp_path, on=here).level is Level.GOOD
    for boot in ("before", "before", "this one", "this one"):
        reports.add(Report(Why.FROZEN, 20.0, 100.0, boot))
    assert "2 since" in look("crashes", tmp_path, on=here).detail
    reports.add(Report(Why.BROKE, 20.0, 100.0, "this one"))
    assert "the last: broke" in told(look("crashes", tmp_path, on=here))
    assert look("crashes", tmp_path, on=here).cause == "often"


def test_memory_that_is_swapped_to_a_disk_that_others_could_read_is_told(tmp_path: Path) -> None:
    table = "Filename Type Size Used Priority\n"
    assert look("swap", tmp_path, on=machine(tmp_path, {"proc/swaps": table})).level is Level.GOOD
    swapped = machine(tmp_path, {"proc/swaps": table + "/nowhere/swapfile file 1024 0 -2\n"})
    assert "swapoff" in told(look("swap", tmp_path, on=swapped))
