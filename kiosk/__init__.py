"""A touchscreen health kiosk for a clinic's waiting room. `docs` and each room's `__init__` tell the rest."""

from kiosk.thrift import one_core_a_sum

__version__ = "0.1.0"
"""pyproject.toml takes it from here; a pack names the least that it needs."""

one_core_a_sum()
