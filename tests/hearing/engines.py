"""The real recognisers, loaded once a session, and the recordings they are tried with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hearing import Recogniser, open_recogniser, sound_file

ROOT = Path(__file__).resolve().parents[2]
SPEECH = ROOT / "tests" / "data" / "speech"

HINTS = ("leukopenia", "white blood cell count", "neutrophils", "bone marrow", "infection")


def spoken(name: str) -> bytes:
    """A recording of tests/data/speech, 16 kHz mono."""
    return sound_file.read(SPEECH / f"{name}.flac")


def model(name: str) -> Path:
    folder = ROOT / "models" / name
    if not folder.is_dir():
        pytest.fail(f"The model {name} is not in models/. Install what tests need: script/setup --test", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def whisper() -> Iterator[Recogniser]:
    recogniser = open_recogniser("whisper", vosk_folder=None, whisper_folder=model("whisper-base"))
    assert recogniser is not None
    yield recogniser
    recogniser.close()


@pytest.fixture(scope="session")
def vosk() -> Iterator[Recogniser]:
    """Korean: it proves the interface, not how well English is heard."""
    recogniser = open_recogniser("vosk", vosk_folder=model("vosk-ko"), whisper_folder=None)
    assert recogniser is not None
    yield recogniser
    recogniser.close()
