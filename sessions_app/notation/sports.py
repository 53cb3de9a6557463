"""The sport of a line that stands alone, from its own words. What a bare number means depends on it: a guess.

Only what no other sport writes counts: a stroke, a unit, a send-off behind pool lengths. `row` and `press` say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from ..prescription.rests import time_unit
from ..prescription.tokens import Tokens, at, joined, number
from ..prescription.words import PACES
from .cadences import STROKE_RATES

POOL = 25  # lengths of a pool are multiples of it
LONGEST = 1500
SLOWEST_RUN = Decimal("0.55")  # seconds a metre; the fastest 100 m free are swum in 0.46
STROKES = frozenset(
    """fr stroke free freestyle fly butterfly back backstroke breast breaststroke im kick drill pull swim choice
    fc warmup warm-up cooldown cool-down""".split()
)
WORDS = {
    word: sport
    for sport, words in {
        "swimming": """freestyle backstroke breaststroke sendoff css swim swims swimming beeper cruise ri scy scm lcm
            paddles buoy""",
        "rowing": "ut erg ergo ergometer skierg rowing",
        "cycling": "ftp watts rpm ride rides riding bike cycling turbo",
        "running": "run runs running jog strides stride mile miles",
    }.items()
    for word in words.split()
}
# What a line without a name is, in a session of a sport of which one does mostly one thing.
EXERCISES = {"running": "Run", "cycling": "Ride", "swimming": "Swim", "rowing": "Row"}


def nameless(sport: str, before: str = "") -> str:
    """The exercise of a line without a name: behind a warm-up or strides `4x500m @ 2k` is rowed, or run. In sports of
    many exercises it goes on with the one before."""
    return EXERCISES.get(sport, before)


PACE_SPORTS = {"/km": "running", "/mi": "running", "/100m": "swimming", "/100yd": "swimming", "/500m": "rowing"}


def sport_of(tokens: Tokens) -> str:
    """The sport, or "" where the words leave it open."""
    words = tokens.words
    return next((sport for rule, asks in RULES if not words.isdisjoint(asks) for sport in rule(tokens)), "")


def is_step(tokens: Tokens) -> bool:
    """`- 10m 60%`: a step as training calendars write it, where m is minutes."""
    first, amount = at(tokens, 0), at(tokens, 1)
    if first.low != "-" or not amount.gap:
        return False
    if amount.kind in ("num", "time"):
        return at(tokens, 2).kind != "x" or not tokens.words.isdisjoint(STEP_SIGNS)
    return "m" in tokens.words and not tokens.words.isdisjoint(STEP_SIGNS)


STEP_SIGNS = frozenset("% z w ftp lthr pace".split())


def _workout(tokens: Tokens) -> Iterator[str]:
    if is_step(tokens) and any(token.low == "%" for token in tokens):
        yield next(_words(tokens), "cycling")


def _words(tokens: Tokens) -> Iterator[str]:
    for index, token in enumerate(tokens):
        if token.low in WORDS:
            yield WORDS[token.low]
        if token.low == "spm" and number(at(tokens, index - 1)) in STROKE_RATES:
            yield "rowing"
        pace = joined(tokens, index, PACES, 3) if token.low == "/" else None
        if pace and pace[0] in PACE_SPORTS:
            yield PACE_SPORTS[pace[0]]


def _pool(tokens: Tokens) -> Iterator[str]:
    """`4x50 kick`, `25 on :20`, `3 x 300 Free with Fins @ 4:30`: bare pool lengths, then a stroke or a send-off."""
    for index, token in enumerate(tokens):
        length = number(token) if token.kind == "num" else None
        if not length or length % POOL or length > LONGEST:
            continue
        after = at(tokens, index + 1)
        sent_off = after.low == "on" and at(tokens, index + 2).kind == "time" or _swum(tokens, index, length)
        later = [word.low for word in tokens[index + 1 : index + 5]]
        if "on" in later and index < 3:  # 100 easy on 1:40, 5x50 all out on a 5:00 interval
            place = index + later.index("on") + 2
            place += at(tokens, place).low in ("a", "the")
            sent_off = at(tokens, place).kind == "time" and at(tokens, place + 1).low not in ("rest", "min", "minute")
        if sent_off or after.gap and any(word.low in STROKES for word in tokens[index + 1 : index + 4]):
            yield "swimming"


def _swum(tokens: Tokens, index: int, length: Decimal) -> bool:
    """`10 x 25 @ :60`, `4x75 @ 1:15/1:25`: a repeat whose time behind @ is slower than one runs it."""
    place = next((i for i in range(index + 1, index + 7) if at(tokens, i).low == "@"), index)
    place += 1 + (at(tokens, place + 1).low == ":")
    time = number(at(tokens, place)) if at(tokens, place).kind == "time" else None
    repeat = at(tokens, index - 1).kind == "x"
    return repeat and time is not None and time / length >= SLOWEST_RUN


def _rates(tokens: Tokens) -> Iterator[str]:
    """`30r20`, `30:00@r20`, `4x1000m/3:30r@1:50`; times alone, each at a rate: `4min @ 18, 3min @ 20`."""
    for index, token in enumerate(tokens):
        if token.low == "r" and not token.gap and index:
            before, after = tokens[index - 1], at(tokens, index + 1)
            if not after.gap and after.kind == "num" and number(after) in STROKE_RATES:
                yield "rowing"
            if after.kind == "num" and not after.gap and "2" in tokens.words and number(after) in STROKE_RATES:
                yield "rowing"
            if before.kind == "time" and at(tokens, index - 2).low == "/" and not before.gap:
                yield "rowing"
    if at(tokens, 0).kind in ("num", "time") and _timed_rates(tokens):
        yield "rowing"


def _timed_rates(tokens: Tokens) -> bool:
    """Whether each @ stands behind a time and before a bare stroke rate."""
    signs = [index for index, token in enumerate(tokens) if token.low == "@"]
    return bool(signs) and all(
        (at(tokens, index - 1).kind == "time" or time_unit(tokens, index - 1))
        and number(at(tokens, index + 1)) in STROKE_RATES
        and at(tokens, index + 2).kind in ("sign", "end")
        and at(tokens, index + 2).low != "%"
        for index in signs
    )


# Each with the words without which it need not be asked.
RULES: tuple[tuple[Callable[[Tokens], Iterator[str]], frozenset[str]], ...] = (
    (_workout, frozenset("-")),
    (_pool, STROKES | {"on", "@"}),
    (_rates, frozenset(("r", "@"))),
    (_words, frozenset(WORDS) | {"spm", "/"}),
)
