"""Filters of a list as one drop-down each, all of one form with the search: a link for each of ninety choices costs
more than the rows, and a muscle is found sooner in a list than in a column of links.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

EMPTY = "-"


class ChoiceFilter(admin.SimpleListFilter):
    """`lookups` says what can be chosen and `narrow` what it means. A value that is no choice filters nothing."""

    title: Any = ""

    def value(self) -> Any:
        chosen = super().value()
        return chosen if any(chosen == str(value) for value, _label in self.lookup_choices) else None

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset if chosen is None else self.narrow(queryset, chosen)

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        raise NotImplementedError

    def choices(self, changelist: Any) -> Iterable[Any]:
        return ()  # `options` has them

    @property
    def options(self) -> SafeString:
        chosen = self.value()
        options = [f'<option value="">{escape(_("All"))}</option>']
        options += (
            f'<option value="{escape(value)}"{" selected" if str(value) == chosen else ""}>{escape(label)}</option>'
            for value, label in self.lookup_choices
        )
        return mark_safe("".join(options))  # noqa: S308, each part is escaped above


class FieldFilter(ChoiceFilter):
    """By a field with choices, or a yes or no; where it may be empty, also by what says nothing there."""

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.field = model._meta.get_field(self.parameter_name)
        self.title = self.field.verbose_name
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        if isinstance(self.field, models.BooleanField):
            return [("1", _("Yes")), ("0", _("No"))]
        return [choice for choice in self.field.choices if choice[0]] + [(EMPTY, _("Not said"))] * self.field.blank

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        return queryset.filter(**{str(self.parameter_name): "" if chosen == EMPTY else chosen})


class SinceFilter(ChoiceFilter):
    """By how long ago. A date hierarchy reads every row of the table for its links."""

    SPANS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.title = model._meta.get_field(self.parameter_name).verbose_name
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("day", _("In the last 24 hours")), ("week", _("In the last 7 days")), ("month", _("In 30 days"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        return queryset.filter(**{f"{self.parameter_name}__gte": timezone.now() - self.SPANS[chosen]})


def by(name: str) -> type[FieldFilter]:
    return type("FieldFilter", (FieldFilter,), {"parameter_name": name})


def since(name: str) -> type[SinceFilter]:
    return type("SinceFilter", (SinceFilter,), {"parameter_name": name})
