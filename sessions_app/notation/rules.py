"""The table of rules: a name, the words or kinds it begins with, and a function of the tokens.

A rule that matches gives facts (fields of a Prescription) and where it ends. `opens` says that it may end the
exercise's name; the others (effort words, zones) count only after another shape or after @.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..prescription import Cadence, Intensity, Rest
from ..prescription.rests import read_amount, read_words
from ..prescription.targets import BY_WORD, EFFORTS, NAMED, read_effort, read_named, read_numbers, read_targets
from ..prescription.tempo import read_tempo
from ..prescription.tokens import Token, at, number
from ..prescription.values import MOST_CADENCE, MOST_SECONDS, MOST_SETS
from .intensity import read_after_at
from .line import GUESSED, UNDERSTOOD, Context, Found
from .shapes import read_chain, read_item

Reader = Callable[[list[Token], int, Context], Found | None]

SIDES = frozenset(("side", "sides", "leg", "legs", "arm", "arms", "hand"))


class Rule(NamedTuple):
    name: str
    first: str
    read: Reader
    opens: bool = True


def side(tokens: list[Token], index: int, context: Context) -> Found | None:
    """/side, each leg, per arm, e/s, ea."""
    first, second = at(tokens, index).low, at(tokens, index + 1)
    if first in ("/", "each", "per") and (second.low in SIDES):
        return Found({"per_side": True}, index + 2)
    if first == "e" and second.low == "/" and at(tokens, index + 2).low == "s":
        return Found({"per_side": True}, index + 3)
    return Found({"per_side": True}, index + 1) if first == "ea" and context.facts else None


def tempo(tokens: list[Token], index: int, context: Context) -> Found | None:
    """t3-1-1-0, t3110, tempo 31X0, tempo 3-1-1-0."""
    read = read_tempo(tokens, index + 1)
    return Found({"tempo": read[0]}, read[1]) if read else None


def cadence(tokens: list[Token], index: int, context: Context) -> Found | None:
    """90rpm, 85-95 rpm, 170spm."""
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.times or at(tokens, numbers.end).low not in ("rpm", "spm"):
        return None
    return _cadence(numbers.values[0], numbers.values[-1], numbers.end + 1)


def _cadence(low, high, end: int) -> Found | None:
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_CADENCE:
        return None
    return Found({"cadence": Cadence(int(low), int(high))}, end)


def rest(tokens: list[Token], index: int, context: Context) -> Found | None:
    """r3:00, rest 90s, r400m jog, r walk back, r20s/4:00, r2:00 @ 50% FTP; in rowing r20 is a stroke rate."""
    first, start = at(tokens, index).low, index + 1
    if at(tokens, start).low == ":" and first != "r":
        start += 1
    rate = at(tokens, start)
    if first == "r" and context.sport == "rowing" and rate.kind == "num" and not rate.gap:
        value = number(rate)
        after = at(tokens, start + 1)
        if value is not None and 16 <= value <= 44 and (after.gap or after.kind in ("sign", "end")):
            return _cadence(value, value, start + 1)
    amount = read_amount(tokens, start)
    fields, end = amount or ({}, start)
    if not amount and first == "recovery":
        return None
    words, end = read_words(tokens, end)
    found = _rest(fields, words, tokens, end, context)
    return found if amount or words else None


def _rest(fields: dict, words: str, tokens: list[Token], end: int, context: Context) -> Found | None:
    status = UNDERSTOOD
    sign = at(tokens, end)
    intensity = None
    if sign.low == "@" and (not sign.gap or "targets" in context.facts):
        targets, after = read_targets(tokens, end + 1, **context.percent)
        if targets:
            intensity, end = Intensity(targets), after
    try:
        value = Rest(**{k: v for k, v in fields.items() if v is not None}, words=words, intensity=intensity)
    except ValueError:
        return None
    return Found({"rest": value}, end, status)


REST_NOUNS = frozenset(("rest", "recovery", "r", "rests"))


def rest_behind(tokens: list[Token], index: int, context: Context) -> Found | None:
    """90s rest, 2:00 rest, 1:00r, 5min recovery, 90 sec recovery jog."""
    read = read_amount(tokens, index)
    if read is None:
        return None
    fields, end = read
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
    return _rest(fields, " ".join(f"{before} {words}".split()), tokens, end, context)


def bare_rest(tokens: list[Token], index: int, context: Context) -> Found | None:
    """3x8 @ 8 / 90s: a time behind reps and their intensity is the rest, guessed."""
    facts = context.facts
    if "reps" not in facts or "duration" in facts or not ("targets" in facts or at(tokens, index - 1).low == "/"):
        return None
    item = read_item(tokens, index, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    return Found({"rest": Rest(int(item.low))}, item.end, GUESSED)


def every(tokens: list[Token], index: int, context: Context) -> Found | None:
    """on 1:40, every 2:00, every 2:30 for 15:00, every 75s x 8 sets."""
    item = read_item(tokens, index + 1, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    return _starts(tokens, item.end, int(item.low), context)


def _starts(tokens: list[Token], end: int, seconds: int, context: Context) -> Found:
    """How often, after the interval: x5, for 15:00, 10min."""
    facts: dict = {"every": seconds}
    times = at(tokens, end).kind == "x"
    total = read_item(tokens, end + (times or at(tokens, end).low in ("for", "x")), context)
    if total and total.kind == "time" and not times and int(total.low) >= seconds:
        facts["sets"] = min(int(total.low) // seconds, MOST_SETS)
    elif total and total.kind in ("count", "sets") and times and 1 <= total.low <= MOST_SETS:
        facts["sets"] = int(total.low)
    else:
        return Found(facts, end)
    return Found(facts, total.end + (at(tokens, total.end).low == ":"))


EMOM = re.compile(r"e(?:mom|([0-9]{1,4})(mom|s|min|m))")


def emom(tokens: list[Token], index: int, context: Context) -> Found | None:
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


def _emom(tokens: list[Token], end: int, seconds: int, context: Context) -> Found:
    found = _starts(tokens, end, seconds, context)
    after = end + (at(tokens, end).low == "for")
    minutes = number(at(tokens, after)) if at(tokens, after).kind == "num" else None
    if "sets" not in found.facts and minutes and minutes == int(minutes) and 1 <= minutes * 60 // seconds <= MOST_SETS:
        if at(tokens, after + 1).kind != "x":
            facts = {"every": seconds, "sets": int(minutes * 60 // seconds)}
            return Found(facts, after + 1 + (at(tokens, after + 1).low == ":"), GUESSED)
    return found


def amrap(tokens: list[Token], index: int, context: Context) -> Found | None:
    """AMRAP 12min: 5, 12min AMRAP."""
    if at(tokens, index).low == "amrap" and "duration" in context.facts and "amrap" not in context.facts:
        return Found({"amrap": True}, index + 1)
    found = read_chain(tokens, index, context)
    if found and at(tokens, found.end).low == ":":
        return found._replace(end=found.end + 1)
    return found


def warm_up(tokens: list[Token], index: int, context: Context) -> Found | None:
    """w5x40: work-up sets. w/ is with."""
    after = at(tokens, index + 1)
    return None if after.low == "/" or "is_warm_up" in context.facts else Found({"is_warm_up": True}, index + 1)


def last(tokens: list[Token], index: int, context: Context) -> Found | None:
    """last 30min @ MP: a word on how to end it, kept as the note it is."""
    if not context.facts or read_item(tokens, index + 1, context) is None:
        return None
    end = index
    while end < len(tokens) and tokens[end].low not in (",", "//"):
        end += 1
    text = "".join((" " if t.gap and place else "") + t.text for place, t in enumerate(tokens[index:end]))
    return Found({"note": text}, end)


def target(tokens: list[Token], index: int, context: Context) -> Found | None:
    """RPE 8, Z2, BW+20kg, heavy 3: targets that need no @."""
    read = BY_WORD[at(tokens, index).low](tokens, index)
    return Found({"targets": (read[0],)}, read[1]) if read else None


def zone(tokens: list[Token], index: int, context: Context) -> Found | None:
    return target(tokens, index, context) if context.facts else None


def effort(tokens: list[Token], index: int, context: Context) -> Found | None:
    """Effort words and named efforts, after another shape."""
    if not context.facts or ("targets" in context.facts and len(context.facts["targets"]) > 1):
        return None
    read = read_effort(tokens, index)
    if read is None and context.name:
        read = read_named(tokens, index)
    return Found({"targets": (read[0],)}, read[1]) if read else None


def after_at(tokens: list[Token], index: int, context: Context) -> Found | None:
    """@ and what follows it: by its unit, else by the sport."""
    found = rest_behind(tokens, index + 1 + (at(tokens, index + 1).low == "+"), context)
    if found:
        return found
    return read_after_at(tokens, index, context, starts)


def starts(tokens: list[Token], index: int, context: Context) -> bool:
    """Whether something with a form of its own begins here: ends free words. A lone number does not."""
    token = at(tokens, index)
    if token.kind in ("end", "note") or token.low in ("@", "|", ";"):
        return True
    if token.kind == "num":
        lone = at(tokens, index + 1)
        if lone.gap and lone.kind != "x" and read_chain(tokens, index, context) is not None:
            found = read_chain(tokens, index, context)
            return bool(found and found.end > index + 1)
    return any(rule.opens and rule.read(tokens, index, context) for rule in rules_at(token))


FIRST_WORDS = {
    "all",
    "sweet",
    "race",
    "goal",
    "mile",
    "half",
    "marathon",
    "threshold",
    "tempo",
    "steady",
    "easy",
    "max",
}
WORDS_OF_EFFORT = "|".join(sorted({word for word in (*EFFORTS, *NAMED) if word.isalpha()} | FIRST_WORDS))

# Tried in this order at each token that begins like `first`.
RULES: tuple[Rule, ...] = (
    Rule("cadence", "<num>", cadence),
    Rule("rest", "<num>|<time>", rest_behind),
    Rule("rest", "<num>|<time>", bare_rest),
    Rule("amount", "<num>|<time>", read_chain),
    Rule("effort", "<num>", effort, opens=False),
    Rule("amrap", "amrap", amrap),
    Rule("every", "emom|e", emom),
    Rule("side", "/|each|per|e|ea", side),
    Rule("rest", "r|rest|rests|recovery", rest),
    Rule("every", "on|every|ev", every),
    Rule("tempo", "t|tempo", tempo),
    Rule("warm-up", "w", warm_up),
    Rule("note", "last|first|final", last, opens=False),
    Rule("intensity", "@", after_at),
    Rule("intensity", "rpe|rir|bw|heavy|work|reps", target),
    Rule("intensity", "bodyweight|z|zone|ut", zone, opens=False),
    Rule("intensity", WORDS_OF_EFFORT, effort, opens=False),
)


def _index() -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in RULES:
        for first in rule.first.split("|"):
            table.setdefault(first, []).append(rule)
    return {first: tuple(rules) for first, rules in table.items()}


BY_FIRST = _index()


def rules_at(token: Token) -> tuple[Rule, ...]:
    return BY_FIRST.get(f"<{token.kind}>" if token.kind in ("num", "time") else token.low, ())
