"""`read` as staff and scripts use it, on the starter articles."""

from __future__ import annotations

import json
import wave
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import pytest

from kiosk.cli import read
from kiosk.context import Context
from kiosk.errors import SpeechMissingError, UsageError
from kiosk.model import Article, Section
from kiosk.settings import Settings, Voice


def run(*words: str, home: Path, voice: Voice | None = None) -> int:
    parser = ArgumentParser()
    read.add(parser.add_subparsers())
    given = parser.parse_args(["read", *words])
    code: int = given.run(given, Context(Settings(voice=voice or Voice()), home))
    return code


def test_a_section_becomes_a_sound_and_its_times(tmp_path: Path) -> None:
    out = tmp_path / "prevention.wav"
    assert run("prevention", "--out", str(out), home=tmp_path / "home") == 0
    with wave.open(str(out), "rb") as file:
        seconds = file.getnframes() / file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    sentences = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    assert [list(sentence) for sentence in sentences] == [["text", "start_ms", "end_ms", "words"]] * len(sentences)
    assert sentences[-1]["end_ms"] <= seconds * 1000
    for sentence, later in zip(sentences, [*sentences[1:], {"start_ms": seconds * 1000}], strict=True):
        assert sentence["start_ms"] < sentence["end_ms"] < later["start_ms"]
        assert [word["text"] for word in sentence["words"]] == [
            token for token in sentence["text"].split() if any(letter.isalnum() for letter in token)
        ]
        assert all(
            sentence["start_ms"] <= word["start_ms"] <= word["end_ms"] <= sentence["end_ms"]
            for word in sentence["words"]
        )
        spoken = samples[int(sentence["start_ms"] * 22.05) : int(sentence["end_ms"] * 22.05)]
        assert np.abs(spoken.astype(np.int32)).max() > 3000, "there is a voice where the times say so"


def test_a_section_that_is_not_there_lists_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'nonsense'.*leukopenia/prevention") as refusal:
        run("nonsense", "--out", str(tmp_path / "x.wav"), home=tmp_path)
    assert refusal.value.exit_code == 2


def test_an_id_in_two_articles_must_be_told_apart() -> None:
    articles = tuple(Article(name, name, "en", (Section("intro", name, ()),)) for name in ("flu", "colds"))
    with pytest.raises(UsageError, match=r"flu/intro, colds/intro"):
        read.chosen(articles, "intro", "en")
    assert read.chosen(articles, "colds/intro", "en")[1].title == "colds"


def test_a_silent_file_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(SpeechMissingError) as refusal:
        run("prevention", "--out", str(tmp_path / "x.wav"), home=tmp_path / "home", voice=Voice(engine="silent"))
    assert refusal.value.exit_code == 4
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.parametrize("out", ["sound.mp3", "no/such/folder/x.wav"])
def test_a_place_that_can_not_be_written_is_refused(tmp_path: Path, out: str) -> None:
    with pytest.raises(UsageError):
        run("prevention", "--out", str(tmp_path / out), home=tmp_path / "home")
