"""A measured figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: float
    """Median of the runs."""
    unit: str
    better: Literal["lower", "higher"]
    runs: tuple[float, ...]
