"""Charts as plain numbers that a template draws as SVG: x and width in percent, so they stretch without distortion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple


class Block(NamedTuple):  # a year has hundreds, and a frozen dataclass takes three times as long to make
    """One coloured part. x and width in percent; y and height in pixels from the top."""

    kind: str
    x: float
    width: float
    y: float = 0
    height: float = 0


def bar(shares: Sequence[tuple[str, float]], whole: float, gap: float = 0.8) -> tuple[Block, ...]:
    """One lying bar: each share in turn, `whole` being 100 %. A gap in percent keeps neighbours apart."""
    blocks, x = [], 0.0
    for kind, share in shares:
        width = 100 * share / whole if whole else 0
        blocks.append(Block(kind, round(x, 1), round(max(width - gap, 0.4), 1)))
        x += width
    return tuple(blocks)


class Column(NamedTuple):
    """A standing stack with its number below."""

    number: int
    x: float
    width: float
    labelled: bool
    blocks: tuple[Block, ...]


def columns(
    stacks: Sequence[tuple[int, Sequence[tuple[str, float]]]], top: float, height: float, slots: int = 1
) -> tuple[Column, ...]:
    """Standing stacks side by side, `top` being the value at full `height` (pixels). First share at the bottom.

    `slots` is the least number of places that the width is divided into, so that one stack is no wall.
    """
    step, label_every = 100 / max(len(stacks), slots), (1 if len(stacks) <= 26 else 4)
    return tuple(
        _column(number, place * step, step, place % label_every == 0, tuple(shares), top, height)
        for place, (number, shares) in enumerate(stacks)
    )


@lru_cache(maxsize=1024)  # a change of a program is one of one or two of its weeks
def _column(
    number: int,
    left: float,
    step: float,
    is_labelled: bool,
    shares: tuple[tuple[str, float], ...],
    top: float,
    height: float,
) -> Column:
    x, width, y, blocks = left + step * 0.14, step * 0.72, height, []
    for kind, share in shares:
        tall = height * share / top if top else 0
        above = y - tall
        # Edges lie on half pixels, so that neighbours stay one apart.
        edge, foot = round(above * 2) / 2, round(y * 2) / 2
        blocks.append(Block(kind, round(x, 2), round(width, 2), edge, max(foot - edge - 1, 0.5)))
        y = above
    return Column(number, round(left, 2), round(step, 2), is_labelled, tuple(blocks))


HOUR_STEPS = [3600 * hours for hours in (0.25, 0.5, 1, 2, 3, 4, 5, 8, 10, 15, 20)]


def nice_top(value: float, steps: Sequence[float], lines: int = 2) -> tuple[float, float]:
    """(top of the axis, distance of its lines): the smallest step that needs no more lines than that."""
    for step in steps:
        if value <= lines * step:
            return max(ceil(value / step), 1) * step, step
    step = steps[-1]
    return ceil(value / step) * step, step * ceil(value / step / lines)
