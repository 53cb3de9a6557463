"""What a session can hold. Asked before anything is written: SQLite would store what PostgreSQL refuses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sessions_app import prescription as values
from sessions_app.models import PRESCRIPTION_COLUMNS, Session, SessionExercise

FACTS = ("name", "sport", "effort", "note", "course", "pool_length")
MOST_ROWS = 200
MOST_TEXT = 60_000
MOST_ROUNDS = 999
MOST_SECONDS = 359_999
DISTANCE_PLACES: int = SessionExercise._meta.get_field("distance").decimal_places  # type: ignore[union-attr]


class Refused(ValueError):
    """A sentence for the coach: what cannot be saved, and why. Nothing was written."""


def check_text(text: str) -> str:
    """Text as it came, if it is of a size and kind that can be read."""
    if "\0" in text:
        raise Refused(_("The text holds a character (NUL) that no text can hold."))
    lines = sum(1 for line in text.splitlines() if line.strip())
    if lines > 2 * MOST_ROWS or len(text) > MOST_TEXT:
        raise Refused(
            _("That is %(lines)s lines; a session takes at most %(most)s. Paste a part of it.")
            % {"lines": lines, "most": MOST_ROWS}
        )
    return text


def check_count(count: int) -> None:
    if count > MOST_ROWS:
        raise Refused(
            _("A session takes at most %(most)s lines, and this would make %(count)s.")
            % {"most": MOST_ROWS, "count": count}
        )


def check_prescription(prescription: values.Prescription, name: str = "") -> values.Prescription:
    """The prescription as its columns hold it: a distance in yards may be rounded to the micrometre."""
    prescription = replace(
        prescription, distance=_rounded(prescription.distance), distance_max=_rounded(prescription.distance_max)
    )
    wrong = list(values.problems(prescription)) or _too_long(prescription)
    if wrong:
        raise Refused(f"{name}: {wrong[0]}" if name else wrong[0])
    return prescription


def _rounded(metres: Decimal | None) -> Decimal | None:
    if metres is None or metres == round(metres, DISTANCE_PLACES):
        return metres
    return round(metres, DISTANCE_PLACES)


def _too_long(prescription: values.Prescription) -> list[str]:
    """By the columns' lengths; numbers are in range when `problems` has none."""
    wrong = []
    for name in PRESCRIPTION_COLUMNS:
        field: Any = SessionExercise._meta.get_field(name)
        value = getattr(prescription, name)
        most = field.max_length
        if most and value is not None and len(str(value)) > most:
            wrong.append(
                _("The %(part)s may have %(most)s characters at most.") % {"part": field.verbose_name, "most": most}
            )
    return wrong


def check_group(group: values.Group) -> values.Group:
    """The group's facts, if its columns can hold them."""
    times = (group.cap_s, group.every_s, group.rest_s, group.set_rest_s)
    counts = (group.rounds, group.sets_of_rounds)
    if group.letter not in values.LETTERS or len(group.letter) != 1:
        raise Refused(_("A group is called by a letter from A to H."))
    if group.kind not in values.GROUP_KINDS:
        raise Refused(_("A group is rounds, AMRAP, EMOM or for time."))
    if any(count is not None and not 1 <= count <= MOST_ROUNDS for count in counts):
        raise Refused(_("Rounds go from 1 to %(most)s.") % {"most": MOST_ROUNDS})
    if 0 in (group.cap_s, group.every_s):
        raise Refused(_("A time cap and a start interval go from 1 s to 99 hours."))
    if any(time is not None and not 0 <= time <= MOST_SECONDS for time in times):
        raise Refused(_("A time of a group goes from 0 s to 99 hours."))
    return group


def check_facts(session: Session) -> None:
    """Refused with a sentence where a column could not hold a fact."""
    if not session.name.strip():
        raise Refused(_("A session needs a name."))
    for name in FACTS:
        field: Any = Session._meta.get_field(name)
        value = getattr(session, name)
        if field.max_length and value and len(value) > field.max_length:
            raise Refused(
                _("The %(part)s may have %(most)s characters at most.")
                % {"part": field.verbose_name, "most": field.max_length}
            )
    if session.effort is not None and not 1 <= session.effort <= 10:
        raise Refused(_("The planned RPE goes from 1 to 10."))
    if session.pool_length is not None and not 0 < session.pool_length < 1000:
        raise Refused(_("A pool is between 1 and 999 m long."))
