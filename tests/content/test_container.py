"""The zip that a pack is: one layout, and nothing that a hostile hand puts into it costs memory or time."""

from __future__ import annotations

import io
import os
import socket
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import container, names
from kiosk.content.container import RefusedPack
from kiosk.packs import PackProblem
from tests.packs import Entry, good, hostile, lying, members, raw_container

P = PackProblem
END = 22
"""Bytes of a zip's end."""


def problem_of(folder: Path, raw: bytes) -> PackProblem | None:
    """None: its layout is whole."""
    file = lying(folder, "a.kioskpack", raw)
    try:
        with container.opened(file) as handle:
            container.read(handle)
    except RefusedPack as refused:
        return refused.problem
    return None


def test_any_zip_program_reads_what_was_written() -> None:
    files = {"manifest.json": b"{}", "signature.json": b"", "articles/b.md": b"b" * 70_000, "articles/a.md": b"a"}
    with zipfile.ZipFile(io.BytesIO(container.written(files))) as inside:
        assert inside.testzip() is None
        assert inside.namelist() == ["manifest.json", "signature.json", "articles/a.md", "articles/b.md"]
        assert {name: inside.read(name) for name in inside.namelist()} == files
        assert {stat.filemode(each.external_attr >> 16) for each in inside.infolist()} == {"-rw-r--r--"}


@given(st.dictionaries(st.sampled_from(["a", "b", "c-1", "d9"]), st.binary(max_size=200), min_size=1))
@settings(max_examples=30, deadline=None)
def test_what_was_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, contents: dict[str, bytes]) -> None:
    files = {f"articles/{id}.md": content for id, content in contents.items()}
    file = lying(tmp_path_factory.getbasetemp(), "any.kioskpack", container.written(files))
    with container.opened(file) as handle:
        inside = container.read(handle)
        assert {name: inside.read(name) for name in inside.members} == files


# ---- around the members


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", P.NOT_A_PACK),
        (b"PX", P.NOT_A_PACK),
        (b"PK\5\6" + bytes(18), P.NOT_A_PACK),  # an empty zip
        (b"MZ" + good(), P.NOT_A_PACK),  # a program in front of it
        (b"PK\3\4", P.TRUNCATED),
        (good() + b"\0", P.DAMAGED),
        (good() + b"x" * 60_000, P.DAMAGED),
        (good() + good(), P.DAMAGED),
        (good()[:-2] + struct.pack("<H", 3) + b"abc", P.DAMAGED),  # a comment
        (good()[:-400] + bytes(400), P.TRUNCATED),  # as a stick leaves it that was pulled out while it was filled
    ],
)
def test_nothing_stands_before_or_behind_it(tmp_path: Path, raw: bytes, problem: PackProblem) -> None:
    assert problem_of(tmp_path, raw) is problem


def test_a_pack_that_was_cut_behind_its_vectors_is_cut(tmp_path: Path) -> None:
    """They are a zip of their own, with an end of its own."""
    vectors = io.BytesIO()
    np.savez(vectors, vectors=np.zeros((3, 8)))
    whole = container.written({**members(good()), "articles/hiccups.vectors.npz": vectors.getvalue()})
    assert whole.count(b"PK\5\6") == 2
    assert problem_of(tmp_path, whole) is None
    wrong = [length for length in range(4, len(whole)) if problem_of(tmp_path, whole[:length]) is not P.TRUNCATED]
    assert wrong == []


def end_of(pack: bytes, **fields: int) -> bytes:
    order = ("disk", "first", "here", "count", "length", "at", "comment")
    now = dict(zip(order, struct.unpack("<HHHHIIH", pack[-END + 4 :]), strict=True)) | fields
    return pack[:-END] + b"PK\5\6" + struct.pack("<HHHHIIH", *(now[name] for name in order))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"disk": 1}, P.DAMAGED),
        ({"count": 2, "here": 2}, P.DAMAGED),
        ({"count": 4, "here": 4}, P.DAMAGED),
        ({"count": 0, "here": 0}, P.DAMAGED),
        ({"count": 0xFFFF, "here": 0xFFFF}, P.TOO_MANY_FILES),
        ({"length": 0xFFFFFFFF}, P.DAMAGED),
        ({"at": 0xFFFFFFFF}, P.DAMAGED),
        ({"at": 0}, P.DAMAGED),
    ],
)
def test_an_end_that_lies_is_refused(tmp_path: Path, fields: dict[str, int], problem: PackProblem) -> None:
    assert problem_of(tmp_path, end_of(good(), **fields)) is problem


def test_zip64_is_refused(tmp_path: Path) -> None:
    whole = good()
    count, length, at = struct.unpack("<10xHII2x", whole[-END:])
    larger = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, at)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at + length, 1)
    assert problem_of(tmp_path, whole[:-END] + larger + locator + whole[-END:]) is P.DAMAGED
    pointing = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert problem_of(tmp_path, whole[:-END] + larger + locator + pointing) is P.TOO_MANY_FILES


# ---- members


@pytest.mark.parametrize("at", [6, 8, 10, 12, 14, 18, 22, 26, 28])
def test_what_stands_before_a_member_must_be_what_the_directory_says(tmp_path: Path, at: int) -> None:
    """Version, flags (data descriptors), method, time, sizes, lengths: another reader may believe them."""
    whole = good()
    assert problem_of(tmp_path, whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1 :]) is P.DAMAGED


def test_members_cannot_lie_over_one_another_nor_leave_gaps(tmp_path: Path) -> None:
    whole = good()
    directory = whole.index(b"PK\1\2")
    second = whole.index(b"PK\1\2", directory + 1)
    overlapping = whole[: second + 42] + struct.pack("<I", 0) + whole[second + 46 :]
    assert problem_of(tmp_path, overlapping) is P.DAMAGED
    gap = whole[:directory] + b"hidden" + whole[directory:]
    at = struct.unpack("<I", whole[-6:-2])[0]
    assert problem_of(tmp_path, end_of(gap, at=at + 6)) is P.DAMAGED


@pytest.mark.parametrize("field", [30, 32])
def test_a_member_has_no_extra_field_and_no_comment(tmp_path: Path, field: int) -> None:
    whole = good()
    entry = whole.index(b"PK\1\2")
    behind = entry + 46 + len("manifest.json")
    extra = whole[:behind] + b"UT\1\0x" + whole[behind:]
    extra = extra[: entry + field] + struct.pack("<H", 5) + extra[entry + field + 2 :]
    length = struct.unpack("<I", whole[-10:-6])[0]
    assert problem_of(tmp_path, end_of(extra, length=length + 5)) is P.DAMAGED


@pytest.mark.parametrize(
    "order", [("signature.json", "manifest.json"), ("manifest.json", "articles/b.md", "articles/a.md")]
)
def test_members_have_one_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    assert problem_of(tmp_path, raw_container(entries=tuple(Entry(name.encode(), b"x") for name in order))) is P.DAMAGED


@pytest.mark.parametrize("mode", [stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, 0o4000, 0])
def test_a_member_is_a_plain_file(tmp_path: Path, mode: int) -> None:
    assert problem_of(tmp_path, hostile(b"articles/more.md", mode=mode | 0o644)) is P.DAMAGED


@pytest.mark.parametrize("mode", [0o777, 0o644])
def test_a_member_is_no_link(tmp_path: Path, mode: int) -> None:
    assert problem_of(tmp_path, hostile(b"articles/more.md", b"/etc/shadow", mode=stat.S_IFLNK | mode)) is P.LINK


@pytest.mark.parametrize("size", [1, 0, 2**31, 2**32 - 1])
def test_a_size_that_lies_is_believed_by_nobody(tmp_path: Path, size: int) -> None:
    assert problem_of(tmp_path, hostile(b"articles/more.md", b"12345", size=size)) is P.COMPRESSED


def test_one_huge_member_is_too_large_before_any_of_it_is_read(tmp_path: Path) -> None:
    size = names.largest("articles/more.md") + 1
    assert problem_of(tmp_path, raw_container(entries=(Entry(b"articles/more.md", bytes(size)),))) is P.TOO_LARGE


# ---- names


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        *((name, P.PATH_ESCAPE) for name in ("../a.md", "articles/../../a.md", "..", "/a.md", "//host/a", "\\\\host\\a")),
        *((name, P.PATH_ESCAPE) for name in ("C:/a.md", "c:a.md", "articles\\a.md", "~/a.md", "articles/.. /a.md")),
        *((f"articles/{name}", P.DEVICE_NAME) for name in ("con", "NUL", "aux.md", "prn.txt", "COM1", "lpt9.md", "nul .md")),
        *((name, P.DEVICE_NAME) for name in ("con/a.md", "aux", "CONIN$", "com¹.md")),
        *((name, P.BAD_NAME) for name in ("", "a//b", "articles/", "./a.md", "articles/./a.md", "articles/A.md", "a b.md")),
        *((name, P.BAD_NAME) for name in ("articles/é.md", "articles/\u202edm.a", "articles/a\n.md", "a" * 5000, "aa:b")),
        *((name, P.NUL_IN_NAME) for name in ("articles/a.md\0.exe", "\0", "../\0")),
        *((name, P.NESTED) for name in ("articles/a.zip", "a.kioskpack", "articles/a.md/b.md", "articles/-a.md")),
        *((name, P.NESTED) for name in ("articles/a--b.md", "articles/.md", "articles/...", "notices/english.toml", "a.md")),
        *((name, None) for name in ("articles/a.md", "articles/con-air.md", "articles/com10.vectors.npz", "notices/pt-br.toml")),
    ],
)  # fmt: skip
def test_every_name_that_a_pack_cannot_have_has_its_reason(
    tmp_path: Path, name: str, problem: PackProblem | None
) -> None:
    raw = raw_container(entries=(Entry(b"manifest.json", b""), Entry(name.encode(), b"x")))
    assert problem_of(tmp_path, raw) is problem


def test_a_name_is_shown_without_what_could_speak_to_a_terminal(tmp_path: Path) -> None:
    for name in (b"\x1b[31m\xff", b"articles/\x1b]0;x\x07.md", b"a" * 9000):
        with pytest.raises(RefusedPack) as refused, container.opened(lying(tmp_path, "a", hostile(name))) as handle:
            container.read(handle)
        assert refused.value.file.isprintable()
        assert len(refused.value.file) <= 80


# ---- what it costs


def directory_of(entry: bytes, count: int) -> bytes:
    """A file that is hardly more than a directory: `count` times this entry."""
    first = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 0, 0)
    directory = entry * count
    return first + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(first), 0)


def entry_with(name: int, extra: int, comment: int) -> bytes:
    fixed = (20, 0, 0, 0, 33, 0, 0, 0, name, extra, comment, 0, 0, 0, 0)
    made = struct.pack("<4sH", b"PK\1\2", 0x0314) + struct.pack("<HHHHHIIIHHHHHII", *fixed)
    return made + b"a" * (name + extra + comment)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize("sizes", [(5000, 0, 0), (13, 0xFFFF, 0xFFFF), (0xFFFF, 0xFFFF, 0xFFFF)])
def test_a_directory_of_hundreds_of_megabytes_costs_next_to_nothing(
    tmp_path: Path, sizes: tuple[int, int, int]
) -> None:
    entry = entry_with(*sizes)
    raw = directory_of(entry, min(container.MOST_FILES, 150_000_000 // len(entry)))
    file = lying(tmp_path, "a.kioskpack", raw)
    del raw
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from kiosk.content.pack import open_pack\n"
        "def now(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = now(); found = open_pack(Path(sys.argv[1])); print(found.problem, (now() - before) // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True)
    problem, grown = done.stdout.split()
    assert problem in (P.BAD_NAME, P.DAMAGED)
    assert int(grown) < 40


# ---- what isn't a file


def test_a_link_a_socket_a_pipe_and_a_folder_are_no_packs_and_hang_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(lying(tmp_path, "a.kioskpack", good()))
    (tmp_path / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "socket"))
        for name in ("pipe", "folder", "link", "loop", "socket"):
            with pytest.raises(RefusedPack) as refused:
                container.opened(tmp_path / name)
            assert refused.value.problem is P.NOT_A_PACK, name
    with pytest.raises(RefusedPack):
        container.opened(Path("/dev/null"))


def test_no_descriptor_stays_open_of_what_was_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        with pytest.raises(RefusedPack):
            container.opened(tmp_path / "pipe")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_file_that_grows_shorter_while_it_is_read_is_truncated(tmp_path: Path) -> None:
    whole = container.written({**members(good()), "articles/hiccups.vectors.npz": bytes(1_500_000)})
    file = lying(tmp_path, "a.kioskpack", whole)
    with container.opened(file) as handle:
        inside = container.read(handle)
        os.truncate(file, 1_200_000)
        with pytest.raises(RefusedPack) as refused:
            inside.read("articles/hiccups.vectors.npz")
        assert refused.value.problem is P.TRUNCATED


def test_the_crc_is_that_of_every_other_zip_program() -> None:
    with zipfile.ZipFile(io.BytesIO(good())) as inside:
        assert all(zlib.crc32(inside.read(each)) == each.CRC for each in inside.infolist())
