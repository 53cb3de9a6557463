"""What there are many of on the library page, rows and choices: from stencils."""

from __future__ import annotations

import html
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from core.stencils import Stencil
from exercises.facets import Facet, Option
from exercises.models import Exercise, Status
from exercises.templatetags.muscles import equipment_first, logged_as, muscle_list

register = template.Library()


def _row(values: dict[str, Any]) -> dict[str, Any]:
    row = Exercise(id=values["pk"], name=values["name"], sport=values["sport"], status=values["status"])
    row.is_favourite = values["is_favourite"]
    return values | {"row": row}


ROW = Stencil(
    "exercises/_exercise_row.html",
    *("pk", "name", "found_as", "declined_because", "muscles", "equipment", "logged", "used"),
    context=_row,
)
OPTION = Stencil("exercises/_option.html", "slug", "value", "label", "count")


@register.simple_tag(takes_context=True)
def exercise_row(context: dict[str, Any], row: Exercise) -> SafeString:
    shown, filters = context.get("exercise"), context["filters"]
    is_declined = row.status == Status.DECLINED and bool(row.declined_because)
    said = {
        "pk": row.pk,
        "name": row.name,
        "found_as": row.found_as,
        "declined_because": row.declined_because,
        "muscles": muscle_list(row.muscles),
        "equipment": equipment_first(row),
        "logged": logged_as(row, context["user"].units),
        "used": row.used or "",
    }
    drawn = ROW(
        {name: html.escape(str(value)) for name, value in said.items()},
        is_selected=shown is not None and shown.pk == row.pk,
        shows_sport=not filters.sport,
        sport=row.sport,
        status=row.status,
        is_own=row.author_id is not None,
        is_favourite=row.is_favourite,
        is_found_as=bool(row.found_as),
        is_declined=is_declined,
        language=get_language(),
    )
    return mark_safe(drawn)  # noqa: S308 - a template's, filled with what is escaped


@register.simple_tag
def facet_option(facet: Facet, option: Option) -> SafeString:
    said = {"slug": slugify(option.value), "value": option.value, "label": option.label, "count": option.count}
    drawn = OPTION(
        {name: html.escape(str(value)) for name, value in said.items()},
        facet=facet.name,
        is_zero=not option.count,
        is_chosen=option.chosen,
    )
    return mark_safe(drawn)  # noqa: S308 - a template's, filled with what is escaped
