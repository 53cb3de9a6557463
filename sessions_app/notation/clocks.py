"""What a clock says of a line: cadence, send-offs, every so often, EMOM, Tabata."""

from __future__ import annotations

import re

from ..prescription import Cadence, Rest
from ..prescription.targets import read_numbers
from ..prescription.tokens import Tokens, at, number
from ..prescription.values import MOST_CADENCE, MOST_SECONDS, MOST_SETS
from .line import GUESSED, Context, Found
from .quantities import read_item

SPM = ("rpm", "spm")


def cadence(tokens: Tokens, index: int, context: Context) -> Found | None:
    """90rpm, 85-95 rpm, 170spm."""
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.times or at(tokens, numbers.end).low not in SPM:
        return None
    return found_cadence(numbers.values[0], numbers.values[-1], numbers.end + 1)


def found_cadence(low, high, end: int) -> Found | None:
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_CADENCE:
        return None
    return Found({"cadence": Cadence(int(low), int(high))}, end)


def every(tokens: Tokens, index: int, context: Context) -> Found | None:
    """on 1:40, every 2:00, every 2:30 for 15:00, every 75s x 8 sets."""
    item = read_item(tokens, index + 1, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    lanes = item.end
    while at(tokens, lanes).low == "/" and at(tokens, lanes + 1).kind == "time":
        lanes += 2
    if lanes > item.end:  # on 1:30/1:50/2:00: the first lane's counts, all are kept
        note = "".join(token.text for token in tokens[index + 1 : lanes])
        return Found({"every": int(item.low), "note": f"on {note}"}, lanes, GUESSED)
    return _starts(tokens, item.end, int(item.low), context)


RESTING = frozenset(("rest", "r", "recovery", "between"))


def _starts(tokens: Tokens, end: int, seconds: int, context: Context) -> Found:
    """How often, after the interval: x5, for 15:00, 10min."""
    facts: dict = {"every": seconds}
    times = at(tokens, end).kind == "x"
    total = read_item(tokens, end + (times or at(tokens, end).low in ("for", "x")), context)
    behind = at(tokens, total.end).low if total else ""
    if behind in RESTING:
        return Found(facts, end)  # on 3:00, 3min between sets
    if total and total.kind == "time" and not times and int(total.low) >= seconds:
        facts["sets"] = min(int(total.low) // seconds, MOST_SETS)
    elif total and total.kind in ("count", "sets") and times and 1 <= total.low <= MOST_SETS:
        facts["sets"] = int(total.low)
    else:
        return Found(facts, end)
    return Found(facts, total.end + (at(tokens, total.end).low == ":"))


EMOM = re.compile(r"e(?:mom|([0-9]{1,4})(mom|s|min|m))")


def emom(tokens: Tokens, index: int, context: Context) -> Found | None:
    """EMOM 10min: 5, E2MOM x5, E90S 12min; EMOM 10 is ten minutes."""
    text, end = "", index
    while end < min(index + 3, len(tokens)) and (end == index or not tokens[end].gap):
        text += tokens[end].low
        end += 1
        match = EMOM.fullmatch(text)
        if match and (match[2] or not match[1]):
            seconds = int(match[1] or 1) * (1 if match[2] == "s" else 60)
            return _emom(tokens, end, seconds, context) if 1 <= seconds <= MOST_SECONDS else None
    return None


def _emom(tokens: Tokens, end: int, seconds: int, context: Context) -> Found:
    found = _starts(tokens, end, seconds, context)
    after = end + (at(tokens, end).low == "for")
    minutes = number(at(tokens, after)) if at(tokens, after).kind == "num" else None
    if "sets" not in found.facts and minutes and minutes == int(minutes) and 1 <= minutes * 60 // seconds <= MOST_SETS:
        if at(tokens, after + 1).kind != "x":
            facts = {"every": seconds, "sets": int(minutes * 60 // seconds)}
            return Found(facts, after + 1 + (at(tokens, after + 1).low == ":"), GUESSED)
    return found


def tabata(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Tabata: 8 x 20 s of work and 10 s of rest (Tabata 1996), unless something else is said first."""
    return None if context.facts else Found({"sets": 8, "duration": 20, "rest": Rest(10)}, index + 1)


def rate_piece(tokens: Tokens, index: int, context: Context) -> Found | None:
    """30r20, in rowing: 30 minutes at 20 strokes a minute."""
    minutes, letter, rate = tokens[index], at(tokens, index + 1), at(tokens, index + 2)
    if context.sport != "rowing" or letter.low != "r" or letter.gap or rate.gap or rate.kind != "num":
        return None
    amount, strokes = number(minutes), number(rate)
    if amount is None or strokes is None or amount != int(amount) or not 1 <= amount <= 180 or not 16 <= strokes <= 44:
        return None
    cadence = found_cadence(strokes, strokes, index + 3)
    return cadence and Found({"duration": int(amount) * 60, **cadence.facts}, cadence.end, GUESSED)
