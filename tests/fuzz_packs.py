"""`python -m tests.fuzz_packs --minutes N [--seed S]`: spoils packs at random and hands them to everything that reads one.

Bytes, the zip's fields, the manifest's values (signed again, so that what lies behind the signature is reached), articles, tables
and vectors. Each must end in a `Refusal` or a whole library; anything else (an exception, a library that isn't whole) ends the run.
Prints what it did, and how memory grew; exit 1 for a find, which is kept in the folder --finds.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import io
import json
import random
import resource
import string
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from kiosk import parts
from kiosk.content import Library
from kiosk.content import manifest as writing
from kiosk.content.names import MANIFEST, SIGNATURE
from kiosk.content.pack import open_pack
from kiosk.content.trust import judge
from kiosk.context import Context
from kiosk.packs import Refusal
from kiosk.refusals import line
from tests.packs import CLINIC_KEY, TODAY, Entry, article, bad_packs, good, members, raw_container, sealed, signed_again

QUESTIONS = (
    b'[sections]\nprevention = ["what helps", "what can i do"]\n[not_answered]\nhealth = ["what about coughs"]\n'
)
CALIBRATION = b"slope = 1.1\noffset = 0.1\nanswer_at = 0.5\nunsure_at = 0.2\n"
LEXICON = b'[words]\n"hiccups" = "hick ups"\n[trusted]\nwords = ["hiccup"]\n'
NOTICES = b'[texts]\n"urgent.title" = "Get help now"\n'

Dice = random.Random


def whole() -> bytes:
    files = {
        "articles/hiccups.md": article("hiccups"),
        "articles/hiccups.questions.toml": QUESTIONS,
        "articles/hiccups.calibration.toml": CALIBRATION,
        "articles/hiccups.lexicon.toml": LEXICON,
        "articles/yawning.md": article("yawning"),
        "notices/en.toml": NOTICES,
    }
    return sealed(files)


def bytes_spoiled(dice: Dice, seeds: list[bytes]) -> bytes:
    raw = bytearray(dice.choice(seeds))
    for _ in range(dice.choice((1, 1, 1, 2, 5, 40))):
        at = dice.randrange(len(raw)) if raw else 0
        match dice.randrange(5):
            case 0 if raw:
                raw[at] ^= 1 << dice.randrange(8)
            case 1 if raw:
                raw[at] = dice.randrange(256)
            case 2:
                del raw[at : at + dice.choice((1, 2, 16, 300))]
            case 3:
                raw[at:at] = dice.randbytes(dice.choice((1, 2, 16, 300)))
            case 4:
                other = dice.choice(seeds)
                cut = dice.randrange(len(other) + 1)
                raw[at:] = other[cut:]
    return bytes(raw)


def entries_spoiled(dice: Dice, seeds: list[bytes]) -> bytes:
    inside = members(whole())
    names = [name.encode() for name in inside]
    odd = [
        b"../x.md", b"articles/./x.md", b"articles//x.md", b"CON", b"articles/aux.md", b"a\0b", b"\xff\xfe", b"", b"/", b"x" * 5000,
        "articles/\u00e9.md".encode(), b"articles/hiccups.MD", b"notices/en-gb.toml", b"articles/x.vectors.npz", b"manifest.json/x",
    ]  # fmt: skip
    extra = tuple(
        Entry(
            dice.choice(names + odd),
            dice.choice((b"", b"x", dice.randbytes(50), article("hiccups"))),
            method=dice.choice((0, 0, 0, 8)),
            mode=dice.choice((0o100644, 0o120777, 0o040755, 0o020644, 0, 0xFFFF)),
            size=dice.choice((None, None, 0, 2**31, 2**32 - 1)),
        )
        for _ in range(dice.randrange(4))
    )
    kept = {name: content for name, content in inside.items() if dice.random() > 0.1}
    return raw_container(kept, extra)


def manifest_spoiled(dice: Dice, seeds: list[bytes]) -> bytes:
    inside = members(dice.choice((whole(), good("hiccups", "yawning"))))
    tree = json.loads(inside.pop(MANIFEST))
    inside.pop(SIGNATURE)
    for _ in range(dice.choice((1, 1, 2, 4))):
        owner, key = dice.choice(list(_places(tree)))
        match dice.randrange(4):
            case 0 if isinstance(owner, dict):
                owner.pop(key, None)
            case 1 if isinstance(owner, dict):
                owner[dice.choice(string.ascii_letters)] = _odd(dice)
            case _:
                owner[key] = _odd(dice)
    try:
        raw = writing.canonical(tree)
    except (ValueError, UnicodeEncodeError):
        raw = json.dumps(tree).encode()
    if dice.random() < 0.1:
        raw = dice.choice(
            (raw[:-1], raw + b" ", b"[" * 100_000, raw.replace(b'"', b"'"), b"\xef\xbb\xbf" + raw, b"NaN\n")
        )
    return signed_again(raw, inside)


def _places(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    stack = [tree]
    while stack:
        now = stack.pop()
        for key, value in now.items() if isinstance(now, dict) else enumerate(now):
            found.append((now, key))
            if isinstance(value, dict | list):
                stack.append(value)
    return found


ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        2**70,
        1.5,
        float("inf"),
        "",
        "x",
        "\0",
        "a\nb",
        "\ud800",
        "\u202e",
        "x" * 100_000,
        [],
        {},
        [[]],
    ),
    *({"by": "x"}, "2026-02-30", "9999-12-31", "0000-00-00", "../x", "articles/hiccups.md", "99.0", "1.0.0.0.0", "-1"),
    *("\u0663.\u0661", "\uff12026-01-01", "\x1b[31m", "\u2028", "1" * 4000, 2**53 + 1, -(2**63), 1e308),
    *("hiccups", ["hiccups", "hiccups"], ["cough"], {"by": "Dr A", "on": "2026-01-01", "role": ""}),
)
TOKENS = (
    *(
        b"\n",
        b"---\n",
        b"# ",
        b"## ",
        b"- ",
        b"{#x}",
        b"{#",
        b"}",
        b"[",
        b"]",
        b"=",
        b'"',
        b"'",
        b"\\",
        b"<b>",
        b"![x](y)",
    ),
    *(
        b"```\n",
        b"> ",
        b"| a |\n",
        b"\t",
        b"\r",
        b"\0",
        b"\xff",
        "\u05d0".encode(),
        "\u6d17".encode(),
        "\U0001f469".encode(),
    ),
    *(b"title: ", b"id: ", b"&a *a", b"!!python/object", b"- " * 50, b"[[", b"{urgent}", b"{desk.x}", b"9" * 21),
)


def _odd(dice: Dice) -> Any:
    return copy.deepcopy(dice.choice(ODD))


def contents_spoiled(dice: Dice, seeds: list[bytes]) -> bytes:
    """Truly signed, with a manifest that fits a good article: what lies behind every hash is reached."""
    inside = {path: content for path, content in members(whole()).items() if path not in (MANIFEST, SIGNATURE)}
    path = dice.choice(list(inside))
    raw = bytearray(inside[path])
    for _ in range(dice.choice((1, 2, 5, 30))):
        at = dice.randrange(len(raw) + 1)
        match dice.randrange(3):
            case 0:
                raw[at:at] = dice.choice(TOKENS) * dice.choice((1, 1, 1, 20))
            case 1:
                del raw[at : at + dice.choice((1, 3, 30))]
            case _:
                raw[at : at + 1] = bytes([dice.randrange(256)])
    tree = json.loads(members(whole())[MANIFEST])
    spoiled = {**inside, path: bytes(raw)}
    if dice.random() < 0.3:
        spoiled["articles/hiccups.vectors.npz"] = dice.choice((dice.randbytes(60), _npz(dice)))
    tree["files"] = [
        {"path": each, "sha256": hashlib.sha256(spoiled[each]).hexdigest(), "size": len(spoiled[each])}
        for each in sorted(spoiled)
    ]
    return signed_again(writing.canonical(tree), spoiled)


def _npz(dice: Dice) -> bytes:
    out = io.BytesIO()
    np.savez(out, texts=np.frombuffer(b"a\0b", np.uint8), vectors=np.zeros((2, 384), np.int8), seal=np.array("x"))
    raw = bytearray(out.getvalue())
    for _ in range(dice.randrange(20)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


SPOILERS: tuple[Callable[[Dice, list[bytes]], bytes], ...] = (
    bytes_spoiled,
    entries_spoiled,
    manifest_spoiled,
    contents_spoiled,
    contents_spoiled,
)


class Target:
    """Everything that reads a pack, on a real library."""

    def __init__(self, home: Path) -> None:
        context = Context.of(home, None)
        self._pack = home / "fuzz.kioskpack"
        self._home = home
        self._checks = parts.checks(context)
        self._starters = context.assets / "articles"
        self._messages = parts.messages(context)
        self.library = Library(home / "library", self._starters, self._checks)

    def run(self, raw: bytes) -> str:
        """Why it was refused; `installed`."""
        self._pack.write_bytes(raw)
        pack = open_pack(self._pack)
        if isinstance(pack, Refusal):
            return self._told(pack)
        with pack:
            signer = judge(
                "fuzz",
                pack.manifest,
                pack.public,
                keys=(CLINIC_KEY,),
                revoked=(),
                marks={},
                today=TODAY,
                kiosk_version="0.1.0",
            )
            if isinstance(signer, Refusal):
                return self._told(signer)
            staged = self.library.stage(pack, signer)
        if isinstance(staged, Refusal):
            return self._told(staged)
        before = staged.articles
        again = Library(self._home / "library", self._starters, self._checks)  # an orphan beside the old one
        assert again.articles == self.library.articles
        assert before
        self.library.discard(staged)
        return "installed"

    def _told(self, refusal: Refusal) -> str:
        told = line(refusal, self._messages)
        assert told.isprintable(), told
        assert refusal.detail or "()" not in told, told
        assert len(told) < 1000, told
        return str(refusal.problem)


def run(minutes: float, seed: int, finds: Path) -> int:
    dice, counts = random.Random(seed), Counter[str]()
    seeds = [whole(), good(), *(raw for _, raw in bad_packs().values() if len(raw) < 100_000)]
    until = time.process_time() + minutes * 60
    with tempfile.TemporaryDirectory() as home:
        target = Target(Path(home))
        warm = 0
        while time.process_time() < until:
            spoiler = dice.choice(SPOILERS)
            raw = spoiler(dice, seeds)
            try:
                counts[f"{spoiler.__name__}: {target.run(raw)}"] += 1
            except Exception:
                finds.mkdir(parents=True, exist_ok=True)
                (finds / f"{seed}-{sum(counts.values())}.kioskpack").write_bytes(raw)
                traceback.print_exc()
                print(f"A find by {spoiler.__name__} after {sum(counts.values())} packs, seed {seed}.")
                return 1
            if sum(counts.values()) == 500:
                warm = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{sum(counts.values())} packs in {minutes:g} minutes of processor time, seed {seed}")
    print(f"memory {warm // 1024} -> {peak // 1024} MB")
    for name, count in sorted(counts.items()):
        print(f"{count:8}  {name}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=date.today().toordinal())
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"))
    given = parser.parse_args()
    return run(given.minutes, given.seed, given.finds)


if __name__ == "__main__":
    sys.exit(main())
