"""What sessions do when something in the library below them changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from exercises.models import Exercise
from exercises.signals import exercise_merged, written_in_bulk
from sessions_app.digests import refresh_digest
from sessions_app.merged import carry
from sessions_app.models import Session

# What a digest says of an exercise.
SAID = {"name", "sport", "measures"}

_AT_ONCE = 200  # sessions, so that a library of other names does not read all rows into memory


@receiver(post_save, sender=Exercise)
def digest_again(instance: Exercise, created: bool, update_fields: Any = None, **_signal: Any) -> None:
    """Another name or sport of an exercise, or that it has a max, is a change of the sessions that use it."""
    if not created and SAID & set(update_fields or SAID):
        _refresh([instance])


@receiver(written_in_bulk, sender=Exercise)
def digest_all_again(exercises: Iterable[Exercise], update_fields: Iterable[str], **_signal: Any) -> None:
    if SAID & set(update_fields):
        _refresh(exercises)


def _refresh(exercises: Iterable[Exercise]) -> None:
    """Under their locks: a verb that is at work in one of them has read the old name. It is no step of anybody's,
    so there is nothing to undo; but an earlier step in such a session can no longer be undone.
    """
    with transaction.atomic():
        using = Session.objects.filter(rows__exercise__in=exercises).order_by("pk").distinct()
        ids = list(using.values_list("pk", flat=True))
        for start in range(0, len(ids), _AT_ONCE):
            some = Session.objects.filter(pk__in=ids[start : start + _AT_ONCE])
            for session in some.select_for_update().order_by("pk").with_rows():
                refresh_digest(session)


@receiver(exercise_merged, dispatch_uid="sessions")
def use_the_other(duplicate: Exercise, into: Exercise, **_signal: Any) -> None:
    carry(duplicate, into)
