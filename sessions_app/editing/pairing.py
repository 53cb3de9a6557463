"""Which line of a text is which row that stands there, and which rows a text would remove."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import text
from sessions_app import notation
from sessions_app import prescription as values
from sessions_app.editing import reading
from sessions_app.editing.checks import Refused
from sessions_app.editing.names import Names
from sessions_app.models import Session, SessionExercise, rows_of


def pairs(standing: Sequence[SessionExercise], read: Sequence[values.Row]) -> dict[int, SessionExercise]:
    """Which row each line goes on in: those that are equal first, then those of the same name, in their order."""
    free = list(standing)
    found: dict[int, SessionExercise] = {}
    for same in (_equal, _same_name):
        for index, value in enumerate(read):
            row = next((row for row in free if same(row, value)), None) if index not in found else None
            if row is not None:
                found[index] = row
                free.remove(row)
    return found


def _equal(row: SessionExercise, value: values.Row) -> bool:
    return row.name == value.name and row.prescription == value.prescription


def _same_name(row: SessionExercise, value: values.Row) -> bool:
    return text.key(row.name) == text.key(value.name)


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows that a text leaves out. token: by which a form says that just these may go."""

    lines: tuple[str, ...] = ()
    token: str = ""

    def __len__(self) -> int:
        return len(self.lines)


def gone(session: Session, user: Any, written: str) -> Gone:
    """What saving this text would remove; nothing where it would be refused anyway."""
    try:
        read = reading.read_text(written, session.sport, Names(session, user)).rows
    except Refused:
        return Gone()
    standing = rows_of(session)
    stay = {row.pk for row in pairs(standing, read).values()}
    left_out = [row for row in standing if row.pk not in stay]
    if not left_out:
        return Gone()
    lines = (f"{row.name} {notation.render_prescription(row.prescription, session.sport)}".strip() for row in left_out)
    token = hashlib.sha256(" ".join(row.pk for row in left_out).encode()).hexdigest()[:16]
    return Gone(tuple(lines), token)
