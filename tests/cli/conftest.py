"""Homes and checkouts that several commands may share: what a command leaves there only makes the next one faster."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import NO_SOUND_DEVICES, checkout_without_models


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def bare_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout_without_models(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="session")
def no_sound_devices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk.toml that names a microphone and a loudspeaker which aren't there."""
    file = tmp_path_factory.mktemp("settings") / "kiosk.toml"
    file.write_text(NO_SOUND_DEVICES, encoding="utf-8")
    return file
