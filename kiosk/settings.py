"""What a clinic may set, read once from kiosk.toml. Every key is explained in assets/kiosk.toml; unknown keys are refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, ValidationError, convert, field

from kiosk.errors import SettingsError

Seconds = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Language = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z]+)*\Z")]


class _Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Clinic(_Table, frozen=True):
    name: str = ""
    desk: str = ""
    """In the language the kiosk rests in. Empty: as that language's texts call it."""
    desks: Mapping[Language, str] = {}
    """In other languages."""
    emergency_number: str = ""


class Screen(_Table, frozen=True):
    fullscreen: bool = True
    size: Annotated[str, Meta(pattern=r"^[1-9]\d{2,4}x[1-9]\d{2,4}$")] = "1080x1920"
    theme: Literal["light", "dark", "high_contrast"] = "light"
    text_scale: Annotated[float, Meta(ge=1, le=2)] = 1.0
    language: Language = "en"
    """That the kiosk rests in."""
    languages: tuple[Language, ...] = ("en", "es")

    @property
    def offered(self) -> tuple[str, ...]:
        """That a visitor may choose from, each once. The one the kiosk rests in is always among them."""
        others = self.languages if self.language in self.languages else (self.language, *self.languages)
        return tuple(dict.fromkeys(others))

    diagonal_inches: Annotated[float, Meta(ge=0, le=120)] = 0.0
    viewing_distance_cm: Annotated[float, Meta(ge=20, le=200)] = 45.0
    reduce_motion: bool = False

    @property
    def width_height(self) -> tuple[int, int]:
        width, height = self.size.split("x")
        return int(width), int(height)


class Touch(_Table, frozen=True):
    double_strike_s: Annotated[float, Meta(ge=0, le=2)] = 0.5


class Keys(_Table, frozen=True):
    """Names as Kivy has them."""

    guide: str = "f2"
    repeat: str = "f3"
    pause: str = "f4"
    softer: str = "f5"
    louder: str = "f6"
    slower: str = "f7"
    faster: str = "f8"
    comfort: str = "f9"
    help: str = "f10"


class Visit(_Table, frozen=True):
    idle_s: Seconds = 60.0
    warning_s: Annotated[float, Meta(ge=20)] = 30.0
    attract_page_s: Seconds = 8.0


VOICES = {"en": "en-us", "es": "es-419"}
"""Of espeak-ng, where its voice for a language is not called like the language, or is not the one most people here speak."""


class Voice(_Table, frozen=True):
    engine: Literal["auto", "piper", "pyttsx3", "silent"] = "auto"
    name: str = ""
    """Of the language the kiosk rests in. Empty: as `names` says."""
    names: Mapping[Language, str] = field(default_factory=lambda: dict(VOICES))
    """By language, of pyttsx3's voices."""
    words_per_minute: Annotated[int, Meta(ge=80, le=300)] = 140
    piper_voice: str = ""
    volume: Annotated[int, Meta(ge=1, le=6)] = 4
    speaker: str = ""

    def name_in(self, language: str, resting: str) -> str:
        """A voice that nobody has named is called like its language."""
        if language == resting and self.name:
            return self.name
        return {**VOICES, **self.names}.get(language, language)


class Reading(_Table, frozen=True):
    mark_word: bool = True
    mark_sentence: bool = True


class Hearing(_Table, frozen=True):
    engine: Literal["auto", "vosk", "whisper", "none"] = "auto"
    vosk_model: str = ""
    """Of the language the kiosk rests in."""
    vosk_models: Mapping[Language, str] = {}
    """Of other languages."""
    microphone: str = ""
    longest_s: Annotated[float, Meta(ge=5, le=60)] = 20.0
    longest_without_words_s: Annotated[float, Meta(ge=3, le=60)] = 8.0


class Matching(_Table, frozen=True):
    answer_at: Share | None = None
    unsure_at: Share | None = None
    urgent_at: Share | None = None


class Urgent(_Table, frozen=True):
    alert_command: tuple[str, ...] = ()
    stays_s: Seconds = 180.0
    chime_every_s: Seconds = 8.0
    chime_for_s: Seconds = 120.0


class Sticks(_Table, frozen=True):
    mount_folder: Annotated[str, Meta(min_length=1)] = "/media/kiosk"
    drop_folders: tuple[str, ...] = ()
    auto_install: tuple[str, ...] = ()


class Watch(_Table, frozen=True):
    memory_mb: Annotated[int, Meta(ge=0)] = 1500
    frozen_s: Annotated[float, Meta(ge=3, le=300)] = 10.0
    start_s: Annotated[float, Meta(ge=10, le=900)] = 120.0


class Settings(_Table, frozen=True):
    clinic: Clinic = Clinic()
    screen: Screen = Screen()
    touch: Touch = Touch()
    keys: Keys = Keys()
    visit: Visit = Visit()
    voice: Voice = Voice()
    reading: Reading = Reading()
    hearing: Hearing = Hearing()
    matching: Matching = Matching()
    urgent: Urgent = Urgent()
    sticks: Sticks = Sticks()
    watch: Watch = Watch()


def load(path: Path) -> Settings:
    """Raises SettingsError, one line, for a file that can't be read and for any key or value that isn't known."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings can't be read: {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}. assets/kiosk.toml shows how it is written.") from error
    try:
        return convert(tree, Settings)
    except ValidationError as error:
        raise SettingsError(
            f"{path}: {_in_words(str(error))}. Every setting is explained in assets/kiosk.toml."
        ) from error


def _in_words(reason: str) -> str:
    """msgspec's reason with the place in front: `[visit] idle_s: Expected `float`, got `str``."""
    what, where = (*re.split(r" - at (?:`key` in )?`\$", reason, maxsplit=1), "")[:2]
    place = where.rstrip("`").lstrip(".").split(".")
    unknown = what.removeprefix("Object contains unknown field ")
    if unknown != what:
        table = f"[{place[0]}]" if place[0] else "the file"
        return f"there is no setting {unknown} in {table}"
    return f"{' '.join((f'[{place[0]}]', '.'.join(place[1:]))).rstrip()}: {what}"
