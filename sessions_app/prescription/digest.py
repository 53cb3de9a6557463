"""A session's rows in short, as JSON text, and back: all that `apply` and the totals need of them, notes left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from .intensity import Intensity
from .reps import Reps
from .values import Cadence, Group, Prescription, Rest, Row


def digest(rows: Iterable[Row]) -> str:
    """Rows in short, as JSON text: all that apply and totals need (notes left out). rows_of reads it back."""
    groups: dict[Group, int] = {}
    short = []
    for row in rows:
        number = groups.setdefault(row.group, len(groups)) if row.group else None
        head = [row.name, row.exercise, row.sport, row.section, row.section_title, number, row.rep_seconds]
        short.append([*head, *_short(row.prescription, row.lacks_max)])
    facts = [[g.letter, g.kind, g.rounds, g.sets_of_rounds, g.cap_s, g.every_s, g.rest_s, g.set_rest_s] for g in groups]
    return json.dumps([facts, short], separators=(",", ":"), ensure_ascii=False)


def _short(p: Prescription, lacks_max: bool) -> list:
    """Trailing nothings are cut."""
    flags = p.per_side + 2 * p.amrap + 4 * p.is_warm_up + LACKS_MAX * lacks_max
    values = [
        p.sets, p.sets_max, p.reps and str(p.reps), p.duration, p.duration_max, p.distance and str(p.distance),
        p.distance_max and str(p.distance_max), p.distance_unit or None, p.intensity and str(p.intensity),
        p.rest and str(p.rest), p.every, p.tempo or None, p.cadence and str(p.cadence), flags or None,
    ]  # fmt: skip
    while values and values[-1] is None:
        values.pop()
    return values


LACKS_MAX = 8
HEAD = 7
FIELDS = 14


@lru_cache(maxsize=2048)
def rows_of(text: str) -> tuple[Row, ...]:
    """The rows of a digest; an empty text has none."""
    if not text:
        return ()
    facts, short = json.loads(text)
    groups = [Group(*fact) for fact in facts]
    return tuple(_row(values, groups) for values in short)


def _row(values: list, groups: list[Group]) -> Row:
    name, exercise, sport, section, title, number, rep_seconds = values[:HEAD]
    group = None if number is None else groups[number]
    prescription, lacks_max = _long(values[HEAD:])
    return Row(name, exercise, sport, section, title, group, prescription, rep_seconds, not lacks_max)


def _long(values: list) -> tuple[Prescription, bool]:
    values = values + [None] * (FIELDS - len(values))
    sets, sets_max, reps, duration, duration_max, distance, most, unit, *others = values
    intensity, rest, every, tempo, cadence, flags = others
    flags = flags or 0
    prescription = Prescription(
        sets, sets_max, Reps.parse(reps) if reps else None, duration, duration_max,
        None if distance is None else Decimal(distance), None if most is None else Decimal(most), unit or "",
        Intensity.parse(intensity) if intensity else None, Rest.parse(rest) if rest else None, every, tempo or "",
        Cadence.parse(cadence) if cadence else None, bool(flags & 1), bool(flags & 2), bool(flags & 4),
    )  # fmt: skip
    return prescription, bool(flags & LACKS_MAX)


@lru_cache(maxsize=2048)
def names_lacking_max(text: str) -> tuple[str, ...]:
    """The exercises of a digest that are done at a percentage of a max that they do not have, as they are written."""
    return tuple(dict.fromkeys(row.name for row in rows_of(text) if row.lacks_max))
