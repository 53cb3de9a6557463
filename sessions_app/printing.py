"""A session as a sheet of paper: what to do, and boxes to write in what was done. Reads the page's lines: no query."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises.models import Sport
from sessions_app import notation
from sessions_app.lines import ENDURANCE, BlockView
from sessions_app.page import SessionPage
from sessions_app.prescription import Group, Prescription

MOST_BOXES = 20


@dataclass(frozen=True, slots=True)
class PrintRow:
    """boxes: one for each set, for `{% for %}`; none where there is nothing to count."""

    label: str
    name: str
    do: str
    boxes: range


@dataclass(frozen=True, slots=True)
class PrintHead:
    label: str
    rows: tuple[PrintRow, ...]


def sheet(page: SessionPage) -> list[PrintHead]:
    return [
        PrintHead(head.label, tuple(_row(block, index) for block in head.blocks for index in range(len(block.rows))))
        for head in page.heads
        if head.rows
    ]


def sport(page: SessionPage) -> str:
    return str(Sport(page.sport).label) if page.sport else ""


def done(sport: str, units: str) -> str:
    """What is written into the boxes."""
    if sport in ENDURANCE:
        return _("Done")
    return _("Done (lb × reps)") if units == "imperial" else _("Done (kg × reps)")


def _row(block: BlockView, index: int) -> PrintRow:
    row = block.rows[index]
    words = ", ".join(chip.text for chip in row.chips)
    group = block.group.value if block.group is not None else None
    if group is not None and not index and (goes := notation.describe_group(group)):
        words = f"{goes}: {words}"  # the first line says how the group goes
    return PrintRow(row.label, row.name, words, boxes(row.row.prescription, group))


def boxes(p: Prescription, group: Group | None) -> range:
    """Sets, times the rounds of the group. One steady stretch of time or distance needs no box."""
    rounds = (group.rounds or 1) * (group.sets_of_rounds or 1) if group is not None else 1
    sets = (p.sets or p.list_length or 1) * rounds
    return range(0 if sets == 1 and not p.reps else min(sets, MOST_BOXES))
