"""Where paragraphs and list entries begin, and which entry of its list a sentence stands in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from kiosk.model import Block, BlockKind, Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several in a row."""

    number: int
    """From 1."""
    count: int
    """Of the list."""
    first: int
    """Index in the section of its first sentence."""
    block: Block


def firsts(section: Section) -> tuple[int, ...]:
    """The first sentence of each block, as indices in the section."""
    starts, at = [], 0
    for block in section.blocks:
        if block.sentences:
            starts.append(at)
        at += len(block.sentences)
    return tuple(starts)


def start_of_block(section: Section, sentence: int) -> int:
    """The first sentence of the paragraph or entry that holds this one."""
    return max((first for first in firsts(section) if first <= sentence), default=0)


def entries(section: Section) -> tuple[Entry, ...]:
    """Of all lists of the section, in order. A list of one is none."""
    found: list[Entry] = []
    first = 0
    for kind, run in groupby(section.blocks, lambda block: block.kind):
        row = list(run)
        for number, block in enumerate(row, 1):
            if kind is BlockKind.ITEM and len(row) > 1 and block.sentences:
                found.append(Entry(number, len(row), first, block))
            first += len(block.sentences)
    return tuple(found)


def entry_at(section: Section, sentence: int | None) -> Entry | None:
    if sentence is None:
        return None
    holding = (each for each in entries(section) if each.first <= sentence < each.first + len(each.block.sentences))
    return next(holding, None)
