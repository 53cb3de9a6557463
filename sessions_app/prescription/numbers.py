"""Numbers as coaches write them: 80, 70-75, 50→75, 75/85/95, 60>45>30; clock times likewise."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .intensity import Target
from .tokens import Tokens, at, before, number


class Numbers(NamedTuple):
    """Numbers as written: one, range, ramp, list or drop, and whether they are clock times."""

    mode: str
    values: tuple[Decimal, ...]
    end: int
    times: bool = False

    def target(self, kind: str, unit: str = "", name: str = "") -> Target | None:
        try:
            if self.mode == "list":
                return Target(kind, per_set=self.values, unit=unit, name=name)
            if self.mode == "drop":
                return Target(kind, drops=self.values, unit=unit, name=name)
            return Target(kind, self.values[0], self.values[-1], unit, ramp=self.mode == "ramp", name=name)
        except ValueError:
            return None


LINKS = {
    **dict.fromkeys(("-", "to", "or", "..", "à", "bis"), "range"),
    **dict.fromkeys(("/", ",", "then"), "list"),
    "->": "ramp",
    ">": "drop",
}


def _ladder(tokens: Tokens, index: int) -> Numbers | None:
    """50-55-60: three or more joined by dashes are one for each set."""
    values: list[Decimal] = []
    end = index
    while at(tokens, end).kind == "num" and len(values) < 60:
        values.append(number(at(tokens, end)) or Decimal(0))
        end += 1
        if at(tokens, end).low != "-" or at(tokens, end).gap or at(tokens, end + 1).gap:
            break
        end += 1
    return Numbers("list", tuple(values), end) if len(values) > 2 and at(tokens, end - 1).kind == "num" else None


LINKED = LINKS.keys() | {"%"}  # what may make more than one number of a number
MANY = ("list", "drop")


def read_numbers(
    tokens: Tokens, index: int, lists: bool = True, repeated: tuple[str, ...] = (), spaced: bool = False
) -> Numbers | None:
    """80, 70-75, 50→75 or 75/85/95 from index on.

    repeated: signs that may stand after each (60%-70%). spaced: a list may have blanks (RPE 10, 9, 8).
    """
    first = at(tokens, index)
    if first.kind not in ("num", "time"):
        return None
    alone = tokens.numbers.get(index)
    if alone is not None:
        return alone
    if at(tokens, index + 1).low not in LINKED:
        value = number(first)
        found = None if value is None else Numbers("one", (value,), index + 1, first.kind == "time")
        tokens.numbers[index] = found
        return found
    asked = (index, lists, repeated, spaced)
    if asked not in tokens.numbers:  # several rules ask at the same place
        tokens.numbers[asked] = _numbers(tokens, index, lists, repeated, spaced)
    return tokens.numbers[asked]


TIMES = frozenset("s sec secs seconds min mins minutes h hours".split())


LOADS = frozenset("kg kgs lb lbs % #".split())
MOST_RATIO = 3  # of the ends of a range of seconds or minutes


def _ranges(tokens: Tokens, index: int, low: Decimal, high: Decimal, end: int) -> bool:
    """Whether numbers around a dash with blanks are a range: not 3x8 - 60kg, nor 3x10 - 90s."""
    if high < low:
        return False
    behind_x, unit = before(tokens, index).kind == "x", at(tokens, end).low
    return not behind_x or unit not in LOADS and (unit not in TIMES or high <= low * MOST_RATIO)


def _uneven(tokens: Tokens, index: int) -> bool:
    """80 -10 is no range; 40 -60 minutes is one."""
    sign, following = at(tokens, index), at(tokens, index + 1)
    return sign.low == "-" and sign.gap != following.gap and at(tokens, index + 2).low not in TIMES


def _numbers(tokens: Tokens, index: int, lists: bool, repeated: tuple[str, ...], spaced: bool) -> Numbers | None:
    first = at(tokens, index)
    value = number(first)
    if value is None:
        return None
    mode, values, end = "one", [value], index + 1
    ladder = _ladder(tokens, index) if lists and first.kind == "num" and at(tokens, index + 1).low == "-" else None
    if ladder:
        return ladder
    while True:
        after = end + 1 if at(tokens, end).low in repeated else end
        if at(tokens, after).low == "-" and at(tokens, after + 1).low == "to":
            after += 1  # a 10- to 15-minute run
        link = LINKS.get(at(tokens, after).low, "")
        following = at(tokens, after + 1)
        if not link or mode not in ("one", link) or (link in MANY) > lists or following.kind != first.kind:
            break
        if link == mode and mode not in MANY or link == "range" and _uneven(tokens, after):
            break  # 80 -10 is not a range; neither is 1-3-6
        apart = following.gap and not spaced and at(tokens, after).low != "then"
        if link == "list" and (at(tokens, after + 2).kind == "x" or apart):
            break  # 80, 3x5 begins another row, and so does 5, 75% x 3; 8 / 90s another part
        value = number(following)
        if (
            value is None
            or link == "range"
            and following.gap
            and not _ranges(tokens, index, values[-1], value, after + 2)
        ):
            break  # 80% - 5 minute rounds, 3x8 - 60kg
        mode, end = link, after + 2
        values.append(value)
        if len(values) > 60:
            return None
    return Numbers(mode, tuple(values), end, first.kind == "time")
