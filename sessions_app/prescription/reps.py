"""Reps: 5, 8-12, 5+, AMRAP; one entry per set, 5/3/1+; parts of one set, 2+2+2(15s), 10>8>6; 6x5s; 20 steps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.units import METRES, from_metres, plain, to_metres

from .clock import span, unclock

MOST_REPS = 9999
MOST_EACH_S = 7199
MOST_PAUSE_S = 900
LEAST_EACH = Decimal("0.01")
MOST_EACH_M = Decimal(999_999)
ENTRY = re.compile(r"([0-9]{1,4})(?:\s*[-–]\s*([0-9]{1,4})|(\+))?")
# 2+2+2(15s), 10>8>6; 6x5s, 5x400m; 20 steps.
PARTS = re.compile(r"([^()]+?)\s*(?:\(\s*([0-9]{1,4})\s*s\s*\))?")
EACH = re.compile(r"(.+?)\s*[x×]\s*(?:([0-9:]{3,7})|([0-9]{1,7}(?:\.[0-9]{1,6})?)\s?(s|min|m|km|mi|yd))")
# What may be counted instead of reps, by the words that coaches write for it.
COUNTED = {
    word: name
    for name, words in {
        "breaths": "breath breaths",
        "steps": "step steps",
        "cal": "cal cals calorie calories",
        "strokes": "stroke strokes",
        "throws": "throw throws",
        "contacts": "contact contacts",
    }.items()
    for word in words.split()
}

Entry = tuple[int | None, int | None]
AMRAP: Entry = (None, None)


@dataclass(frozen=True, slots=True)
class Reps:
    """entries: (low, high) each; (5, None) is 5+, (None, None) is AMRAP. One entry, or several.

    join says what several entries are: "/" one for each set; "+" parts of one set (a cluster, with `pause` seconds
    between them, or a complex); ">" the drops of one set. each: how long (s) or how far (m, in `unit` as typed) each
    rep is; unit is "s" for seconds. counted: what is counted, where it is not reps.
    """

    entries: tuple[Entry, ...]
    join: str = "/"
    pause: int | None = None
    each: Decimal | None = None
    unit: str = ""
    counted: str = ""

    def __post_init__(self) -> None:
        if not self.entries:
            raise ValueError("Reps need at least one number.")
        for low, high in self.entries:
            if low is None and high is not None or not (_counts(low) and _counts(high)):
                raise ValueError(f"Reps go from 1 to {MOST_REPS}.")
            if high is not None and low is not None and high < low:
                raise ValueError("A range of reps goes from low to high, like 8-12.")
        if self.join != "/" or self.pause is not None or self.each is not None or self.counted:
            self._check()

    def _check(self) -> None:
        many = len(self.entries) > 1
        if self.join != "/" and (not many or any(high is None and low is not None for low, high in self.entries)):
            raise ValueError("Parts of a set are two or more numbers, like 2+2+2 or 10>8>6.")
        if self.join not in ("/", "+", ">") or self.pause is not None and self.join == "/":
            raise ValueError("Only the parts of a set have a pause between them: 2+2+2(15s).")
        if self.pause is not None and not 1 <= self.pause <= MOST_PAUSE_S:
            raise ValueError("A pause between parts goes from 1 s to 15 minutes.")
        if (self.each is not None or self.counted) and (many or self.each is not None and self.counted):
            raise ValueError("What each rep is, or what is counted, is said once: 6x5s, 20 steps.")
        if self.each is not None:
            self._check_each()
        if self.counted and self.counted not in COUNTED.values():
            raise ValueError(f"“{self.counted[:40]}” is nothing that is counted here.")

    def _check_each(self) -> None:
        each, most = Decimal(self.each or 0), Decimal(MOST_EACH_S)
        if self.unit in METRES:
            each, most = stated(each, self.unit), MOST_EACH_M
        elif self.unit != "s" or each != int(each):
            raise ValueError("What each rep is has a unit: 6x5s, 5x400m.")
        if not LEAST_EACH <= each <= most or self.is_open:
            raise ValueError(
                "What each rep is goes from 1 s to 2 hours or from 1 cm to 999 km, and the reps are counted."
            )
        object.__setattr__(self, "each", each)

    @classmethod
    def of(cls, low: int | None, high: int | None = None) -> Reps:
        return cls(((low, low if high is None else high),))

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Reps:
        """ValueError when the text states no reps."""
        return _parse(text.strip() if len(text) < 400 else "")

    def __str__(self) -> str:
        text = self.join.join(_text(entry) for entry in self.entries)
        if self.pause is not None:
            return f"{text}({self.pause}s)"
        if self.each is not None:
            return f"{text}x{self.each_text}"
        return f"{text} {self.counted}" if self.counted else text

    @property
    def each_text(self) -> str:
        """What each rep is: 5s, 400m."""
        if self.each is None:
            return ""
        return span(int(self.each)) if self.unit == "s" else f"{plain(from_metres(self.each, self.unit))}{self.unit}"

    @property
    def is_list(self) -> bool:
        """Whether there is one entry for each set."""
        return len(self.entries) > 1 and self.join == "/"

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but one number or range."""
        return len(self.entries) == 1 and not self.counted and self.each is None

    @property
    def each_seconds(self) -> int | None:
        return int(self.each) if self.each is not None and self.unit == "s" else None

    @property
    def each_metres(self) -> Decimal | None:
        return self.each if self.unit != "s" else None

    @property
    def pauses_s(self) -> int:
        """Seconds of pause within one set."""
        return (self.pause or 0) * (len(self.entries) - 1)

    @property
    def low(self) -> int | None:
        """The fewest reps of any set or part; None when only AMRAP is said."""
        return min((low for low, _ in self.entries if low is not None), default=None)

    @property
    def high(self) -> int | None:
        """The most reps; None when any set is open-ended."""
        highs = [high for _, high in self.entries]
        return None if None in highs else max(high for high in highs if high is not None)

    @property
    def is_open(self) -> bool:
        return any(high is None for _, high in self.entries)

    def mean(self, index: int = 0, amrap: int = 10) -> float:
        """Reps of the set with this index, for sums: the middle of a range, the least of 5+, `amrap` for AMRAP.

        The parts of a set count together.
        """
        if self.join != "/":
            return sum(self.parts(amrap))
        return _mean(self.entries[min(index, len(self.entries) - 1)], amrap)

    def parts(self, amrap: int = 10) -> tuple[float, ...]:
        """The entries one by one, for sums."""
        return tuple(_mean(entry, amrap) for entry in self.entries)

    def average(self, amrap: int = 10) -> float:
        """Reps of one set, the mean of all sets."""
        if self.is_list:
            return sum(self.parts(amrap)) / len(self.entries)
        return self.mean(0, amrap)

    def plus(self, step: int) -> Reps:
        """Both ends of each entry moved, never below one; AMRAP stays."""
        return self.with_entries(tuple((_moved(low, step), _moved(high, step)) for low, high in self.entries))

    def with_entries(self, entries: tuple[Entry, ...]) -> Reps:
        return Reps(entries, self.join, self.pause, self.each, self.unit, self.counted)


@lru_cache(maxsize=4096)
def stated(metres: Decimal, unit: str) -> Decimal:
    """The metres that the distance's text means, to 0.1 mm: 4828.0324 m in miles is written 3mi, so 4828.032."""
    if unit not in METRES or not metres.is_finite() or abs(metres) > 9_999_999:
        return metres
    exact = to_metres(from_metres(metres, unit), unit)
    short = round(exact, 4)
    return exact if exact == short else short


def _counts(value: int | None) -> bool:
    return value is None or 1 <= value <= MOST_REPS


def _mean(entry: Entry, amrap: int) -> float:
    low, high = entry
    if low is None:
        return float(amrap)
    return low if high is None else (low + high) / 2


def _moved(value: int | None, step: int) -> int | None:
    return None if value is None else min(max(1, value + step), MOST_REPS)


def _parse(text: str) -> Reps:
    body, _, counted = text.rpartition(" ")
    if counted.lower() in COUNTED and body:
        return Reps((_entry(body.strip()),), counted=COUNTED[counted.lower()])
    each = EACH.fullmatch(text)
    if each:
        amount, unit = _each(each)
        return Reps((_entry(each[1]),), each=amount, unit=unit)
    parts = PARTS.fullmatch(text)
    lists = "/" in text or "," in text
    join = next((sign for sign in ">+" if parts and sign in parts[1][:-1] and not lists), "/")
    pieces = re.split(r"[/,]" if join == "/" else re.escape(join), parts[1] if parts else text)
    pause = int(parts[2]) if parts and parts[2] else None
    return Reps(tuple(_entry(piece.strip()) for piece in pieces), join, pause)


def _each(match: re.Match) -> tuple[Decimal, str]:
    if match[2]:
        return Decimal(unclock(match[2]) or 0), "s"
    amount = Decimal(match[3])
    if match[4] in ("s", "min"):
        return amount * (60 if match[4] == "min" else 1), "s"
    return to_metres(amount, match[4]), match[4]


def _entry(text: str) -> Entry:
    if text.lower() in ("amrap", "max"):
        return AMRAP
    match = ENTRY.fullmatch(text)
    if not match:
        raise ValueError(f"“{text[:40]}” states no reps: write 5, 8-12, 5+, AMRAP or 5/3/1+.")
    low = int(match[1])
    return (low, None) if match[3] else (low, int(match[2] or low))


def _text(entry: Entry) -> str:
    low, high = entry
    if low is None:
        return "AMRAP"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}-{high}"
