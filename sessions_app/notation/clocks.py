"""What a clock says of a line: send-offs, every so often, EMOM, Tabata."""

from __future__ import annotations

import re

from ..prescription import Rest
from ..prescription.tokens import Tokens, at, number
from ..prescription.values import MOST_SECONDS, MOST_SETS
from .line import GUESSED, Context, Found
from .quantities import read_item
from .rests import REST_NOUNS, rest_behind


def every(tokens: Tokens, index: int, context: Context) -> Found | None:
    """on 1:40, every 2:00, every minute, every 2:30 for 15:00, every 75s x 8 sets; on :30 rest is a rest."""
    following = at(tokens, index + 1).low
    if following == "minute":
        on_it = 3 if [token.low for token in tokens[index + 2 : index + 5]] == ["on", "the", "minute"] else 0
        return _emom(tokens, index + 2 + on_it, 60, context)
    rested = rest_behind(tokens, index + 1, context) if tokens[index].low == "on" else None
    if rested:
        return rested
    start = index + 1 + (following in ("a", "the", "an"))
    item = read_item(tokens, start, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    if at(tokens, item.end).low in ("interval", "intervals", "base"):
        item = item._replace(end=item.end + 1)
    lanes = item.end
    while at(tokens, lanes).low == "/" and at(tokens, lanes + 1).kind == "time":
        lanes += 2
    if lanes > item.end:  # on 1:30/1:50/2:00: the first lane's counts, all are kept
        note = "".join(token.text for token in tokens[index + 1 : lanes])
        return Found({"every": int(item.low), "note": f"on {note}"}, lanes, GUESSED)
    return _starts(tokens, item.end, int(item.low), context)


RESTING = REST_NOUNS | {"between"}


def _starts(tokens: Tokens, end: int, seconds: int, context: Context) -> Found:
    """How often, after the interval: x5, for 15:00, 10min."""
    facts: dict = {"every": seconds}
    times = at(tokens, end).kind == "x"
    total = read_item(tokens, end + (times or at(tokens, end).low in ("for", "x")), context)
    behind = at(tokens, total.end).low if total else ""
    if behind in RESTING:
        return Found(facts, end)  # on 3:00, 3min between sets
    if total and total.kind == "time" and int(total.low) >= seconds:
        facts["sets"] = min(int(total.low) // seconds, MOST_SETS)
    elif total and total.kind in ("count", "sets") and times and 1 <= total.low <= MOST_SETS:
        facts["sets"] = int(total.low)
    else:
        return Found(facts, end)
    return Found(facts, total.end + (at(tokens, total.end).low == ":"))


EMOM = re.compile(r"e(?:mom|motm|([0-9]{1,4})(mom|motm|s|min|m))")


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
    minutes = number(at(tokens, after)) if at(tokens, after).kind == "num" and "sets" not in context.facts else None
    if "sets" not in found.facts and minutes and minutes == int(minutes) and 1 <= minutes * 60 // seconds <= MOST_SETS:
        if at(tokens, after + 1).kind != "x":
            facts = {"every": seconds, "sets": int(minutes * 60 // seconds)}
            return Found(facts, after + 1 + (at(tokens, after + 1).low == ":"), GUESSED)
    return found


LEAST_EMOM_MIN = 4  # from here on a time before the word is how long it goes, below it how often a set starts


def clocked(tokens: Tokens, index: int, context: Context) -> Found | None:
    """:60 EMOM, 1:30 EMOM: how often, before the word; 32 min E2MOM: how long in all."""
    item = read_item(tokens, index, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    if at(tokens, item.end).low in ("emom", "emotm"):
        minutes, odd = divmod(int(item.low), 60)
        if minutes >= LEAST_EMOM_MIN and not odd and "sets" not in context.facts:  # 10 minute EMOM
            return Found({"every": 60, "sets": min(minutes, MOST_SETS)}, item.end + 1, GUESSED)
        return Found({"every": int(item.low)}, item.end + 1)
    counted = emom(tokens, item.end + (at(tokens, item.end).low == "."), context)
    sets = int(item.low) // counted.facts["every"] if counted else 0
    if counted is None or "sets" in counted.facts or not 1 <= sets <= MOST_SETS:
        return None
    return counted._replace(facts={**counted.facts, "sets": sets})


def round_time(tokens: Tokens, index: int, context: Context) -> Found | None:
    """5x5 @ 80% - 5 minute rounds: how often a set starts."""
    item = read_item(tokens, index, context) if "reps" in context.facts and "every" not in context.facts else None
    if (
        item is None
        or item.kind != "time"
        or item.low != item.high
        or at(tokens, item.end).low not in ("rounds", "sets")
    ):
        return None
    return Found({"every": int(item.low)}, item.end + 1)


def tabata(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Tabata: 8 x 20 s of work and 10 s of rest (Tabata 1996), unless something else is said first."""
    return None if context.facts else Found({"sets": 8, "duration": 20, "rest": Rest(10)}, index + 1)
