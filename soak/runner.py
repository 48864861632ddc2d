"""The whole of a soak: the kiosk's process, the faults in their time, and what is measured and searched meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random
from typing import Any

import psutil

from kiosk.context import ROOT
from soak.faults import FAULTS, KILL, Deed, Fault
from soak.living import Living
from soak.measures import Sample
from soak.place import Place
from soak.visits import Kind

SAMPLE_S = 2.0
LOOK_S = 0.1
USABLE_S = 120.0
"""Real seconds after which a kiosk is given up."""
CALM_S = 300.0
"""Virtual seconds before the first fault and after the last one."""
EARLY = 0.3
"""Faults that end the process come in this first part of the soak: what follows is one long life, whose memory tells something."""
LASTS_S = 2.0
"""Real seconds a fault stands at least."""
LEVEL = re.compile(r"(?:(ERROR|CRITICAL)|INFO|WARNING|DEBUG) ")
BROKEN = re.compile(r"Traceback|\w+(\.\w+)*(Error|Exception)\b|Fatal Python")
PROBES = 1_000_000
"""Numbers of visits from here on are those of probes."""


@dataclass
class Happened:
    """One fault and what came of it."""

    fault: Fault
    at: float
    """Virtual seconds."""
    meanwhile: str = ""
    """What a visitor got while it stood."""
    usable_s: float | None = None
    """Real seconds from its end until a visitor got what they came for; None: never."""
    outcome: str = ""


@dataclass
class Record:
    """What a soak found."""

    samples: list[Sample] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Log lines that nobody foresaw, and ends that nobody asked for."""
    foreseen: int = 0
    """Error lines by which the kiosk told of a fault that was injected."""
    unwell: list[str] = field(default_factory=list)
    found_words: list[str] = field(default_factory=list)
    real_s: float = 0.0
    virtual_s: float = 0.0
    starts_s: list[float] = field(default_factory=list)
    """Real seconds from a start to the first screen."""


class Runner:
    """`run` blocks until so much virtual time is over."""

    def __init__(
        self,
        place: Place,
        *,
        seed: int,
        speed: float,
        hours: float,
        faults: bool,
        size: tuple[int, int],
        log: Path,
        at_most_s: float = inf,
    ) -> None:
        """`at_most_s`: real seconds after which it ends, however far it came."""
        self.place, self.dice = place, Random(seed)
        self.home, self.drop = place.home, place.drop
        self._seed, self._speed, self._virtual_s, self._size, self._log = seed, speed, hours * 3600, size, log
        self._at_most_s = at_most_s
        self._due = list(timetable(self.dice, self._virtual_s)) if faults else []
        self.record = Record()
        self._content = " ".join(file.read_text(encoding="utf-8").casefold() for file in own_texts())
        """What stands in the kiosk by right."""
        self._fault: Iterator[None] | None = None
        self._expects: tuple[str, ...] = ()
        self._before_s = 0.0
        self._probes = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked_to_die = False
        self._traceback: list[str] = []

    def run(self) -> Record:
        self._begun = time.monotonic()
        self._start()
        sampled = 0.0
        try:
            while self._goes_on():
                time.sleep(LOOK_S)
                self._listen()
                self._see_to_the_faults()
                if not self.living.lives:
                    self._has_died()
                if time.monotonic() - sampled > SAMPLE_S:
                    sampled = time.monotonic()
                    if sample := self.living.sample(self._before_s):
                        self.record.samples.append(sample)
        finally:
            self.record.real_s, self.record.virtual_s = time.monotonic() - self._begun, self.now
            code = self.living.end()
            self._listen()
            if code:
                self.record.errors.append(f"The kiosk ended with {code} when it was asked to end")
        self._search([word for visit in self.record.visits for word in visit["words"]])
        left = [str(each.relative_to(self.place.temporary)) for each in self.place.temporary.rglob("*")]
        self.record.errors += [f"left behind: {each}" for each in left if not _of_a_killed_one(each)]
        return self.record

    def end(self) -> None:
        """Sooner than was meant: what was found so far is told."""
        self._at_most_s = 0.0
        self._fault, self._due = None, []

    def _goes_on(self) -> bool:
        is_over = (self.now >= self._virtual_s and not self._due) or time.monotonic() - self._begun > self._at_most_s
        return not is_over or self._fault is not None

    # ---- the kiosk's process

    @property
    def now(self) -> float:
        """Virtual seconds since the soak began."""
        return self._before_s + float(self.living.standing.get("now", 0.0))

    @property
    def standing(self) -> Mapping[str, Any]:
        return self.living.standing

    @property
    def number(self) -> int:
        return len(self.record.visits)

    @property
    def process(self) -> psutil.Process:
        return self.living.process

    def tell(self, **command: Any) -> None:
        self.living.tell(**command)

    def _start(self) -> None:
        life = len(self.record.starts_s)
        orders = {
            "seed": self._seed,
            "speed": self._speed,
            "first": len(self.record.visits),
            "size": self._size,
            "spoken": [str(file) for file in self.place.spoken],
            "key": str(self.place.key),
            "folder": str(self.drop),
        }
        self.living = Living(self.place, orders, life, self._begun, self._log)
        while self.living.lives and time.monotonic() - self.living.started < USABLE_S:
            self._listen()
            if self.living.standing:
                break
            time.sleep(0.05)
        self.record.starts_s.append(time.monotonic() - self.living.started)

    def _has_died(self) -> None:
        self._before_s = self.now
        code = self.living.buried()
        self._listen()
        if not self._asked_to_die:
            self.record.errors.append(f"The kiosk ended by itself with {code}")
        self._asked_to_die = False
        self._start()

    def _listen(self) -> None:
        for news in self.living.news():
            if visit := news.get("visit"):
                self._seen(visit)
            if news.get("broken"):
                self.record.errors.append("the soak itself stumbled")
        for line in self.living.log():
            self._read(line)

    def _read(self, line: str) -> None:
        """A traceback belongs to the line before it."""
        told = LEVEL.match(line)
        if told and told[1]:
            foreseen = any(words in line for words in self._expects)
            self.record.foreseen += foreseen
            if not foreseen:
                self.record.errors.append(line)
            self._is_foreseen = foreseen
        elif told:
            self._is_foreseen = False
        elif (line.startswith("Traceback") and not self._is_foreseen) or (
            "InjectedFault" not in line and re.match(r"\w+(\.\w+)*(Error|Exception)\b", line) and not self._is_foreseen
        ):
            self.record.errors.append(line)

    _is_foreseen = False

    def _seen(self, visit: dict[str, Any]) -> None:
        number = visit["visit"]["number"]
        if number >= PROBES:
            self._answers[number] = visit
        visit["at"] = self._before_s + visit["now"]
        came = visit["visit"]
        self._note(
            f"visit {number} {came['kind']} {came['language']}: {_told(visit)}{' (turned away)' * visit['turned_away']}"
        )
        self.record.visits.append(visit)
        if visit["unclean"] or (not visit["well"] and self._fault is None):
            self.record.unwell.append(
                f"{visit['visit']['kind']} {number}: {visit['missed'] or visit['stuck'] or visit['unclean']}"
            )
        self._search(visit["words"])

    def _note(self, line: str) -> None:
        """For whoever waits for the end."""
        with self._log.with_name("diary.txt").open("a") as diary:
            print(f"{self.now / 3600:6.3f} h {time.monotonic() - self._begun:6.0f} s  {line}", file=diary)

    # ---- nothing of visitors on the disk

    def _search(self, words: list[str]) -> None:
        wanted = {word for word in words if len(word) >= 6 and word.casefold() not in self._content}
        for folder in (self.place.home, self.place.temporary):
            for file in folder.rglob("*"):
                if file.is_file() and file.name != "filler":
                    self._search_in(file, wanted)

    def _search_in(self, file: Path, words: set[str]) -> None:
        """Example questions stand in the content by right."""
        try:
            content = file.read_bytes()
        except OSError:
            return
        for word in words:
            if word.encode() in content and not file.name.endswith(("questions.toml", ".md", ".kioskpack")):
                self.record.found_words.append(f"{file.relative_to(self.place.folder)}")

    # ---- faults

    def _see_to_the_faults(self) -> None:
        if self._fault is None and self._due and self.now >= self._due[0][0]:
            self._fault = self._undergo(self._due.pop(0)[1])
        if self._fault is not None and next(self._fault, "over") == "over":
            self._fault, self._expects = None, ()

    def _undergo(self, fault: Fault) -> Iterator[None]:
        happened = Happened(fault, self.now)
        self.record.happened.append(happened)
        self._note(f"fault: {fault.name}")
        self._expects, self._asked_to_die = fault.expects, fault.restarts
        begun = time.monotonic()
        fault.begin(self)
        if fault.restarts:
            while self.living.lives:
                yield
            begun = time.monotonic()
            yield
        else:
            answer = yield from self._probed(fault.probe, fault.meanwhile)
            happened.meanwhile = _told(answer)
            while time.monotonic() - begun < LASTS_S:
                yield
            fault.end(self)
            begun = time.monotonic()
        while time.monotonic() - begun < USABLE_S:
            answer = yield from self._probed(fault.after or fault.probe)
            happened.outcome = _told(answer)
            if answer and answer["well"] and _served(answer):
                happened.usable_s = time.monotonic() - begun
                self._note(f"usable again after {happened.usable_s:.1f} s; meanwhile: {happened.meanwhile}")
                return
        self.record.errors.append(f"not usable again {USABLE_S:.0f} s after: {fault.name} ({happened.outcome})")

    def _probed(self, kind: Kind, meanwhile: Deed = lambda _: None) -> Generator[None, None, dict[str, Any] | None]:
        """What a visitor got; None: nothing at all."""
        self._probes += 1
        number = PROBES + self._probes
        asked, life = time.monotonic(), self.living
        life.tell(probe=kind, number=number)
        while number not in self._answers and self.living is life and time.monotonic() - asked < USABLE_S:
            meanwhile(self)
            yield
        return self._answers.pop(number, None)


def own_texts() -> list[Path]:
    return [file for ending in ("*.md", "*.toml") for file in (ROOT / "assets").rglob(ending)]


def timetable(dice: Random, virtual_s: float) -> Iterator[tuple[float, Fault]]:
    """Those that end the process early, the others over the whole; each once an hour at most, and at least once."""
    rounds = max(1, round(virtual_s / 3600 / 4))
    early = [fault for fault in FAULTS if fault.restarts] + [KILL] * rounds
    late = [fault for fault in FAULTS if not fault.restarts]
    span = virtual_s - 2 * CALM_S
    found = [
        (CALM_S + span * EARLY * (number + dice.random()) / len(early), fault) for number, fault in enumerate(early)
    ]
    many = late * rounds
    dice.shuffle(many)
    found += [(CALM_S + span * (number + dice.random()) / len(many), fault) for number, fault in enumerate(many)]
    return iter(sorted(found, key=lambda each: each[0]))


def _told(answer: dict[str, Any] | None) -> str:
    if answer is None:
        return "nobody was served"
    return str(answer["missed"] or answer["stuck"] or answer["outcome"])


def _served(answer: dict[str, Any]) -> bool:
    """What they came for, and nothing less."""
    return bool(answer["outcome"]) and not str(answer["outcome"]).startswith(
        ("NotUnderstood", "no microphone", "StaffFailed", "PackTurnedAway")
    )


def _of_a_killed_one(name: str) -> bool:
    """A process that was killed can't clear up: whether a later start does is looked at apart."""
    return name.startswith("kiosk-voice-")
