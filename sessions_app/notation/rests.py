"""Rests of a line: `r3:00`, `rest 90s`, `90s rest`, `/ 90s`, `30s|60s`, `(rest 1 min, 2 mins)`."""

from __future__ import annotations

from ..prescription import Intensity, Rest
from ..prescription.rests import read_amount, read_words
from ..prescription.targets import read_targets
from ..prescription.tokens import Tokens, at, number
from .clocks import found_cadence
from .line import GUESSED, Context, Found
from .quantities import read_item


def rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """r3:00, rest 90s, r400m jog, r walk back, r20s/4:00, r2:00 @ 50% FTP; in rowing r20 is a stroke rate."""
    first, start = at(tokens, index).low, index + 1
    if at(tokens, start).low == ":" and first != "r":
        start += 1
    rate = at(tokens, start)
    if first == "r" and context.sport == "rowing" and rate.kind == "num" and not rate.gap:
        value = number(rate)
        after = at(tokens, start + 1)
        if value is not None and 16 <= value <= 44 and (after.gap or after.kind in ("sign", "end")):
            return found_cadence(value, value, start + 1)
    amount = read_amount(tokens, start)
    fields, end = amount or ({}, start)
    if not amount and first == "recovery":
        return None
    words, end = read_words(tokens, end)
    found = _rest(fields, words, tokens, end, context)
    return found if amount or words else None


def _rest(
    fields: dict, words: str, tokens: Tokens, end: int, context: Context, with_target: bool = True
) -> Found | None:
    sign = at(tokens, end)
    intensity = None
    if with_target and sign.low == "@" and (not sign.gap or "targets" in context.facts):
        targets, after = read_targets(tokens, end + 1, **context.percent)
        if targets:
            intensity, end = Intensity(targets), after
    try:
        value = Rest(**{k: v for k, v in fields.items() if v is not None}, words=words, intensity=intensity)
    except ValueError:
        return None
    return Found({"rest": value}, end)


REST_NOUNS = frozenset(("rest", "recovery", "r", "rests"))


def rest_behind(tokens: Tokens, index: int, context: Context) -> Found | None:
    """90s rest, 2:00 rest, 1:00r, 5min recovery, 90 sec recovery jog."""
    read = read_amount(tokens, index)
    if read is None:
        return None
    fields, end = read
    if "set_seconds" in fields and tokens[index - 1].low == "@":
        return None  # @1:48..1:52/3:00r: a pace, and then the rest
    before = ""
    if at(tokens, end).low in ("easy", "jog", "walk", "active") and at(tokens, end + 1).low in REST_NOUNS | {"jog"}:
        before, end = at(tokens, end).low, end + 1
    noun = at(tokens, end)
    if noun.low not in REST_NOUNS and not (before and noun.low == "jog"):
        return None
    if noun.low == "r" and (noun.gap or at(tokens, end + 1).kind in ("num", "time") and not at(tokens, end + 1).gap):
        return None
    if noun.low == "recovery" and not context.facts:
        return None  # 4 minutes recovery is work of that name
    if noun.low == "jog":
        before = f"{before} jog"
    words, end = read_words(tokens, end + 1)
    with_target = noun.low != "r"  # 3x20:00/2:00r@UT2: the work's, not the rest's
    return _rest(fields, " ".join(f"{before} {words}".split()), tokens, end, context, with_target)


def barred_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """30s|60s: the timer of the set, then the one of the rest."""
    read = read_amount(tokens, index + 1) if "duration" in context.facts else None
    return Found({"rest": Rest(**read[0])}, read[1]) if read and "seconds" in read[0] else None


def bare_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """3x8 @ 8 / 90s: a time behind reps and their intensity is the rest, guessed."""
    facts = context.facts
    if "reps" not in facts or "duration" in facts or not ("targets" in facts or at(tokens, index - 1).low == "/"):
        return None
    item = read_item(tokens, index, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    return Found({"rest": Rest(int(item.low))}, item.end, GUESSED)
