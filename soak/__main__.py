"""`python -m soak`: see script/soak."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from math import inf
from pathlib import Path

from soak import place, plugs, report
from soak.runner import Runner


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="script/soak", description="Simulated visitors on the real kiosk, while things break."
    )
    parser.add_argument("--hours", type=float, default=8.0, help="virtual hours (8)")
    parser.add_argument(
        "--speed",
        type=float,
        default=22.0,
        help="virtual seconds a real one (22: over the whole, starts included, it comes to 20)",
    )
    parser.add_argument(
        "--faults", action=argparse.BooleanOptionalAction, default=True, help="break things meanwhile (yes)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same visitors and faults again")
    parser.add_argument(
        "--minutes", type=float, default=inf, help="real minutes after which it ends, however far it came"
    )
    parser.add_argument("--size", default="360x640", help="of the window (360x640)")
    parser.add_argument("--out", type=Path, default=Path("soak-report"), help="folder for the report (soak-report)")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    width, height = map(int, given.size.split("x"))
    log = given.out / "kiosk.log"
    for old in (log, given.out / "diary.txt"):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        stage = place.made(Path(folder) / "kiosk")
        plugs.stand_in(stage)
        try:
            runner = Runner(
                stage,
                seed=given.seed,
                speed=given.speed,
                hours=given.hours,
                faults=given.faults,
                size=(width, height),
                log=log,
                at_most_s=given.minutes * 60,
            )
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: runner.end())
            record = runner.run()
        finally:
            stage.close()
    found = report.written(record, given.out)
    print(found.text)
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
