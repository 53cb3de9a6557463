"""What a step changed of the grid that a page shows: so much of it is sent again."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from core.charts import Column
from core.editing import Edit
from core.rows import Columns
from programs.grid import Grid, WeekRow, arrange, lay_out
from programs.hints import read_hints
from programs.kept import Made, keep, state_of
from programs.models import DAYS, Program, ProgramSession, ProgramWeek
from programs.steps import Weeks
from programs.strip import Strip, read_strip
from programs.week_sums import by_week, sums_of
from sessions_app.models import Session

Stored = list[tuple[Any, Columns]]
Known = dict[int, Any]  # what was made of a row


def grids_of(program: Program) -> tuple[Grid, Grid]:
    """As it stood before the last step on `program`, and as it stands after: of what the step read and wrote."""
    step: Edit = program.last_step
    before, after = list(step.before.items()), _after(step)
    known: Known = {}  # most rows are in both
    read = step.read if isinstance(step.read, Weeks) else None
    sessions = _sessions(step, read, _placed([*before, *after]))
    stood = read.grid if read else None
    if stood is not None:
        weeks = {row["week"] for _key, row in (*before, *after) if "week" in row}
        placed = by_week(_in_order(after, known), sessions)
        sums = [sums_of(placed.get(week, ())) if week in weeks else one for week, one in enumerate(stood.sums, start=1)]
        stands = arrange(program, stood.rows, sums)
    else:
        stood, stands = _grid(program, before, sessions, known), _grid(program, after, sessions, known)
    if read:  # the next step begins with it
        states = {pk: state_of(sessions[pk]) for pk in _placed(after)} | read.there
        keep(Made(state_of(program), frozenset(states.values())), stands)
    return stood, stands


def _after(step: Edit) -> Stored:
    """The rows that the step read, as it left them."""
    stays = [
        (one, row) for one, row in (step.before | step.after).items() if one in step.after or one not in step.changed
    ]
    return [(one, row | {"version": row["version"] + 1} if one in step.raised else row) for one, row in stays]


def _placed(rows: Stored) -> set[str]:
    return {row["session_id"] for _key, row in rows if "session_id" in row}


def _sessions(step: Edit, read: Weeks | None, placed: set[str]) -> dict[str, Session]:
    """As they were read under the lock, else as they came with a placing.

    Asked for: that of a placing which is another session's by now, and what is not as it is known to be there.
    """
    sessions = {placing.session_id: placing.session for placing in step.left(ProgramSession)}
    sessions |= {placing.session_id: placing.session for placing in step.of(ProgramSession)}
    sessions |= read.sessions if read else {}
    there = read.there if read else {}
    lacking = {pk for pk in placed if pk not in sessions or there.get(pk) not in (None, state_of(sessions[pk]))}
    return sessions | (Session.objects.in_bulk(lacking) if lacking else {})


def _grid(program: Program, rows: Stored, sessions: dict[str, Session], known: Known) -> Grid:
    own = next(one for one in _of(Program, rows, known) if one.id == program.pk)
    return lay_out(own, _of(ProgramWeek, rows, known), _in_order(rows, known), sessions)


def _in_order(rows: Stored, known: Known) -> list[Any]:
    return sorted(_of(ProgramSession, rows, known), key=lambda one: (one.week, one.day, one.order, one.id))


def _of(model: Any, rows: Stored, known: Known) -> list[Any]:
    wanted = model._meta.label_lower
    mine = [row for (label, _pk), row in rows if label == wanted]
    return [known.get(id(row)) or known.setdefault(id(row), SimpleNamespace(**row)) for row in mine]


@dataclass
class GridChanges:
    """rows: whole weeks. cells: (week, day) with all its cards. totals: of weeks; bars: of those that only got another
    scale. columns: of the chart; None: the whole chart and what stands beside it. sports, efforts, hints: others?
    is_redrawn: phases, or the scale to which the days of a season are drawn, are others."""

    rows: list[WeekRow] = field(default_factory=list)
    cells: list[tuple[WeekRow, int]] = field(default_factory=list)
    totals: list[WeekRow] = field(default_factory=list)
    bars: list[WeekRow] = field(default_factory=list)
    columns: list[Column] | None = None
    sports: bool = False
    efforts: bool = False
    hints: bool = True
    is_redrawn: bool = False

    @property
    def numbers(self) -> set[int]:
        """The weeks of which anything is another."""
        cells = [row for row, _day in self.cells]
        return {row.number for row in (*self.rows, *cells, *self.totals, *self.bars)}


def compare(before: Grid, after: Grid, measure: str, system: str) -> GridChanges:
    """What differs between two grids of as many weeks, for who looks at `measure` in this system of units."""
    changes = GridChanges(is_redrawn=before.longest_day != after.longest_day)
    for old, new in zip(before.rows, after.rows, strict=True):
        if old is not new:
            _compare_rows(changes, old, new)
    changes.hints = read_hints(before) != read_hints(after)
    _compare_strips(changes, read_strip(before, measure, system), read_strip(after, measure, system))
    return changes


def everything(grid: Grid) -> GridChanges:
    """For a page that shows something older than the step began with."""
    return GridChanges(rows=list(grid.rows), is_redrawn=True)


def _head(row: WeekRow) -> tuple:
    return row.number, row.phase, row.is_deload, row.notes, row.day_kind


def _total(row: WeekRow) -> tuple:
    return row.seconds, row.load, row.sports, row.session_count, row.change_percent, row.is_jump


def _compare_rows(changes: GridChanges, old: WeekRow, new: WeekRow) -> None:
    if _head(old) != _head(new):
        changes.rows.append(new)
        changes.is_redrawn = True
        return
    changes.cells += [(new, day) for day in DAYS if old.days[day - 1] != new.days[day - 1]]
    if _total(old) != _total(new):
        changes.totals.append(new)
    elif old.scale != new.scale and new.seconds:
        changes.bars.append(new)


def _compare_strips(changes: GridChanges, old: Strip, new: Strip) -> None:
    if (old.shown, old.lines, old.phases, old.has_sets) != (new.shown, new.lines, new.phases, new.has_sets):
        return
    if not new.shown:  # no chart stands there in which anything could be another
        changes.columns = []
        return
    changes.columns = [column for was, column in zip(old.columns, new.columns, strict=True) if was != column]
    changes.sports = old.sports != new.sports
    changes.efforts = (old.efforts, old.by_sets) != (new.efforts, new.by_sets)
