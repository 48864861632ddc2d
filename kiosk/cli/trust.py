"""`trust list | add KEY.pub | remove NAME`: whose signature counts on this kiosk."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from kiosk.content.keyring import Keyring
from kiosk.content.keys import load_public
from kiosk.context import Context


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("trust", help="whose signature counts").add_subparsers(
        metavar="ACTION", required=True
    )
    listing = actions.add_parser("list", help="every key that counts, with its fingerprint")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(run=run)
    adding = actions.add_parser(
        "add", help="a key whose packs may be installed; compare its fingerprint with its owner"
    )
    adding.add_argument("key", type=Path, metavar="KEY.pub")
    adding.add_argument("--name", help="what staff call its owner (default: the name in the file)")
    adding.add_argument("--again", action="store_true", help="also where it was removed before")
    adding.set_defaults(run=run_add)
    removing = actions.add_parser("remove", help="this key counts no more; what it signed stays installed")
    removing.add_argument("name", metavar="NAME")
    removing.set_defaults(run=run_remove)


def run(given: Namespace, context: Context) -> int:
    ring = ring_of(context)
    keys, revoked = ring.keys, ring.revoked
    if given.json:
        entries = [
            {"name": key.name, "fingerprint": key.fingerprint, "revoked": key in revoked} for key in (*keys, *revoked)
        ]
        print(json.dumps(entries, indent=1, ensure_ascii=False))
        return 0
    for key in keys:
        print(f"{key.fingerprint}  {key.name}")
    for key in revoked:
        print(f"{key.fingerprint}  {key.name} (counts no more)")
    if not (keys or revoked):
        print("No key counts yet. Add one: trust add KEY.pub")
    return 0


def run_add(given: Namespace, context: Context) -> int:
    key = ring_of(context).add(load_public(given.key), given.name, again=given.again)
    print(f"{key.name} counts from now on.\nIts fingerprint: {key.fingerprint}")
    print(f'Compare it with its owner, by telephone or on paper. If it differs: trust remove "{key.name}"')
    return 0


def run_remove(given: Namespace, context: Context) -> int:
    key = ring_of(context).revoke(given.name)
    print(f"{key.name} counts no more. What it signed stays installed until you remove it.")
    return 0


def ring_of(context: Context) -> Keyring:
    return Keyring(context.home / "trust")
