"""What an exercise says of itself, fact by fact: for files, and in words for whoever compares two of them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.fields import ListField
from exercises.models import Exercise, Level, Measure, Muscle, Pattern, Sport

FACTS = (
    "name", "sport", "aliases", "pattern", "level", "muscles", "secondary_muscles", "equipment", "measures", "per_side",
    "easier", "caution", "description", "cues", "video_url",
)  # fmt: skip
LISTS = frozenset(name for name in FACTS if isinstance(Exercise._meta.get_field(name), ListField))
CHOICES: dict[str, type[models.TextChoices]] = {
    "sport": Sport, "pattern": Pattern, "level": Level, "muscles": Muscle, "secondary_muscles": Muscle,
    "measures": Measure,
}  # fmt: skip


def label(name: str) -> str:
    field: Any = Exercise._meta.get_field(name)
    return str(field.verbose_name)


def words(name: str, value: Any) -> list[str]:
    """The value as a person reads it: a list's entries, else one or nothing."""
    field: Any = Exercise._meta.get_field(name)
    labels: dict[str, Any] = dict(CHOICES[name].choices) if name in CHOICES else {}
    if name in LISTS:
        return [str(labels.get(entry, entry)) for entry in value]
    if isinstance(field, models.JSONField):  # the languages of aliases
        return [f"{entry} [{said}]" for entry, said in value.items()]
    if isinstance(field, models.BooleanField):
        return [_("Yes") if value else _("No")]
    return [str(labels.get(value, value))] if value else []
