"""Stands for a recording process that hangs: it never answers."""

from __future__ import annotations

import sys

sys.stdin.read()
