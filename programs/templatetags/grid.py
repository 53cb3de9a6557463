"""The rows of the grid, each rendered once for as long as it looks the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from core.charts import Column, bar
from core.templatetags.icons import sport_class
from core.templatetags.units import distance, hours, hours_round, hours_short
from programs.changes import GridChanges
from programs.days import day_name, day_names
from programs.grid import WeekRow
from programs.strip import Strip
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription.digest import rows_of

register = template.Library()


@register.simple_tag(takes_context=True)
def week_rows(context: dict[str, Any], rows: Iterable[WeekRow], zoom: str) -> SafeString:
    """The rows as HTML."""
    look = (zoom, get_language(), _units(context))
    return mark_safe("".join(render_row(row, *look, False) for row in rows))  # noqa: S308


def _units(context: dict[str, Any]) -> str:
    return getattr(context["request"].user, "units", "metric")


@register.simple_tag(takes_context=True)
def changed_weeks(context: dict[str, Any], changes: GridChanges, zoom: str) -> SafeString:
    """What changed of them: each part takes the place of the one that the page has."""
    look = (zoom, get_language(), _units(context))
    parts = [
        *(render_row(row, *look, True) for row in changes.rows),
        *(_render_cell(row, day, zoom, look[-1]) for row, day in changes.cells),
        *(_render("programs/_total.html", row, zoom=zoom, part="total") for row in changes.totals),
        *(_render("programs/_bar.html", row, part="bar") for row in changes.bars),
    ]
    return mark_safe("".join(parts))  # noqa: S308


# A row is a frozen value and everything it shows is in the key, so nothing here can be stale or somebody else's.
# A rendered row takes 9 kB.
@lru_cache(maxsize=384)
def render_row(row: WeekRow, zoom: str, language: str, system: str, oob: bool) -> str:
    days = list(zip(day_names(row.day_kind), row.days, strict=True))
    return _render("programs/_week.html", row, days=days, zoom=zoom, system=system, oob=oob)


def _render_cell(row: WeekRow, day: int, zoom: str, system: str) -> str:
    facts = {"name": day_name(row.day_kind, day), "day": day, "cards": row.days[day - 1]}
    return _render("programs/_cell.html", row, **facts, zoom=zoom, system=system, part="cell")


def _render(template_name: str, row: WeekRow, **context: Any) -> str:
    return get_template(template_name).render(context | {"row": row, "bar": bar(row.sports, row.scale)})


@register.simple_tag(takes_context=True)
def session_facts(context: dict[str, Any], session: Session) -> str:
    """`62 min · 19 sets`, `58 min · 11.5 km`: a session in short, from its digest."""
    total = totals_of(session)
    facts = [hours(total.seconds)] if total.seconds else []
    if session.sport in ("strength", "") and total.working_sets:
        facts.append(ngettext("%(n)s set", "%(n)s sets", total.working_sets) % {"n": total.working_sets})
    elif total.distance_m:
        facts.append(distance(total.distance_m, getattr(context["request"].user, "units", "metric")))
    return " · ".join(facts)


@register.filter
def first_exercise(session: Session) -> str:
    """What tells four sessions called Day 1 apart."""
    rows = rows_of(session.digest)
    return next((row.name for row in rows if row.section == "main"), "")


@register.simple_tag(name="day_name")
def day_name_tag(kind: str, day: int) -> str:
    return day_name(kind, day)


@register.inclusion_tag("programs/_reading_bar.html")
def reading_bar(row: WeekRow) -> dict[str, Any]:
    return {"bar": bar(row.sports, row.scale)}


@register.inclusion_tag("programs/_reading_days.html", takes_context=True)
def reading_days(context: dict[str, Any], row: WeekRow, names: list[str]) -> dict[str, Any]:
    system = _units(context)
    return {"days": list(zip(names, row.days, strict=True)), "system": system}


@register.simple_tag(takes_context=True)
def load_strip(context: dict[str, Any], strip: Strip) -> SafeString:
    """The strip above the grid: chart, shares by sport and by effort."""
    return mark_safe(render_strip("programs/_strip.html", strip, get_language(), bool(context.get("oob"))))  # noqa: S308


@register.filter
def mark(amount: float, strip: Strip) -> str:
    """A mark on the axis of the chart: `4 h`, `20 km`, 2,000."""
    if strip.measure == "time":
        return hours_short(int(amount))
    if strip.measure == "distance":
        return distance(amount, strip.system)
    return number_format(round(amount), force_grouping=True)


@register.filter
def share(amount: int, strip: Strip) -> str:
    """What one sport has of it: `27 h`, `184 km`, 2,530."""
    return hours_round(amount) if strip.measure == "time" else mark(amount, strip)


@register.simple_tag
def load_chart(strip: Strip) -> SafeString:
    return mark_safe(render_strip("programs/_chart.html", strip, get_language(), False))  # noqa: S308


@lru_cache(maxsize=512)
def render_strip(template_name: str, strip: Strip, language: str, oob: bool) -> str:
    return get_template(template_name).render({"strip": strip, "oob": oob})


@register.simple_tag(name="blocks")
@lru_cache(maxsize=512)
def render_blocks(columns: tuple[Column, ...]) -> SafeString:
    """The rectangles of a small chart. A list has thousands of them, for which a template takes longest of all."""
    return format_html_join(
        "",
        '<rect class="f-h {}" x="{}%" y="{}" width="{}%" height="{}"/>',
        (
            (sport_class(block.kind), block.x, block.y, block.width, block.height)
            for column in columns
            for block in column.blocks
        ),
    )


@register.filter
def short_name(name: str) -> str:
    """`Lower A · Squat` is Lower A where there is room for one line only."""
    return name.split(" · ")[0]


@register.filter
def first_word(name: str) -> str:
    """`Easy run` is Easy where a day has the room of a stamp."""
    return name.split()[0]
