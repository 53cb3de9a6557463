"""Intensity: one or two targets, like 80kg RPE 8. What each kind means stands in kinds.py, reading in targets.py."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from core.units import plain, to_kg

from .clock import clock
from .kinds import KINDS, PACE_UNITS, ZONE_NAMES
from .tokens import quote

MOST_TARGETS = 2
LIMITS = {"max": "≤", "min": "≥"}
MOST_WORDS = 200
# What no one-line text holds; half of a surrogate pair is no character that could be stored.
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def is_words(text: str) -> bool:
    """Whether free words can stand as a target: one line, single spaces."""
    return 0 < len(text) <= MOST_WORDS and text == " ".join(text.split()) and not CONTROL.search(text)


@dataclass(frozen=True, slots=True)
class Target:
    """One target. start and end as written (50-30 keeps its order), in `unit` as typed; low and high are sorted.

    per_set holds one number a set instead, drops one for each part of a drop set. ramp: from start to end over the
    set. limit: "max" or "min" where the number is only the most or the least. name: the free words, the effort, the
    zone's system, the lift or the rep max that a percentage is of.
    """

    kind: str
    start: Decimal | None = None
    end: Decimal | None = None
    unit: str = ""
    per_set: tuple[Decimal, ...] = ()
    ramp: bool = False
    name: str = ""
    drops: tuple[Decimal, ...] = ()
    limit: str = ""

    def __post_init__(self) -> None:
        kind = KINDS.get(self.kind)
        if kind is None:
            raise ValueError(f"There is no intensity of the kind {self.kind}.")
        if self.kind == "words" and not is_words(self.name):
            raise ValueError(f"The words of an intensity are one line of at most {MOST_WORDS} characters.")
        if self.start is not None and self.end is None:
            object.__setattr__(self, "end", self.start)
        bounded = kind.limits and self.name not in ZONE_NAMES and self.start is not None and self.start == self.end
        if self.limit and not (self.limit in LIMITS and bounded):
            raise ValueError("A limit is one number that is the most or the least.")
        if len(self.drops) == 1 or self.drops and (self.start is not None or self.per_set):
            raise ValueError("Drops are two or more numbers.")
        for value in self.numbers:
            if not kind.least <= value <= kind.most:
                raise ValueError(f"{self.kind} goes from {plain(kind.least)} to {plain(kind.most)}.")

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        if self.start is None or self.end is None:
            return self.per_set or self.drops
        return (self.start, self.end)

    @property
    def low(self) -> Decimal | None:
        return min(self.numbers, default=None)

    @property
    def high(self) -> Decimal | None:
        return max(self.numbers, default=None)

    @property
    def middle(self) -> Decimal | None:
        numbers = self.numbers
        return sum(numbers, Decimal(0)) / len(numbers) if numbers else None

    def number(self, index: int = 0) -> Decimal | None:
        """The number for the set with this index: its entry in a list, else the middle."""
        if self.per_set:
            return self.per_set[min(index, len(self.per_set) - 1)]
        return self.middle

    def kg(self, index: int = 0) -> Decimal | None:
        """External weight in kg lifted in that set; both of a pair together. None where no weight is stated."""
        hands = KINDS[self.kind].hands
        value = self.number(index) if hands else None
        return None if value is None else to_kg(value, self.unit) * hands

    @property
    def seconds_per_metre(self) -> Decimal | None:
        if self.kind != "pace" or self.middle is None:
            return None
        return self.middle / PACE_UNITS[self.unit][0]

    @property
    def rpe(self) -> float | None:
        return KINDS[self.kind].rpe(self)

    def moved(self, move) -> Target:
        """Every number (range end, ramp end, list entry) through `move`, kept in the kind's bounds and 0.01 apart."""
        kind = KINDS[self.kind]

        def put(value: Decimal) -> Decimal:
            return min(max(move(value), kind.least), kind.most).quantize(Decimal("0.01")).normalize()

        if self.start is None or self.end is None:
            per_set, drops = (tuple(put(value) for value in values) for values in (self.per_set, self.drops))
            return replace(self, per_set=per_set, drops=drops)
        return replace(self, start=put(self.start), end=put(self.end))

    def __str__(self) -> str:
        return LIMITS.get(self.limit, "") + WRITERS.get(KINDS[self.kind].family, _plain)(self)


def _numbers(target: Target, write=plain) -> str:
    if target.start is None or target.end is None:
        values, sign = (target.drops, ">") if target.drops else (target.per_set, "/")
        return sign.join(write(value) for value in values)
    if target.ramp:
        return f"{write(target.start)}→{write(target.end)}"
    return write(target.start) if target.start == target.end else f"{write(target.start)}-{write(target.end)}"


def _around(target: Target, numbers: str) -> str:
    kind = KINDS[target.kind]
    after = kind.after.replace("{unit}", target.unit).replace("{name}", target.name)
    return f"{kind.before}{numbers}{after}"


def _plain(target: Target) -> str:
    return _around(target, _numbers(target))


def _pace(target: Target) -> str:
    return _around(target, _numbers(target, lambda seconds: clock(int(seconds))))


def _signed(target: Target) -> str:
    return _around(target, signed(target.start or Decimal(0)))


def _bodyweight(target: Target) -> str:
    if not target.numbers or not any(target.numbers):
        return "BW"
    sign = "-" if (target.low or 0) < 0 else "+"
    return f"BW{sign}{_numbers(target, lambda value: plain(abs(value)))}{target.unit}"


def _zone(target: Target) -> str:
    letters = ZONE_NAMES.get(target.name)
    if letters:
        return _numbers(target, lambda value: letters[int(value) - 1]).replace("-", " to ")  # E-M is one word
    system = f" {target.name}" if target.name else ""
    return _numbers(target, lambda value: f"Z{plain(value)}") + system


def _named(target: Target) -> str:
    return target.name if target.start is None else f"{target.name}{signed(target.start)}{target.unit}"


def _word(target: Target) -> str:
    return target.name


WRITERS = {
    "clock": _pace,
    "signed": _signed,
    "bodyweight": _bodyweight,
    "zone": _zone,
    "named": _named,
    "word": _word,
}


def signed(value: Decimal) -> str:
    return f"{'-' if value < 0 else '+'}{plain(abs(value))}"


@dataclass(frozen=True, slots=True)
class Intensity:
    """Up to two targets. str states them without context (58% 1RM); free words are quoted where they would misread."""

    targets: tuple[Target, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.targets) <= MOST_TARGETS:
            raise ValueError("An intensity has one or two targets.")

    @classmethod
    @lru_cache(maxsize=8192)
    def parse(cls, text: str) -> Intensity:
        """Any words are an intensity; ValueError only for empty, over-long or control text."""
        from .targets import read_intensity

        return read_intensity(text)

    def __str__(self) -> str:
        return written(self)

    @property
    def rpe(self) -> float | None:
        """The planned RPE that the targets stand for: the first that says one."""
        return next((rpe for rpe in (target.rpe for target in self.targets) if rpe is not None), None)

    @property
    def is_of_max(self) -> bool:
        """A percentage of what the exercise itself is done with once, or a few times, at most."""
        return any(KINDS[target.kind].of_max for target in self.targets)

    @property
    def is_personal(self) -> bool:
        """Does it say how hard, but only to who knows what the person can do?"""
        return any(KINDS[target.kind].personal for target in self.targets)

    @property
    def words(self) -> bool:
        return any(target.kind == "words" for target in self.targets)


@lru_cache(maxsize=8192)
def written(intensity: Intensity) -> str:
    from .targets import read_intensity

    text = together(intensity.targets)
    if not intensity.words:
        return text
    if len(intensity.targets) == 1 and not text.startswith('"'):
        try:
            if read_intensity(text) == intensity:
                return text
        except ValueError:
            pass
    return together(intensity.targets, quoted=True)


def together(targets: tuple[Target, ...], write=str, quoted: bool = False) -> str:
    """Targets side by side; a comma where the first would else be something else: R 80kg a rest, RPE 8 max a limit."""
    texts = [quote(target.name) if quoted and target.kind == "words" else write(target) for target in targets]
    apart = len(texts[0]) == 1 or texts[0] == "max" or texts[-1].lower().startswith(("max", "min", "or "))
    return (", " if apart else " ").join(texts)
