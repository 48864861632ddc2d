"""Where the kiosk's things are, and how it is set: what is given, what is found, and what is refused by its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.context import ROOT, Context
from kiosk.errors import SettingsError
from kiosk.settings import Settings


def test_without_any_settings_everything_has_its_default(tmp_path: Path) -> None:
    context = Context.of(tmp_path / "home", None)
    assert context.settings == Settings()
    assert (context.home, context.assets) == (tmp_path / "home", ROOT / "assets")
    assert not context.home.exists(), "nothing is made before it is needed"


def test_settings_in_the_home_count_unless_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('[screen]\nlanguage = "es"\n', encoding="utf-8")
    assert Context.of(tmp_path, None).settings.screen.language == "es"
    named = tmp_path / "other.toml"
    named.write_text("[visit]\nidle_s = 90.0\n", encoding="utf-8")
    settings = Context.of(tmp_path, named).settings
    assert (settings.screen.language, settings.visit.idle_s) == ("en", 90.0)


def test_settings_that_are_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"There is no settings file .*nowhere\.toml"):
        Context.of(tmp_path, tmp_path / "nowhere.toml")


def test_a_place_that_no_file_can_have_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be read") as told:
        Context.of(tmp_path, tmp_path / ("x" * 5000))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("line", "key"), [('language = "tlh"', "language"), ('languages = ["en", "tlh"]', "languages")]
)
def test_a_language_that_has_no_texts_is_refused_by_its_place(tmp_path: Path, line: str, key: str) -> None:
    (tmp_path / "kiosk.toml").write_text(f"[screen]\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"\[screen\] {key}: there is no 'tlh'; there are: en, es"):
        Context.of(tmp_path, None)
