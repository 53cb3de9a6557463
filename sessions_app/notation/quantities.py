"""Quantities of a line: counts, sets, times, distances, loads. Chains of them joined by x are read in shapes.py."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from core.units import to_metres

from ..prescription import Reps, Target
from ..prescription.numbers import LINKED, Numbers
from ..prescription.reps import COUNTED, MOST_PAUSE_S, MOST_REPS
from ..prescription.rests import LENGTH_WORDS, TIME_WORDS, time_unit, unit_at
from ..prescription.targets import read_bodyweight, read_measured, read_numbers
from ..prescription.tokens import Tokens, at, before, joined, number
from ..prescription.values import MOST_METRES, MOST_SECONDS, MOST_SETS, OPEN_S
from ..prescription.words import UNITS
from .line import GUESSED, UNDERSTOOD, Context

# Also as coaches write them in German, French and Spanish.
SET_WORDS = frozenset(
    """set sets round rounds worksets workset series serie séries série satz sätze sätzen runde runden
    tours rondas tandas durchgänge cycle cycles""".split()
)
SET_ADJECTIVES = frozenset("work working hard warm-up warmup efectivas effectives".split())
REP_WORDS = frozenset(
    "rep reps repetitions repetition wdh wiederholungen répétitions repeticiones ripetizioni repeats".split()
)
SIDES = frozenset(
    """side sides leg legs arm arms hand foot direction seite bein arm jambe côté bras lado pierna brazo lato gamba
    braccio""".split()
)
EACH = frozenset("/ each per par por pro je cada chaque".split())
AMRAP_WORDS = frozenset(("amrap", "max"))
# Letters that may touch a bare number without making it something else.
TOUCHING = SET_WORDS | REP_WORDS | frozenset(("r", "e", "ea", "each", "w", "t", "x", "amrap"))


# What stands between the entries of a count: one for each set, parts of a set, drops of a set.
JOINS = {"/": "/", ",": "/", "+": "+", ">": ">"}
# What makes more of a number than a count, behind it: a unit, a word for what is counted, another number.
GOES_ON = frozenset.union(
    *(frozenset(words) for words in (TIME_WORDS, LENGTH_WORDS, UNITS.starts, COUNTED, JOINS, LINKED)),
    SET_WORDS,
    SET_ADJECTIVES,
    REP_WORDS,
    frozenset("- + ' \" amrap".split()),
)


class Item(NamedTuple):
    """kind: count, sets, time, dist, load, amrap, cap. low and high in sets, s or m; entries for a count's list."""

    kind: str
    end: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    unit: str = ""
    entries: tuple = ()
    target: Target | None = None
    said: bool = False
    status: str = UNDERSTOOD
    reps: Reps | None = None  # what a count states in full: parts of a set, what is counted

    @property
    def stated(self) -> Reps:
        return self.reps or Reps(self.entries)


def read_item(tokens: Tokens, index: int, context: Context) -> Item | None:
    """The quantity that begins there. Several rules ask at the same place: it is read once for what it depends on."""
    asked = (index, context.sport, context.timed, context.name == "box")
    if asked not in tokens.items:
        tokens.items[asked] = _read_item(tokens, index, context)
    return tokens.items[asked]


def _read_item(tokens: Tokens, index: int, context: Context) -> Item | None:
    token = at(tokens, index)
    if token.low == "amrap":
        following = at(tokens, index + 1).low
        listed = _count(tokens, index) if following in JOINS or following in COUNTED else None
        return listed if listed and (listed.reps or len(listed.entries) > 1) else _amrap(tokens, index, context)
    if token.kind not in ("num", "time"):
        if token.low in ("mile", "miles") and before(tokens, index).kind == "x":
            return Item("dist", index + 1, to_metres(Decimal(1), "mi"), to_metres(Decimal(1), "mi"), "mi")
        if token.low == "bw" and before(tokens, index).kind == "x":
            body = read_bodyweight(tokens, index)
            return Item("load", body[1], target=body[0]) if body else None
        return _bracketed(tokens, index) if token.low == "(" else None
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.mode == "ramp":
        return _load(tokens, index, context)
    after = at(tokens, numbers.end)
    if (
        numbers.mode == "one"
        and token.kind == "num"
        and after.low not in GOES_ON
        and (after.gap or after.kind != "word")
    ):
        return _bare_count(numbers) or _decimal_load(tokens, numbers)
    if numbers.mode == "one" and _is_no_time(tokens, index, context):
        return None
    load = _load(tokens, index, context)
    if load:
        return load
    time = _time(tokens, numbers, context)
    if time:
        after = at(tokens, time.end)
        return time._replace(kind="cap", end=time.end + 1) if after.low == "amrap" else time
    if numbers.times:
        return None
    return _length(tokens, numbers) or _count(tokens, index) or _decimal_load(tokens, numbers)


def _bare_count(numbers: Numbers) -> Item | None:
    """The 5 and the 3 of `5x3 @ 80%`."""
    value = numbers.values[0]
    whole = int(value)
    if value != whole or not 1 <= whole <= MOST_REPS:
        return None
    return Item("count", numbers.end, Decimal(whole), Decimal(whole), entries=((whole, whole),))


def _decimal_load(tokens: Tokens, numbers: Numbers) -> Item | None:
    """32.5 x 9: half kilograms are no sets."""
    value = numbers.values[0]
    if numbers.mode != "one" or value == int(value) or at(tokens, numbers.end).kind != "x":
        return None
    return Item("load", numbers.end, target=Target("weight", value, unit="kg"), status=GUESSED)


def _is_no_time(tokens: Tokens, index: int, context: Context) -> bool:
    """by 50s, between 200s are pool lengths, a box's 20" its height: no times."""
    unit = at(tokens, index + 1)
    if unit.low == '"' and before(tokens, index).low in ("(", "@", "at") and context.name == "box":
        return True  # inches of a box
    return before(tokens, index).low in ("by", "between", "per") and unit.low == "s" and not unit.gap


def _load(tokens: Tokens, index: int, context: Context) -> Item | None:
    read = read_measured(tokens, index, **context.percent)
    if read is None:
        return None
    target, end = read
    bare = target.kind.startswith("percent") and tokens[end - 1].low == "%"
    return Item("load", end, target=target, status=context.percent_status if bare else UNDERSTOOD)


def _amrap(tokens: Tokens, index: int, context: Context) -> Item:
    """AMRAP, or AMRAP 12min: a cap; a bare number behind it is minutes, guessed."""
    end = index + 1
    end += at(tokens, end).low in REP_WORDS
    timed = end + (at(tokens, end).low in ("in", "for", "of"))
    if timed > end and at(tokens, timed).kind in ("num", "time"):
        end = timed
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


def _time(tokens: Tokens, numbers, context: Context) -> Item | None:
    low, high, end = numbers.values[0], numbers.values[-1], numbers.end
    status = UNDERSTOOD
    if numbers.times:
        unit = time_unit(tokens, end) if at(tokens, end).low not in "\"'" else None
        end = unit[1] if unit else end
    elif at(tokens, end).low == "'" and at(tokens, end + 1).low == "s" and not at(tokens, end + 1).gap:
        return None  # 100's: lengths of a pool
    else:
        more = at(tokens, end).low == "+" and not at(tokens, end).gap and numbers.mode == "one"
        unit = time_unit(tokens, end + more)
        if unit and more and 1 <= low * unit[0] < OPEN_S:  # 60+ min
            return Item("time", unit[1], low * unit[0], Decimal(OPEN_S), status=status)
        if unit is None and at(tokens, end).low == "m" and _minutes(tokens, numbers, context):
            unit, status = (60, end + 1), GUESSED if context.step or context.sport == "cycling" else UNDERSTOOD
        if unit is None:
            return None
        factor, end = unit
        low, high = low * factor, high * factor
        if factor > 1 and numbers.mode == "one":
            more, end = _smaller(tokens, end, factor)
            low = high = low + more
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_SECONDS:
        return None
    plus = at(tokens, end)
    after = at(tokens, end + 1)
    if plus.low == "+" and not plus.gap and low == high and (after.gap or after.kind not in ("num", "time", "word")):
        return Item("time", end + 1, low, Decimal(OPEN_S), status=status)  # 30s+
    clocked = numbers.times and numbers.mode == "one" and at(tokens, numbers.end - 1).text.count(":") == 1
    return Item("time", end, low, high, "clock" if clocked else "", status=status)


def _minutes(tokens: Tokens, numbers, context: Context) -> bool:
    """m is metres but on a bike or in a workout's step, up to 300, and where seconds follow (5m30s)."""
    after = at(tokens, numbers.end + 1)
    if after.kind == "num" and not after.gap and at(tokens, numbers.end + 2).low in ("s", "sec"):
        return True
    paced = context.step and "pace" in tokens.words
    return (context.step or context.sport == "cycling") and numbers.values[-1] <= (60 if paced else 300)


def _smaller(tokens: Tokens, end: int, factor: int) -> tuple[Decimal, int]:
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


def _length(tokens: Tokens, numbers) -> Item | None:
    unit = joined(tokens, unit_at(tokens, numbers.end), LENGTH_WORDS, 1)
    if unit is None:
        return None
    low, high = (to_metres(value, unit[0]) for value in (numbers.values[0], numbers.values[-1]))
    return Item("dist", unit[1], low, high, unit[0]) if Decimal("0.001") <= low <= high <= MOST_METRES else None


def _entry(tokens: Tokens, index: int) -> tuple[tuple, int] | None:
    """5, 8-12, 5+ or AMRAP."""
    token = at(tokens, index)
    if token.low in AMRAP_WORDS:
        return (None, None), index + 1
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.times or numbers.mode == "ramp":
        return None
    low, high = numbers.values[0], numbers.values[-1]
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_REPS:
        return None
    plus = at(tokens, numbers.end)
    if plus.low == "+" and not plus.gap and numbers.mode == "one":
        after = at(tokens, numbers.end + 1)
        parts = not after.gap and (after.kind == "num" or after.low in AMRAP_WORDS)
        return ((int(low), int(high)), numbers.end) if parts else ((int(low), None), numbers.end + 1)
    return (int(low), int(high)), numbers.end


def _count(tokens: Tokens, index: int) -> Item | None:
    read = _ladder(tokens, index) or _first(tokens, index)
    if read is None:
        return None
    entries, end = read
    join = JOINS.get(at(tokens, end).low, "/")
    while len(entries) < 60:
        if _worded(tokens, end):
            end += 1
        if JOINS.get(at(tokens, end).low) != join:
            break
        step = at(tokens, end)
        more = _entry(tokens, end + 1)
        if more is None or _has_unit(tokens, more[1]):
            break
        if (
            join == "/"
            and at(tokens, more[1]).kind == "x"
            and not _work_and_rest(entries, more[0])
            and not (step.low == "," and _loaded(tokens, more[1] + 1))
        ):
            break
        if step.low != "," and (step.gap or at(tokens, end + 1).gap):
            break
        if join != "/" and None in (entries[0][1], more[0][1]) and (None, None) not in (entries[0], more[0]):
            break
        entries.append(more[0])
        end = more[1]
    after = at(tokens, end)
    if not after.gap and (
        after.low == "-" or after.kind == "word" and after.low not in TOUCHING and after.low not in COUNTED
    ):
        return None  # 3RM, 2nd, 1-3-6-9
    if after.low == "+" and not after.gap:
        return None  # 40+5 min
    if join != "/" and len(entries) > 1:
        return _parts(tokens, end, entries, join)
    low, high = entries[0]
    most = low if high is None else high
    if after.low in COUNTED and len(entries) == 1:
        reps = Reps(tuple(entries), counted=COUNTED[after.low])
        return Item("count", end + 1, Decimal(low or 0), Decimal(most or 0), "", tuple(entries), said=True, reps=reps)
    if after.low in SET_ADJECTIVES and at(tokens, end + 1).low in SET_WORDS:
        end, after = end + 1, at(tokens, end + 1)
    if after.low in SET_WORDS and len(entries) == 1 and high is not None and most <= MOST_SETS:
        behind = at(tokens, end + 1).low in SET_ADJECTIVES
        return Item("sets", end + 1 + behind, Decimal(low), Decimal(high), unit=after.low.rstrip("s"))
    said = after.low in REP_WORDS
    if not after.gap and after.kind == "word" and (after.low == "x" or after.low == "r" and _ends(tokens, end + 1)):
        said = True  # 6x chin-up, 10r
    elif after.low == "'" and at(tokens, end + 1).low == "s" and not after.gap:
        return Item("count", end + 2, Decimal(low or 0), Decimal(most or 0), entries=tuple(entries))  # 4 x 100's
    return Item("count", end + said, Decimal(low or 0), Decimal(most or 0), entries=tuple(entries), said=said)


def _work_and_rest(entries: list[tuple], second: tuple) -> bool:
    """30/30 x 10: seconds of work and of rest."""
    numbers = (*entries[0], *second)
    return len(entries) == 1 and all(number is not None and number >= 10 and number % 5 == 0 for number in numbers)


def _worded(tokens: Tokens, end: int) -> bool:
    """Of `6 reps, 8 reps, 10 reps`: whether the word stands here and behind the next number, too."""
    comma = at(tokens, end).low in REP_WORDS and at(tokens, end + 1).low == ","
    return comma and at(tokens, end + 2).kind == "num" and at(tokens, end + 3).low in REP_WORDS


def _parts(tokens: Tokens, end: int, entries: list[tuple], join: str) -> Item | None:
    """2+2+2(15s), 12+AMRAP+AMRAP (20s rest): parts of one set, with the pause between them."""
    if any(high is None and low is not None for low, high in entries):
        return None
    pause, end = read_pause(tokens, end)
    return Item("count", end, entries=tuple(entries), said=True, reps=Reps(tuple(entries), join, pause))


def read_pause(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """(15s), (r15s), (20s rest): seconds and the end; None and index where there is none."""
    inside = index + 1 + (at(tokens, index + 1).low in ("r", "rest"))
    amount = number(at(tokens, inside)) if at(tokens, index).low == "(" else None
    if amount is None:
        return None, index
    unit = (1, inside + 1) if at(tokens, inside).kind == "time" else time_unit(tokens, inside + 1)
    end = unit[1] if unit else index
    end += at(tokens, end).low in ("r", "rest")
    seconds = amount * unit[0] if unit else Decimal(0)
    if at(tokens, end).low != ")" or seconds != int(seconds) or not 1 <= seconds <= MOST_PAUSE_S:
        return None, index
    return int(seconds), end + 1


def _ends(tokens: Tokens, index: int) -> bool:
    """Whether nothing touches what stands before."""
    after = at(tokens, index)
    return after.gap or after.kind == "sign"


def _bracketed(tokens: Tokens, index: int) -> Item | None:
    """(2+2+2), (3.2.1): the parts of a set in brackets, behind an x."""
    if before(tokens, index).kind != "x" or at(tokens, index + 2).low not in ("+", ">"):
        return None
    item = _count(tokens, index + 1)
    if item is None or item.reps is None or at(tokens, item.end).low != ")":
        return None
    pause, end = read_pause(tokens, item.end + 1)
    reps = item.reps if pause is None else Reps(item.entries, item.reps.join, pause)
    return item._replace(end=end, reps=reps)


def _first(tokens: Tokens, index: int) -> tuple[list[tuple], int] | None:
    read = _entry(tokens, index)
    return read and ([read[0]], read[1])


def _ladder(tokens: Tokens, index: int) -> tuple[list[tuple], int] | None:
    """21-15-9, 1-3-6-9: three or more numbers joined by dashes are reps set by set."""
    entries, end = [], index
    while (token := at(tokens, end)).kind == "num" and token.text.isdigit() and 1 <= int(token.text) <= MOST_REPS:
        entries.append((int(token.text), int(token.text)))
        dash = at(tokens, end + 1)
        if dash.low != "-" or dash.gap or at(tokens, end + 2).gap or len(entries) == 60:
            break
        end += 2
    return (entries, end + 1) if len(entries) > 2 else None


def _loaded(tokens: Tokens, index: int) -> bool:
    """Whether a load stands there: 15,12,10 x 13.5kg is one list, 80, 3x5 begins another row."""
    read = read_measured(tokens, index)
    return read is not None and read[0].kind == "weight"


OTHER_UNITS = frozenset(("rir", "rpe", "%", "kg", "kgs", "lb", "lbs", "#", "w", "watts", "bpm", "rpm", "spm"))


def _has_unit(tokens: Tokens, index: int) -> bool:
    after = at(tokens, index)
    known = after.low in TIME_WORDS or after.low in LENGTH_WORDS or after.low in OTHER_UNITS
    return known or after.low in REP_WORDS and joined(tokens, index, UNITS, 5) is not None  # 4x8, 2-3 reps in reserve
