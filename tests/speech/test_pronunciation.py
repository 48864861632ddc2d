"""Terms of the clinic, each said as somebody judged it to be right (pronunciation.tsv)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from kiosk.speech import open_lexicon

HERE = Path(__file__).parent
ENGLISH = open_lexicon(HERE.parents[1] / "assets" / "lexicon" / "en.toml")
TERMS = [
    line.split("\t") for line in (HERE / "pronunciation.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
]


def sounds(said: str) -> str:
    command = ["espeak-ng", "-q", "--ipa", "-v", "en-us", said]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    return "".join(done.stdout.split())


def test_there_are_sixty_of_them() -> None:
    assert len({shown for shown, _, _ in TERMS}) >= 60


@pytest.mark.parametrize(("shown", "said", "phonemes"), TERMS, ids=[shown for shown, _, _ in TERMS])
def test_a_term_is_said_as_listed(shown: str, said: str, phonemes: str) -> None:
    assert ENGLISH.spoken(shown).text.strip() == said.strip()
    heard, listed = sounds(said), "".join(phonemes.split())
    assert Levenshtein.normalized_distance(heard, listed) <= 0.15, (
        "another espeak-ng may have another accent, not another word"
    )
