"""Tells whoever looks after this process how it is: systemd, or the kiosk's own keeper.

The protocol is sd_notify(3)'s: a datagram of lines like READY=1 to the socket that NOTIFY_SOCKET names. That page itself advises to
write these lines rather than to link a library for them.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress

WHY = "X_KIOSK_WHY"
"""Why this process is about to end by itself."""
WEIGHT = "X_KIOSK_MB"
"""Megabytes, with all that it has started."""
BUSY = "X_KIOSK_BUSY"
"""1: somebody is here; 0: nobody."""


def tell(**lines: str) -> None:
    """Told once; whoever doesn't listen misses it. Never raises and never waits."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place.startswith(("/", "@")):
        return
    address = "\0" + place[1:] if place.startswith("@") else place
    letter = "\n".join(f"{name}={value}" for name, value in lines.items()).encode()
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.setblocking(False)
        line.sendto(letter, address)
