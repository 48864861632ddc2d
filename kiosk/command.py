"""How whoever looks after this machine calls the kiosk's commands: what remedies name must work where they are read."""

from __future__ import annotations

import os

COMMAND = os.environ.get("KIOSK_COMMAND") or ".venv/bin/python main.py"
"""From a checkout, or as `assets/systemd/kiosk` says of itself on an installed kiosk."""
