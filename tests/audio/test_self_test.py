"""The kiosk says a sentence with its real voice, hears it with a real microphone, and its real recogniser understands it, or tells
precisely why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.model import Level
from kiosk.settings import Screen, Settings
from tests.audio.virtual_sound import virtual_sound
from tests.doctor.machines import look

pytestmark = [pytest.mark.sound, pytest.mark.models]


@pytest.mark.parametrize("language", ["en", pytest.param("es", marks=pytest.mark.slow)])
def test_it_understands_itself(tmp_path: Path, language: str) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        part = look("self-test", tmp_path, settings=Settings(screen=Screen(language=language)))
    assert part.level is Level.GOOD, part.detail
    assert "dB" in part.detail


def test_a_muted_microphone_is_told(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        card.mute_the_microphone()
        part = look("self-test", tmp_path)
    assert (part.level, part.cause) == (Level.LESS, "silent"), part.detail
    assert "unmute" in part.remedy


def test_a_loudspeaker_that_plays_elsewhere_is_told_from_a_muted_microphone(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        card.give_the_loudspeaker_away()
        with card.noise(-65):
            part = look("self-test", tmp_path)
    assert part.cause == "unheard", part.detail
    assert "loudspeaker" in part.remedy


@pytest.mark.slow
def test_a_voice_that_comes_back_too_soft_is_told_with_its_loudness(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        card.turn_the_microphone_down(8)
        part = look("self-test", tmp_path)
    assert part.cause == "soft", part.detail
    assert "dB" in part.detail


@pytest.mark.slow
def test_a_voice_that_drowns_in_noise_is_told(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        with card.noise(-8):
            part = look("self-test", tmp_path)
    assert part.cause == "noisy", part.detail
    assert "quieter" in part.remedy


def test_without_a_microphone_it_is_not_tried(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.unplug_the_microphone()
        microphone, part = look("microphone", tmp_path), look("self-test", tmp_path)
    assert (microphone.cause, part.cause) == ("none", "untried"), "a monitor is no microphone"


def test_a_microphone_that_gives_only_zeros_is_told(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.mute_the_microphone()
        part = look("microphone", tmp_path)
    assert (part.cause, "unmute" in part.remedy) == ("muted", True)
