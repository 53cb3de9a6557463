"""Habits of tables, sheets and boards: labelled fields, a tempo in brackets, waves, time caps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ..prescription import Reps, Target
from ..prescription.targets import read_added, read_bodyweight, read_limit, read_measured, read_pair, read_relative
from ..prescription.tempo import is_sets, read_tempo
from ..prescription.tokens import Tokens, at, typed
from ..prescription.values import MOST_SETS
from .chains import read_chain
from .line import GUESSED, UNDERSTOOD, Context, Found
from .quantities import read_item
from .shapes import distance, time, whole_sets

COUNTS = frozenset(("set", "sets", "rep", "reps", "round", "rounds"))
SIZES: dict[str, tuple[str, Callable]] = {
    **dict.fromkeys(("time", "duration", "work"), ("time", time)),
    "distance": ("dist", distance),
}
# What stands behind these and a colon is read as behind @.
TARGETS = frozenset("load weight intensity pace power effort zone hr".split())
LABELS = " ".join(sorted(COUNTS | SIZES.keys() | TARGETS))


def labelled(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Sets: 2 Reps: 8-12, Time: 40min, as forms and tables have them."""
    field = at(tokens, index).low
    item = read_item(tokens, index + 2, context) if at(tokens, index + 1).low == ":" else None
    if item is None or at(tokens, item.end).kind == "x":
        return None
    if field in SIZES and item.kind == SIZES[field][0]:
        facts = SIZES[field][1]([item], context)
    elif field in COUNTS and item.kind == "count":
        facts = {"reps": item.stated} if field.startswith("rep") else whole_sets(item)
    else:
        return None
    return Found(facts, item.end, GUESSED if facts.pop("guessed", False) else UNDERSTOOD) if facts else None


def bracketed_tempo(tokens: Tokens, index: int, context: Context) -> Found | None:
    """(3-1-1-0), (31X0), (6/2/x); three numbers alone might be a list."""
    read = None if is_sets(tokens, index + 1) else read_tempo(tokens, index + 1)
    if read is None or at(tokens, read[1]).low != ")":
        return None
    parts = read[0].split("-")
    if "X" not in parts and "tempo" not in tokens.words and (len(parts) == 3 or "tempo" in context.facts):
        return None
    dashed = any(token.low in "x-/" for token in tokens[index + 1 : read[1]]) or "X" in parts
    return Found({"tempo": read[0]}, read[1] + 1, UNDERSTOOD if dashed else GUESSED)


def soviet(tokens: Tokens, index: int, context: Context) -> Found | None:
    """(75%/4)3: 75 % for 4 reps, 3 sets, as weightlifters write it; 60%/2: one set of 2."""
    if "/" not in tokens.words:
        return None
    inside = at(tokens, index).low == "("
    read = read_measured(tokens, index + inside, **context.percent)
    reps = read_item(tokens, read[1] + 1, context) if read and at(tokens, read[1]).low == "/" else None
    if read is None or reps is None or reps.kind != "count" or inside and at(tokens, reps.end).low != ")":
        return None
    if not inside:
        lone = not tokens[read[1]].gap and tokens[read[1] - 1].low == "%" and at(tokens, reps.end).kind != "x"
        return Found({"sets": 1, "reps": reps.stated, "targets": (read[0],)}, reps.end, GUESSED) if lone else None
    sets = read_item(tokens, reps.end + 1, context) if not at(tokens, reps.end + 1).gap else None
    end = sets.end if sets and sets.kind == "count" else reps.end + 1
    times = (whole_sets(sets) if sets and sets.kind == "count" else None) or {"sets": 1}
    return Found({**times, "reps": reps.stated, "targets": (read[0],)}, end)


def tag(tokens: Tokens, index: int, context: Context) -> Found | None:
    """[w]10:00 + 5x500m/1:00r + [c]5:00: rowers' tags for warm-up and cool-down."""
    word = at(tokens, index + 1).low
    if word not in ("w", "c", "wu", "cd") or at(tokens, index + 2).low != "]":
        return None
    return Found({"is_warm_up": True} if word.startswith("w") else {"note": "cool-down"}, index + 3)


def numbered(tokens: Tokens, index: int, context: Context) -> Found | None:
    """(8) :20 squats :10 rest, (5 rounds) :40 bike: how often, in brackets before what."""
    item = read_item(tokens, index + 1, context) if index == 0 else None
    if item is None or item.kind not in ("count", "sets") or at(tokens, item.end).low != ")":
        return None
    facts = whole_sets(item)
    return Found(facts, item.end + 1, GUESSED if item.kind == "count" else UNDERSTOOD) if facts else None


def wave(tokens: Tokens, index: int, context: Context) -> Found | None:
    """2x(3/2/1) @ 80/85/90%, 82.5/87.5/92.5%: the list once for each wave, with one list of loads or one each."""
    times = read_item(tokens, index, context)
    if times is None or times.kind not in ("count", "sets") or at(tokens, times.end).kind != "x":
        return None
    place = times.end + 1
    item = read_item(tokens, place + 1, context) if at(tokens, place).low == "(" else None
    waves = (whole_sets(times) or {}).get("sets", 0)
    if item is None or item.kind != "count" or len(item.entries) < 2 or item.reps or at(tokens, item.end).low != ")":
        return None
    length = len(item.entries)
    if not 2 <= waves <= MOST_SETS or waves * length > MOST_ENTRIES:
        return None
    facts: dict = {"sets": waves * length, "reps": Reps(item.entries * waves)}
    end, target = _loads(tokens, item.end + 1, waves, length, context)
    return Found({**facts, "targets": (target,)} if target else facts, end)


MOST_ENTRIES = 60


def _loads(tokens: Tokens, index: int, waves: int, length: int, context: Context) -> tuple[int, Target | None]:
    """The lists behind @: one for all waves, or one for each."""
    found: list[Target] = []
    end, place = index, index + 1
    while at(tokens, place - 1).low in (("@", "") if not found else (",", ";")):
        read = read_measured(tokens, place, **context.percent)
        if (
            read is None
            or not read[0].per_set
            or found
            and replace(found[0], per_set=()) != replace(read[0], per_set=())
        ):
            break
        found.append(read[0])
        end, place = read[1], read[1] + 1
    numbers = tuple(value for target in found for value in target.per_set)
    if len(numbers) == length:
        numbers *= waves
    return (end, replace(found[0], per_set=numbers)) if len(numbers) == waves * length else (index, None)


def cap(tokens: Tokens, index: int, context: Context) -> Found | None:
    """30 second cap, cap 12min, time cap: 12 min: on the clock of the piece, kept as the note it is."""
    start = index + (at(tokens, index).low == "time")
    if at(tokens, start).low in ("cap", "tc"):
        start += 1 + (at(tokens, start + 1).low == ":")
        item = read_item(tokens, start, context)
        end = item.end if item else start
    else:
        item = read_item(tokens, index, context)
        end = item.end + 1 if item and at(tokens, item.end).low == "cap" else index
    if item is None or item.kind != "time" or end == index:
        return None
    return Found({"note": typed(tokens[index:end])}, end + (at(tokens, end).low == ":"))


def pair(tokens: Tokens, index: int, context: Context) -> Found | None:
    """3x10 2x24kg: two of them, behind what is done with them."""
    measured = not context.facts.keys().isdisjoint(("reps", "distance", "duration"))
    read = read_pair(tokens, index) if measured and "targets" not in context.facts else None
    return Found({"targets": (read[0],)}, read[1]) if read else None


def limit(tokens: Tokens, index: int, context: Context) -> Found | None:
    """≤150W, under 140bpm, max 150 W, behind another shape."""
    signed = at(tokens, index).kind == "sign"
    read = read_limit(tokens, index, **context.percent) if context.facts or signed else None
    return Found({"targets": (read[0],)}, read[1]) if read else None


def added(tokens: Tokens, index: int, context: Context) -> Found | None:
    """4x6 +15kg, 2x5 -5%: a sign that touches its number, behind another shape."""
    sign, value = at(tokens, index), at(tokens, index + 1)
    if "reps" not in context.facts or not sign.gap or value.gap:
        return None
    read = read_relative(tokens, index) or read_added(tokens, index)
    return Found({"targets": (read[0],)}, read[1]) if read else None


def lifted_body(tokens: Tokens, index: int, context: Context) -> Found | None:
    """BW x 8 x 3: begins with the load."""
    body = read_bodyweight(tokens, index)
    if body is None or at(tokens, body[1]).kind != "x":
        return None
    found = read_chain(tokens, body[1] + 1, context)
    facts = found.facts if found else {}
    if found is None or "reps" not in facts or "targets" in facts or facts["reps"].each is not None:
        return None
    sets = facts.get("sets")
    if sets is None:
        return Found({**facts, "sets": 1, "targets": (body[0],)}, found.end, found.status)
    if not facts["reps"].is_plain or facts["reps"].is_open or facts["reps"].low != facts["reps"].high:
        return None
    turned = {"sets": facts["reps"].low, "reps": Reps.of(sets), "targets": (body[0],)}
    return Found(turned, found.end, found.status) if turned["sets"] <= MOST_SETS else None


SHEET_LABEL = re.compile(r"\s*(?:([A-Ha-h])[.):]|([1-8])([a-f])[.):]?)(?=\s+\S)")


def sheet_label(text: str) -> tuple[str, int, int] | None:
    """`A.`, `A)`, `A:` and `1a`, as sheets have them: the label A1 and where it stands."""
    match = SHEET_LABEL.match(text)
    if match is None:
        return None
    label = f"{match[1].upper()}1" if match[1] else f"{chr(ord('A') + int(match[2]) - 1)}{ord(match[3]) - ord('a') + 1}"
    return label, match.start(1 if match[1] else 2), match.end()
