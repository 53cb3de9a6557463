"""Quantities joined by x, read item by item: 5 x 5 x 100kg. What their kinds mean stands in shapes.py."""

from __future__ import annotations

from ..prescription import Rest
from ..prescription.numbers import LINKED
from ..prescription.targets import read_pair
from ..prescription.tokens import Token, Tokens, at
from .line import GUESSED, UNDERSTOOD, Context, Found
from .quantities import AMRAP_WORDS, EACH, JOINS, REP_WORDS, SIDES, Item, read_item
from .shapes import MOST_LIFTED_SETS, SHAPES, whole_sets

MOST_ITEMS = 4
# Between sets and what each of them is.
LINKS = frozenset("x of de à von mit a with for".split())
LONG_CHAIN = 8  # numbers
CHAINED = JOINS.keys() | LINKED


def read_chain(tokens: Tokens, index: int, context: Context) -> Found | None:
    """The longest run of items joined by x that is a shape."""
    items, behind = _items(tokens, index, context)
    if len(items) == 1 and behind > items[0].end and items[0].kind == "count" and at(tokens, behind).low == "@":
        only = whole_sets(items[0])  # 4x@9
        return Found(only, behind) if only else None
    while items:
        shape = SHAPES.get(tuple([item.kind for item in items]))
        facts = shape(items, context) if shape else None
        if facts is not None:
            guessed = facts.pop("guessed", False) or GUESSED in [item.status for item in items]
            guessed = guessed or len(items) == 1 and _beside_a_number(tokens, items[0])
            end, rest = _resting(tokens, items[-1].end, facts, context)
            if rest:
                facts, guessed = {**facts, "rest": rest}, guessed or "sets" not in {**facts, **context.facts}
            return Found(facts, end, GUESSED if guessed else UNDERSTOOD)
        items.pop()
    return None


def _items(tokens: Tokens, index: int, context: Context) -> tuple[list[Item], int]:
    """Items joined by x, and the place behind the last x."""
    items: list[Item] = []
    while len(items) < MOST_ITEMS:
        item = _max(tokens, index) if items and at(tokens, index).low == "max" else None
        item = item or (read_pair_item(tokens, index) if len(items) == 2 else None) or read_item(tokens, index, context)
        if item is None:
            break
        items.append(item)
        link = at(tokens, item.end)
        if link.kind == "x" or item.kind == "sets" and link.low in LINKS:
            index = item.end + 1
            continue
        sided = _side(tokens, item.end) if item.kind == "count" and len(items) == 1 else item.end
        if sided > item.end and at(tokens, sided).kind == "x":  # 8-10/arm x 3
            items[0] = item._replace(said=True, unit="side")
            index = sided + 1
        elif link.low == "of" and item.said and read_item(tokens, item.end + 1, context):  # 10 repetitions of 1:40
            items[-1] = item._replace(kind="sets")
            index = item.end + 1
        elif (
            link.low in ("by", "times") and item.kind == "count" and read_item(tokens, item.end + 1, context)
        ):  # 6 by 100m, 5 times 3km
            index = item.end + 1
        elif _lifted_for(link, items):
            items[0] = item._replace(unit="for")
            index = item.end + 1
        else:
            return items, item.end
    return items, index


def _lifted_for(link: Token, items: list[Item]) -> bool:
    """135 for 10."""
    return link.low == "for" and len(items) == 1 and items[0].kind == "count" and items[0].low > MOST_LIFTED_SETS


def _beside_a_number(tokens: Tokens, item: Item) -> bool:
    """A bare count and another number right behind it: nobody knows which is the load."""
    return item.kind == "count" and not item.said and at(tokens, item.end).kind == "num"


def _side(tokens: Tokens, index: int) -> int:
    """The end of /arm, each leg; index where no side is said."""
    return index + 2 if at(tokens, index).low in EACH and at(tokens, index + 1).low in SIDES else index


def _resting(tokens: Tokens, end: int, facts: dict, context: Context) -> tuple[int, Rest | None]:
    """The 20s of 8x40s/20s, 8x 40s on / 20s off: the rest that stands beside the work."""
    timed = facts.get("duration") or facts.get("reps") and facts["reps"].each_seconds
    if not timed or "rest" in facts or "rest" in context.facts or "amrap" in facts:
        return end, None
    on = at(tokens, end).low in ("on", "work")
    place = end + on
    slash = at(tokens, place).low in ("/", ",", ":") if on else at(tokens, place).low == "/"
    if not slash and not on or slash and not on and (at(tokens, place).gap or at(tokens, place + 1).gap):
        return end, None
    item = read_item(tokens, place + slash, context)
    after = at(tokens, item.end).low if item else ""
    if (
        item is None
        or item.kind != "time"
        or item.low != item.high
        or after in ("r", "/", "x")
        or on
        and after not in OFF
    ):
        return end, None
    if after in OFF:
        return item.end + 1, Rest(int(item.low))
    return (end, None) if after in ("rest", "recovery", "easy", "jog", "@") else (item.end, Rest(int(item.low)))


OFF = frozenset(("off", "rest", "easy", "recovery"))


def _max(tokens: Tokens, index: int) -> Item:
    return Item("amrap", index + 1 + (at(tokens, index + 1).low in REP_WORDS))


def read_pair_item(tokens: Tokens, index: int) -> Item | None:
    pair = read_pair(tokens, index)
    return Item("load", pair[1], target=pair[0]) if pair else None


def is_deep(tokens: Tokens, index: int) -> bool:
    """Whether it stands far inside a chain of numbers (5+5+5...): that is read from its beginning, or not at all.

    Else each of its numbers would be asked for the whole rest of it.
    """
    place = index
    while place > 1 and _links(tokens[place - 1], at(tokens, place)) and _counts(tokens[place - 2]):
        place -= 2
        if index - place == 2 * LONG_CHAIN:
            return True
    return False


def _links(sign: Token, token: Token) -> bool:
    """1+1, 5, 5, but not 1+ 60rpm."""
    return sign.low in CHAINED and (sign.low == "," or not token.gap) and _counts(token)


def _counts(token: Token) -> bool:
    return token.kind == "num" or token.low in AMRAP_WORDS
