"""Numbers and what belongs to them: ranges, units, dates, phone numbers, powers of ten. The patterns are the same in every
language; what is said for them comes from its lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from string import Formatter
from typing import Any

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
DASH = r"\s?[-–—]\s?"
ALONE = r"(?<![\w.,/–—-])"
"""Nothing before it that it is a part of: COVID-19, 3.5, 1/2."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
ORDERS = {"month day year": (1, 2, 3), "day month year": (2, 1, 3)}
"""Which of the three numbers of 10/27/2022 is the month, the day, the year."""
CENTURY = 2000


@dataclass(frozen=True)
class Figures:
    """What one language says. Empty forms leave what is shown as it is."""

    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Shown -> said of one, and of more."""
    months: tuple[str, ...] = ()
    date: str = ""
    """With {day}, {month} and {year}."""
    date_order: str = ""
    """One of ORDERS."""
    range: str = ""
    """With {low} and {high}."""
    per: str = ""
    """With {unit}."""
    power: str = ""
    """With {base} and {exponent}."""
    times: str = ""
    digits: tuple[str, ...] = ()
    """Nought to nine, for phone numbers."""

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> Figures:
        """From [units], [dates], [numbers] of a lexicon. Raises ValueError for what it doesn't know."""
        if unknown := sorted(set(tree) - {"units", "dates", "numbers"}):
            raise ValueError(f"there is no table [{unknown[0]}] in a lexicon")
        dates, numbers = dict(tree.get("dates", {})), dict(tree.get("numbers", {}))
        units = {shown: _one_and_more(shown, said) for shown, said in dict(tree.get("units", {})).items()}
        made = cls(
            units=units,
            months=_words(dates.pop("months", ()), 12),
            date=str(dates.pop("said", "")),
            date_order=str(dates.pop("order", "")),
            range=str(numbers.pop("range", "")),
            per=str(numbers.pop("per", "")),
            power=str(numbers.pop("power", "")),
            times=str(numbers.pop("times", "")),
            digits=_words(numbers.pop("digits", ()), 10),
        )
        if unknown := [*dates, *numbers]:
            raise ValueError(f"there is no {unknown[0]!r} in [dates] or [numbers]")
        if made.date_order and made.date_order not in ORDERS:
            raise ValueError(f"order = {made.date_order!r}: there are {', '.join(map(repr, ORDERS))}")
        made.try_out()
        return made

    def try_out(self) -> None:
        """Raises ValueError for a form with a place that nothing comes into, or that asks for more than its name: {low:>99999}."""
        for form, places in (
            (self.date, ("day", "month", "year")),
            (self.range, ("low", "high")),
            (self.per, ("unit",)),
            (self.power, ("base", "exponent")),
        ):
            for _, name, layout, conversion in Formatter().parse(form):
                if name is not None and (name not in places or layout or conversion):
                    raise ValueError(
                        f"{form!r} may name {', '.join(f'{{{each}}}' for each in places)}, and nothing else"
                    )

    def found(self, shown: str) -> Iterator[tuple[int, int, str]]:
        """From, to, and what is said instead; in order, none within another."""
        for match in self._pattern.finditer(shown):
            said = self._sayers[match.lastgroup or ""](match)
            if said is not None and said != match[0]:
                yield match.start(), match.end(), said

    # ---- what it looks for: the first alternative that fits wins

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        unit = rf"(?:{'|'.join(map(re.escape, sorted(self.units, key=len, reverse=True))) or '(?!)'})(?!\w)"
        parts = {
            "iso": rf"{ALONE}(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?![\w-])",
            "slashed": rf"{ALONE}(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<three>\d{{4}}|\d{{2}})(?![\w/])",
            "phone": rf"{ALONE}(?:\+?1[ .-])?(?:\(\d{{3}}\) ?|\d{{3}}[ .-])\d{{3}}[.-]\d{{4}}(?![\w-])",
            "local_phone": rf"{ALONE}\d{{3}}-\d{{4}}(?![\w-])(?!\s?(?:{unit}|/))",
            "power": r"(?<![\w.])(?:(?P<by>[x×*])\s?)?10(?:\^(?P<to>-?\d{1,2})|(?P<up>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,3}))"
            + self._per("power", unit),
            "range": rf"{ALONE}(?P<low>{NUMBER}){DASH}(?P<high>{NUMBER}){self._after('range', unit)}?(?![\w–—-])",
            "measure": rf"(?<![\w.])(?P<count>{NUMBER}){self._after('measure', unit)}",
            "rate": rf"(?<=[a-z])/(?P<rate_each>(?:{'|'.join(self._unmistakable())})(?!\w))",
        }
        return re.compile("|".join(f"(?:{part})(?P<{name}>)" for name, part in parts.items()))

    def _after(self, name: str, unit: str) -> str:
        """What may follow a number: `mg`, `mg/kg`, `/mcL`."""
        return rf"(?:\s?(?P<{name}_unit>{unit})(?:\s?/\s?(?P<{name}_by>{unit}))?|\s?/\s?(?P<{name}_each>{unit}))"

    def _per(self, name: str, unit: str) -> str:
        return rf"(?:\s?/\s?(?P<{name}_each>{unit}))?"

    def _unmistakable(self) -> list[str]:
        """Units that a stroke before them makes no other word of: "A/C" is none."""
        return [re.escape(shown) for shown in self.units if len(shown) > 1 or shown == "L"] or ["(?!)"]

    @property
    def _sayers(self) -> Mapping[str, Callable[[re.Match[str]], str | None]]:
        return {
            "iso": lambda found: self._date(int(found["y"]), int(found["m"]), int(found["d"])),
            "slashed": self._slashed,
            "phone": self._phone,
            "local_phone": self._phone,
            "power": self._power,
            "range": self._range,
            "measure": lambda found: self._measured("measure", found, found["count"], found["count"]),
            "rate": lambda found: self._each(found["rate_each"]) or None,
        }

    # ---- what it says

    def _date(self, year: int, month: int, day: int) -> str | None:
        try:
            date(year, month, day)
        except ValueError:
            return None
        if not self.months or not self.date:
            return None
        return self.date.format(day=day, month=self.months[month - 1], year=year)

    def _slashed(self, found: re.Match[str]) -> str | None:
        if not self.date_order:
            return None
        month, day, year = (int(found[("one", "two", "three")[place - 1]]) for place in ORDERS[self.date_order])
        return self._date(year + CENTURY if year < 100 else year, month, day)

    def _phone(self, found: re.Match[str]) -> str | None:
        """Digit by digit, a breath between the groups."""
        if not self.digits:
            return None
        groups = re.findall(r"\d+", found[0])
        return ", ".join(" ".join(self.digits[int(digit)] for digit in group) for group in groups)

    def _power(self, found: re.Match[str]) -> str | None:
        if not self.power:
            return None
        exponent = found["to"] or found["up"].translate(RAISED)
        times = f"{self.times} " if found["by"] and self.times else ""
        return times + self.power.format(base="10", exponent=exponent) + self._each(found["power_each"])

    def _range(self, found: re.Match[str]) -> str | None:
        if not self.range:
            return None
        both = self.range.format(low=found["low"], high=found["high"])
        return self._measured("range", found, both, found["high"])

    def _measured(self, name: str, found: re.Match[str], said: str, number: str) -> str:
        if unit := found[f"{name}_unit"]:
            one, more = self.units[unit]
            said += f" {one if number == '1' else more}"
        return said + self._each(found[f"{name}_by"] or found[f"{name}_each"])

    def _each(self, unit: str | None) -> str:
        return f" {self.per.format(unit=self.units[unit][0])}" if unit and self.per else ""


def _one_and_more(shown: str, said: object) -> tuple[str, str]:
    match said:
        case [str(one), str(more)]:
            return one, more
        case str(same):
            return same, same
        case _:
            raise ValueError(f"the unit {shown!r} needs what is said of one, and of more")


def _words(given: object, count: int) -> tuple[str, ...]:
    if (
        not isinstance(given, list | tuple)
        or len(given) not in (0, count)
        or not all(isinstance(w, str) for w in given)
    ):
        raise ValueError(f"{given!r} should be {count} words")
    return tuple(given)
