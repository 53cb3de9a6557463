"""The strip above the grid: planned time, load, distance or sets per week, shares by sport and by effort.

Numbers for SVG, no request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.charts import HOUR_STEPS, Block, Column, bar, columns, nice_top
from core.units import METRES
from programs.grid import Grid
from programs.week_sums import SPORT_ORDER, Shares

HEIGHT = 54  # pixels of the highest column
LEVELS = ("easy", "moderate", "hard", "not-said")
# So dense that a column reaches two thirds of the axis at least.
STEPS = [step * scale for scale in (1, 10, 100, 1000, 10_000) for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)]
COUNT_STEPS = [int(step) for step in STEPS if step == int(step)]  # there is no half set


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    amount: float

    @property
    def label_y(self) -> float:
        """Of its text in the axis, which begins 17 pixels above the plot; 3 puts the middle on the line."""
        return self.y + 20


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands in it is an amount of `measure`, distances in the reader's `system`; efforts are of working sets of
    strength where `by_sets`, else of seconds of endurance. Shares: name, amount, percent."""

    measure: str
    system: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    phases: tuple[Phase, ...]
    sports: tuple[tuple[str, int, int], ...]
    by_sets: bool
    efforts: tuple[tuple[str, int, int], ...]
    effort_bar: tuple[Block, ...]
    shown: bool
    has_sets: bool  # of strength, so that there are muscles to show


@lru_cache(maxsize=32)
def read_strip(grid: Grid, measure: str = "time", system: str = "metric") -> Strip:
    """Cached by value: a grid is frozen, and reading a page again computes nothing."""
    amounts = [one.stack(measure) for one in grid.sums]
    heaviest = max((sum(amount for _, amount in stack) for stack in amounts), default=0)
    top, step = nice_top(heaviest, _steps(measure, system))
    top = max(top, heaviest)
    marks = [step * number for number in range(1, int(top / step + 1e-6) + 1)] if heaviest else []
    stacks = [(row.number, stack) for row, stack in zip(grid.rows, amounts, strict=True)]
    by_sets = measure == "sets" or not sum(grid.efforts)
    efforts = tuple(zip(LEVELS, grid.set_efforts if by_sets else grid.efforts, strict=True))
    efforts = efforts if efforts[-1][1] else efforts[:-1]
    whole = sum(amount for _, amount in efforts)
    return Strip(
        measure=measure,
        system=system,
        columns=columns(stacks, top, HEIGHT),
        lines=tuple(Line(round(HEIGHT - HEIGHT * mark / top, 1), mark) for mark in marks),
        phases=_phases(grid),
        sports=_sports(amounts),
        by_sets=by_sets,
        efforts=tuple((name, amount, round(100 * amount / whole) if whole else 0) for name, amount in efforts),
        effort_bar=bar([(name, amount) for name, amount in efforts if amount], whole),
        shown=len(grid.rows) > 1 and grid.seconds > 0,  # a chart of one week says nothing
        has_sets=sum(grid.set_efforts) > 0,
    )


def _steps(measure: str, system: str) -> Sequence[float]:
    if measure == "time":
        return HOUR_STEPS
    return [step * long_unit(system) for step in STEPS] if measure == "distance" else COUNT_STEPS


def long_unit(system: str) -> float:
    """A kilometre or a mile, in metres."""
    return float(METRES["mi" if system == "imperial" else "km"])


def _sports(stacks: Iterable[Shares]) -> tuple[tuple[str, int, int], ...]:
    amounts: Counter[str] = Counter()
    for stack in stacks:
        amounts.update(dict(stack))
    total = sum(amounts.values())
    return tuple(
        (sport, amounts[sport], round(100 * amounts[sport] / total)) for sport in (*SPORT_ORDER, "") if amounts[sport]
    )


def _phases(grid: Grid) -> tuple[Phase, ...]:
    """Runs of weeks with the same phase; a deload week in between belongs to the phase that it names or follows."""
    step = 100 / max(len(grid.rows), 1)
    runs: list[list] = []
    for place, row in enumerate(grid.rows):
        name = row.phase or (runs[-1][0] if runs and row.is_deload else "")
        if runs and runs[-1][0] == name:
            runs[-1][2] += 1
        else:
            runs.append([name, place, 1])
    return tuple(
        Phase(name, round(start * step + 0.3, 2), round(length * step - 0.6, 2)) for name, start, length in runs if name
    )
