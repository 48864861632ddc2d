"""Spanish has small words of its own, and an encoder whose file may be damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import MatchingError
from kiosk.matching.e5 import E5
from kiosk.matching.examples import GeneralExamples, load
from kiosk.matching.wording import wording_of
from tests.matching.matchers import ASSETS

SPANISH = wording_of(load(ASSETS / "questions" / "es.toml", GeneralExamples).words)


def test_spanish_has_its_own_small_words() -> None:
    assert SPANISH.essential("oiga disculpe que es esto por favor") == "que es esto"
    assert SPANISH.clauses("¿Qué es la leucopenia y cómo se trata?") == ["que es la leucopenia", "como se trata"]
    assert SPANISH.asks_for_a_judgement("Mi recuento es de 2.1, ¿está bien?")
    assert not SPANISH.asks_for_a_judgement("¿Qué es un recuento de glóbulos blancos?")


def test_a_damaged_encoder_is_one_line_that_says_how_to_mend_it(tmp_path: Path) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"E5S1" + bytes(2000))
    with pytest.raises(MatchingError, match=r"^[^\n]+models install e5-small$"):
        E5(file, ASSETS / "encoder" / "e5-small-middle.npy")
