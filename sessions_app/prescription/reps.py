"""Reps: 5, 8-12, 5+, AMRAP, or one entry per set, 5/3/1+."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MOST_REPS = 9999
ENTRY = re.compile(r"([0-9]{1,4})(?:\s*[-–]\s*([0-9]{1,4})|(\+))?")

Entry = tuple[int | None, int | None]
AMRAP: Entry = (None, None)


@dataclass(frozen=True, slots=True)
class Reps:
    """entries: (low, high) each; (5, None) is 5+, (None, None) is AMRAP. One entry, or one per set."""

    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise ValueError("Reps need at least one number.")
        for low, high in self.entries:
            if low is None and high is not None or any(n is not None and not 1 <= n <= MOST_REPS for n in (low, high)):
                raise ValueError(f"Reps go from 1 to {MOST_REPS}.")
            if high is not None and low is not None and high < low:
                raise ValueError("A range of reps goes from low to high, like 8-12.")

    @classmethod
    def of(cls, low: int | None, high: int | None = None) -> Reps:
        return cls(((low, low if high is None else high),))

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Reps:
        """ValueError when the text states no reps."""
        pieces = re.split(r"[/,]", text.strip()) if len(text) < 400 else []
        return cls(tuple(_entry(piece.strip()) for piece in pieces))

    def __str__(self) -> str:
        return "/".join(_text(entry) for entry in self.entries)

    @property
    def is_list(self) -> bool:
        return len(self.entries) > 1

    @property
    def low(self) -> int | None:
        """The fewest reps of any set; None when only AMRAP is said."""
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
        """Reps of the set with this index, for sums: the middle of a range, the least of 5+, `amrap` for AMRAP."""
        low, high = self.entries[min(index, len(self.entries) - 1)]
        if low is None:
            return float(amrap)
        return low if high is None else (low + high) / 2

    def plus(self, step: int) -> Reps:
        """Both ends of each entry moved, never below one; AMRAP stays."""
        return Reps(tuple((_moved(low, step), _moved(high, step)) for low, high in self.entries))


def _moved(value: int | None, step: int) -> int | None:
    return None if value is None else min(max(1, value + step), MOST_REPS)


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
