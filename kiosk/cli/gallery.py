"""`gallery`: every moment as a picture, in every look, on one page; and what is wrong with them."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.cli.run import size
from kiosk.context import Context
from kiosk.errors import UsageError

if TYPE_CHECKING:
    from kiosk.ui.gallery.plan import Job

T = TypeVar("T")
USUAL_SIZES = ((1080, 1920), (1920, 1080))
USUAL_OUTFITS = (("light", 1.0), ("dark", 1.5), ("high_contrast", 2.0))
"""Every theme and every text size once: what most changes break shows in one of them."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("gallery", help="every moment as a picture on one page, and what is wrong with it")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder: pictures, and index.html to look at them")
    parser.add_argument("--theme", type=several(str), metavar="light,dark,...")
    parser.add_argument("--scale", type=several(scale), metavar="1,1.5,...", help="text sizes")
    parser.add_argument("--language", type=several(str), metavar="en,...")
    parser.add_argument("--size", type=several(size), metavar="WxH,...", help="of the window, in pixels")
    parser.add_argument("--moment", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--all", action="store_true", help="everything, in every look; takes many minutes")
    parser.set_defaults(run=run)


def several(kind: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """One or more, with commas between them."""

    def read(text: str) -> tuple[T, ...]:
        return tuple(dict.fromkeys(kind(each.strip()) for each in text.split(",") if each.strip()))

    return read


def scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.5 <= value <= 4:
        raise ArgumentTypeError(f"{text!r} is not a text size like 1.5")
    return value


def run(given: Namespace, context: Context) -> int:
    """1 when a check found something: no picture may leave the house with a fault in it."""
    from kiosk.ui.gallery.exhibition import paint
    from kiosk.ui.gallery.plan import Shown
    from kiosk.ui.gallery.sheet import page

    jobs = planned(given)
    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{given.out} can't hold the pictures: {error.strerror or error}.") from error
    count = sum(len(job.outfits) * len(job.moments) for job in jobs)
    began, done = time.monotonic(), 0

    def told(_: Shown) -> None:
        nonlocal done
        done += 1
        if done % 50 == 0:
            print(f"{done} of {count} pictures, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

    pictures = paint(jobs, told)
    bad = [shown for shown in pictures if shown.faults]
    faults = sum(len(shown.faults) for shown in bad)
    found = f"{faults} faults in {len(bad)} of them" if bad else "nothing wrong"
    summary = f"{len(pictures)} pictures of {len({shown.moment for shown in pictures})} moments: {found}"
    (given.out / "index.html").write_text(page(pictures, summary), encoding="utf-8")
    for shown in bad:
        for finding in shown.faults:
            print(f"{shown.picture}: {finding.check}: {finding.what}")
    print(f"{summary}. {given.out / 'index.html'}")
    return 1 if bad else 0


def planned(given: Namespace) -> list[Job]:
    from kiosk.ui.gallery import plan

    names = tuple(plan.moments_of("en"))
    if unknown := [name for name in given.moment or () if name not in names]:
        raise UsageError(f"There is no moment {unknown[0]!r}. There are: {', '.join(names)}.")
    known = plan.languages()
    for kind, chosen, there in (("theme", given.theme, plan.THEMES), ("language", given.language, known)):
        if unknown := [each for each in chosen or () if each not in there]:
            raise UsageError(f"There is no {kind} {unknown[0]!r}. There are: {', '.join(there)}.")
    every = [(theme, scale) for scale in plan.SCALES for theme in plan.THEMES]
    if given.theme or given.scale:
        every = [(t, s) for s in given.scale or plan.SCALES for t in given.theme or plan.THEMES]
    return [
        plan.Job(
            size,
            language,
            tuple(every if given.all or given.theme or given.scale else USUAL_OUTFITS),
            tuple(dict.fromkeys(given.moment or names)),
            str(given.out.absolute()),
        )
        for size in given.size or (plan.SIZES if given.all else USUAL_SIZES)
        for language in given.language or known
    ]
