"""kiosk.toml is written by hand: whatever stands in it is a setting, or one line that names the file and the place."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given
from hypothesis import settings as hurry
from hypothesis import strategies as st

from kiosk import parts, settings
from kiosk.context import Context
from kiosk.errors import SettingsError
from kiosk.settings import Settings
from tests.cli.command import ROOT

KEYS = [(table, key) for table, keys in msgspec.to_builtins(Settings()).items() for key in keys]
VALUES = [
    '""', '"en"', '"soon"', '"1080x1920"', "0", "-1", "1", "60.0", "1e400", "nan", "-inf", "inf", "9" * 400, "true",
    "[]", '["a", "b"]', "[1]", "{}", "{a = 1}", "1979-05-27", "07:32:00", '"\\u0000"', '"\\U0001F9A0"',
]  # fmt: skip


def read(content: bytes) -> Settings | SettingsError:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "kiosk.toml"
        file.write_bytes(content)
        try:
            found: Settings | SettingsError = settings.load(file)
        except SettingsError as error:
            found = error
        assert isinstance(found, Settings) or (str(file) in str(found) and "\n" not in str(found))
        return found


def test_the_commented_settings_are_the_defaults_and_name_every_setting() -> None:
    file = ROOT / "assets" / "kiosk.toml"
    assert settings.load(file) == Settings()
    text = file.read_text(encoding="utf-8")
    assert [f"[{table}] {key}" for table, key in KEYS if f"\n{key} = " not in text.replace("\n# ", "\n")] == []


@hurry(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_settings_or_one_line(content: bytes) -> None:
    read(content)


@hurry(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_settings_or_one_line(content: str) -> None:
    read(content.encode("utf-8", "surrogatepass"))


@hurry(deadline=None)
@given(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.floats().map(str) | st.integers().map(str))
def test_any_value_of_a_known_setting_is_taken_or_refused_by_name(place: tuple[str, str], value: str) -> None:
    table, key = place
    found = read(f"[{table}]\n{key} = {value}\n".encode())
    if isinstance(found, SettingsError):
        assert f"[{table}] {key}" in str(found) or "not valid TOML" in str(found)
    else:
        given_value = msgspec.to_builtins(found)[table][key]
        assert given_value == given_value, "no number that is none"


@hurry(deadline=None)
@given(st.sampled_from([table for table, _ in KEYS]), st.from_regex(r"[a-z_.]{1,20}", fullmatch=True))
def test_an_unknown_setting_is_refused_by_name(table: str, key: str) -> None:
    if (table, key) not in KEYS:
        found = read(f"[{table}]\n'{key}' = 1\n".encode())
        assert isinstance(found, SettingsError)
        assert f"`{key}` in [{table}]" in str(found)


def test_who_wants_no_motion_gets_a_waiting_screen_that_stands_still(tmp_path: Path) -> None:
    still = msgspec.structs.replace(Settings().screen, reduce_motion=True)
    settings = msgspec.structs.replace(Settings(), screen=still)
    assert parts.timing(Context(settings, tmp_path)).attract_page_s == math.inf
    assert parts.timing(Context(Settings(), tmp_path)).attract_page_s == 8.0


def test_a_table_by_language_names_its_place_when_the_language_is_none() -> None:
    found = read(b"[hearing]\nvosk_models = {a = 1}\n")
    assert "[hearing] vosk_models" in str(found)
