"""What the list of exercises is narrowed down by."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.filters import EMPTY, ChoiceFilter
from core.fields import ListField
from exercises import catalogue
from exercises.models import Muscle


class WhoseFilter(ChoiceFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("library", _("The library's")), ("own", _("A coach's own"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        return queryset.filter(author__isnull=chosen == "library")


class MuscleFilter(ChoiceFilter):
    title = _("muscle")
    parameter_name = "muscle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Muscle.choices, (EMPTY, _("Not said"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        if chosen == EMPTY:
            return queryset.filter(muscles="")
        word = ListField.word(chosen)
        return queryset.filter(Q(muscles__contains=word) | Q(secondary_muscles__contains=word))


@lru_cache
def known_equipment() -> list[str]:
    """What the catalogue names: reading every row of the table for the choices would cost more than the list."""
    return sorted({piece for entry in catalogue.read() for piece in entry.equipment})


class EquipmentFilter(ChoiceFilter):
    title = _("equipment")
    parameter_name = "equipment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(piece, piece) for piece in known_equipment()] + [(EMPTY, _("None"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        return (
            queryset.filter(equipment="")
            if chosen == EMPTY
            else queryset.filter(equipment__contains=ListField.word(chosen))
        )
