"""The threat model names files that are there: what it promises can be looked up."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


def test_every_file_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`((?:kiosk|tests|assets|audit|script|models)/[\w./@-]+)`", TEXT))
    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_it_speaks_of_everybody_who_may_want_something() -> None:
    for who in ("fingers", "keyboard", "hostile stick", "thief", "Curious staff", "alert command", "export stick", "Drop folders",
                "broken engine", "updates"):  # fmt: skip
        assert re.search(rf"^### .*{who}", TEXT, re.MULTILINE), who


def test_each_of_them_is_told_what_remains_or_that_nothing_is_there_to_take() -> None:
    parts = re.split(r"^### ", TEXT.split("## Findings")[0], flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts if "emains" not in part] == ["The export stick"]
