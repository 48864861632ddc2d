"""A model is tried out in a process of its own before it is opened here: a damaged one may raise, hang, or end the process.

python -m kiosk.hearing.trial vosk FOLDER
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

from kiosk.errors import HearingMissingError

TRIAL_S = 60
"""Of a processor's work. The largest models take half of this to load."""
PATIENCE_S = 240.0
"""By the clock: where others keep the processors busy, a whole model was taken for a damaged one after a minute."""
ENGINES = {"vosk": "kiosk.hearing.vosk_recogniser", "whisper": "kiosk.hearing.whisper_model"}
"""Each has a function `trial(folder)` that builds the model and its recogniser, lets them hear two seconds of nothing, and
raises, or dies, where that fails."""


def try_out(engine: str, folder: Path, install: str, patience_s: float = PATIENCE_S) -> None:
    """`install`: the command that would bring the model again. Raises HearingMissingError unless the engine works."""
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, engine, str(folder)],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience_s,
        )
    except subprocess.TimeoutExpired:
        raise HearingMissingError(
            f"The speech model in {folder} did not open within {patience_s:g} s: this machine is too busy, or the model is "
            f"damaged. Start the kiosk again; if that doesn't help, install it again: {install}"
        ) from None
    if done.returncode:
        raise damaged(folder, install)


def damaged(folder: Path, install: str) -> HearingMissingError:
    return HearingMissingError(f"The speech model in {folder} is damaged. Install it again: {install}")


if __name__ == "__main__":
    import resource  # not on the Windows of those who only write content

    resource.setrlimit(resource.RLIMIT_CPU, (TRIAL_S, TRIAL_S))  # one that turns in a loop
    importlib.import_module(ENGINES[sys.argv[1]]).trial(Path(sys.argv[2]))
