"""What the rooms tell in any order, as `AnyOrder` tells it: by name, with what to draw its arguments from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from kiosk.events import (
    ContentDone,
    ContentFailed,
    ImportStep,
    KeyRead,
    ListeningStarted,
    ListeningStopped,
    PackReady,
    PackRefused,
    PinVerdict,
    ReadingBroke,
    ReadingEnded,
)
from kiosk.model import AnswerKind, HearingProblem, UrgentGroup
from kiosk.staff_moments import Deed
from tests.fakes import FEET_INTRO, NOWHERE, SLEEP_CAUSES, SLEEP_PREVENTION
from tests.journeys.test_any_order import SECRET, AnyOrder
from tests.journeys.test_importing import EXPORT, STICK

BACK = (0, 0, 0, 0, 1, 5)
PLACES = (SLEEP_CAUSES, SLEEP_PREVENTION, FEET_INTRO, NOWHERE)
GROUPS = (UrgentGroup.CHEST, UrgentGroup.SELF_HARM, UrgentGroup.ABSENT_PERSON)
YES_NO = (True, False)

NEWS: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "devices_come_and_go": {"possible": YES_NO},
    "microphone": {"back": BACK, "kind": (ListeningStarted, ListeningStopped)},
    "words": {"back": BACK},
    "heard": {"back": BACK, "text": ("", SECRET), "problem": (None, None, *HearingProblem)},
    "voice_moves": {"back": BACK, "sentence": range(5)},
    "voice_ends": {"back": BACK, "kind": (ReadingEnded, ReadingBroke)},
    "answered": {"back": BACK, "kind": tuple(AnswerKind), "place": PLACES, "group": GROUPS},
    "asks_in_writing": {"kind": tuple(AnswerKind), "place": PLACES, "group": GROUPS},
    "matching": {"back": BACK, "place": PLACES},
    "alert": {"back": BACK, "succeeded": YES_NO},
    "pin_judged": {"back": BACK, "verdict": tuple(PinVerdict), "wait_s": (0.0, 30.0)},
    "comes_in": {},
    "sticks_come_and_go": {"sources": ((), (STICK, EXPORT))},
    "picks": {"deed": tuple(Deed), "about": ("sleep", "none")},
    "desk_tells": {"back": BACK, "step": tuple(ImportStep)},
    "desk_answers": {"back": BACK, "kind": (PackReady, PackRefused, ContentDone, ContentFailed, KeyRead)},
    "adjusts_the_voice": {"by": (-1, 1)},
    "is_guided": {"on": YES_NO},
}

ALWAYS = (
    "nobody_is_inside_without_the_pin",
    "nothing_happens_to_the_content_without_the_pin",
    "no_pin_is_ever_shown",
    "nothing_of_a_visit_outlives_it",
    "an_open_section_is_installed",
    "the_microphone_is_open_only_while_the_screen_says_so",
    "the_voice_plays_only_where_it_can_be_stopped",
    "private_words_are_neither_shown_nor_spoken_nor_found_again",
    "one_language_at_a_time",
    "the_way_back_is_short",
)


def told(order: AnyOrder, name: str, random: Random) -> str:
    """Tells it, and says what was told."""
    given = {argument: random.choice(choices) for argument, choices in NEWS[name].items()}
    getattr(order, name)(**given)
    return f"{name} {given}"
