"""A placed session's rows with its adjustment applied: what the day's page, the exports and the totals all show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from programs.models import ProgramSession
from sessions_app.models import Section, rows_of, values_of
from sessions_app.notation import describe, describe_group, render_group, render_prescription
from sessions_app.prescription import AdjustmentError, Group, Row, apply_all
from sessions_app.prescription.applying import POOL_M


def placed_rows(placing: ProgramSession) -> tuple[list[Row], str]:
    """The rows as they are to be done, and the sentence that says why an adjustment finds nothing (else "")."""
    rows = values_of(rows_of(placing.session))
    if not placing.adjustment:
        return rows, ""
    pool = placing.session.pool_length or POOL_M
    try:
        return list(apply_all(rows, placing.adjustment, pool=pool)), ""
    except AdjustmentError as refusal:
        return list(apply_all(rows, placing.adjustment, strict=False, pool=pool)), str(refusal)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A row as it is to be read: under which head, which label in its group, what to do."""

    heading: str
    label: str
    name: str
    line: str


def placed_lines(rows: Sequence[Row], *, in_words: bool = False) -> list[PlacedLine]:
    """The rows as they are written, `5x5 @ 77.5% r3:00`, or in words, with their labels.

    How a group goes stands with its first row.
    """
    counts: Counter[str] = Counter()
    lines = []
    for row in rows:
        label, rounds = "", ""
        if row.group:
            counts[row.group.letter] += 1
            label = f"{row.group.letter}{counts[row.group.letter]}"
            rounds = _rounds(row.group, in_words) if counts[row.group.letter] == 1 else ""
        said = [chip.text for chip in describe(row.prescription, row.sport)] if in_words else []
        line = ", ".join(said) if in_words else render_prescription(row.prescription, row.sport)
        heading = row.section_title or str(Section(row.section).label)
        between = ": " if in_words else ", "
        lines.append(PlacedLine(heading, label, row.name, between.join(filter(None, [rounds, line]))))
    return lines


def _rounds(group: Group, in_words: bool) -> str:
    """`4 rounds r1:30`: the group's own line without its letter."""
    return describe_group(group) if in_words else render_group(group).partition(":")[2].strip()
