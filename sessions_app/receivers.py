"""What sessions do when something in the library below them changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from exercises.models import Exercise
from sessions_app.digests import refresh_digest
from sessions_app.models import Session


@receiver(post_save, sender=Exercise)
def digest_again(instance: Exercise, created: bool, **kwargs: Any) -> None:
    """A digest holds the names and sports of its exercises: renaming one is a change of the sessions that use it."""
    if not created:
        for session in Session.objects.filter(rows__exercise=instance).distinct().with_rows():
            refresh_digest(session)
