"""The screen: that there is one, that it stays lit, that it feels fingers."""

from __future__ import annotations

import re

from kiosk.doctor.finding import Check, Finding, Scene, good, less, missing
from kiosk.ui import has_display


def display(scene: Scene) -> Finding:
    if scene.running or has_display():
        return good("a display is there")
    return missing("none", "no display", "start it where a screen is; `script/run --demo` works without one")


def blanking(scene: Scene) -> Finding:
    """Only X tells; Wayland's and the bare screen's owner is set up elsewhere."""
    told = scene.machine.run(("xset", "q")) if scene.machine.environment.get("DISPLAY") else None
    if not told:
        return good("can't be known here: only X tells (`xset q`)")
    timeout = re.search(r"timeout:\s+(\d+)", told)
    after_s = int(timeout[1]) if timeout else 0
    sleeps = "DPMS is Enabled" in told and any(
        int(each) for each in re.findall(r"(?:Standby|Suspend|Off):\s+(\d+)", told)
    )
    if after_s or sleeps:
        what = f"the screen goes dark after {after_s} s" if after_s else "the screen is put to sleep (DPMS)"
        return less("goes_dark", what, "keep it lit: xset s off -dpms")
    return good("stays lit")


def touch(scene: Scene) -> Finding:
    """Touch panels announce themselves with the property bit INPUT_PROP_DIRECT (1) in /proc/bus/input/devices."""
    for device in scene.machine.read("proc/bus/input/devices").split("\n\n"):
        lines = dict(line.partition(": ")[::2] for line in device.splitlines())
        properties = next((line[8:] for line in device.splitlines() if line.startswith("B: PROP=")), "")
        if _is_direct(properties):
            return good(lines.get("N", "touch panel").removeprefix("Name=").strip('"'))
    return less("none", "no touch panel found: a mouse or a keyboard works too", "plug in the touch panel's USB cable")


def _is_direct(properties: str) -> bool:
    try:
        return bool(int(properties.split()[-1], 16) & 0b10)
    except (ValueError, IndexError):
        return False


CHECKS = (
    Check("display", display, ("none",), is_needed=True),
    Check("touch", touch, ("none",)),
    Check("blanking", blanking, ("goes_dark",)),
)
