"""The digest of a session: its rows in short, stored with them, so that the program grid never loads the rows."""

from __future__ import annotations

from collections.abc import Iterable

from sessions_app.models import Session, SessionExercise, rows_of, values_of
from sessions_app.prescription import Adjustment
from sessions_app.prescription.digest import digest
from sessions_app.totals import Totals, placed_totals


def digest_of(rows: Iterable[SessionExercise]) -> str:
    """The digest of rows in their order. Exercise and group of each are needed: load them along."""
    return digest(values_of(rows))


def totals_of(session: Session, adjustment: Adjustment | None = None) -> Totals:
    """What a session adds up to, with the adjustment of a placing: from its digest, no row is loaded."""
    effort = float(session.effort) if session.effort is not None else None
    return placed_totals(session.digest, str(adjustment or ""), effort)


def refresh_digest(session: Session, rows: Iterable[SessionExercise] | None = None) -> None:
    """Store the digest anew. Every verb that writes rows ends with it, in the same step; so do import and copy."""
    text = digest_of(rows_of(session) if rows is None else rows)
    if text != session.digest:
        session.digest = text
        Session.objects.filter(pk=session.pk).update(digest=text)
