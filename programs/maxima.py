"""Lines at a part of a max or with a weight, as they are to be done: how heavy they become, and which are too heavy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from sessions_app.notation import render_prescription
from sessions_app.prescription import Adjustment, Row
from sessions_app.prescription.applying import applied
from sessions_app.prescription.digest import rows_of
from sessions_app.prescription.intensity import Target
from sessions_app.prescription.kinds import KINDS

MAX = Decimal(100)


@dataclass(frozen=True, slots=True)
class OverMax:
    """An exercise at more than its one-repetition max for more than one repetition. line: `4x6 @ 112.5%`."""

    name: str
    percent: Decimal
    line: str


@lru_cache(maxsize=2048)
def over_max(digest: str, adjustment: str = "") -> tuple[OverMax, ...]:
    """Of the rows of a digest, adjusted; training maxes and maxes of more repetitions are others."""
    said = Adjustment.parse(adjustment)
    if _highest(digest) + _rise(said) <= MAX:  # a year's placings are soon told: few come near a max
        return ()
    rows = applied(rows_of(digest), said)
    return tuple(OverMax(row.name, most, line_of(row)) for row in rows if (most := _most_in_a_row(row)) > MAX)


@lru_cache(maxsize=2048)
def _highest(digest: str) -> Decimal:
    """The highest percentage that is written, of however few repetitions."""
    if "%" not in digest:
        return Decimal(0)
    targets = [target for row in rows_of(digest) for target in _of_max(row)]
    numbers = (n for target in targets for n in (target.start, target.end, *target.per_set, *target.drops))
    return max((number for number in numbers if number is not None), default=Decimal(0))


def _rise(adjustment: Adjustment) -> Decimal:
    """By how much an adjustment raises at most what is no more than 100 %, in points."""
    parts = [adjustment.amounts, *(amounts for _name, amounts in adjustment.rows)]
    most = Decimal(1)
    for key, amount in (pair for amounts in parts for pair in amounts):
        if key == "load" and amount > 0:
            most *= 1 + amount / 100
    return 100 * (most - 1)


def _of_max(row: Row) -> list[Target]:
    intensity = row.prescription.intensity
    return [target for target in intensity.targets if target.kind == "percent_1rm"] if intensity else []


def heaviest(rows: Iterable[Row]) -> Row | None:
    """The row at the highest part of a max; where none is of one, that with the most weight."""
    weights = [(_weight(row), -place, row) for place, row in enumerate(rows) if not row.prescription.is_warm_up]
    (is_of_max, weight), _place, row = max(weights, key=lambda one: one[:2], default=((False, Decimal(0)), 0, None))
    return row if weight else None


def line_of(row: Row) -> str:
    """`5x5 @ 80%`: sets and how hard, without pauses."""
    return render_prescription(replace(row.prescription, rest=None, tempo="", cadence=None, notes=""), row.sport)


def _most_in_a_row(row: Row) -> Decimal:
    """The highest percentage of a set of two repetitions or more; of a range its lower end."""
    p = row.prescription
    targets = _of_max(row)
    if not targets or p.reps is None:
        return Decimal(0)
    entries = p.reps.entries
    found = [Decimal(0)]
    unlike = max(len(entries), *(len(target.per_set) for target in targets))  # sets from there on are as the last
    for number in range(min(p.set_count, unlike)):
        least = entries[min(number, len(entries) - 1)][0] if p.reps.is_list else max(low or 0 for low, _most in entries)
        if (least or 0) > 1:
            found += [_of_set(target, number) for target in targets]
    return max(found)


def _of_set(target: Target, number: int) -> Decimal:
    if target.per_set:
        return target.per_set[min(number, len(target.per_set) - 1)]
    return target.low or Decimal(0)


def _weight(row: Row) -> tuple[bool, Decimal]:
    """Whether it is a part of a max, and how much: of that, else in kg."""
    targets = row.prescription.intensity.targets if row.prescription.intensity else ()
    parts = [target.high for target in targets if KINDS[target.kind].of_max and target.high is not None]
    if parts:
        return True, max(parts)
    return False, max(_kilograms(targets), default=Decimal(0))


def _kilograms(targets: Iterable[Target]) -> Iterator[Decimal]:
    for target in targets:
        for number in range(max(1, len(target.per_set))):
            if (kg := target.kg(number)) is not None:
                yield kg
