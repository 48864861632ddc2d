"""Where this kiosk's things are, and how it is set: what every command needs first."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from kiosk import settings
from kiosk.errors import SettingsError
from kiosk.messages import Messages
from kiosk.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""


@dataclass(frozen=True, slots=True)
class Context:
    settings: Settings
    home: Path
    """Library, clip cache, settings, counts. Made when first written to."""
    assets: Path = ROOT / "assets"
    models: Path = ROOT / "models"

    @classmethod
    def of(cls, home: Path | None, config: Path | None) -> Context:
        """Settings come from --config, else from kiosk.toml in the home folder, else everything has its default."""
        place = home or Path(os.environ.get("KIOSK_HOME") or user_data_path("health-kiosk"))
        file = config or place / "kiosk.toml"
        try:
            is_there = file.is_file()
        except OSError as error:
            raise SettingsError(f"The settings can't be read: {file}: {error.strerror or error}.") from error
        if config is not None and not is_there:
            raise SettingsError(f"There is no settings file {config}. assets/kiosk.toml shows how one is written.")
        context = cls(settings.load(file) if is_there else Settings(), place.absolute())
        spoken = sorted(path.stem for path in (context.assets / "messages").glob("*.toml"))
        screen = context.settings.screen
        for key, languages in (("language", (screen.language,)), ("languages", screen.languages)):
            if lacking := [language for language in languages if language not in spoken]:
                raise SettingsError(
                    f"{file}: [screen] {key}: there is no {lacking[0]!r}; there are: {', '.join(spoken)}."
                )
        return context

    def texts(self, language: str) -> Messages:
        """As they come with the kiosk, naming this clinic."""
        clinic = self.settings.clinic
        own = Messages.load(self.assets / "messages", language)
        number = clinic.emergency_number or own.text("urgent.number.unset")
        named = clinic.desks.get(language) or (clinic.desk if language == self.settings.screen.language else "")
        return own.naming(clinic=clinic.name, desk=named or own.own("clinic.desk"), emergency_number=number)
