"""The strip above the grid: planned time per week, shares by sport, shares by effort. Numbers for SVG, no request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.charts import HOUR_STEPS, Block, Column, bar, columns, nice_top
from programs.grid import Grid

HEIGHT = 54  # pixels of the highest column


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    seconds: int

    @property
    def label_y(self) -> float:
        """Of its text in the axis, which begins 17 pixels above the plot; 3 puts the middle on the line."""
        return self.y + 20


@dataclass(frozen=True, slots=True)
class Strip:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    phases: tuple[Phase, ...]
    sports: tuple[tuple[str, int, int], ...]  # sport, seconds, percent
    efforts: tuple[tuple[str, int, int], ...]  # easy, moderate, hard; seconds, percent
    effort_bar: tuple[Block, ...]

    @property
    def shown(self) -> bool:
        """A chart of one week says nothing."""
        return len(self.columns) > 1 and bool(self.sports)


@lru_cache(maxsize=256)
def read_strip(grid: Grid) -> Strip:
    """Cached by value: a grid is frozen, and reading a page again computes nothing."""
    heaviest = max((row.seconds for row in grid.rows), default=0)
    top, step = nice_top(heaviest, HOUR_STEPS)
    top = max(top, heaviest)
    marks = [step * number for number in range(1, int(top // step) + 1)] if heaviest else []
    total, effort = sum(seconds for _, seconds in grid.sports), sum(grid.efforts)
    efforts = tuple(zip(("easy", "moderate", "hard"), grid.efforts, strict=True))
    return Strip(
        columns=columns([(row.number, row.sports) for row in grid.rows], top, HEIGHT),
        lines=tuple(Line(round(HEIGHT - HEIGHT * mark / top, 1), int(mark)) for mark in marks),
        phases=_phases(grid),
        sports=tuple((sport, seconds, round(100 * seconds / total)) for sport, seconds in grid.sports),
        efforts=tuple((name, seconds, round(100 * seconds / effort) if effort else 0) for name, seconds in efforts),
        effort_bar=bar([(name, seconds) for name, seconds in efforts if seconds], effort),
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
