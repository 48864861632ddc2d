"""`ask` in its three forms, and the JSON that programs count on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.ask import read_lines
from kiosk.errors import RefusedError
from tests.cli.command import ROOT, command

ALWAYS = {
    "id", "heard", "kind", "article", "section", "item", "passage", "confidence", "suggestions",
    "urgent_group", "urgent_hint", "also", "notes", "engine", "ms",
}  # fmt: skip
URGENT_GROUPS = {
    "fever", "breathing", "chest", "stroke", "bleeding", "confusion", "allergy", "collapse", "seizure", "choking",
    "overdose", "pregnancy", "infant", "self_harm", "violence", "absent_person", "other",
}  # fmt: skip
ONLY_OF_AN_ANSWER = ("article", "section", "item", "passage", "confidence", "also")
ARTICLE = (ROOT / "assets" / "articles" / "leukopenia.md").read_text(encoding="utf-8")
SECTIONS = {"intro", *re.findall(r"^## .*\{#([\w-]+)", ARTICLE, re.MULTILINE)}
DEMO = ROOT / "assets" / "demo" / "question.flac"
SPEECH = ROOT / "tests" / "data" / "speech"


def keeps_the_contract(entry: dict[str, Any], *, spoken: bool = False) -> None:
    kind = entry["kind"]
    assert set(entry) == ALWAYS | ({"about"} if kind == "no_answer" else set())
    assert isinstance(entry["heard"], str)
    assert isinstance(entry["urgent_hint"], bool)
    assert set(entry["notes"]) <= {"source_incomplete", "own_result"}
    assert len(entry["suggestions"]) <= 3
    for each in entry["suggestions"]:
        assert set(each) == {"article", "section", "confidence"}
        assert each["section"] in SECTIONS
        assert 0 <= each["confidence"] <= 1
    shares = [each["confidence"] for each in entry["suggestions"]]
    assert shares == sorted(shares, reverse=True)
    assert entry["engine"].keys() == {"recogniser", "matcher"}
    assert isinstance(entry["engine"]["matcher"], str)
    assert entry["ms"].keys() == {"recognise", "match"}
    assert isinstance(entry["ms"]["match"], float)
    assert isinstance(entry["engine"]["recogniser"], str) is isinstance(entry["ms"]["recognise"], float) is spoken
    _keeps_the_promise_of_its_kind(entry, kind)


def _keeps_the_promise_of_its_kind(entry: dict[str, Any], kind: str) -> None:
    if kind == "answer":
        assert entry["article"] == "leukopenia"
        assert entry["section"] in SECTIONS
        assert entry["passage"] in ARTICLE, "never a sentence that the article doesn't have"
        assert entry["item"] is None or f"{{#{entry['item']}}}" in ARTICLE
        assert 0 <= entry["confidence"] <= 1
    else:
        assert [entry[key] for key in ONLY_OF_AN_ANSWER] == [None] * len(ONLY_OF_AN_ANSWER)
    match kind:
        case "unsure":
            assert len(entry["suggestions"]) >= 1
        case "no_answer":
            assert entry["about"] in {"clinic", "health", "unclear"}
        case _:
            assert kind in {"answer", "urgent"}
    assert (entry["urgent_group"] in URGENT_GROUPS) if kind == "urgent" else entry["urgent_group"] is None


def batch(folder: Path, lines: list[dict[str, Any]]) -> Path:
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_a_question_in_words_gets_an_answer_for_programs(home: Path) -> None:
    done = command("--home", home, "ask", "--json", "what can i do so i dont get sick")
    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
    entry = json.loads(done.out)
    keeps_the_contract(entry)
    assert (entry["id"], entry["heard"]) == (None, "what can i do so i dont get sick")
    assert (entry["kind"], entry["section"]) == ("answer", "prevention")


def test_a_question_in_words_gets_an_answer_for_people(home: Path) -> None:
    done = command("--home", home, "ask", "is low white blood cells cancer")
    assert (done.code, done.err) == (0, "")
    title, passage, approval, *_ = done.out.splitlines()
    assert title == "Is leukopenia a kind of cancer?"
    assert passage.strip() in ARTICLE
    assert approval.strip() == "(Not yet approved by this clinic)"


def test_a_recorded_question_is_heard_and_answered(home: Path) -> None:
    done = command("--home", home, "ask", "--json", "--audio", DEMO)
    assert (done.code, done.err) == (0, "")
    entry = json.loads(done.out)
    keeps_the_contract(entry, spoken=True)
    assert "sick" in entry["heard"]
    assert (entry["kind"], entry["section"]) == ("answer", "prevention")


@pytest.fixture(scope="module")
def many(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Any, dict[str, Any]]:
    """Questions of every kind asked in one file, and their answers by id."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "clips").mkdir()
    (folder / "clips" / "prevention.flac").symlink_to(SPEECH / "prevention.flac")
    asked: list[dict[str, Any]] = [
        {"id": "cancer", "q": "is low white blood cells cancer"},
        {"id": "bathroom", "q": "where is the bathroom"},
        {"id": "breathe", "q": "my dad can't breathe"},
        {"id": 7, "q": "what about my whites"},
        {"id": "more", "q": "and how do they treat it?", "after": "cancer", "article": "leukopenia"},
        {"id": "spoken", "audio": "clips/prevention.flac"},
        {"id": "empty", "q": ""},
        {"id": "half", "q": "half a letter \ud800 \U0001f9a0 \u0000", "article": None, "audio": None},
        {"id": "long", "q": "why " * 5000},
    ]
    done = command("--home", home, "ask", "--batch", batch(folder, asked), "--out", folder / "out.jsonl")
    assert (done.code, done.err) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == ["clips", "in.jsonl", "out.jsonl"], "no draft is left"
    answered = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["id"] for entry in answered] == [line["id"] for line in asked], "one line for each, same order"
    return {entry["id"]: entry for entry in answered}


def test_every_answer_of_a_batch_keeps_the_contract(many: dict[Any, dict[str, Any]]) -> None:
    for entry in many.values():
        keeps_the_contract(entry, spoken=entry["id"] == "spoken")


@pytest.mark.parametrize(("id", "section"), [("cancer", "kind-of-cancer"), ("spoken", "prevention")])
def test_a_batch_finds_the_section(many: dict[Any, dict[str, Any]], id: str, section: str) -> None:
    assert (many[id]["kind"], many[id]["section"]) == ("answer", section)


def test_a_question_for_the_staff_has_no_answer(many: dict[Any, dict[str, Any]]) -> None:
    assert (many["bathroom"]["kind"], many["bathroom"]["about"]) == ("no_answer", "clinic")
    assert many["empty"]["kind"] == "no_answer"


def test_an_emergency_goes_to_people_and_names_no_section(many: dict[Any, dict[str, Any]]) -> None:
    assert (many["breathe"]["kind"], many["breathe"]["urgent_group"]) == ("urgent", "breathing")


def test_the_urgent_words_for_people_say_that_nobody_was_called(home: Path) -> None:
    done = command("--home", home, "ask", "my dad can't breathe")
    assert (done.code, done.err) == (0, "")
    assert "This screen can't call anyone" in done.out


GOOD = '{"id": "a", "q": "why"}'
WRONG_LINES = {
    "not JSON": '{"id": "b", "q": ',
    "no object": '["b", "why"]',
    "nested without end": "[" * 100_000,
    "no id": '{"q": "why"}',
    "an id that is neither text nor number": '{"id": true, "q": "why"}',
    "an id given before": GOOD,
    "an unknown key": '{"id": "b", "question": "why"}',
    "neither words nor sound": '{"id": "b"}',
    "words and sound": '{"id": "b", "q": "why", "audio": "b.wav"}',
    "sound that is no name": '{"id": "b", "audio": 5}',
    "sound that is no name beside words": '{"id": "b", "q": "why", "audio": 5}',
    "words that are a number": '{"id": "b", "q": 5}',
    "an article that is a number": '{"id": "b", "q": "why", "article": 5}',
    "after a later one": '{"id": "b", "q": "why", "after": "c"}',
    "after a list": '{"id": "b", "q": "why", "after": ["a"]}',
}


@pytest.mark.parametrize("line", WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_a_malformed_line_is_named_before_anything_is_asked(tmp_path: Path, line: str) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(RefusedError) as refusal:
        read_lines(file)
    assert str(refusal.value).startswith(f"{file}: line 3: ")
    assert "\n" not in str(refusal.value)
