"""Quantities joined by x: a chain is read item by item, then its kinds are looked up in SHAPES.

A new shape of sets, reps, time, distance and load is one entry in the table and one small function.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ..prescription import Reps, Rest, Target
from ..prescription.targets import read_pair
from ..prescription.tokens import Tokens, at
from ..prescription.values import MOST_SECONDS, MOST_SETS
from .line import GUESSED, UNDERSTOOD, Context, Found
from .quantities import REP_WORDS, Item, read_item

MOST_ITEMS = 4
GUESSING = ("running", "cycling", "swimming", "rowing")
LEAST_WARM_UP_KG = 20  # an empty bar
MOST_LIFTED_SETS = 20  # a first number above it is a load


def read_chain(tokens: Tokens, index: int, context: Context) -> Found | None:
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
            end, rest = _resting(tokens, items[-1].end, facts, context)
            if rest:
                facts, guessed = {**facts, "rest": rest}, guessed or "sets" not in {**facts, **context.facts}
            return Found(facts, end, GUESSED if guessed else UNDERSTOOD)
        items.pop()
    return None


def _resting(tokens: Tokens, end: int, facts: dict, context: Context) -> tuple[int, Rest | None]:
    """The 20s of 8x40s/20s, 8x 40s on / 20s off: the rest that stands beside the work."""
    timed = facts.get("duration") or facts.get("reps") and facts["reps"].each_seconds
    if not timed or "rest" in facts or "rest" in context.facts or "amrap" in facts:
        return end, None
    on = at(tokens, end).low in ("on", "work")
    place = end + on
    slash = at(tokens, place).low in ("/", ",", ":") if on else at(tokens, place).low == "/"
    if not slash and not on or slash and not on and (at(tokens, place).gap or at(tokens, place + 1).gap):
        return end, None
    item = read_item(tokens, place + slash, context)
    after = at(tokens, item.end).low if item else ""
    if (
        item is None
        or item.kind != "time"
        or item.low != item.high
        or after in ("r", "/", "x")
        or on
        and after not in OFF
    ):
        return end, None
    if after in OFF:
        return item.end + 1, Rest(int(item.low))
    return (end, None) if after in ("rest", "recovery", "easy", "jog", "@") else (item.end, Rest(int(item.low)))


OFF = frozenset(("off", "rest", "easy", "recovery"))


def _max(tokens: Tokens, index: int) -> Item | None:
    if at(tokens, index).low != "max":
        return None
    return Item("amrap", index + 1 + (at(tokens, index + 1).low in REP_WORDS))


def read_pair_item(tokens: Tokens, index: int) -> Item | None:
    pair = read_pair(tokens, index)
    return Item("load", pair[1], target=pair[0]) if pair else None


# Shapes: items -> facts, or None where the numbers do not fit.


def whole_sets(item: Item) -> dict | None:
    if item.kind == "count" and (len(item.entries) > 1 or item.entries[0][1] is None or item.reps):
        return None
    if not 1 <= item.low <= item.high <= MOST_SETS:
        return None
    return {"sets": int(item.low), "sets_max": int(item.high) if item.high > item.low else None}


def reps(items: list[Item], context: Context) -> dict | None:
    item = items[-1]
    guess = None if item.said else guessed_measure(item, context, alone=len(items) == 1)
    if guess:
        return guess
    if item.reps:
        return {"reps": item.reps}
    sets = int(items[0].low) if len(items) > 1 else context.facts.get("sets")
    if len(item.entries) != 2 or sets == 2:
        return {"reps": Reps(item.entries)}
    pair = work_and_rest(item) if sets else None
    if pair and (pair[0] != pair[1] or context.sport in GUESSING):
        return {"duration": pair[0], "rest": Rest(pair[1]), "guessed": True}
    if item.entries[0] == item.entries[1]:
        return {"reps": Reps(item.entries[:1]), "per_side": True}
    return {"reps": Reps(item.entries)}


def work_and_rest(item: Item) -> tuple[int, int] | None:
    """40/20, 30/15: seconds of work and of rest, where two entries are no list of the sets."""
    pairs = [low for low, high in item.entries if low is not None and low == high and low >= 10 and low % 5 == 0]
    return (pairs[0], pairs[1]) if len(pairs) == len(item.entries) == 2 and item.reps is None else None


def each(items: list[Item], context: Context) -> dict | None:
    """3x6x5s: sets, reps, and how long each of them is held; 2x5x400m: how far each goes."""
    item, size = items[-2], items[-1]
    if len(item.entries) != 1 or item.entries[0][1] is None or item.reps or size.low != size.high:
        return None
    unit = "s" if size.kind == "time" else size.unit
    try:
        return {"reps": Reps(item.entries, each=size.low, unit=unit)}
    except ValueError:
        return None


def each_said(items: list[Item], context: Context) -> dict | None:
    """6 reps x 5s; without the word they are sets."""
    measure = time if items[1].kind == "time" else distance
    return each(items, context) if items[0].said else after_sets(measure)(items, context)


def timed_reps(items: list[Item], context: Context) -> dict | None:
    """3x13x30/15: 13 times 30 s of work and 15 s of rest in each set."""
    pair = work_and_rest(items[2])
    sets = whole_sets(items[0])
    if pair is None or sets is None or len(items[1].entries) != 1 or items[1].entries[0][1] is None or items[1].reps:
        return None
    reps = Reps(items[1].entries, each=Decimal(pair[0]), unit="s")
    return {**sets, "reps": reps, "rest": Rest(pair[1]), "guessed": True}


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
        sets, rest = whole_sets(items[0]), measure(items, context)
        return None if sets is None or rest is None else {**sets, **rest}

    return shape


def with_load(items: list[Item], context: Context) -> dict | None:
    """5 x 5 x 100kg: sets, reps, load; a bare number is kilograms, guessed."""
    first = after_sets(reps)(items[:2], context)
    return None if first is None else {**first, "targets": (items[2].target,)}


def loaded_list(items: list[Item], context: Context) -> dict | None:
    """5x80%: one set of 5 at 80 %; 15,12,10 x 13.5kg: three sets."""
    count = items[0]
    if len(count.entries) == 1:
        return {"sets": 1, "reps": count.stated, "targets": (items[1].target,)}
    if count.reps:
        return {"sets": 1, "reps": count.reps, "targets": (items[1].target,)}
    return {"reps": Reps(count.entries), "targets": (items[1].target,)} if len(count.entries) > 2 else None


def counts(items: list[Item], context: Context) -> dict | None:
    """5x5; 45 x 6 begins with the load, and a third number is one: both are guessed, in kilograms."""
    lifted = context.sport in ("", "strength")
    if len(items) == 3:
        timed = timed_reps(items, context)
        if timed:
            return timed
    plain = all(
        item.reps is None and len(item.entries) == 1 and item.entries[0][0] == item.entries[0][1] for item in items
    )
    warming = context.warming or context.facts.get("is_warm_up")
    if lifted and plain and warming and len(items) == 2 and not items[1].said and items[1].low >= LEAST_WARM_UP_KG:
        weight = Target("weight", items[1].low, unit="kg")  # w5x40, 3x60: reps and load
        return _guess({"sets": 1, "reps": items[0].stated, "targets": (weight,), "is_warm_up": True})
    if lifted and plain and not items[1].said and items[0].low > MOST_LIFTED_SETS:
        weight = Target("weight", items[0].low, unit="kg")
        return _guess(load_first([items[0]._replace(target=weight), *items[1:]], context))
    first = after_sets(reps)(items[:2], context)
    if len(items) == 2 or first is None:
        return first
    if not (lifted and plain) or items[2].low <= MOST_LIFTED_SETS:
        return None
    return _guess({**first, "targets": (Target("weight", items[2].low, unit="kg"),)})


def _guess(facts: dict | None) -> dict | None:
    return None if facts is None else {**facts, "guessed": True}


def load_first(items: list[Item], context: Context) -> dict | None:
    """75% x 3 x 4: load, reps, sets; without sets it is one."""
    sets = whole_sets(items[2]) if len(items) > 2 else {"sets": 1}
    work = {"reps": items[1].stated} if items[1].kind == "count" else amrap(items, context)
    return None if sets is None else {**sets, **(work or {}), "targets": (items[0].target,)}


def swapped(measure: Shape) -> Shape:
    """400m x 8, 5min x 4 sets, AMRAP 1:30 x 16 rounds: sets last."""

    def shape(items: list[Item], context: Context) -> dict | None:
        sets, rest = whole_sets(items[1]), measure(items[:1], context)
        if items[1].unit == "round" and measure is time and context.sport in ("", "strength"):
            return _guess({**(sets or {}), "every": int(items[0].low)})  # 1:30 min x 16 rounds: a round starts so often
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
    ("sets", "count"): after_sets(reps),
    ("count", "count"): counts,
    ("count", "count", "count"): counts,
    ("count", "time"): each_said,
    ("count", "dist"): each_said,
    ("sets", "time"): after_sets(time),
    ("sets", "dist"): after_sets(distance),
    **{(sets, "count", size): after_sets(each) for sets in ("count", "sets") for size in ("time", "dist")},
    **{(sets, "amrap"): after_sets(amrap) for sets in ("count", "sets")},
    **{(sets, "cap"): after_sets(cap) for sets in ("count", "sets")},
    **{(sets, "count", "load"): with_load for sets in ("count", "sets")},
    ("count", "load"): loaded_list,
    ("load", "count"): load_first,
    ("load", "amrap"): load_first,
    ("load", "count", "count"): load_first,
    ("load", "count", "sets"): load_first,
    **{("time", sets): swapped(time) for sets in ("count", "sets")},
    **{("dist", sets): swapped(distance) for sets in ("count", "sets")},
    ("cap", "count"): swapped(cap),
    ("cap", "sets"): swapped(cap),
    ("sets", "load", "count"): lambda items, context: {
        **(whole_sets(items[0]) or {}),
        "reps": items[2].stated,
        "targets": (items[1].target,),
    },
}
