"""Decisions, done: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exercises.importing.values import Decision, Kind
from exercises.library import Refused
from exercises.models import Exercise

_BATCH = 200


def apply(decisions: Iterable[Decision]) -> list[Exercise]:
    """What was made or changed. Raises Refused if somebody was faster with a name."""
    made: list[Exercise] = []
    changed: dict[tuple[str, ...], list[Exercise]] = {}
    for decision in decisions:
        if decision.exercise is None:
            continue
        if decision.kind is Kind.NEW:
            made.append(decision.exercise)
        elif decision.kind is Kind.CHANGED:
            decision.exercise.set_keys()
            changed.setdefault(tuple(decision.changes), []).append(decision.exercise)
    try:
        with transaction.atomic():
            for fields, rows in changed.items():
                names = [*fields, "name_key", "search_key", "curated_at"]
                Exercise.objects.bulk_update(rows, names, batch_size=_BATCH)
            Exercise.objects.bulk_create(made, batch_size=_BATCH)
    except IntegrityError as error:
        raise Refused(_("Meanwhile there is an exercise of one of these names. Nothing was changed.")) from error
    return [*made, *(row for rows in changed.values() for row in rows)]
