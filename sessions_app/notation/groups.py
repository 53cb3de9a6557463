"""The line of a group: `A: 4 rounds r1:30`, `A: AMRAP 20min`, `A: EMOM 10min`, `A: for time, cap 15min`."""

from __future__ import annotations

import re

from ..prescription import Group
from ..prescription.clock import clock, span
from ..prescription.numbers import read_numbers
from ..prescription.rests import read_amount
from ..prescription.tokens import Tokens, at, tokenize
from ..prescription.values import LETTERS, MOST_SECONDS, MOST_SETS
from .line import Context
from .quantities import read_item

HEAD = re.compile(rf"\s*([{LETTERS}{LETTERS.lower()}])\s*[:.)]\s*")
KIND_WORDS = {"rounds": "", "amrap": "AMRAP", "emom": "EMOM", "alternating_emom": "alt EMOM", "for_time": "for time"}
IGNORED = frozenset(",;.:")


def read_group(text: str) -> Group | None:
    """A group from its line; None where the line is no group's."""
    head = HEAD.match(text[:300])
    if not head or len(text) > 300:
        return None
    facts: dict = {"letter": head[1].upper()}
    tokens = tokenize(text[head.end() :])
    index = 0
    while index < len(tokens):
        if tokens[index].low in IGNORED:
            index += 1
            continue
        read = next(filter(None, (rule(tokens, index) for rule in GROUP_RULES)), None)
        if read is None or facts.keys() & read[0].keys():
            return None
        facts.update(read[0])
        index = read[1]
    if not facts.keys() - {"letter"}:
        return None
    if facts.get("kind", "").endswith("emom"):
        facts.setdefault("every_s", 60)
    return Group(**facts)


Read = tuple[dict, int] | None


def _kind(tokens: Tokens, index: int) -> Read:
    """AMRAP 20min, EMOM 10min, alt EMOM 12min, for time."""
    low, second = at(tokens, index).low, at(tokens, index + 1).low
    if low == "for" and second == "time":
        return {"kind": "for_time"}, index + 2
    kinds = {"amrap": ("amrap", 1), "emom": ("emom", 1)}
    if low in ("alt", "alternating") and second == "emom":
        kind, end = "alternating_emom", index + 2
    elif low in kinds:
        kind, end = kinds[low][0], index + 1
    else:
        return None
    end += at(tokens, end).low == "for"
    cap = _seconds(tokens, end)
    if cap:
        return {"kind": kind, "cap_s": cap[0]}, cap[1]
    return {"kind": kind}, end


def _seconds(tokens: Tokens, index: int) -> tuple[int, int] | None:
    item = read_item(tokens, index, Context())
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    return int(item.low), item.end


def _rounds(tokens: Tokens, index: int) -> Read:
    """4 rounds, 3x4 rounds, 4x."""
    first = read_numbers(tokens, index, lists=False)
    if first is None or first.times or first.mode != "one":
        return None
    counts, end = [first.values[0]], first.end
    if at(tokens, end).kind == "x":
        second = read_numbers(tokens, end + 1, lists=False)
        if second is None or second.times or second.mode != "one":
            return None
        counts.append(second.values[0])
        end = second.end
    if at(tokens, end).low not in ("round", "rounds", "set", "sets", "x"):
        return None
    if any(count != int(count) or not 1 <= count <= MOST_SETS for count in counts):
        return None
    facts = {"rounds": int(counts[-1])}
    return (facts | {"sets_of_rounds": int(counts[0])} if len(counts) > 1 else facts), end + 1


def _sets(tokens: Tokens, index: int) -> Read:
    """sets of rounds without rounds: `3 times`."""
    item = at(tokens, index)
    if item.kind != "num" or at(tokens, index + 1).low != "times" or not item.text.isdigit():
        return None
    return ({"sets_of_rounds": int(item.text)}, index + 2) if 1 <= int(item.text) <= MOST_SETS else None


def _cap(tokens: Tokens, index: int) -> Read:
    if at(tokens, index).low != "cap":
        return None
    cap = _seconds(tokens, index + 1)
    return ({"cap_s": cap[0]}, cap[1]) if cap else None


def _every(tokens: Tokens, index: int) -> Read:
    if at(tokens, index).low not in ("every", "on"):
        return None
    every = _seconds(tokens, index + 1)
    return ({"every_s": every[0]}, every[1]) if every else None


def _free(tokens: Tokens, index: int) -> Read:
    """`no clock`: an EMOM whose interval is not said."""
    if (at(tokens, index).low, at(tokens, index + 1).low) == ("no", "clock"):
        return {"every_s": None}, index + 2
    return None


def _rest(tokens: Tokens, index: int) -> Read:
    """r1:30, r1:30/5:00, set rest 5:00."""
    low = at(tokens, index).low
    between_sets = low == "set" and at(tokens, index + 1).low == "rest"
    if low not in ("r", "rest") and not between_sets:
        return None
    read = read_amount(tokens, index + 1 + between_sets)
    if read is None or "seconds" not in read[0] or read[0].get("seconds_max") or read[0]["seconds"] > MOST_SECONDS:
        return None
    fields, end = read
    if between_sets:
        return None if "set_seconds" in fields else ({"set_rest_s": fields["seconds"]}, end)
    facts = {"rest_s": fields["seconds"]}
    return (facts | {"set_rest_s": fields["set_seconds"]} if "set_seconds" in fields else facts), end


GROUP_RULES = (_kind, _rounds, _sets, _cap, _every, _free, _rest)


def render_group(group: Group) -> str:
    """The group's line; empty for a group of which nothing is said (its labels alone make it)."""
    if group == Group(group.letter):
        return ""
    kind = KIND_WORDS[group.kind]
    parts = [kind] if kind else []
    if group.cap_s is not None:
        cap = span(group.cap_s)
        parts.append(f"cap {cap}" if group.kind in ("rounds", "for_time") else cap)
    if group.rounds is not None:
        sets = f"{group.sets_of_rounds}x" if group.sets_of_rounds is not None else ""
        parts.append(f"{sets}{group.rounds} rounds")
    elif group.sets_of_rounds is not None:
        parts.append(f"{group.sets_of_rounds} times")
    clocked = group.kind.endswith("emom")
    if group.every_s is not None and not (clocked and group.every_s == 60):
        parts.append(f"every {clock(group.every_s)}")
    elif group.every_s is None and clocked:
        parts.append("no clock")
    if group.rest_s is not None:
        between = f"/{clock(group.set_rest_s)}" if group.set_rest_s is not None else ""
        parts.append(f"r{clock(group.rest_s)}{between}")
    elif group.set_rest_s is not None:
        parts.append(f"set rest {clock(group.set_rest_s)}")
    return f"{group.letter}: {' '.join(parts)}"
