"""What quantities joined by x mean: chains.py reads them item by item and looks their kinds up in SHAPES.

A new shape of sets, reps, time, distance and load is one entry in the table and one small function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from ..prescription import Reps, Rest, Target
from ..prescription.values import MOST_SECONDS, MOST_SETS
from .line import Context
from .quantities import Item

GUESSING = ("running", "cycling", "swimming", "rowing")
LEAST_WARM_UP_KG = 20  # an empty bar
MOST_LIFTED_SETS = 20  # a first number above it is a load
# From here on a bare number behind an x, the same without a name, and one alone are metres, whatever the sport.
LEAST_RUN_M, LEAST_SWIM_M, LEAST_ALONE_M = 200, 100, 400
LEAST_LADDER = 3
LEAST_SURE_M = 10
LEAST_RANGE, MOST_RANGED_SETS = 5, 6  # a range from 5 up, times up to 6, is of reps


# Shapes: items -> facts, or None where the numbers do not fit.


def whole_sets(item: Item) -> dict | None:
    if item.kind == "count" and (len(item.entries) > 1 or item.entries[0][1] is None or item.reps):
        return None
    if not 1 <= item.low <= item.high <= MOST_SETS:
        return None
    return {"sets": int(item.low), "sets_max": int(item.high) if item.high > item.low else None}


def reps(items: list[Item], context: Context) -> dict | None:
    item = items[-1]
    alone = len(items) == 1
    guess = None if item.said else guessed_measure(item, context, alone=alone)
    if guess:
        return guess
    if alone and not context.facts.get("amrap") and context.facts.keys() & {"duration", "distance"}:
        return times_done(item, context)
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


def times_done(item: Item, context: Context) -> dict | None:
    """20 secs / 40 secs recovery, 7 reps: behind a time or distance reps are how often it is done, guessed."""
    return _guess(whole_sets(item._replace(kind="sets"))) if item.said and "sets" not in context.facts else None


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
    if alone and len(item.entries) >= LEAST_LADDER and all(map(_is_run, item.entries)) and context.sport != "strength":
        first, *more = [{"distance": Decimal(low), "distance_unit": "m"} for low, _high in item.entries]
        return {**first, "rows": tuple(more), "guessed": True}  # 200/400/600/400/200
    if len(item.entries) > 1 or item.entries[0][0] != item.entries[0][1]:
        return None
    amount = int(item.low)
    least = LEAST_ALONE_M if alone else LEAST_RUN_M if context.name else LEAST_SWIM_M
    if not context.sport and amount >= least and amount % 25 == 0:
        return {"distance": Decimal(amount), "distance_unit": "m", "guessed": True}
    if context.sport not in GUESSING:
        return None
    if context.sport == "swimming":
        return {"distance": Decimal(amount), "distance_unit": "m", "guessed": True}
    if alone:
        return None
    if context.sport == "cycling" or amount <= 60:
        return {"duration": amount * 60, "guessed": True} if amount * 60 <= MOST_SECONDS else None
    return {"distance": Decimal(amount), "distance_unit": "m", "guessed": True} if amount >= 100 else None


def _is_run(entry: tuple) -> bool:
    return entry[0] == entry[1] and entry[0] is not None and entry[0] >= 100 and entry[0] % 50 == 0


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
        **({"guessed": True} if item.unit == "m" and item.low < LEAST_SURE_M else {}),  # 1M jog is a mile
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
    target = items[-1].target
    if target is None:
        return None
    pair = target.per_set if target.kind == "weight" else ()
    if len(pair) == 2 and pair[0] > pair[1] and context.facts.get("sets") != 2:  # 95/65 lbs: for men and for women
        first = replace(target, per_set=(), start=pair[0], end=pair[0])
        return _guess({"targets": (first,), "note": str(target)})
    return {"targets": (target,)}


def nothing(items: list[Item], context: Context) -> dict | None:
    return {}


Shape = Callable[[list[Item], Context], dict | None]


def after_sets(measure: Shape) -> Shape:
    """Sets first, then what each of them is."""

    def shape(items: list[Item], context: Context) -> dict | None:
        sets, rest = whole_sets(items[0]), measure(items, context)
        return None if sets is None or rest is None else {**sets, **rest}

    return shape


sets_of_reps = after_sets(reps)


def with_load(items: list[Item], context: Context) -> dict | None:
    """5 x 5 x 100kg: sets, reps, load; a bare number is kilograms, guessed."""
    first = sets_of_reps(items[:2], context)
    return None if first is None else {**first, "targets": (items[2].target,)}


def loaded_list(items: list[Item], context: Context) -> dict | None:
    """5x80%: one set of 5 at 80 %; 15,12,10 x 13.5kg: three sets."""
    count = items[0]
    target = items[1].target
    if target is None:
        return None
    weights = target.per_set
    if len(weights) == 2 and count.entries[0][0] == count.entries[0][1] != 2:  # 3x10/20kg: reps, load
        load = replace(target, per_set=(), start=weights[1], end=weights[1])
        return _guess({**(whole_sets(count) or {}), "reps": Reps.of(int(weights[0])), "targets": (load,)})
    if len(count.entries) == 1 and context.warming:
        return {"sets": 1, "reps": count.stated, "targets": (target,), "is_warm_up": True}  # w5x40kg, 3x60kg
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
    warming = context.facts.get("is_warm_up")
    unit = context.loading or "kg"
    loaded = len(items) == 2 and not items[1].said and items[1].low >= LEAST_WARM_UP_KG
    if lifted and plain and loaded and (context.loading or warming) and items[0].low <= MOST_LIFTED_SETS:
        weight = Target("weight", items[1].low, unit=unit)  # w5x40, 3x60; 10 x 60kg / 5 x 80: reps and load
        facts = {"sets": 1, "reps": items[0].stated, "targets": (weight,)}
        return _guess({**facts, "is_warm_up": True} if warming or context.warming else facts)
    listed = len(items) == 2 and items[1].reps is None and len(items[1].entries) > 1  # 135 for 10, 10
    plain = plain or len(items) == 3 and items[2].kind == "sets"
    told = not items[1].said or items[0].unit == "for"  # 30x2 reps are sets, 135 for 5 reps is a load
    if lifted and (plain or listed) and told and items[0].low > MOST_LIFTED_SETS:
        weight = Target("weight", items[0].low, unit=unit)
        return _guess(load_first([items[0]._replace(target=weight), *items[1:]], context))
    pair = work_and_rest(items[0]) if len(items) == 2 and len(items[0].entries) == 2 else None
    if pair and whole_sets(items[1]):  # 30/30 x 10
        return _guess({**(whole_sets(items[1]) or {}), "duration": pair[0], "rest": Rest(pair[1])})
    if len(items) == 2 and _reps_first(*items):
        sides = {"per_side": True} if items[0].unit == "side" else {}
        swapped_facts = sets_of_reps([items[1], items[0]], context)
        return _guess(swapped_facts and {**swapped_facts, **sides})
    first = sets_of_reps(items[:2], context)
    if len(items) == 2 or first is None:
        return first
    if not (lifted and plain) or items[2].low <= MOST_LIFTED_SETS:
        return None
    return _guess({**first, "targets": (Target("weight", items[2].low, unit="kg"),)})


def _reps_first(first: Item, second: Item) -> bool:
    """10-15 x 3, 12 reps x 3: nobody does ten to fifteen sets of three."""
    plain = second.reps is None and len(second.entries) == 1 and second.entries[0][1] is not None
    ranged = LEAST_RANGE <= first.low < first.high and second.low == second.high <= MOST_RANGED_SETS
    return plain and not second.said and (first.said or ranged and len(first.entries) == 1)


def _guess(facts: dict | None) -> dict | None:
    return None if facts is None else {**facts, "guessed": True}


def load_first(items: list[Item], context: Context) -> dict | None:
    """75% x 3 x 4: load, reps, sets; without sets it is one."""
    listed = len(items[1].entries) if items[1].reps is None else 1
    sets = whole_sets(items[2]) if len(items) > 2 else {"sets": max(listed, 1)}
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
    ("sets", "count"): sets_of_reps,
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
    ("count", "count", "sets"): counts,
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
