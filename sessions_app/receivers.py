"""What sessions do when something in the library below them changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from exercises.models import Exercise
from sessions_app.digests import refresh_digest
from sessions_app.models import Session

# What a digest says of an exercise.
SAID = {"name", "sport", "measures"}


@receiver(post_save, sender=Exercise)
def digest_again(instance: Exercise, created: bool, update_fields: Any = None, **_signal: Any) -> None:
    """Another name or sport of an exercise, or that it has a max, is a change of the sessions that use it.

    Under their locks: a verb that is at work in one of them has read the old name. It is no step of anybody's,
    so there is nothing to undo; but an earlier step in such a session can no longer be undone.
    """
    if created or not SAID & set(update_fields or SAID):
        return
    with transaction.atomic():
        using = Session.objects.filter(rows__exercise=instance).values("pk")
        for session in Session.objects.filter(pk__in=using).select_for_update().order_by("pk").with_rows():
            refresh_digest(session)
