"""Quantities joined by x: a chain is read item by item, then its kinds are looked up in SHAPES.

A new shape of sets, reps, time, distance and load is one entry in the table and one small function.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from core.units import to_metres

from ..prescription import Reps
from ..prescription.rests import LENGTH_WORDS, TIME_WORDS, time_unit
from ..prescription.targets import read_measured, read_numbers, read_pair
from ..prescription.tokens import Token, at, joined, number
from ..prescription.values import MOST_METRES, MOST_SECONDS, MOST_SETS
from .line import GUESSED, UNDERSTOOD, Context, Found

SET_WORDS = frozenset(("set", "sets", "round", "rounds", "worksets", "workset", "series"))
REP_WORDS = frozenset(("rep", "reps", "repetitions"))
AMRAP_WORDS = frozenset(("amrap", "max"))
# Letters that may touch a bare number without making it something else.
TOUCHING = SET_WORDS | REP_WORDS | frozenset(("r", "e", "ea", "each", "w", "t", "x", "amrap"))
MOST_ITEMS = 4
GUESSING = ("running", "cycling", "swimming", "rowing")


class Item(NamedTuple):
    """kind: count, sets, time, dist, load, amrap, cap. low and high in sets, s or m; entries for a count's list."""

    kind: str
    end: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    unit: str = ""
    entries: tuple = ()
    target: object = None
    said: bool = False
    status: str = UNDERSTOOD


def read_item(tokens: list[Token], index: int, context: Context) -> Item | None:
    token = at(tokens, index)
    if token.low == "amrap":
        listed = _count(tokens, index) if at(tokens, index + 1).low in ("/", ",") else None
        return listed if listed and len(listed.entries) > 1 else _amrap(tokens, index, context)
    if token.kind not in ("num", "time"):
        return None
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.mode == "ramp":
        return _load(tokens, index, context)
    load = _load(tokens, index, context)
    if load:
        return load
    time = _time(tokens, numbers, context)
    if time:
        after = at(tokens, time.end)
        return time._replace(kind="cap", end=time.end + 1) if after.low == "amrap" else time
    if numbers.times:
        return None
    return _length(tokens, numbers) or _count(tokens, index)


def _load(tokens: list[Token], index: int, context: Context) -> Item | None:
    read = read_measured(tokens, index, **context.percent)
    if read is None:
        return None
    target, end = read
    bare = target.kind.startswith("percent") and tokens[end - 1].low == "%"
    return Item("load", end, target=target, status=context.percent_status if bare else UNDERSTOOD)


def _amrap(tokens: list[Token], index: int, context: Context) -> Item:
    """AMRAP, or AMRAP 12min: a cap; a bare number behind it is minutes, guessed."""
    end = index + 1
    end += at(tokens, end).low in REP_WORDS
    numbers = read_numbers(tokens, end, lists=False)
    if numbers and numbers.mode != "ramp":
        time = _time(tokens, numbers, context)
        if time:
            return time._replace(kind="cap")
        minutes = numbers.values[0]
        after = at(tokens, end + 1)
        alone = numbers.mode == "one" and (after.kind in ("end", "note") or after.low in (":", "@", ",", ";", ")"))
        if alone and minutes == int(minutes) and 1 <= minutes <= 60:
            return Item("cap", numbers.end, minutes * 60, minutes * 60, status=GUESSED)
    return Item("amrap", end)


def _time(tokens: list[Token], numbers, context: Context) -> Item | None:
    low, high, end = numbers.values[0], numbers.values[-1], numbers.end
    status = UNDERSTOOD
    if numbers.times:
        end += at(tokens, end).low in ("min", "mins", "minutes")
    else:
        unit = time_unit(tokens, end)
        if unit is None and at(tokens, end).low == "m" and _minutes(tokens, numbers, context):
            unit, status = (60, end + 1), GUESSED if context.sport == "cycling" else UNDERSTOOD
        if unit is None:
            return None
        factor, end = unit
        low, high = low * factor, high * factor
        if factor > 1 and numbers.mode == "one":
            more, end = _smaller(tokens, end, factor)
            low = high = low + more
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_SECONDS:
        return None
    clocked = numbers.times and numbers.mode == "one" and at(tokens, numbers.end - 1).text.count(":") == 1
    return Item("time", end, low, high, "clock" if clocked else "", status=status)


def _minutes(tokens: list[Token], numbers, context: Context) -> bool:
    """m is metres but on a bike, up to 300, and where seconds follow (5m30s)."""
    after = at(tokens, numbers.end + 1)
    if after.kind == "num" and not after.gap and at(tokens, numbers.end + 2).low in ("s", "sec"):
        return True
    return context.sport == "cycling" and numbers.values[-1] <= 300


def _smaller(tokens: list[Token], end: int, factor: int) -> tuple[Decimal, int]:
    """The 30 of 1h30, 2hrs 10min, 5m30s."""
    value = at(tokens, end)
    if value.kind != "num":
        return Decimal(0), end
    unit = (60, end + 2) if at(tokens, end + 1).low == "m" else time_unit(tokens, end + 1)
    amount = number(value) or Decimal(0)
    if unit and unit[0] < factor:
        more, last = _smaller(tokens, unit[1], unit[0]) if unit[0] > 1 else (Decimal(0), unit[1])
        return amount * unit[0] + more, last
    after = at(tokens, end + 1)
    bare = not value.gap and factor == 3600 and amount < 60 and (after.gap or after.kind == "sign")
    return (amount * 60, end + 1) if bare else (Decimal(0), end)


def _length(tokens: list[Token], numbers) -> Item | None:
    unit = joined(tokens, numbers.end, LENGTH_WORDS, 1)
    if unit is None:
        return None
    low, high = (to_metres(value, unit[0]) for value in (numbers.values[0], numbers.values[-1]))
    return Item("dist", unit[1], low, high, unit[0]) if Decimal("0.001") <= low <= high <= MOST_METRES else None


def _entry(tokens: list[Token], index: int) -> tuple[tuple, int] | None:
    """5, 8-12, 5+ or AMRAP."""
    token = at(tokens, index)
    if token.low in AMRAP_WORDS:
        return (None, None), index + 1
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.times or numbers.mode == "ramp":
        return None
    low, high = numbers.values[0], numbers.values[-1]
    if low != int(low) or high != int(high) or not 1 <= low <= high <= 9999:
        return None
    plus = at(tokens, numbers.end)
    if plus.low == "+" and not plus.gap and numbers.mode == "one":
        after = at(tokens, numbers.end + 1)
        return None if after.kind == "num" and not after.gap else ((int(low), None), numbers.end + 1)
    return (int(low), int(high)), numbers.end


def _count(tokens: list[Token], index: int) -> Item | None:
    read = _entry(tokens, index)
    if read is None:
        return None
    entries, end = [read[0]], read[1]
    while at(tokens, end).low in ("/", ",") and len(entries) < 60:
        step = at(tokens, end)
        more = _entry(tokens, end + 1)
        if more is None or at(tokens, more[1]).kind == "x" or _has_unit(tokens, more[1]):
            break
        if step.low != "," and (step.gap or at(tokens, end + 1).gap):
            break
        entries.append(more[0])
        end = more[1]
    after = at(tokens, end)
    if not after.gap and (after.low == "-" or after.kind == "word" and after.low not in TOUCHING):
        return None  # 3RM, 2nd, 1-3-6-9
    low, high = entries[0]
    most = low if high is None else high
    if after.low in ("work", "working") and at(tokens, end + 1).low in SET_WORDS:
        end, after = end + 1, at(tokens, end + 1)
    if after.low in SET_WORDS and len(entries) == 1 and high is not None and most <= MOST_SETS:
        return Item("sets", end + 1, Decimal(low), Decimal(high))
    said = after.low in REP_WORDS
    return Item("count", end + said, Decimal(low or 0), Decimal(most or 0), entries=tuple(entries), said=said)


def _has_unit(tokens: list[Token], index: int) -> bool:
    after = at(tokens, index)
    return after.low in TIME_WORDS or after.low in LENGTH_WORDS or after.low == "%"


def read_chain(tokens: list[Token], index: int, context: Context) -> Found | None:
    """The longest run of items joined by x that is a shape."""
    items: list[Item] = []
    while len(items) < MOST_ITEMS:
        item = _max(tokens, index) if items else None
        item = item or (read_pair_item(tokens, index) if len(items) == 2 else None) or read_item(tokens, index, context)
        if item is None:
            break
        items.append(item)
        index = item.end
        if at(tokens, index).kind == "x" or (item.kind == "sets" and at(tokens, index).low in ("of", "x")):
            index += 1
        else:
            break
    while items:
        shape = SHAPES.get(tuple(item.kind for item in items))
        facts = shape(items, context) if shape else None
        if facts is not None:
            guessed = facts.pop("guessed", False) or any(item.status == GUESSED for item in items)
            return Found(facts, items[-1].end, GUESSED if guessed else UNDERSTOOD)
        items.pop()
    return None


def _max(tokens: list[Token], index: int) -> Item | None:
    return Item("amrap", index + 1) if at(tokens, index).low == "max" else None


def read_pair_item(tokens: list[Token], index: int) -> Item | None:
    pair = read_pair(tokens, index)
    return Item("load", pair[1], target=pair[0]) if pair else None


# Shapes: items -> facts, or None where the numbers do not fit.


def _sets(item: Item) -> dict | None:
    if item.kind == "count" and (len(item.entries) > 1 or item.entries[0][1] is None):
        return None
    if not 1 <= item.low <= item.high <= MOST_SETS:
        return None
    return {"sets": int(item.low), "sets_max": int(item.high) if item.high > item.low else None}


def reps(items: list[Item], context: Context) -> dict | None:
    item = items[-1]
    guess = None if item.said else guessed_measure(item, context, alone=len(items) == 1)
    if guess:
        return guess
    sets = int(items[0].low) if len(items) > 1 else context.facts.get("sets")
    if len(item.entries) == 2 and item.entries[0] == item.entries[1] and sets != 2:
        return {"reps": Reps(item.entries[:1]), "per_side": True}
    return {"reps": Reps(item.entries)}


def guessed_measure(item: Item, context: Context, alone: bool) -> dict | None:
    """A bare number after x, by sport: pool units, metres from 100 up, minutes to 60."""
    if context.sport not in GUESSING or len(item.entries) > 1 or item.entries[0][0] != item.entries[0][1]:
        return None
    amount = int(item.low)
    if context.sport == "swimming":
        return {"distance": Decimal(amount), "distance_unit": "m", "guessed": True}
    if alone:
        return None
    if context.sport == "cycling" or amount <= 60:
        return {"duration": amount * 60, "guessed": True} if amount * 60 <= MOST_SECONDS else None
    return {"distance": Decimal(amount), "distance_unit": "m", "guessed": True} if amount >= 100 else None


def time(items: list[Item], context: Context) -> dict | None:
    item = items[-1]
    low, high = int(item.low), int(item.high)
    if item.unit == "clock" and len(items) == 1 and is_long(context, low):
        return {"duration": low * 60, "guessed": True}
    return {"duration": low, "duration_max": high if high > low else None}


def is_long(context: Context, seconds: int) -> bool:
    """Whether m:ss is h:mm: a single long run or ride of 3:30 takes three hours and a half."""
    if context.sport not in ("", "running", "cycling") or "sets" in context.facts or not 60 <= seconds < 600:
        return False
    return "long" in context.name.lower().split()


def distance(items: list[Item], context: Context) -> dict | None:
    item = items[-1]
    return {
        "distance": item.low,
        "distance_max": item.high if item.high > item.low else None,
        "distance_unit": item.unit,
    }


def amrap(items: list[Item], context: Context) -> dict | None:
    return {"reps": Reps(((None, None),))}


def cap(items: list[Item], context: Context) -> dict | None:
    item = items[-1]
    return {"duration": int(item.low), "duration_max": int(item.high) if item.high > item.low else None, "amrap": True}


def load(items: list[Item], context: Context) -> dict | None:
    return {"targets": (items[-1].target,)}


def nothing(items: list[Item], context: Context) -> dict | None:
    return {}


Shape = Callable[[list[Item], Context], dict | None]


def after_sets(measure: Shape) -> Shape:
    """Sets first, then what each of them is."""

    def shape(items: list[Item], context: Context) -> dict | None:
        sets, rest = _sets(items[0]), measure(items, context)
        return None if sets is None or rest is None else {**sets, **rest}

    return shape


def with_load(items: list[Item], context: Context) -> dict | None:
    """5 x 5 x 100kg: sets, reps, load; a bare number is kilograms, guessed."""
    first = after_sets(reps)(items[:2], context)
    return None if first is None else {**first, "targets": (items[2].target,)}


def load_first(items: list[Item], context: Context) -> dict | None:
    """75% x 3 x 4: load, reps, sets; without sets it is one."""
    sets = _sets(items[2]) if len(items) > 2 else {"sets": 1}
    work = {"reps": Reps(items[1].entries)} if items[1].kind == "count" else amrap(items, context)
    return None if sets is None else {**sets, **(work or {}), "targets": (items[0].target,)}


def one_set_load(items: list[Item], context: Context) -> dict | None:
    """5x80%: one set of 5 at 80 %."""
    return {"sets": 1, "reps": Reps(items[0].entries), "targets": (items[1].target,)}


def swapped(measure: Shape) -> Shape:
    """400m x 8, 5min x 4 sets, AMRAP 1:30 x 16 rounds: sets last."""

    def shape(items: list[Item], context: Context) -> dict | None:
        sets, rest = _sets(items[1]), measure(items[:1], context)
        return None if sets is None or rest is None else {**sets, **rest}

    return shape


SHAPES: dict[tuple[str, ...], Shape] = {
    ("count",): reps,
    ("time",): time,
    ("dist",): distance,
    ("amrap",): amrap,
    ("cap",): cap,
    ("load",): load,
    ("sets",): after_sets(nothing),
    **{(sets, "count"): after_sets(reps) for sets in ("count", "sets")},
    **{(sets, "time"): after_sets(time) for sets in ("count", "sets")},
    **{(sets, "dist"): after_sets(distance) for sets in ("count", "sets")},
    **{(sets, "amrap"): after_sets(amrap) for sets in ("count", "sets")},
    **{(sets, "cap"): after_sets(cap) for sets in ("count", "sets")},
    **{(sets, "count", "load"): with_load for sets in ("count", "sets")},
    ("count", "load"): one_set_load,
    ("load", "count"): load_first,
    ("load", "amrap"): load_first,
    ("load", "count", "count"): load_first,
    ("load", "count", "sets"): load_first,
    **{("time", sets): swapped(time) for sets in ("count", "sets")},
    **{("dist", sets): swapped(distance) for sets in ("count", "sets")},
    ("cap", "count"): swapped(cap),
    ("cap", "sets"): swapped(cap),
    ("sets", "load", "count"): lambda items, context: {
        **(_sets(items[0]) or {}),
        "reps": Reps(items[2].entries),
        "targets": (items[1].target,),
    },
}
