"""What was asked, what was got, and how it is told: shares with their intervals, a reliability curve, the worst misses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from kiosk.model import Answer, AnswerKind


@dataclass(frozen=True)
class Asked:
    text: str
    article: str
    gold: tuple[str, ...]
    """Sections that answer it, the best first; empty: none does."""
    kind: str
    item: str | None = None
    is_debatable: bool = False


@dataclass(frozen=True)
class Got:
    asked: Asked
    answer: Answer

    @property
    def offered(self) -> list[str]:
        first = [self.answer.place.section] if self.answer.place else []
        return [*first, *(each.place.section for each in self.answer.suggestions)]

    @property
    def is_answered(self) -> bool:
        return self.answer.kind is AnswerKind.ANSWER

    @property
    def is_right(self) -> bool:
        return bool(self.offered) and self.offered[0] in self.asked.gold


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else float("nan")

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f} .. {high:.3f}] {self.hits}/{self.of}"

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's, 95 %."""
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.value
        middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


def share(truths: Iterable[bool]) -> Share:
    found = list(truths)
    return Share(sum(found), len(found))


@dataclass
class Report:
    figures: dict[str, Share] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)


# ---- what is told


def expected_calibration_error(got: Sequence[Got], bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Of the answers: mean difference of confidence and rightness over bins of confidence, weighed by size; and the bins."""
    answers = [(each.answer.confidence or 0.0, each.is_right) for each in got if each.is_answered]
    found = []
    for number in range(bins):
        mine = [pair for pair in answers if number / bins <= pair[0] < (number + 1) / bins + (number == bins - 1)]
        if mine:
            found.append((sum(c for c, _ in mine) / len(mine), sum(r for _, r in mine) / len(mine), len(mine)))
    error = sum(abs(c - r) * n for c, r, n in found) / max(1, len(answers))
    return error, found


def curve(bins: Sequence[tuple[float, float, int]], title: str) -> str:
    """An SVG: how often answers were right, by how sure they were."""
    dots = "".join(
        f'<circle cx="{40 + 320 * c:.0f}" cy="{360 - 320 * r:.0f}" r="{3 + sqrt(n):.1f}" fill="#0b6e6e"/>'
        for c, r, n in bins
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="420" font-family="sans-serif" font-size="13">'
        '<rect width="400" height="420" fill="#fff"/><rect x="40" y="40" width="320" height="320" fill="none" stroke="#999"/>'
        f'<path d="M40 360L360 40" stroke="#999" stroke-dasharray="4"/>{dots}<text x="40" y="25">{title}</text>'
        '<text x="40" y="380">0: how sure</text><text x="340" y="380">1</text><text x="40" y="400">up: how often right; '
        "size: how many</text></svg>"
    )


def confusion(got: Sequence[Got]) -> str:
    pairs = Counter(
        (each.asked.gold[0], each.offered[0] if each.offered else "-")
        for each in got
        if each.asked.gold and not each.is_right
    )
    return "\n".join(f"  {count:3} {gold} -> {found}" for (gold, found), count in pairs.most_common(12))


def worst(got: Sequence[Got], most: int = 15) -> str:
    answers = sorted(
        (each for each in got if each.is_answered and not each.is_right),
        key=lambda each: -(each.answer.confidence or 0),
    )
    return "\n".join(
        f"  {each.answer.confidence:.2f} {each.offered[0]:<18} not {'/'.join(each.asked.gold) or 'answered':<22} {each.asked.text}"
        for each in answers[:most]
    )


def tell(name: str, report: Report, before: Mapping[str, float]) -> None:
    print(f"\n{name}")
    for figure, value in report.figures.items():
        known = before.get(f"{name}.{figure}")
        moved = "" if known is None or abs(known - value.value) < 5e-4 else f"   was {known:.3f}"
        print(f"  {figure:<38}{value}{moved}")
    if report.got and not name.endswith("urgent"):
        error, _bins = expected_calibration_error(report.got)
        print(f"  {'expected calibration error':<38}{error:.3f}")
        print("  the worst misses:")
        print(worst(report.got))
        print("  mixed up (gold -> offered first):")
        print(confusion(report.got))
    if name.endswith("urgent"):
        for each in report.got:
            if (each.asked.kind == "red_flag") != (each.answer.kind is AnswerKind.URGENT):
                print(f"  {'missed' if each.asked.kind == 'red_flag' else 'false alarm'}: {each.asked.text}")
