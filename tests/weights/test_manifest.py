"""The list of what may be installed: the real one is complete, and any other file is a list or refused in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import WeightsError
from kiosk.weights import open_weights
from kiosk.weights.manifest import load

REAL = Path(__file__).resolve().parents[2] / "models" / "manifest.toml"

SMALL = f"""
[models.small]
what = "a small model"
licence = "MIT"
group = "default"
[[models.small.archives]]
from = "url"
name = "https://example.org/small.zip"
size = 9
sha256 = "{"0" * 64}"
members = [["small/a.bin", "a.bin"]]
[models.small.files]
"a.bin" = "{"1" * 64}"
"""


def test_every_model_says_what_it_is_from_where_how_large_and_under_which_licence() -> None:
    models = load(REAL)
    assert set(models) == {"whisper-base", "e5-small", "vosk-small-en-us-0.15", "vosk-ko", "piper-joe"}
    for name, model in models.items():
        assert model.what, name
        assert model.licence, name
        assert model.archives, name
        assert model.size > 1_000_000, name
        for archive in model.archives:
            assert re.fullmatch(r"[0-9a-f]{64}", archive.sha256), name
            where = r"https://\S+\.zip" if archive.origin == "url" else r"[a-z0-9-]+==[0-9.]+"
            assert re.fullmatch(where, archive.name), "an address, or one version of a package"
            assert bool(archive.members) != bool(archive.folder), "says what is taken out of it"


def test_what_visitors_are_heard_and_understood_with_has_a_licence_that_lets_it_be_passed_on() -> None:
    for name, model in load(REAL).items():
        assert model.licence in {"MIT", "Apache-2.0", "CC0-1.0"} or model.group == "test", name


def test_weights_of_foreign_packages_are_pinned_file_by_file() -> None:
    for name, model in load(REAL).items():
        if model.group in ("default", "extra"):
            assert set(model.files) == {file for archive in model.archives for _, file in archive.members}, name


def test_a_list_is_read_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text(SMALL)
    model = open_weights(tmp_path / "manifest.toml", tmp_path).models["small"]
    (archive,) = model.archives
    assert (model.what, model.licence, model.group, model.size) == ("a small model", "MIT", "default", 9)
    assert (archive.origin, archive.name, archive.size) == ("url", "https://example.org/small.zip", 9)
    assert (archive.sha256, archive.members, archive.folder) == ("0" * 64, (("small/a.bin", "a.bin"),), "")
    assert model.files == {"a.bin": "1" * 64}


WRONG = {
    "no TOML": ("size = 9", "size nine", "(at line 9, column 6)"),
    "no licence": ('licence = "MIT"\n', "", "missing required field `licence`"),
    "no hash": (f'sha256 = "{"0" * 64}"\n', "", "missing required field `sha256`"),
    "half a hash": ("0" * 64, "0" * 32, "`$.models[...].archives[0].sha256`"),
    "no size": ("size = 9\n", "", "missing required field `size`"),
    "a size of nothing": ("size = 9", "size = 0", "`$.models[...].archives[0].size`"),
    "a size in words": ("size = 9", 'size = "nine"', "Expected `int`, got `str`"),
    "an unknown origin": ('from = "url"', 'from = "friend"', "Invalid enum value 'friend'"),
    "an unknown group": ('group = "default"', 'group = "all"', "Invalid enum value 'all'"),
    "an unknown key": ("size = 9", "size = 9\nspeed = 9", "unknown field `speed`"),
    "a key of two lines": ("size = 9", 'size = 9\n"sp\\need" = 9', "unknown field `sp eed`"),
    "no archives": (SMALL[SMALL.index("[[") :], "archives = []", "`$.models[...].archives`"),
    "a file above": ('"a.bin"]]', '"../a.bin"]]', "`$.models[...].archives[0].members[0][1]`"),
    "a file far above": ('"a.bin"]]', '"a/../../a.bin"]]', "`$.models[...].archives[0].members[0][1]`"),
    "a file at the root": ('"a.bin"]]', '"/a/../../a.bin"]]', "`$.models[...].archives[0].members[0][1]`"),
    "a hidden file": ('"a.bin"]]', '".a.bin"]]', "`$.models[...].archives[0].members[0][1]`"),
    "a name that leads away": ("models.small", 'models."../small"', "'../small' can't be a model's name"),
    "a hidden name": ("models.small", 'models.".small"', "'.small' can't be a model's name"),
    "endless brackets": (SMALL, "a = " + "[" * 5000, "recursion"),
}


@pytest.mark.parametrize(("right", "wrong", "reason"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_list_is_refused_with_the_place_in_it(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    assert right in SMALL
    file = tmp_path / "manifest.toml"
    file.write_text(SMALL.replace(right, wrong))
    assert reason in refusal(file)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "manifest.toml")
    assert "Is a directory" in refusal(tmp_path)


def refusal(file: Path) -> str:
    with pytest.raises(WeightsError) as refused:
        load(file)
    line = str(refused.value)
    assert line.startswith(f"{file}: ")
    assert line.splitlines() == [line]
    return line


PIECES = st.sampled_from(
    ["[models.a]\n", "[[models.a.archives]]\n", "[models.a.files]\n", "what = ", '"x"\n', '"x\\ny" = 1\n', "9\n", "-1\n",
     "[", "]", "{", "}", ", ", "'''", "1979-05-27\n", "inf\n", "group", " = ", "\n", "\x00", "\r"]
)  # fmt: skip
FOREIGN = st.one_of(
    st.binary(max_size=100),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=15).map(lambda parts: "".join(parts).encode()),
    st.builds(
        lambda at, patch, skip: SMALL.encode()[:at] + patch + SMALL.encode()[at + skip :],
        st.integers(0, len(SMALL)),
        st.one_of(st.binary(max_size=6), PIECES.map(str.encode)),
        st.integers(0, 40),
    ),
)


@given(FOREIGN)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_foreign_bytes_are_a_list_or_one_line(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "manifest.toml"
    file.write_bytes(raw)
    models, refused = {}, "nothing"
    try:
        models = load(file)
    except WeightsError as error:
        refused = str(error)
    assert refused.splitlines() == [refused]
    for name, model in models.items():
        assert (tmp_path / name).resolve().is_relative_to(tmp_path)
        assert model.size > 0
        for archive in model.archives:
            assert len(archive.sha256) == 64
            assert all((tmp_path / file).resolve().is_relative_to(tmp_path) for _, file in archive.members)
