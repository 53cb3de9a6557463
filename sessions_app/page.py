"""What the page of a session shows, worked out from its rows. No query but those for the rows and the undo steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.utils.translation import ngettext

from core.editing import stack
from core.templatetags.units import distance, hours
from sessions_app import arranging, notation
from sessions_app.examples import example
from sessions_app.lines import BlockView, HeadView, RowView
from sessions_app.models import Section, Session, SessionExercise, rows_of
from sessions_app.summary import Summary
from sessions_app.totals import totals

LONG = 30


@dataclass
class SessionPage(Summary):
    session: Session
    rows: Sequence[SessionExercise]
    user: Any
    undo: Any = None
    redo: Any = None
    notice: str = ""
    quick_error: str = ""
    typed: str = ""
    add_to: str = Section.MAIN
    row: RowView | None = None
    renamed: bool = False  # is that line another exercise now, or called otherwise
    shown: int | str = ""  # of which version the lines in the browser are, as far as it is known
    sections: Any = field(default=Section)

    @property
    def editable(self) -> bool:
        return self.session.is_editable_by(self.user)

    @property
    def is_long(self) -> bool:
        """More than one looks over at once: then the sections can be jumped to."""
        return len(self.rows) > LONG

    @property
    def example(self) -> str:
        return example(self.sport)

    def choose_section(self, section: str) -> None:
        if section in Section.values:
            self.add_to = section

    # The lines

    @cached_property
    def heads(self) -> list[HeadView]:
        views = iter(self._row_views())
        return [self._head(number, head, views) for number, head in enumerate(arranging.heads(self.rows), start=1)]

    def _row_views(self) -> list[RowView]:
        views: list[RowView] = []
        number, places = 0, {}  # type: ignore[var-annotated]
        for index, row in enumerate(self.rows):
            label = ""
            if row.group is not None:
                places[row.group.pk] = places.get(row.group.pk, 0) + 1
                label = f"{row.group.letter}{places[row.group.pk]}"
            number += not label
            sport = self.session.sport or row.exercise.sport
            is_group_first = label.endswith("1") and len(label) == 2
            unclear = row.is_unclear and self.editable
            views.append(RowView(row, index, number, label, sport, is_group_first, is_unclear=unclear))
        return views

    def _head(self, number: int, head: arranging.Head, views: Any) -> HeadView:
        found: list[BlockView] = []
        for block in head.blocks:
            rows = [next(views) for _row in block]
            rows[0].is_section_first = not found
            group = block[0].group
            text = notation.render_group(group.value).partition(":")[2].strip() if group is not None else ""
            found.append(BlockView(rows, group, text))
        facts = partial(self._facts, head.start, head.end)
        return HeadView(number, head.section, head.label, found, facts)

    def _facts(self, start: int, end: int) -> str:
        """`2 exercises · 8 min`, with the distance where there is one."""
        rows = self.values[start:end]
        if not rows:
            return ""
        sums = self.sums if len(rows) == len(self.values) else totals(rows)
        facts = [ngettext("%s exercise", "%s exercises", len(rows)) % len(rows), hours(sums.seconds)]
        if sums.distance_m and self.is_endurance:
            facts = [facts[1], distance(sums.distance_m, self.units)]
        return " · ".join(facts)

    def find(self, pk: str) -> RowView | None:
        return next((row for head in self.heads for row in head.rows if row.pk == pk), None)

    @property
    def head_of_row(self) -> HeadView | None:
        """The section of the one line that is answered."""
        return next((head for head in self.heads if any(row is self.row for row in head.rows)), None)

    def find_group(self, pk: str) -> BlockView | None:
        blocks = (block for head in self.heads for block in head.blocks)
        return next((block for block in blocks if block.group is not None and block.group.pk == pk), None)

    def doubt(self, pk: str, typed: str) -> None:
        """In this line words were not understood: what was typed tells better than its note what they were to be."""
        row = self.find(pk)
        line = notation.read_prescription(typed, row.sport) if row is not None else None
        if row is not None and line is not None and line.prescriptions == (row.row.prescription,):
            row.read(line)


def page_of(session: Session, user: Any) -> SessionPage:
    """The page; undo and redo only for whoever may change it. Rows are read if they are not there yet."""
    page = SessionPage(session, rows_of(session), user, shown=session.version)
    if page.editable:
        page.undo, page.redo = stack(session, user)
    return page


def open_page(pk: str, user: Any) -> SessionPage:
    """The page as it stands now, after a verb."""
    return page_of(Session.objects.with_rows().get(pk=pk), user)


def page_after(session: Session, user: Any) -> SessionPage:
    """The page as the verb on this very object left it. Nothing of it is read again."""
    step = session.last_step
    if step is None or session.left is None:
        return open_page(session.pk, user)
    page = SessionPage(session, session.left, user, shown=session.version)
    if session.left_values is not None:
        page.values = session.left_values
    page.undo, page.redo = (step.change, None) if step.change is not None else stack(session, user)
    return page
