"""All weeks of a program in memory: what a verb makes of them is shown before it is done, and done in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from django.utils.translation import gettext as _

from core import ordering
from core.editing import Conflict, Edit
from programs.grid import Grid, WeekRow, lay_out
from programs.models import MAX_WEEKS, Program, ProgramSession, ProgramWeek
from programs.steps import OutOfProgram, Seen, check_place, grid_step

MOVED = ("week", "day", "order", "adjustment")
FACTS = ("phase", "is_deload", "notes")
# More than a day can hold: what is put so far back comes behind what stands there.
BEHIND = 1_000_000


class Board:
    """The placings and what is said of the weeks, for a verb to change. `replaced`: how many of them, or of
    what was said of them, gave way to others."""

    def __init__(self, program: Program, rows: Iterable[object]) -> None:
        self.program = program
        self.weeks = program.duration_weeks
        self.silenced = program.silenced
        self.placings: list[ProgramSession] = []
        self.facts: list[ProgramWeek] = []
        for row in rows:
            if isinstance(row, ProgramSession):
                self.placings.append(row)
            elif isinstance(row, ProgramWeek):
                self.facts.append(row)
        self.replaced = 0
        self._read = [*self.placings, *self.facts]

    def check(self, week: int, day: int = 1) -> None:
        check_place(self.program, week, day)

    def in_order(self) -> list[ProgramSession]:
        return sorted(self.placings, key=lambda placing: (placing.week, placing.day, placing.order, placing.pk))

    def of_week(self, number: int) -> list[ProgramSession]:
        return [placing for placing in self.in_order() if placing.week == number]

    def said(self, number: int) -> ProgramWeek:
        """What week `number` says of itself: its row, or one that says nothing yet."""
        found = next((week for week in self.facts if week.number == number), None)
        if found is None:
            found = ProgramWeek(program=self.program, number=number)
            self.facts.append(found)
        return found

    def tell(self, number: int, facts: tuple[str, bool, str]) -> None:
        """Week `number` is to say this. Rows keep their number: two may not even for a moment have the same."""
        said = self.said(number)
        said.phase, said.is_deload, said.notes = facts

    def told(self, number: int) -> tuple[str, bool, str]:
        said = self.said(number)
        return said.phase, said.is_deload, said.notes

    def take_out(self, *placings: ProgramSession) -> None:
        gone = {placing.pk for placing in placings}
        self.placings = [placing for placing in self.placings if placing.pk not in gone]

    def reach(self, week: int) -> None:
        """The program goes to this week at least. OutOfProgram beyond what a program can have."""
        if week > MAX_WEEKS:
            sentence = _("That would make week %(week)s, and a program has at most %(most)s weeks.")
            raise OutOfProgram(sentence % {"week": week, "most": MAX_WEEKS})
        self.weeks = max(self.weeks, week)

    def number(self) -> None:
        """Each day from 1 without a gap, in the order that the placings have; of two with one number the earlier made
        comes first."""
        days: dict[tuple[int, int], list[ProgramSession]] = {}
        for placing in self.in_order():
            days.setdefault((placing.week, placing.day), []).append(placing)
        for day in days.values():
            ordering.number(day)

    def grid(self) -> Grid:
        sessions = {placing.session_id: placing.session for placing in self.placings}
        return lay_out(self.program, self.facts, self.in_order(), sessions, self.weeks)

    def save(self, step: Edit) -> None:
        """Tell the step all of it; what did not change is not written."""
        if self.weeks != self.program.duration_weeks:
            self.program.duration_weeks = self.weeks
            step.save(self.program, "duration_weeks")
        if self.silenced != self.program.silenced:
            self.program.silenced = self.silenced
            step.save(self.program, "silenced")
        kept = {row.pk for row in self._standing()}
        step.delete(*(row for row in self._read if row.pk not in kept))
        for row in self._standing():
            if row._state.adding:
                step.save(row)
            else:
                step.save(row, *(MOVED if isinstance(row, ProgramSession) else FACTS))

    def _standing(self) -> Iterator[ProgramSession | ProgramWeek]:
        yield from self.placings
        yield from (week for week in self.facts if week.phase or week.is_deload or week.notes)


class WeekVerb(Protocol):
    """What is to be done to the weeks. Refused, with a sentence, where it cannot be."""

    def __call__(self, board: Board) -> None: ...

    def label(self, board: Board) -> str:
        """What was done, of the board on which it was."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a verb would make of the program. `replaced`: how many sessions it takes out."""

    before: Grid
    after: Grid
    replaced: int

    @property
    def weeks(self) -> list[tuple[int, WeekRow | None, WeekRow]]:
        """Those that would be others: (number, as it is, as it would be); None beyond the end."""
        rows = zip_longest(self.before.rows, self.after.rows)
        return [(new.number, old, new) for old, new in rows if old is None or _look(old) != _look(new)]

    @property
    def touched(self) -> int:
        """How many sessions come, go elsewhere or become others."""
        stand = set(_cards(self.before))
        return sum(card not in stand for card in _cards(self.after))


def _look(row: WeekRow) -> tuple:
    return row.days, row.phase, row.is_deload, row.notes


def _cards(grid: Grid) -> Iterator[tuple]:
    for row in grid.rows:
        for day, cards in enumerate(row.days):
            yield from ((row.number, day, card) for card in cards)


def do(program: Program, user: object, verb: WeekVerb, seen: Mapping[str, Seen] | None = None) -> Edit:
    """One undoable step. `seen`: the versions of placings that the page showed; Conflict where one is another."""
    with grid_step(program, user) as step:
        standing = {placing.pk: placing for placing in step.of(ProgramSession)}
        for pk, version in (seen or {}).items():
            if pk not in standing:
                raise Conflict
            step.check(standing[pk], version)
        board = Board(program, step.objects.values())
        verb(board)
        board.number()
        board.save(step)
        step.label = verb.label(board)
    return step


def foresee(program: Program, verb: WeekVerb) -> Foreseen:
    """Nothing is written. Two queries."""
    board = Board(program, Program.read_parts([program.pk]))
    before = board.grid()
    verb(board)
    board.number()
    return Foreseen(before, board.grid(), board.replaced)
