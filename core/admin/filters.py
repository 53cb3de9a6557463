"""Filters of a list as one drop-down each, all of one form with the search: a link for each of ninety choices costs
more than the rows, and a muscle is found sooner in a list than in a column of links.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

EMPTY = "-"


class ChoiceFilter(admin.SimpleListFilter):
    """`lookups` says what can be chosen and `narrow` what it means. A value that is no choice filters nothing."""

    title: Any = ""
    fixed = True  # the same choices for every request

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.model = model
        super().__init__(request, params, model, model_admin)

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
        kind: Any = type(self)
        same = self.fixed
        html = _options(kind, self.model._meta.label, get_language()) if same else _rendered(self.lookup_choices)
        if chosen is not None:
            value = f'value="{escape(chosen)}"'
            html = html.replace(value, f"{value} selected", 1)
        return mark_safe(html)  # noqa: S308, each part is escaped where it is made


def _rendered(choices: Iterable[tuple[Any, Any]]) -> str:
    options = (f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)
    return f'<option value="">{escape(_("All"))}</option>{"".join(options)}'


@lru_cache(maxsize=1000)
def _options(kind: Any, model: str, language: str | None) -> str:
    """A hundred choices, each translated and escaped, cost a tenth of the page; they are the same for everybody."""
    return _rendered(kind(None, {}, apps.get_model(model), None).lookup_choices)  # what is fixed asks no request


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
