"""The table of rules: a name, the words or kinds it begins with, and a function of the tokens.

A rule that matches gives facts (fields of a Prescription) and where it ends. `opens` says that it may end the
exercise's name; the others (effort words, zones) count only after another shape or after @.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ..prescription import Target
from ..prescription.rests import read_amount
from ..prescription.targets import (
    BY_WORD,
    read_effort,
    read_measured,
    read_named,
    read_numbers,
    read_targets,
)
from ..prescription.tempo import read_tempo
from ..prescription.tokens import Token, Tokens, at, before, typed
from ..prescription.words import EFFORTS, NAMED
from .cadences import SPM, at_rate, cadence, rate_piece
from .chains import is_deep, read_chain
from .clocks import clocked, emom, every, round_time, tabata
from .habits import (
    LABELS,
    TARGETS,
    added,
    bracketed_tempo,
    cap,
    labelled,
    lifted_body,
    limit,
    numbered,
    pair,
    soviet,
    tag,
    wave,
)
from .intensity import held_time, read_after_at, read_at
from .line import GUESSED, Context, Found
from .prose import PARTS, as_many, last, max_reps, part_of, pieces, times, to_failure, xed
from .quantities import EACH, SIDES, read_item
from .rests import (
    LONGEST_HOLD_S,
    REST_NOUNS,
    SPENT,
    bare_rest,
    barred_rest,
    bracketed_rest,
    rest,
    rest_behind,
    rest_of_words,
    spent_rest,
)

Reader = Callable[[Tokens, int, Context], Found | None]


class Rule(NamedTuple):
    name: str
    first: str
    read: Reader
    opens: bool = True
    needs: frozenset[str] = frozenset()  # asked only where the line has one of these words


def side(tokens: Tokens, index: int, context: Context) -> Found | None:
    """/side, each leg, per arm, e/s, ea."""
    first, second = at(tokens, index).low, at(tokens, index + 1)
    if first in EACH and second.low in SIDES:
        return Found({"per_side": True}, index + 2)
    if first == "l":
        return Found({"per_side": True}, index + 3) if second.low == "/" and at(tokens, index + 2).low == "r" else None
    if first == "e" and second.low == "/" and at(tokens, index + 2).low == "s":
        return Found({"per_side": True}, index + 3)
    if first != "ea" or not context.facts:
        return None
    end = index + 1 + (second.low == ".")
    return Found({"per_side": True}, end + (at(tokens, end).low in SIDES))


def tempo(tokens: Tokens, index: int, context: Context) -> Found | None:
    """t3-1-1-0, t3110, tempo 31X0, tempo 3-1-1-0."""
    read = read_tempo(tokens, index + 1 + (at(tokens, index + 1).low in (":", "(")))
    return Found({"tempo": read[0]}, read[1]) if read else None


def before_tempo(tokens: Tokens, index: int, context: Context) -> Found | None:
    """4010 tempo: four digits before the word."""
    read = read_tempo(tokens, index) if len(tokens[index].text) == 4 and context.facts else None
    if read is None or at(tokens, read[1]).low != "tempo" or "tempo" in context.facts:
        return None
    return Found({"tempo": read[0]}, read[1] + 1)


def amrap(tokens: Tokens, index: int, context: Context) -> Found | None:
    """AMRAP 12min: 5, 12min AMRAP."""
    if at(tokens, index).low == "amrap" and "duration" in context.facts and "amrap" not in context.facts:
        return Found({"amrap": True}, index + 1)
    found = read_chain(tokens, index, context)
    if found and at(tokens, found.end).low == ":":
        return found._replace(end=found.end + 1)
    return found


def paced(tokens: Tokens, index: int, context: Context) -> Found | None:
    """pace 5:59-6:33: a mile where the line speaks of miles, else a kilometre, guessed."""
    measured = read_measured(tokens, index + 1) if context.facts else None
    if measured and measured[0].kind == "pace":
        return Found({"targets": (measured[0],)}, measured[1])
    numbers = read_numbers(tokens, index + 1, lists=False) if context.facts else None
    if numbers is None or not numbers.times:
        return None
    target = numbers.target("pace", "/mi" if context.facts.get("distance_unit") == "mi" else "/km")
    return Found({"targets": (target,)}, numbers.end, GUESSED) if target else None


def warm_up(tokens: Tokens, index: int, context: Context) -> Found | None:
    """w5x40: work-up sets. w/ is with."""
    after = at(tokens, index + 1)
    return None if after.low == "/" or "is_warm_up" in context.facts else Found({"is_warm_up": True}, index + 1)


def in_time(tokens: Tokens, index: int, context: Context) -> Found | None:
    """10x400m in 72s: the time of the piece."""
    item = read_item(tokens, index + 1, context) if "distance" in context.facts else None
    if item is None or item.kind != "time":
        return None
    return Found(
        {"duration": int(item.low), "duration_max": int(item.high) if item.high > item.low else None}, item.end
    )


SPORT_WORDS = frozenset(
    "kick drill pull swim desc descend descending ascend asc build neg negative split sendoff choice strides".split()
)
STROKE_WORDS = frozenset(
    "free fly back breast im choice easy fast scull sculling swim kick drill pull build sprint".split()
)


def lengths(tokens: Tokens, index: int, context: Context) -> Found | None:
    """25 kick/25 drill, 50 kick, 50 swim: how the lengths of one repeat are swum, kept as the note it is."""
    end, parts = index, 0
    while context.sport == "swimming" and "distance" in context.facts and at(tokens, end).kind == "num":
        word = end + 1 + (at(tokens, end + 1).low in ("m", "y", "yd"))
        if at(tokens, word).low not in STROKE_WORDS:
            break
        end, parts = word + 1, parts + 1
        if at(tokens, end).low not in ("/", ",", "-") or at(tokens, end + 1).kind != "num":
            break
        end += 1
    if parts < 2 or at(tokens, end - 1).low in ("/", ",", "-"):
        return None
    return Found({"note": typed(tokens[index:end])}, end)


HELD = frozenset("eccentric negative negatives lowering pause paused hold isometric".split())


def sport_words(tokens: Tokens, index: int, context: Context) -> Found | None:
    """desc 1-4, neg split, kick, sendoff: words of the sport behind a shape, kept as the note they are."""
    if not context.facts or context.sport not in ("swimming", "running", "rowing", "cycling"):
        return None
    end = index
    while at(tokens, end).low in SPORT_WORDS:
        end += 1
    numbers = read_numbers(tokens, end, lists=False) if tokens[end - 1].low in ("desc", "descend", "build") else None
    numbers = None if numbers and at(tokens, numbers.end).low == "%" else numbers
    return Found({"note": typed(tokens[index : numbers.end if numbers else end])}, numbers.end if numbers else end)


def held(tokens: Tokens, index: int, context: Context) -> Found | None:
    """3s eccentric, 2 sec pause: how a rep is done, neither its time nor a rest."""
    read = read_amount(tokens, index) if context.facts else None
    if read is None or "seconds" not in read[0] or at(tokens, read[1]).low not in HELD:
        return None
    if at(tokens, read[1]).low == "pause" and read[0]["seconds"] > LONGEST_HOLD_S:
        return None  # German for rest
    return Found({"note": typed(tokens[index : read[1] + 1])}, read[1] + 1)


def target_field(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Load: 80kg, Intensity: 75%, Pace: 4:30/km: as behind @."""
    return read_after_at(tokens, index + 1, context, starts) if at(tokens, index + 1).low == ":" else None


PROGRAMMED = frozenset(("progress", "update", "warmup", "id", "used"))


def programmed(tokens: Tokens, index: int, context: Context) -> Found | None:
    """progress: lp(5lb): what an app shall do later, to the end of the line."""
    if at(tokens, index + 1).low != ":" or not context.facts:
        return None
    return Found({"note": typed(tokens[index:])}, len(tokens))


def percent_effort(tokens: Tokens, index: int, context: Context) -> Found | None:
    """70-80% effort: of one's effort, not of a load."""
    numbers = read_numbers(tokens, index, lists=False, repeated=("%",))
    if numbers is None or at(tokens, numbers.end).low != "%" or at(tokens, numbers.end + 1).low != "effort":
        return None
    end = numbers.end + 2
    return Found({"targets": (Target("words", name=typed(tokens[index:end])),)}, end)


def listed_loads(tokens: Tokens, index: int, context: Context) -> Found | None:
    """3x8 85,85,80: a number for each set is its load, guessed in kilograms."""
    facts = context.facts
    if context.sport not in ("", "strength") or "reps" not in facts or "targets" in facts or not facts.get("sets"):
        return None
    numbers = read_numbers(tokens, index, spaced=True)
    if numbers is None or numbers.times or numbers.mode != "list" or len(numbers.values) != facts["sets"]:
        return None
    target = numbers.target("weight", "kg")
    return Found({"targets": (target,)}, numbers.end, GUESSED) if target and min(numbers.values) > 10 else None


def target(tokens: Tokens, index: int, context: Context) -> Found | None:
    """RPE 8, Z2, BW+20kg, heavy 3: targets that need no @."""
    read = BY_WORD[at(tokens, index).low](tokens, index)
    return Found({"targets": (read[0],)}, read[1]) if read else None


def zone(tokens: Tokens, index: int, context: Context) -> Found | None:
    """A zone behind another shape, or first in brackets: `Endurance ride (Z1-Z2, 3-4h)`."""
    return target(tokens, index, context) if context.facts or before(tokens, index).low == "(" else None


def distance_pace(tokens: Tokens, index: int, context: Context) -> Found | None:
    """3k effort, 5k pace: where a distance stands for how fast it is raced."""
    read = read_named(tokens, index) if context.facts else None
    return Found({"targets": (read[0],)}, read[1]) if read and tokens[read[1] - 1].low in ("pace", "effort") else None


def effort(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Effort words and named efforts, after another shape. 3k effort is no distance; 3k alone is one."""
    if not context.facts or ("targets" in context.facts and len(context.facts["targets"]) > 1):
        return None
    read = read_effort(tokens, index)
    if read is None and context.name:
        read = read_named(tokens, index)
    return Found({"targets": (read[0],)}, read[1]) if read else None


def after_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """@ and what follows it: by its unit, else by the sport."""
    start = index + 1 + (at(tokens, index + 1).low == "+")
    found = at_rate(tokens, start)
    for read, needs in BEHIND_AT:
        found = found or (None if needs.isdisjoint(tokens.words) else read(tokens, start, context))
    return found or read_after_at(tokens, index, context, starts)


RESTED = REST_NOUNS | {"jog", "between"}
BEHIND_AT = ((rest_behind, RESTED), (cadence, SPM), (percent_effort, frozenset(("effort",))))


def at_word(tokens: Tokens, index: int, context: Context) -> Found | None:
    return percent_effort(tokens, index + 1, context) or read_at(tokens, index, context, starts)


def hold(tokens: Tokens, index: int, context: Context) -> Found | None:
    """5x100 on 1:45 hold 1:30, hold 250W: the pace or power to keep; no time of the piece, which the clock gives."""
    targets, end = read_targets(tokens, index + 1) if context.facts else ((), 0)
    if targets:
        return Found({"targets": targets}, end)
    numbers = read_numbers(tokens, index + 1, lists=False)
    facts = held_time(numbers, context) if context.facts and numbers and numbers.times else None
    return Found(facts, numbers.end, GUESSED) if facts and numbers else None


def starts(tokens: Tokens, index: int, context: Context) -> bool:
    """Whether something with a form of its own begins here: ends free words. A lone number does not."""
    token = at(tokens, index)
    if token.kind in ("end", "note") or token.low in ("@", "|", ";"):
        return True
    if token.kind == "num":
        lone = at(tokens, index + 1)
        if lone.gap and lone.kind != "x" and read_chain(tokens, index, context) is not None:
            found = read_chain(tokens, index, context)
            return bool(found and found.end > index + 1)
    return any(rule.opens and rule.read(tokens, index, context) for rule in rules_at(tokens, index))


FIRST_WORDS = frozenset("all sweet race goal mile half marathon threshold tempo steady easy max".split())
WORDS_OF_EFFORT = " ".join(sorted({word for word in (*EFFORTS, *NAMED) if word.isalpha()} | FIRST_WORDS))

# Tried in this order at each token that begins like `first`.
RULES: tuple[Rule, ...] = (
    Rule("tempo", "<num>", before_tempo, opens=False, needs=frozenset(("tempo",))),
    Rule("cadence", "<num>", cadence, needs=SPM),
    Rule("note", "<num> <time>", held, opens=False, needs=HELD),
    Rule("note", "<num>", lengths, opens=False, needs=STROKE_WORDS),
    Rule("rest", "<num> <time>", rest_behind, needs=RESTED),
    Rule("rest", "<num> <time>", spent_rest, opens=False, needs=SPENT | {"@"}),
    Rule(
        "rest",
        "walk jog float spin easy",
        rest_of_words,
        opens=False,
        needs=frozenset(("recovery", "rest", "back", "down", "between")),
    ),
    Rule("every", "<num> <time>", round_time, opens=False, needs=frozenset(("rounds", "sets"))),
    Rule("rest", "(", bracketed_rest, opens=False),
    Rule("every", "<num> <time>", clocked, needs=frozenset(("emom", "emotm", "mom", "motm"))),
    Rule("amount", "max amap", max_reps, opens=False),
    Rule("amrap", "as", as_many, needs=frozenset(("possible",))),
    Rule("intensity", "pace", paced, opens=False),
    Rule("amount", "(", soviet),
    Rule("amount", "<num>", soviet, needs=frozenset("%")),
    Rule("amount", "(", numbered),
    Rule("tag", "[", tag),
    Rule("times", "repeat repeated", times),
    Rule("times", "x", xed, opens=False),
    Rule("rest", "<num> <time>", bare_rest),
    Rule("rest", "|", barred_rest, opens=False),
    Rule("intensity", "<num>", percent_effort, needs=frozenset(("effort",))),
    Rule("intensity", "<num>", distance_pace, opens=False, needs=frozenset(("pace", "effort"))),
    Rule("intensity", "<num>", listed_loads, opens=False),
    Rule("note", "<num> <time> cap tc time", cap, opens=False, needs=frozenset(("cap", "tc"))),
    Rule("intensity", "<num>", pair, opens=False),
    Rule("amount", "<num>", pieces),
    Rule("amount", "<num>", rate_piece, needs=frozenset("r")),
    Rule("amount", "<num>", wave, needs=frozenset("(")),
    Rule("amount", "<num> <time>", read_chain),
    Rule("effort", "<num>", effort, opens=False),
    Rule("amount", "bw bodyweight", lifted_body, needs=frozenset(("x",))),
    Rule("intensity", "+ -", added, opens=False),
    Rule("amrap", "amrap", amrap),
    Rule("amount", LABELS, labelled, needs=frozenset(":")),
    Rule("intensity", " ".join(sorted(TARGETS)), target_field, needs=frozenset(":")),
    Rule("every", "tabata", tabata),
    Rule("every", "emom emotm e", emom),
    Rule("side", "/ each per par por pro je cada chaque e ea l", side),
    Rule("rest", " ".join(sorted(REST_NOUNS | {"off"})), rest),
    Rule("every", "on every ev", every),
    Rule("tempo", "t tempo", tempo),
    Rule("tempo", "(", bracketed_tempo),
    Rule("warm-up", "w", warm_up),
    Rule("reps", "to till til until", to_failure, opens=True, needs=frozenset(("failure",))),
    Rule("amount", "in", in_time),
    Rule("note", "last first final", last, opens=False),
    Rule("note", " ".join(sorted(PARTS)), part_of),
    Rule("note", " ".join(sorted(SPORT_WORDS)), sport_words, opens=False),
    Rule("note", " ".join(sorted(PROGRAMMED)), programmed, opens=False),
    Rule("intensity", "@", after_at),
    Rule("intensity", "at", at_word, opens=False),
    Rule("intensity", "hold holding", hold, opens=False),
    Rule("intensity", "rpe rir bw heavy work reps", target),
    Rule("intensity", "bodyweight z zone ut", zone, opens=False),
    Rule("intensity", "≤ ≥ < >", limit),
    Rule("intensity", "max maximum under below up less more", limit, opens=False),
    Rule("intensity", WORDS_OF_EFFORT, effort, opens=False),
)


def _index() -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in RULES:
        for first in rule.first.split():
            table.setdefault(first, []).append(rule)
    return {first: tuple(rules) for first, rules in table.items()}


BY_FIRST = _index()
NONE: frozenset[str] = frozenset()
NEEDED = {first: NONE.union(*(rule.needs for rule in rules)) for first, rules in BY_FIRST.items()}
KINDS = {"num": "<num>", "time": "<time>"}


def begins_rule(token: Token) -> bool:
    """Whether any rule is asked where this token stands."""
    return token.kind in KINDS or token.low in BY_FIRST


def rules_at(tokens: Tokens, index: int) -> tuple[Rule, ...]:
    """The rules for the token there, those left out that need words which the line has not."""
    token = at(tokens, index)
    if is_deep(tokens, index):
        return ()
    first = KINDS.get(token.kind, token.low)
    rules = tokens.rules.get(first)
    if rules is None:
        rules = tokens.rules[first] = _asked(first, tokens.words & NEEDED.get(first, NONE))
    return rules


@lru_cache(maxsize=1024)
def _asked(first: str, words: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in BY_FIRST.get(first, ()) if not rule.needs or not rule.needs.isdisjoint(words))
