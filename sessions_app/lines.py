"""The lines of a session's page, and the blocks and sections in which they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from exercises.models import Sport
from sessions_app import notation
from sessions_app.fixes import Fix, as_typed, fixes
from sessions_app.models import SessionExercise, SessionGroup

ENDURANCE = frozenset((Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING, Sport.ROWING))


@dataclass
class RowView:
    """One line. text, name and error are what was typed when a save was refused.

    theirs is what stands there then, who a sentence that says who did that. How it reads is worked out when it is
    shown: most answers show few lines.
    """

    row: SessionExercise
    index: int
    number: int
    label: str
    sport: str
    is_group_first: bool = False
    is_section_first: bool = False  # the line above stands in another section
    error: str = ""
    theirs: str = ""
    who: str = ""
    is_unclear: bool = False
    waiting: bool = False  # it was read, and not written yet

    @cached_property
    def name(self) -> str:
        return self.row.name

    @cached_property
    def text(self) -> str:
        return notation.render_prescription(self.row.prescription, self.sport)

    @cached_property
    def line(self) -> notation.Line | None:
        """How it was read, where that is to be seen: just now, or so that something was not understood."""
        return notation.read_prescription(as_typed(self.text), self.sport) if self.is_unclear else None

    def read(self, line: notation.Line, waiting: bool = False) -> None:
        """Show how a line just typed was read: what was guessed, what is kept as a note."""
        self.line, self.waiting = line, waiting

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """The ways out for words that were not understood, until somebody takes one."""
        return () if self.line is None or self.waiting else fixes(self.line, self.sport)

    @cached_property
    def chips(self) -> list[notation.Chip]:
        if self.line is None:
            return notation.describe(self.row.prescription, self.sport)
        chips = notation.describe_line(self.line, self.sport)
        if self.fixes:  # they say themselves what was not understood
            chips = [chip for chip in chips if chip.status != notation.NOTE]
        if self.waiting:
            rows = len(self.line.prescriptions)
            chips.append(notation.Chip(_("makes %(rows)s lines when you press Enter") % {"rows": rows}, "guessed"))
        return chips

    @property
    def pk(self) -> str:
        return self.row.pk

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def section(self) -> str:
        return self.row.section

    @property
    def place(self) -> str:
        return self.label or str(self.number)

    @property
    def exercise_url(self) -> str:
        return self.row.exercise.get_absolute_url()

    @property
    def sub(self) -> str:
        """A small line under the name: the exercise's own name where the coach wrote another, then what it takes."""
        exercise = self.row.exercise
        own = (
            [exercise.name]
            if self.row.written_as and self.row.written_as.casefold() != exercise.name.casefold()
            else []
        )
        return ", ".join([*own, *exercise.equipment[:3]])


@dataclass
class BlockView:
    rows: list[RowView]
    group: SessionGroup | None = None
    text: str = ""
    error: str = ""
    theirs: str = ""
    who: str = ""

    @property
    def title(self) -> str:
        if self.group is None:
            return ""
        return f"{self._kind(self.group)} {self.group.letter}"

    def _kind(self, group: SessionGroup) -> str:
        if group.kind != "rounds":
            return str(group.get_kind_display())
        if all(row.row.exercise.sport in ENDURANCE for row in self.rows):
            return _("Intervals")
        return _("Superset") if len(self.rows) == 2 else _("Circuit") if len(self.rows) > 2 else _("Rounds")


@dataclass
class HeadView:
    number: int
    section: str
    label: str
    blocks: list[BlockView]
    count: Callable[[], str]

    @cached_property
    def facts(self) -> str:
        """`2 exercises · 8 min`, worked out when it is shown."""
        return self.count()

    @property
    def rows(self) -> list[RowView]:
        return [row for block in self.blocks for row in block.rows]
