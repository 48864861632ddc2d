"""`models list | install | verify`: speech models and the encoder."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from tqdm import tqdm

from kiosk import parts, sound_parts
from kiosk.command import COMMAND
from kiosk.context import Context
from kiosk.errors import UsageError, WeightsMissingError
from kiosk.weights import Presence, Weights


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("models", help="speech models: what there is, install, verify")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="where from, size, licence, sha256, present or not")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(run=run_list)
    install = actions.add_parser("install", help="fetch and check models (default: all a kiosk needs)")
    install.add_argument("names", nargs="*", metavar="NAME")
    install.add_argument(
        "--from", dest="given", type=Path, metavar="PATH", help="the archive, or a folder that holds it"
    )
    install.add_argument("--again", action="store_true", help="even where it is installed already")
    install.set_defaults(run=run_install)
    actions.add_parser("verify", help="read every byte of what is installed").set_defaults(run=run_verify)


def run_list(given: Namespace, context: Context) -> int:
    weights = parts.weights(context)
    if given.json:
        print(json.dumps([entry(name, weights) for name in weights.models], indent=1))
        return 0
    for name, model in weights.models.items():
        print(f"{name:<24}{weights.presence(name):<11}{model.size / 1e6:>6.0f} MB  {model.licence}  ({model.group})")
        print(f"    {model.what}")
        for archive in model.archives:
            print(f"    {archive.name}  sha256 {archive.sha256}")
    return 0


def entry(name: str, weights: Weights) -> dict[str, object]:
    model = weights.models[name]
    archives = [{"from": each.name, "size": each.size, "sha256": each.sha256} for each in model.archives]
    return {
        "name": name,
        "what": model.what,
        "presence": weights.presence(name),
        "group": model.group,
        "licence": model.licence,
        "size": model.size,
        "archives": archives,
    }


def run_install(given: Namespace, context: Context) -> int:
    """4 when a model asked for by name, or one that the kiosk needs, can't be had."""
    weights = parts.weights(context)
    if given.given is not None and len(given.names) != 1:
        raise UsageError("--from PATH brings one model: name it.")
    if given.given is not None and not given.given.exists():
        raise UsageError(f"There is no {given.given}. Name the archive, or a folder that holds it, after --from.")
    if given.names:
        for name in given.names:
            _install(weights, name, given.given, again=given.again)
        return 0
    for name in named(weights, "default"):
        _install(weights, name, None, again=given.again)
    for name in named(weights, "optional"):
        try:
            _install(weights, name, None, again=given.again)
        except WeightsMissingError as error:
            print(f"{name}: not now. {error} The kiosk works without it.", file=sys.stderr)
    return 0


def run_verify(given: Namespace, context: Context) -> int:
    """4 when a model is damaged, or one that the kiosk needs is missing."""
    weights = parts.weights(context)
    damages = []
    for name in weights.models:
        presence = weights.presence(name)
        found = list(weights.damages(name))
        damages += found
        print(f"{name:<24}{Presence.DAMAGED if found else presence}")
        for damage in found:
            print(f"    {damage.file} {damage.what}")
    if damages:
        raise WeightsMissingError(
            f"{damages[0].model} is damaged. Install it again: {COMMAND} models install --again {damages[0].model}"
        )
    missing = [name for name in named(weights, "default") if weights.presence(name) is not Presence.INSTALLED]
    if missing:
        raise WeightsMissingError(f"{missing[0]} is not installed: {COMMAND} models install {missing[0]}")
    return 0


def named(weights: Weights, group: str) -> list[str]:
    return [name for name, model in weights.models.items() if model.group == group]


def _install(weights: Weights, name: str, given: Path | None, *, again: bool) -> None:
    model = weights.model(name)
    if not again and weights.presence(name) is Presence.INSTALLED:
        print(f"{name}: already there")
        return
    print(f"{name}: {model.size / 1e6:.0f} MB, licence: {model.licence} ...", flush=True)
    with tqdm(
        total=model.size, unit="B", unit_scale=True, leave=False, disable=None if given is None else True
    ) as bar:  # drawn for people only: a terminal
        weights.install(name, given, lambda count: bar.update(count - bar.n), sound_parts.opens)
    print(f"{name}: installed")
