"""Staff look at the devices: the real program, a real pointer, and a sound card on which the microphone hears the loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.staff.pin import Pin
from tests.audio.virtual_sound import VirtualSound, virtual_sound
from tests.stage import Stage, kiosk_on, screen
from tests.ui.test_staff_pointer import PIN, enter

pytestmark = [pytest.mark.display, pytest.mark.sound, pytest.mark.models, pytest.mark.slow]

WIDTH, HEIGHT = 1080, 1920
SETTINGS = """
[voice]
speaker = "pulse"
[hearing]
microphone = "pulse"
"""


@pytest.fixture(scope="module")
def card() -> Iterator[VirtualSound]:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        yield card


@pytest.fixture(scope="module")
def stage(card: VirtualSound, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("devices")
    home = folder / "home"
    Pin(home / "staff", lambda: 0.0).choose(PIN)
    (home / "kiosk.toml").write_text(SETTINGS, encoding="utf-8")
    with (
        screen(WIDTH, HEIGHT) as display,
        kiosk_on(display, folder, environment=card.environment) as stage,
    ):
        stage.wait_for("Touch to start", 100)
        stage.tap_words("Staff only")
        enter(stage, PIN)
        yield stage


def the_devices(stage: Stage) -> None:
    stage.wait_for("Content of this kiosk")
    stage.tap_words("Check the")  # its two lines stand beside those of another button
    stage.wait_for("They stand first", 120)


def test_the_kiosk_tells_staff_what_needs_care(stage: Stage) -> None:
    the_devices(stage)
    words = " ".join(word.text for word in stage.read())
    assert "See to it" in words
    assert "Ask a clinician to approve them" in words, "the starter article is approved by nobody"


def test_it_understands_itself_through_the_devices_that_visitors_use(stage: Stage) -> None:
    stage.tap_words("Say a sentence")
    stage.wait_for("heard and understood itself", 60)


def test_leaving_the_screen_silences_it(stage: Stage, card: VirtualSound) -> None:
    with card.recording() as tape:
        stage.tap_words("Say a sentence")
        tape.wait_for_sound(30)
        stage.tap(80, 75)  # "Back": no time to read the screen while it speaks
        left_at = tape.seconds
        stage.wait_for("Content of this kiosk")
        heard = tape.stop()
    assert heard.last_sound_s < left_at + 1.5


def test_a_muted_microphone_is_told_in_plain_words(stage: Stage, card: VirtualSound) -> None:
    card.mute_the_microphone()
    the_devices(stage)
    stage.tap_words("Say a sentence")
    stage.wait_for("doesn't send any sound", 60)


def test_every_corner_is_felt(stage: Stage) -> None:
    stage.tap_words("Touch, colours")
    stage.wait_for("Touch the four corners")
    for x, y in ((160, 215), (920, 215), (160, 1860), (920, 1860)):
        stage.tap(x, y)
        stage.rest(0.6)
    stage.wait_for("All four were felt")


def test_nobody_finds_it_open_when_staff_have_gone(stage: Stage, tmp_path: Path) -> None:
    stage.tap(80, 75)  # "Back", then "Leave", beside a target that the eyes take for a letter
    stage.wait_for("They stand first", 120)
    stage.tap(250, 75)
    stage.wait_for("Touch to start", 100)
