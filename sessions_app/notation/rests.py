"""Rests of a line: `r3:00`, `rest 90s`, `90s rest`, `/ 90s`, `30s|60s`, `(rest 1 min, 2 mins)`."""

from __future__ import annotations

from ..prescription import Intensity, Rest
from ..prescription.rests import read_amount, read_words
from ..prescription.targets import read_targets
from ..prescription.tokens import Tokens, at, number
from ..prescription.values import REST_WORDS
from .clocks import found_cadence
from .line import GUESSED, UNDERSTOOD, Context, Found
from .quantities import read_item


def rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """r3:00, rest 90s, r400m jog, r walk back, r20s/4:00, r2:00 @ 50% FTP; in rowing r20 is a stroke rate."""
    first, start = at(tokens, index).low, index + 1
    if at(tokens, start).low == "=" or at(tokens, start).low == ":" and first != "r":
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
    listed = _by_row(tokens, start, context) if amount and context.rows > 1 else None
    if listed:
        return listed
    words, end = read_words(tokens, end)
    found = _rest(fields, words, tokens, end, context)
    return found if amount or words else None


def _by_row(tokens: Tokens, index: int, context: Context) -> Found | None:
    """(rest 1 min, 2 mins, 4 mins): one for each row so far, by position."""
    rests, end = [], index
    while (read := read_amount(tokens, end)) and "seconds" in read[0] and "set_seconds" not in read[0]:
        rests.append(Rest(**read[0]))
        end = read[1]
        if at(tokens, end).low not in (",", "/") or len(rests) == context.rows:
            break
        end += 1
    if len(rests) != context.rows or at(tokens, end).low == ",":
        return None
    return Found({"rest": rests[-1], "rests": tuple(rests[:-1])}, end)


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


BETWEEN = frozenset(("set", "sets", "rep", "reps", "round", "rounds", "intervals", "efforts", "pieces"))
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
    if noun.low == "between" and at(tokens, end + 1).low in BETWEEN:
        return _rest(fields, before, tokens, end + 2, context)
    if noun.low not in REST_NOUNS and not (before and noun.low == "jog"):
        return None
    if noun.low == "r" and (noun.gap or at(tokens, end + 1).kind in ("num", "time") and not at(tokens, end + 1).gap):
        return None
    several = (context.facts.get("sets") or 1) > 1 or "reps" in context.facts
    if noun.low == "recovery" and not several:
        return None  # 4 minutes recovery is work of that name
    if noun.low == "jog":
        before = f"{before} jog"
    words, end = read_words(tokens, end + 1)
    with_target = noun.low != "r"  # 3x20:00/2:00r@UT2: the work's, not the rest's
    return _rest(fields, " ".join(f"{before} {words}".split()), tokens, end, context, with_target)


SPENT = frozenset(
    "easy jog jogging walk walking float spin swim standing active passive slow light recovery rest off".split()
)
ENDINGS = frozenset(("recovery", "rest", "off", "between", "reps", "sets"))
SHORT_S, SHORT_M = 300, 800
IN_PLACE = frozenset(("/", "(", "with", "w", "then"))  # before an amount that belongs to the sets


def spent_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """6x1km w/ 90s jog, 5x3min / 2min easy, (400m jog), 4min recovery: how the time between sets is spent."""
    facts = context.facts
    if "rest" in facts or (facts.get("sets") or 1) < 2 and "reps" not in facts:
        return None
    read = read_amount(tokens, index)
    if read is None or "set_seconds" in read[0]:
        return None
    fields, start = read
    if at(tokens, start).low == "@" and "targets" in facts and at(tokens, index - 1).low == "/" and _two(facts, fields):
        found = _rest(fields, "", tokens, start, context)  # 5x4min @ 115% FTP / 4min @ 50% FTP
        if found and found.facts["rest"].intensity:
            return found._replace(end=found.end + (at(tokens, found.end).low in ("recovery", "rest", "easy")))
    if at(tokens, start).low not in SPENT:
        return None
    end = start
    while at(tokens, end).low in SPENT or at(tokens, end).low in ("back", "down", "between", "in", "reps", "sets"):
        end += 1
    words = [token.low for token in tokens[start:end]]
    before = at(tokens, index - 1).low
    short = fields.get("seconds", 0) <= SHORT_S and fields.get("distance", 0) <= SHORT_M
    said = "between" in words or before in IN_PLACE
    if not said and (not short or words[0] == "easy" or before not in (",", ";") and "recovery" not in words):
        return None
    how = " ".join(word for word in words if word not in ENDINGS and word != "in")
    found = _rest(fields, how, tokens, end, context)
    return found and found._replace(status=UNDERSTOOD if said or "recovery" in words else GUESSED)


def _two(facts: dict, fields: dict) -> bool:
    """Whether the work and what stands beside it are both times, or both distances."""
    return "duration" in facts and "seconds" in fields or "distance" in facts and "distance" in fields


def rest_of_words(tokens: Tokens, index: int, context: Context) -> Found | None:
    """walk back recovery, jog down: the way back is the rest."""
    end = index
    while at(tokens, end).low in REST_WORDS and at(tokens, end).low not in ENDINGS:
        end += 1
    words = " ".join(token.low for token in tokens[index:end])
    said = at(tokens, end).low in ENDINGS - {"off"}
    way = words.endswith((" back", " down"))
    if not context.facts or "rest" in context.facts or not (said or way):
        return None
    while at(tokens, end).low in ENDINGS:
        end += 1
    return _rest({}, words, tokens, end, context)


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
