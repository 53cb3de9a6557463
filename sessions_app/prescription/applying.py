"""apply(row, adjustment): what a placing makes of a row, as ARCHITECTURE.md's table says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from core.units import KG, METRES, rounded

from .adjustment import CHANGES, Adjustment, AdjustmentError, Amounts, row_key, together
from .intensity import Intensity, Target
from .kinds import KINDS, PACE_UNITS
from .reps import AMRAP, Reps
from .values import MOST_SECONDS, MOST_SETS, OPEN_S, Group, Prescription, Row

TIME_STEP_S = 15
POOL_M = Decimal(25)
# The step to which a shortened distance goes, in the unit as typed; a pool's length in swimming.
STEPS = {"m": Decimal(100), "km": Decimal("0.1"), "mi": Decimal("0.1"), "yd": Decimal(100)}

Move = Callable[[Decimal], Decimal]


def apply(row: Row, adjustment: Adjustment, strict: bool = True) -> Row:
    """The row of a session of one row. AdjustmentError where strict and +10min or +400m finds no row to lengthen."""
    return apply_all((row,), adjustment, strict)[0]


def apply_all(
    rows: Iterable[Row], adjustment: Adjustment, strict: bool = True, pool: Decimal = POOL_M
) -> tuple[Row, ...]:
    """All rows of one session, adjusted. Lenient (strict=False): what finds no row changes nothing."""
    rows = tuple(rows)
    if not adjustment:
        return rows
    if strict:
        _check_names(rows, adjustment)
    longest = {key: _longest(rows, key, strict) for key in ("time", "m", "mi", "yd") if adjustment.get(key)}
    out = []
    for index, row in enumerate(rows):
        amounts = _amounts(row, adjustment, [key for key, best in longest.items() if best != index])
        out.append(_applied(row, amounts, pool) if amounts else row)
    return _share_groups(rows, out)


def _share_groups(before: tuple[Row, ...], after: list[Row]) -> tuple[Row, ...]:
    """Rows of one group keep one group: what changed it for one of them counts for all."""
    changed = {old.group: new.group for old, new in zip(before, after, strict=True) if old.group != new.group}
    if not changed:
        return tuple(after)
    return tuple(replace(row, group=changed.get(old.group, row.group)) for old, row in zip(before, after, strict=True))


def effective(rows: Iterable[Row], adjustment: Adjustment, pool: Decimal = POOL_M) -> Adjustment:
    """The parts of an adjustment that change these rows: of +2.5% +10min an easy run keeps +10min."""
    rows = tuple(rows)

    def changes(part: Adjustment) -> bool:
        return apply_all(rows, part, strict=False, pool=pool) != rows

    amounts = tuple(pair for pair in adjustment.amounts if changes(Adjustment((pair,))))
    named = tuple((name, parts) for name, parts in adjustment.rows if changes(Adjustment(rows=((name, parts),))))
    return Adjustment(amounts, named)


def _check_names(rows: tuple[Row, ...], adjustment: Adjustment) -> None:
    for name, _ in adjustment.rows:
        if not any(_names(row, name) for row in rows):
            raise AdjustmentError(f"There is no row named {name} in this session.")


def _names(row: Row, name: str) -> bool:
    return row_key(row.name) == row_key(name)


def _longest(rows: tuple[Row, ...], key: str, strict: bool) -> int | None:
    """The place of the longest main row of one set outside groups, by time or by distance."""

    def size(row: Row) -> Decimal | int | None:
        return row.prescription.duration if key == "time" else row.prescription.distance

    fit = [
        (size(row), -index)
        for index, row in enumerate(rows)
        if size(row) is not None and _is_main(row) and row.group is None and row.prescription.set_count == 1
    ]
    if fit:
        return -max(fit)[1]
    if strict:
        what = "a time" if key == "time" else "a distance"
        raise AdjustmentError(f"There is no single main row with {what} to lengthen, like a long run or a long ride.")
    return None


def _is_main(row: Row) -> bool:
    return row.section == "main" and not row.prescription.is_warm_up


def _amounts(row: Row, adjustment: Adjustment, without: list[str]) -> Amounts:
    """What concerns this row: the general amounts if it is a main row, and those that name it."""
    general = tuple(pair for pair in adjustment.amounts if pair[0] not in without) if _is_main(row) else ()
    named = adjustment.for_row(row.name)
    if not named:
        return general
    return together(general, named)


def _applied(row: Row, amounts: Amounts, pool: Decimal) -> Row:
    for key, amount in amounts:
        row = VERBS[key](row, key, amount, pool)
    return row


def _changed(row: Row, **fields) -> Row:
    return replace(row, prescription=replace(row.prescription, **fields))


def _targets(row: Row, move_of: Callable[[Target], Move | None]) -> Row:
    """Each target moved by the function that move_of gives for it; others stay."""
    intensity = row.prescription.intensity
    if intensity is None:
        return row
    moves = [move_of(target) for target in intensity.targets]
    if not any(moves):
        return row
    targets = tuple(t.moved(move) if move else t for t, move in zip(intensity.targets, moves, strict=True))
    return _changed(row, intensity=Intensity(targets))


LOAD_MOVES: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "points": lambda value, percent: value + percent,
    "percent": lambda value, percent: value * (1 + percent / 100),
    "added": lambda value, percent: value * (1 + percent / 100 * (1 if value > 0 else -1)),
}


def _load(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    def move_of(target: Target) -> Move | None:
        move = LOAD_MOVES.get(KINDS[target.kind].load)
        return (lambda value: move(value, amount)) if move else None

    return _targets(row, move_of)


def _weight(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    """+2.5kg: on the bar, or on the body; a weight in pounds moves by the same weight in pounds."""

    def move_of(target: Target) -> Move | None:
        family = KINDS[target.kind].family
        if family not in ("weight", "bodyweight"):
            return None
        step = amount * KG[key] / KG[target.unit or key]
        return lambda value: value + step

    intensity = row.prescription.intensity
    if intensity is None:
        return row
    bare = {Target("bodyweight"): Target("bodyweight", Decimal(0), unit=key)}
    row = _changed(row, intensity=Intensity(tuple(bare.get(target, target) for target in intensity.targets)))
    return _targets(row, move_of)


def _kind(kind: str) -> Callable[[Row, str, Decimal, Decimal], Row]:
    """A verb that adds to the numbers of one kind of target."""

    def verb(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
        return _targets(row, lambda target: (lambda value: value + amount) if target.kind == kind else None)

    return verb


def _pace(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    per_metre = amount / PACE_UNITS[key[1:]][0]

    def move_of(target: Target) -> Move | None:
        if target.kind != "pace":
            return None
        step = per_metre * PACE_UNITS[target.unit][0]
        return lambda value: max(Decimal(1), (value + step).quantize(Decimal(1), ROUND_HALF_UP))

    return _targets(row, move_of)


def _reps(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    reps = row.prescription.reps
    return row if reps is None else _changed(row, reps=reps.plus(int(amount)))


def _sets(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    step, p, group = int(amount), row.prescription, row.group
    if group and group.rounds is not None:
        return replace(row, group=replace(group, rounds=_within(group.rounds + step)))
    if group and group.every_s and group.cap_s:
        cap = max(group.every_s, group.cap_s + step * group.every_s)
        return replace(row, group=replace(group, cap_s=min(cap, MOST_SECONDS)))
    if p.reps is None and p.set_count < 2:
        return row
    return replace(row, prescription=with_sets(p, p.set_count + step, p.sets_max and p.sets_max + step))


def _within(sets: int) -> int:
    return min(max(1, sets), MOST_SETS)


def with_sets(p: Prescription, count: int, most: int | None = None) -> Prescription:
    """So many sets: a list repeats its last entry or loses its last ones; one entry left is no list."""
    count = _within(count)
    most = _within(most) if most is not None else None
    reps = Reps(_entries(p.reps.entries, count)) if p.reps and p.reps.is_list else p.reps
    if p.duration is not None and reps == Reps((AMRAP,)):
        p, reps = replace(p, amrap=True), None  # what is left of a list: as many as fit in the time
    intensity = Intensity(tuple(_listed(t, count) for t in p.intensity.targets)) if p.intensity else None
    says_nothing = p.sets is None and p.list_length >= 3 and count >= 3
    return replace(
        p,
        sets=None if says_nothing else count,
        sets_max=most if most is not None and most > count else None,
        reps=reps,
        intensity=intensity,
    )


def _entries(entries: tuple, count: int) -> tuple:
    return entries[:count] + entries[-1:] * (count - len(entries))


def _listed(target: Target, count: int) -> Target:
    if not target.per_set:
        return target
    numbers = _entries(target.per_set, count)
    if count > 1:
        return replace(target, per_set=numbers)
    return replace(target, per_set=(), start=numbers[0], end=numbers[0])


def _time(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    p, step = row.prescription, int(amount)
    if p.duration is None:
        return row
    return _changed(row, **_span(p, "duration", lambda value: min(max(TIME_STEP_S, value + step), MOST_SECONDS)))


def _distance(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    p, step = row.prescription, amount * METRES[key]
    if p.distance is None:
        return row
    return _changed(row, **_span(p, "distance", lambda value: value + step if value + step > 0 else value))


def _span(p: Prescription, field: str, move: Callable) -> dict:
    """A field and its upper end, moved; the upper end stays only where it is above."""
    low, high = getattr(p, field), getattr(p, f"{field}_max")
    is_open = field == "duration" and high == OPEN_S
    low, high = move(low), None if high is None else high if is_open else move(high)
    return {field: low, f"{field}_max": high if high is not None and high > low else None}


def _volume(row: Row, key: str, amount: Decimal, pool: Decimal) -> Row:
    """A group's rounds; else sets; else list entries; else the cap; else time; else distance."""
    factor, group, p = 1 + amount / 100, row.group, row.prescription
    if group and (group.rounds is not None or group.cap_s is not None):
        return replace(row, group=_less_group(group, factor))
    if p.set_count > 1:
        most = p.sets_max and _share(p.sets_max, factor)
        return replace(row, prescription=with_sets(p, _share(p.set_count, factor), most))
    if p.duration is not None:
        return _changed(row, **_span(p, "duration", lambda value: _less_time(value, factor)))
    if p.distance is not None:
        step = _step(row, pool)
        return _changed(row, **_span(p, "distance", lambda value: _less_distance(value, factor, step)))
    return row


def _share(count: int, factor: Decimal) -> int:
    return _within(int(rounded(count * factor, 1)))


def _less_group(group: Group, factor: Decimal) -> Group:
    if group.rounds is not None and (group.rounds > 1 or not group.sets_of_rounds):
        return replace(group, rounds=_share(group.rounds, factor))
    if group.sets_of_rounds is not None:
        return replace(group, sets_of_rounds=_share(group.sets_of_rounds, factor))
    step = group.every_s or TIME_STEP_S
    return replace(group, cap_s=max(step, int(rounded((group.cap_s or 0) * factor, step))))


def _less_time(seconds: int, factor: Decimal) -> int:
    least = min(seconds, TIME_STEP_S)
    return min(max(least, int(rounded(seconds * factor, TIME_STEP_S))), MOST_SECONDS)


def _step(row: Row, pool: Decimal) -> Decimal:
    """In metres."""
    unit = row.prescription.distance_unit
    if row.sport == "swimming":
        return pool if unit != "yd" else 25 * METRES["yd"]
    return STEPS[unit] * METRES[unit]


def _less_distance(metres: Decimal, factor: Decimal, step: Decimal) -> Decimal:
    return max(min(metres, step), rounded(metres * factor, step))


VERBS: dict[str, Callable[[Row, str, Decimal, Decimal], Row]] = {
    "load": _load,
    "kg": _weight,
    "lb": _weight,
    "rpe": _kind("rpe"),
    "rir": _kind("rir"),
    "rep": _reps,
    "set": _sets,
    "time": _time,
    "m": _distance,
    "mi": _distance,
    "yd": _distance,
    "ftp": _kind("percent_ftp"),
    "w": _kind("power"),
    "volume": _volume,
    **{key: _pace for key in CHANGES if key.startswith("s/")},
}


@lru_cache(maxsize=64)
def applied(rows: tuple[Row, ...], adjustment: Adjustment) -> tuple[Row, ...]:
    """apply_all, lenient, remembered: pages place the same session many times."""
    return apply_all(rows, adjustment, strict=False)
