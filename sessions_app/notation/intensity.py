"""What stands after @. A unit decides; without one the sport does, and the answer is marked as guessed."""

from __future__ import annotations

from collections.abc import Callable

from ..prescription import Cadence, Target
from ..prescription.rests import read_amount
from ..prescription.targets import read_named, read_numbers, read_targets
from ..prescription.tempo import is_sets, read_tempo
from ..prescription.tokens import Tokens, at, typed
from ..prescription.values import MOST_SECONDS
from .line import GUESSED, UNDERSTOOD, Context, Found

# Words which say by themselves that they are an effort, though no kind has them.
PLAIN_WORDS = frozenset(
    ("relaxed", "smooth", "strong", "comfortable", "sprint", "descend", "max speed", "race", "build")
)
MOST_WORD_TOKENS = 30
ENDING = frozenset(("w", "with", "then", "and"))  # words behind which something else begins

Bare = Callable[[object, Context], dict | None]


def rpe_or_load(numbers, context: Context) -> dict | None:
    if numbers.values and max(numbers.values) <= 10 and all(value * 2 == int(value * 2) for value in numbers.values):
        return _facts(numbers.target("rpe"))
    return _facts(numbers.target("weight", "kg"))


def rpe(numbers, context: Context) -> dict | None:
    return _facts(numbers.target("rpe")) if max(numbers.values) <= 10 else None


def watts(numbers, context: Context) -> dict | None:
    return _facts(numbers.target("power"))


def piece(numbers, context: Context) -> dict | None:
    """@72: the time of the piece."""
    seconds = numbers.values[0]
    if numbers.mode != "one" or seconds != int(seconds) or not 1 <= seconds <= MOST_SECONDS:
        return None
    return {"duration": int(seconds)}


def stroke_rate(numbers, context: Context) -> dict | None:
    low, high = numbers.values[0], numbers.values[-1]
    if numbers.mode == "list" or not 16 <= low <= high <= 44 or low != int(low) or high != int(high):
        return None
    return {"cadence": Cadence(int(low), int(high))}


def pace_or_piece(numbers, context: Context) -> dict | None:
    """By size: a time that fits the distance is the piece's, 2:00 to 12:00 else a pace per km."""
    metres = context.facts.get("distance")
    seconds = numbers.values[0]
    if metres and numbers.mode == "one" and 120 <= seconds / metres * 1000 <= 720 and metres != 1000:
        return {"duration": int(seconds)}
    return _facts(numbers.target("pace", "/km")) if 120 <= seconds <= 720 else None


def send_off(numbers, context: Context) -> dict | None:
    if context.rested or "rest" in context.facts or "every" in context.facts:
        return _facts(numbers.target("pace", "/100m"))
    return {"every": int(numbers.values[0])} if numbers.mode in ("one", "list") and numbers.values[0] >= 1 else None


FASTEST_SWIM = 45  # seconds for 100 m


def held_time(numbers, context: Context) -> dict | None:
    """A time to hold: in the pool that of the repeat, told as a pace; in a boat the split; on foot by size."""
    metres = context.facts.get("distance")
    piece = numbers.values[0] * 100 / metres if metres else 0
    if context.sport == "swimming" and numbers.mode == "one" and piece >= FASTEST_SWIM:
        return _facts(numbers._replace(values=(round(piece),)).target("pace", "/100m"))
    by_sport = {"swimming": send_off, "rowing": split, "running": pace_or_piece, "": pace_or_piece}
    return by_sport[context.sport](numbers, context) if context.sport in by_sport else None


def split(numbers, context: Context) -> dict | None:
    return _facts(numbers.target("pace", "/500m"))


def _facts(target: Target | None) -> dict | None:
    return {"targets": (target,)} if target else None


BARE_NUMBER: dict[str, Bare] = {
    "running": piece,
    "cycling": watts,
    "swimming": rpe,
    "rowing": stroke_rate,
}
BARE_TIME: dict[str, Bare] = {"running": pace_or_piece, "swimming": send_off, "rowing": split}


def read_after_at(tokens: Tokens, index: int, context: Context, starts: Callable) -> Found | None:
    first = index + 1
    while at(tokens, first).text in ("~", "a", "an") and at(tokens, first + 1).kind in ("num", "time"):
        first += 1  # AN is a zone
    found = (
        (_than(tokens, first) if "than" in tokens.words else None)
        or _tempo(tokens, first)
        or _targets(tokens, first, context, starts)
        or _bare(tokens, first, context)
    )
    return found or _words(tokens, first, context, starts)


def read_at(tokens: Tokens, index: int, context: Context, starts: Callable) -> Found | None:
    """3x8 at 45 lbs, 5x1km at 5k pace: the word, before what has a unit or a name."""
    first = index + 1
    while at(tokens, first).low in ("~", "a", "an", "the", "your", "about"):
        first += 1
    return _targets(tokens, first, context, starts) if context.facts or context.name else None


def _than(tokens: Tokens, index: int) -> Found | None:
    """@ 10-15 seconds slower than 10k pace: the words, as they stand."""
    amount = read_amount(tokens, index)
    end = amount[1] if amount else index
    words = [token.low for token in tokens[end : end + 2]]
    named = read_named(tokens, end + 2) if words in (["slower", "than"], ["faster", "than"]) else None
    return (
        Found({"targets": (Target("words", name=typed(tokens[index : named[1]])),)}, named[1], GUESSED)
        if named
        else None
    )


def _tempo(tokens: Tokens, index: int) -> Found | None:
    """@ 3121, @ 32X2: four places without a unit."""
    read = None if is_sets(tokens, index) else read_tempo(tokens, index)
    if read is None or len(read[0]) != 7 or tokens[index].low == "-" or at(tokens, index + 1).low == "/":
        return None
    after = at(tokens, read[1])
    return Found({"tempo": read[0]}, read[1]) if after.gap or after.low in (",", ";", ")", "") else None


def _targets(tokens: Tokens, index: int, context: Context, starts: Callable) -> Found | None:
    targets, end = read_targets(tokens, index, **context.percent)
    if not targets:
        return None
    if all(target.kind in ("named", "effort") for target in targets) and _goes_on(tokens, end, context, starts):
        return None  # race finish effort: words, of which the first happens to be known
    guessed = tokens[end - 1].low == "%" and context.percent_status == GUESSED
    return Found({"targets": targets}, end, GUESSED if guessed else UNDERSTOOD)


def _goes_on(tokens: Tokens, end: int, context: Context, starts: Callable) -> bool:
    after = at(tokens, end)
    return after.kind == "word" and after.low not in ENDING and not starts(tokens, end, _more(context))


def _more(context: Context) -> Context:
    return Context(context.sport, context.name or "-", {**context.facts, "targets": ()})


def _bare(tokens: Tokens, index: int, context: Context) -> Found | None:
    numbers = read_numbers(tokens, index) or None
    if numbers is None or numbers.mode == "ramp":
        return None
    table, default = (BARE_TIME, None) if numbers.times else (BARE_NUMBER, rpe_or_load)
    meaning = table.get(context.sport, default)
    after = at(tokens, numbers.end)
    if meaning is None or (after.kind == "word" and not after.gap) or after.low == "%":
        return None
    facts = meaning(numbers, context)
    return Found(facts, numbers.end, GUESSED) if facts else None


def _words(tokens: Tokens, index: int, context: Context, starts: Callable) -> Found | None:
    """Free words up to the next shape, comma or note."""
    end = index
    more = _more(context)
    while end < len(tokens) and end - index < MOST_WORD_TOKENS:
        token = tokens[end]
        if token.low in (",", "(", ")", "+") or token.kind == "quoted" or starts(tokens, end, more):
            break
        if token.low in ENDING and at(tokens, end + 1).kind in ("num", "time", "sign"):
            break
        end += 1
    if end == index or not any(token.kind == "word" for token in tokens[index:end]):
        return None
    text = typed(tokens[index:end])
    try:
        target = Target("words", name=text)
    except ValueError:
        return None
    return Found({"targets": (target,)}, end, UNDERSTOOD if text.lower() in PLAIN_WORDS else GUESSED)
