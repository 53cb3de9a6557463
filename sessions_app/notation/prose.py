"""What coaches write as a sentence: as many rounds as possible, 6 intervals of 3 min, repeat 4 times, to failure."""

from __future__ import annotations

from ..prescription import Reps
from ..prescription.tokens import Token, Tokens, at, before, typed
from .line import GUESSED, MEASURES, Context, Found
from .quantities import REP_WORDS, SIDES, read_item
from .shapes import after_sets, distance, time, whole_sets


def to_failure(tokens: Tokens, index: int, context: Context) -> Found | None:
    """5 sets to failure: as many reps as one can; behind a number of reps it is a note."""
    if at(tokens, index + 1).low != "failure" or not context.facts:
        return None
    if "reps" in context.facts or "duration" in context.facts:
        return Found({"note": typed(tokens[index : index + 2])}, index + 2)
    return Found({"reps": Reps(((None, None),))}, index + 2)


def last(tokens: Tokens, index: int, context: Context) -> Found | None:
    """last 30min @ MP: a word on how to end it, kept as the note it is."""
    if not context.facts or read_item(tokens, index + 1, context) is None:
        return None
    end = index
    while end < len(tokens) and tokens[end].low not in (",", "//"):
        end += 1
    return Found({"note": typed(tokens[index:end])}, end)


PARTS = frozenset("with w including includes incl avec dont mit davon con incluye".split())
WHICH = frozenset("last first middle final letzten ersten derniers dernières últimos".split())
BEFORE_PARTS = WHICH | frozenset(". / the les die der den los".split())
EFFORT_SIGNS = frozenset(("at", "@"))
RESTING = frozenset("rest recovery recoveries jog off between pause récup descanso".split())


def part_of(tokens: Tokens, index: int, context: Context) -> Found | None:
    """5 miles with 3 at tempo, 60 min with 20 min at tempo: how a part of it is done, kept as the note it is."""
    whole = {"dist": context.facts.get("distance"), "time": context.facts.get("duration")}
    place = index + 1
    while at(tokens, place).low in BEFORE_PARTS:
        place += 1
    says_which = not WHICH.isdisjoint(token.low for token in tokens[index:place])  # Long run w/ last 4 at MP
    if not (any(whole.values()) or says_which) or "sets" in context.facts:
        return None
    item = read_item(tokens, place, context)
    if item is None or item.low != item.high or at(tokens, item.end).kind == "x":
        return None
    is_less = item.kind in whole and (whole[item.kind] is None or item.low < (whole[item.kind] or 0))
    if not is_less and not (item.kind == "count" and at(tokens, item.end).low in EFFORT_SIGNS):
        return None
    end = place
    while end < len(tokens) and tokens[end].low not in (",", ";"):
        end += 1
    if not RESTING.isdisjoint(token.low for token in tokens[index:end]):
        return None
    return Found({"note": typed(tokens[index:end])}, end)


def max_reps(tokens: Tokens, index: int, context: Context) -> Found | None:
    """max reps @ 90%, AMAP."""
    end = index + (at(tokens, index).low == "max")
    said = at(tokens, end).low in REP_WORDS or at(tokens, index).low == "amap"
    return Found({"reps": Reps(((None, None),))}, end + 1) if said else None


def as_many(tokens: Tokens, index: int, context: Context) -> Found | None:
    """as many rounds as possible in 20 minutes."""
    words = [token.low for token in tokens[index : index + 5]]
    if words[1:2] != ["many"] or words[3:] != ["as", "possible"]:
        return None
    item = read_item(tokens, index + 5 + (at(tokens, index + 5).low in ("in", "for")), context)
    if item is None or item.kind != "time":
        return Found({"reps": Reps(((None, None),))}, index + 5) if words[2] in REP_WORDS else None
    return Found({"duration": int(item.low), "amrap": True}, item.end + (at(tokens, item.end).low == "of"))


PIECE_LINKS = frozenset("of de with".split())


def _plural(token: Token) -> bool:
    return token.kind == "word" and len(token.low) > 3 and token.low.endswith("s")


def pieces(tokens: Tokens, index: int, context: Context) -> Found | None:
    """6 intervals of 3 min, 8 hill sprints of 20s, six 800m reps, two hard 5-minute efforts, guessed."""
    following = at(tokens, index + 1)
    if context.facts or following.kind == "sign" or following.kind == "x":
        return None
    sets = read_item(tokens, index, context)
    end = sets.end if sets and sets.kind == "count" and not sets.said else index
    words = end
    while at(tokens, end).kind == "word" and at(tokens, end).low not in PIECE_LINKS and end < words + 3:
        if len(at(tokens, end).low) < 3 or at(tokens, end).low in ("rest", "every", "emom"):
            return None
        end += 1
    linked = end > words and at(tokens, end).low in PIECE_LINKS
    size = read_item(tokens, end + linked, context)
    if sets is None or end == index or size is None or size.kind not in ("time", "dist"):
        return None
    if not linked and not _plural(at(tokens, size.end)):
        return None
    facts = after_sets(time if size.kind == "time" else distance)([sets, size], context)
    end, last = size.end + (not linked), end if linked else size.end + 1
    note = typed(tokens[words:last] if linked else [*tokens[words : size.end - 2], *tokens[size.end : last]])
    return None if facts is None else Found({**facts, "note": note}, end, GUESSED)


def xed(tokens: Tokens, index: int, context: Context) -> Found | None:
    """(30 sec on, 30 sec off) x 10, 8@40 x 3, 5 @ RPE 8 x 3-5 sets: how often, behind all else."""
    facts = context.facts
    item = read_item(tokens, index + 1, context) if tokens[index].kind == "x" and facts.keys() & MEASURES else None
    if item is None or item.kind not in ("count", "sets") or item.said and item.kind == "count":
        return None
    sets = whole_sets(item)
    if sets is None or at(tokens, item.end).kind == "x":
        return None
    if before(tokens, index).low == ")" and "reps" not in facts:
        return Found({"repeated": sets["sets"]}, item.end, GUESSED)
    return Found(sets, item.end, GUESSED) if "sets" not in facts and facts.keys() & {"targets", "rest"} else None


SIDES_IN_TURN = frozenset("other both each".split())


def times(tokens: Tokens, index: int, context: Context) -> Found | None:
    """repeat 4 times, repeat x4: how often all that stands before it is done, guessed; repeat with the other leg."""
    words = [token.low for token in tokens[index + 1 : index + 5] if token.low != "the"]
    if words[:1] in (["on"], ["with"]) and set(words[1:2]) <= SIDES_IN_TURN and set(words[2:3]) <= SIDES and words[2:]:
        return Found({"per_side": True}, index + 4 + ("the" in [token.low for token in tokens[index + 1 : index + 4]]))
    start = index + 1 + (at(tokens, index + 1).kind == "x" or at(tokens, index + 1).low == "this")
    item = read_item(tokens, start, context) if context.facts else None
    if item is None or item.kind != "count" or item.said and at(tokens, item.end - 1).low != "x":
        return None
    sets = whole_sets(item._replace(reps=None))
    end = item.end + (at(tokens, item.end).low in ("x", "times"))
    return Found({"repeated": sets["sets"]}, end, GUESSED) if sets else None
