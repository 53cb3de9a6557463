"""Columns whose heading does not say what they hold: their cells do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sessions_app.notation import read_prescription

from .cells import Sheet
from .heads import AMOUNTS, FIELD, GROUP_LABEL, LINE, Head, filled
from .words import Column, column_of, day_of, week_of


def deduce(sheet: Sheet, head: Head, until: int) -> None:
    """What columns without a heading hold, by their cells down to the row before `until`."""
    known = {column for part in head.parts for column in part}
    by_label = any(block.week or block.day for block in head.blocks)
    first = min(known, default=0)
    for column in range(max((len(sheet.rows[row]) for row in range(head.last + 1, until)), default=0)):
        if column in known or column in head.unread:
            continue
        texts = [
            cell.text
            for row in range(head.last + 1, until)
            if (cell := sheet.at(row, column)).text and (cell.covered or len(filled(sheet, row)) > 1)
        ]
        if not texts:
            continue
        role = _deduced(texts, head, column, column < first or column < (head.column("exercise") or 0), by_label)
        if role:
            head.shared[column] = Column(role)
            first = max(first, column + 1) if role != "exercise" else first
    _said_in_words(sheet, head, until)
    head.read_lines_as_schemes()
    _without_exercise(head)


def _deduced(texts: list[str], head: Head, column: int, is_left: bool, by_label: bool) -> str:
    def share(test: Callable[[str], bool]) -> float:
        return sum(1 for text in texts if test(text)) / len(texts)

    has_week = any(block.week for block in head.blocks) or head.column("week") is not None
    has_day = any(block.day for block in head.blocks) or head.column("day") is not None
    if not has_week and share(lambda text: week_of(text) is not None) > 0.7:
        return "week"
    if not has_day and share(lambda text: day_of(text) is not None) > 0.7:
        return "day"
    if is_left and has_day and not has_week and share(str.isdigit) == 1:
        return "week"
    if is_left and by_label and share(lambda text: column_of(text) is not None) > 0.5:
        return FIELD
    if is_left and share(lambda text: GROUP_LABEL.fullmatch(text) is not None or text.isdigit()) > 0.9:
        return "order"
    has_exercise = "exercise" in head.roles
    if is_left and not has_exercise and share(lambda text: re.match(r"[^\W\d]", text) is not None) > 0.7:
        return (
            "exercise" if by_label or "session" in head.roles or head.roles & {"sets", "reps", "scheme"} else "session"
        )
    exercise = head.column("exercise")
    is_before = exercise is None or column < exercise
    return "session" if is_left and is_before and has_exercise and "session" not in head.roles else ""


def _said_in_words(sheet: Sheet, head: Head, until: int) -> None:
    """A column `Set` may name what is done; details are the work itself where no column has amounts."""
    columns = head.shared
    rows = range(head.last + 1, until)
    for column, found in list(columns.items()):
        texts = [cell.text for row in rows if (cell := sheet.at(row, column)).text]
        if found.role in ("group", "section") and "exercise" not in head.roles and texts:
            if sum(1 for text in texts if GROUP_LABEL.fullmatch(text)) * 2 < len(texts):
                columns[column] = found._replace(role="exercise")
        elif found.role == "set" and sum(1 for text in texts if re.search(r"[^\W\d]{2}", text)) * 2 > len(texts):
            columns[column] = found._replace(role=LINE if "exercise" in head.roles else "exercise")
        elif found.role == "notes" and not head.roles & AMOUNTS and _are_amounts(texts):
            columns[column] = found._replace(role="scheme")


def _are_amounts(texts: list[str]) -> bool:
    found = [text for text in texts if any(replace(row, notes="") for row in read_prescription(text).prescriptions)]
    return len(found) * 2 > len(texts)


def _without_exercise(head: Head) -> None:
    """Where no column names an exercise, the session's does: a run is its own only exercise."""
    if "exercise" in head.roles or LINE in head.roles:
        return
    for columns in head.parts:
        for column, found in columns.items():
            if found.role == "session":
                columns[column] = found._replace(role=LINE)
                return
    for columns in head.parts:
        for column, found in columns.items():
            if found.role in ("scheme", "notes") and "scheme" not in head.roles - {found.role}:
                columns[column] = found._replace(role=LINE)
                return
