"""What an exercise says of itself, fact by fact, in words: for whoever compares two, or one with how it was."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.fields import ListField
from exercises.importing.values import FIELDS
from exercises.models import Exercise, Measure, Muscle

FACTS = FIELDS
_CHOICES: dict[str, Any] = {"muscles": Muscle, "secondary_muscles": Muscle, "measures": Measure}


def label(name: str) -> str:
    field: Any = Exercise._meta.get_field(name)
    return str(field.verbose_name)


def words(name: str, value: Any) -> list[str]:
    """The value as a person reads it: a list's entries, else one or nothing."""
    field: Any = Exercise._meta.get_field(name)
    if isinstance(field, ListField):
        labels = dict(_CHOICES[name].choices) if name in _CHOICES else {}
        return [str(labels.get(entry, entry)) for entry in value]
    if isinstance(field, models.JSONField):  # the languages of aliases
        return [f"{entry} [{said}]" for entry, said in value.items()]
    if isinstance(field, models.BooleanField):
        return [_("Yes") if value else _("No")]
    labels = dict(field.flatchoices or ())
    return [str(labels.get(value, value))] if value else []
