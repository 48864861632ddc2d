"""What a pack says of itself: one spelling, nothing left out, nothing more; and a reason for whatever else comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.content import manifest as writing
from kiosk.packs import Manifest, PackProblem, Refusal
from tests.packs import files_of, good, manifest_of, members

P = PackProblem
WHOLE: dict[str, Any] = json.loads(members(good("hiccups", "yawning"))["manifest.json"])


def problem_of(raw: bytes) -> PackProblem | None:
    """None: it is one."""
    found = writing.read(raw, "a.kioskpack")
    if isinstance(found, Refusal):
        assert (found.pack, found.file) == ("a.kioskpack", "manifest.json")
        assert found.detail
        return found.problem
    return None


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    tree = json.loads(json.dumps(WHOLE))
    change(tree)
    return (json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def test_a_whole_one_is_read() -> None:
    assert problem_of(changed(lambda tree: None)) is None
    assert isinstance(writing.read(writing.written(manifest_of(files_of("hiccups"))), "a"), Manifest)


@pytest.mark.parametrize("key", sorted(WHOLE))
def test_nothing_may_be_left_out(key: str) -> None:
    assert problem_of(changed(lambda tree: tree.pop(key))) is P.BAD_MANIFEST


@pytest.mark.parametrize("place", ["articles", "files"])
def test_nor_within_its_lists(place: str) -> None:
    for key in WHOLE[place][0]:

        def without(tree: dict[str, Any], key: str = key) -> None:
            tree[place][0].pop(key)

        assert problem_of(changed(without)) is P.BAD_MANIFEST, key
    assert problem_of(changed(lambda tree: tree[place][0].update(more=1))) is P.BAD_MANIFEST


@pytest.mark.parametrize("value", [None, True, 1.5, -1, 2**70, "", "x", [], {}, [[]], "\0", "\u0663"])
@pytest.mark.parametrize("key", sorted(WHOLE))
def test_a_value_of_another_kind_is_refused(key: str, value: object) -> None:
    found = problem_of(changed(lambda tree: tree.update({key: value})))
    fits: dict[str, object] = {
        "removes": [],
        "articles": [],
        "files": [],
        "notices": None,
        "valid_until": None,
        "encoder": "",
    }
    if key in fits and type(value) is type(fits[key]) and value == fits[key]:
        assert found is None
    else:
        assert found is (P.OTHER_FORMAT if key == "format" and value == -1 and value is not True else P.BAD_MANIFEST)


@pytest.mark.parametrize("value", [0, 2, 999, -5])
def test_another_format_is_told_before_anything_else(value: int) -> None:
    """Also where everything else of it is unknown."""
    assert problem_of(changed(lambda tree: tree.update(format=value))) is P.OTHER_FORMAT
    assert problem_of(b'{"format":%d,"new":[1.5]}' % value) is P.OTHER_FORMAT


@pytest.mark.parametrize(
    "value",
    [
        "1.0a",
        "v1",
        "1.",
        "1..2",
        "1.2.3.4.5",
        "99999",
        "\u0663.\u0661",
        "\uff11.0",
        "1.0\n",
        " 1.0",
        "1.0+x",
        "1!0",
        "latest",
    ],
)
def test_a_version_of_the_kiosk_is_numbers_with_dots(value: str) -> None:
    """Python's `\\d` means the digits of every script, and what compares versions chokes on them."""
    assert problem_of(changed(lambda tree: tree.update(minimum_kiosk=value))) is P.BAD_MANIFEST


@pytest.mark.parametrize(
    "value", ["2026-02-30", "0000-01-01", "2026-1-1", "20260101", "2026-W01-1", "\uff12026-01-01", "2026-01-01\n"]
)
@pytest.mark.parametrize("key", ["created", "valid_until"])
def test_a_day_is_a_day_of_the_calendar(key: str, value: str) -> None:
    assert problem_of(changed(lambda tree: tree.update({key: value}))) is P.BAD_MANIFEST


@pytest.mark.parametrize(
    "value",
    ["", " ", " a", "a ", "a  b", "a\nb", "a\0b", "\u202eba", "\ue000", "\ud800", "a\u2028b", "\x1b[31m", "a" * 301],
)
def test_what_staff_are_to_read_is_one_line_of_letters(value: str) -> None:
    for change in (
        lambda tree: tree["articles"][0].update(title=value),
        lambda tree: tree["articles"][0].update(approved={"by": value, "on": "2026-01-01", "role": ""}),
        lambda tree: tree.update(notices={"by": value, "on": "2026-01-01", "role": ""}),
    ):
        assert problem_of(changed(change)) in (P.BAD_MANIFEST, P.BAD_TEXT)


def test_nothing_is_named_twice() -> None:
    assert problem_of(changed(lambda tree: tree["articles"].append(tree["articles"][0]))) is P.BAD_MANIFEST
    assert problem_of(changed(lambda tree: tree["files"].append(tree["files"][0]))) is P.BAD_MANIFEST
    assert problem_of(changed(lambda tree: tree.update(removes=["hiccups"]))) is P.BAD_MANIFEST
    assert problem_of(changed(lambda tree: tree.update(removes=["cough", "cough"]))) is P.BAD_MANIFEST


RAW = changed(lambda tree: None)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", P.BAD_MANIFEST),
        (b"null\n", P.BAD_MANIFEST),
        (b"[]\n", P.BAD_MANIFEST),
        (b"NaN\n", P.BAD_MANIFEST),
        (RAW[:-1], P.BAD_MANIFEST),
        (RAW + b"\n", P.BAD_MANIFEST),
        (RAW[:-1] + b"\r\n", P.BAD_MANIFEST),
        (RAW + RAW, P.BAD_MANIFEST),
        (b"\xef\xbb\xbf" + RAW, P.BAD_MANIFEST),
        (RAW.replace(b":", b": ", 1), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":1.0'), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":1e0'), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":01'), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":NaN'), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":1,"content_version":1'), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":' + b"9" * 100_000), P.BAD_MANIFEST),
        (RAW.replace(b'"content_version":1', b'"content_version":' + b"1" * 100_000 + b".5"), P.BAD_MANIFEST),
        (RAW.replace(b"Hiccups", b"\\u0048iccups"), P.BAD_MANIFEST),
        (RAW.replace(b"Hiccups", b"\\ud800"), P.BAD_MANIFEST),
        (RAW.replace(b"Hiccups", b"\xed\xa0\x80"), P.BAD_TEXT),
        (RAW.replace(b"Hiccups", b"\xc0\xaf"), P.BAD_TEXT),
        (RAW.replace(b"Hiccups", b"\xff"), P.BAD_TEXT),
        (RAW.decode().encode("utf-16"), P.BAD_TEXT),
        (b"[" * 200_000 + b"]" * 200_000, P.BAD_MANIFEST),
        (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, P.BAD_MANIFEST),
        (b'{"format":1,"articles":' + b"[" * 900 + b"]" * 900 + b"}", P.BAD_MANIFEST),
    ],
)
def test_there_is_one_spelling_and_a_reason_for_every_other(raw: bytes, problem: PackProblem) -> None:
    assert raw != RAW
    assert problem_of(raw) is problem
