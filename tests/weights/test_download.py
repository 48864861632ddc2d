"""A model comes from a server that breaks off, falls silent, lies or never ends."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import WeightsError, WeightsMissingError, WeightsRefusedError
from kiosk.weights import Presence, Weights, fetch
from tests.weights.server import Reply, Server, model, whole, zipped
from tests.weights.small import SMALL, lies_in, refusal

NOWHERE = "http://127.0.0.1:9/small.zip"

# ---- from a server


def test_a_model_from_a_server_is_there_whole_and_nothing_besides(clinic: Server, folder: Path) -> None:
    come: list[int] = []
    weights = Weights({"small": model(SMALL, clinic.put("/small.zip", SMALL))}, folder)
    assert (weights.presence("small"), weights.folder_of("small")) == (Presence.MISSING, None)
    assert weights.install("small", progress=come.append) == weights.folder_of("small") == folder / "small"
    assert weights.presence("small") is Presence.INSTALLED
    assert list(weights.damages("small")) == []
    assert come[-1] == len(SMALL)
    assert set(lies_in(folder)) == {"small/weights.bin", "small/conf/mfcc.conf", "small/installed.json"}
    assert (folder / "small" / "weights.bin").read_bytes() == b"weights" * 1000


def test_several_archives_may_each_bring_a_part_of_one_file(clinic: Server, folder: Path) -> None:
    one, two = zipped(("a/part1", b"first, ")), zipped(("b/part2", b"second"), ("b/words.json", b"{}"))
    first = model(one, clinic.put("/1", one), members=(("a/part1", "model.bin"),))
    second = model(two, clinic.put("/2", two), members=(("b/part2", "model.bin"), ("b/words.json", "words.json")))
    both = msgspec.structs.replace(first, archives=first.archives + second.archives)
    assert both.size == len(one) + len(two)
    weights = Weights({"small": both}, folder)
    assert (weights.install("small") / "model.bin").read_bytes() == b"first, second"


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"")


def talks_nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"Welcome to our guest network!\r\n\r\n")


BAD_REPLIES = {
    "other bytes": (whole(SMALL[:-1] + b"!"), WeightsRefusedError, "its sha256 is not the one in models/manifest.toml"),
    "cut short": (whole(SMALL[:-9]), WeightsRefusedError, f"{len(SMALL) - 9:,} bytes instead of {len(SMALL):,}"),
    "a page of the network's": (whole(b"<html>Log in"), WeightsRefusedError, "12 bytes instead of"),
    "nothing": (whole(b""), WeightsRefusedError, "0 bytes instead of"),
    "not there": (lambda request: request.send_error(404), WeightsMissingError, "can't be reached (Not Found)"),
    "out of order": (lambda request: request.send_error(500), WeightsMissingError, "can't be reached"),
    "hung up at once": (hangs_up, WeightsMissingError, "can't be reached"),
    "no HTTP": (talks_nonsense, WeightsMissingError, "can't be reached"),
}


@pytest.mark.parametrize(("reply", "kind", "reason"), BAD_REPLIES.values(), ids=BAD_REPLIES.keys())
def test_a_bad_reply_is_told_in_a_line_and_leaves_nothing_behind(
    clinic: Server, folder: Path, reply: object, kind: type[WeightsError], reason: str
) -> None:
    weights = Weights({"small": model(SMALL, clinic.put("/small.zip", reply))}, folder)  # type: ignore[arg-type]
    assert reason in refusal(weights, kind)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "address", [NOWHERE, "http://127.0.0.1:99999/a", "http://127.0.0.1/a b", "no address", "gopher://x/"]
)
def test_an_address_that_leads_nowhere_says_what_to_bring(folder: Path, address: str) -> None:
    line = refusal(Weights({"small": model(SMALL, address)}, folder), WeightsMissingError)
    assert line.startswith(f"{address} can't be reached (")
    assert line.endswith("Bring the file on a stick and add --from PATH.")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("said_first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", SMALL[:9]])
def test_a_server_that_falls_silent_is_given_up(clinic: Server, tmp_path: Path, said_first: bytes) -> None:
    def falls_silent(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(said_first)
        request.wfile.flush()
        clinic.closing.wait(30)

    archive = model(SMALL, clinic.put("/small.zip", falls_silent)).archives[0]
    with pytest.raises(WeightsMissingError, match=r"can't be reached \(.*timed out\)\. Bring the file on a stick"):
        fetch.fetch(archive, tmp_path, patience_s=0.2)
    assert fetch.CONNECT_S <= 5, "staff stand before it"


def test_a_reply_without_end_does_not_fill_the_disk(clinic: Server, tmp_path: Path) -> None:
    def never_ends(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not clinic.closing.is_set():
            request.wfile.write(bytes(fetch.CHUNK))

    archive = model(SMALL, clinic.put("/small.zip", never_ends)).archives[0]
    with pytest.raises(WeightsRefusedError, match="bytes instead of"):
        fetch.fetch(archive, tmp_path)
    assert list(tmp_path.iterdir()) == []


def in_pieces(raw: bytes, asked: list[str], pieces: list[int]) -> Reply:
    """Sends the next of `pieces` bytes from where it is asked to go on, and hangs up."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "bytes=0-")
        asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        request.send_response(206 if start else 200)
        request.send_header("Content-Range", f"bytes {start}-{len(raw) - 1}/{len(raw)}")
        request.send_header("Content-Length", str(len(raw) - start))
        request.end_headers()
        request.wfile.write(raw[start : start + pieces.pop(0)])

    return reply


def test_a_download_that_breaks_off_goes_on_where_it_was(clinic: Server, folder: Path) -> None:
    asked: list[str] = []
    address = clinic.put("/small.zip", in_pieces(SMALL, asked, [50, 30, len(SMALL)]))
    weights = Weights({"small": model(SMALL, address)}, folder)
    weights.install("small")
    assert asked == ["bytes=0-", "bytes=50-", "bytes=80-"]
    assert weights.presence("small") is Presence.INSTALLED
    assert set(lies_in(folder)) == {"small/weights.bin", "small/conf/mfcc.conf", "small/installed.json"}


def test_what_has_come_waits_for_the_next_try(clinic: Server, folder: Path) -> None:
    asked: list[str] = []
    weights = Weights(
        {"small": model(SMALL, clinic.put("/small.zip", in_pieces(SMALL, asked, [50, 0, len(SMALL)])))}, folder
    )
    line = refusal(weights, WeightsMissingError)
    assert f"50 of {len(SMALL)} bytes have come: try again, and it goes on from there." in line
    assert weights.presence("small") is Presence.MISSING
    weights.install("small")
    assert asked[-1] == "bytes=50-"
    assert list(weights.damages("small")) == []


def test_a_server_that_can_not_go_on_begins_anew(clinic: Server, folder: Path) -> None:
    replies = [whole(SMALL[:50], promised=len(SMALL)), whole(SMALL)]
    weights = Weights({"small": model(SMALL, clinic.put("/s", lambda request: replies.pop(0)(request)))}, folder)
    weights.install("small")
    assert list(weights.damages("small")) == []


def test_a_server_that_always_breaks_off_at_the_same_place_is_given_up(clinic: Server, folder: Path) -> None:
    weights = Weights({"small": model(SMALL, clinic.put("/s", whole(SMALL[:99], promised=len(SMALL))))}, folder)
    assert "can't be reached (broke off). 99 of" in refusal(weights, WeightsMissingError)


def test_on_a_full_disk_nothing_is_left_behind(clinic: Server, folder: Path) -> None:
    archive = model(SMALL, clinic.put("/small.zip", SMALL)).archives[0]
    folder.mkdir()
    (folder / f"{archive.sha256[:16]}.part").symlink_to("/dev/full")
    with pytest.raises(WeightsError, match=r"The disk is full: .* needs 0 MB to fetch, and as much to unpack"):
        fetch.fetch(archive, folder)
    assert list(folder.iterdir()) == []
