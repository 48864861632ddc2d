"""python -m audit [--out FILE]: 0 all is well, 3 something is not allowed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from audit.bill import bill
from audit.closure import IncompleteError, closure
from audit.licences import Allowed, complaints, licences


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="audit", description="Licences of the default installation, and its bill of materials."
    )
    parser.add_argument(
        "--out", type=Path, default=Path("build/sbom.json"), metavar="FILE", help="the SBOM (default: build/sbom.json)"
    )
    given = parser.parse_args()
    try:
        packages = closure()
    except IncompleteError as error:
        print(error, file=sys.stderr)
        return 4
    found = licences([each.metadata["Name"] for each in packages.values()])
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(bill(packages, found), encoding="utf-8")
    told = list(complaints(found, Allowed.load()))
    print("\n".join(told) or f"Licences: {len(packages)} packages, all allowed (audit/licences.toml).")
    print(f"SBOM: {given.out}")
    return 3 if told else 0


if __name__ == "__main__":
    raise SystemExit(main())
