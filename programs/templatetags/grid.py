"""The rows of the grid, each rendered once for as long as it looks the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from core.charts import Block, Column, bar
from core.templatetags.icons import sport_class
from core.templatetags.units import distance, grouped, hours, hours_round, hours_short
from programs.changes import GridChanges
from programs.days import day_name
from programs.grid import Grid, WeekRow
from programs.strip import Strip, long_unit
from programs.templatetags import drawn
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription.digest import rows_of

register = template.Library()


@register.simple_tag(takes_context=True)
def week_rows(context: dict[str, Any], grid: Grid, zoom: str) -> SafeString:
    """The rows as HTML."""
    return mark_safe(drawn.weeks(grid, _look(context, zoom)))  # noqa: S308 - a template's


@register.simple_tag(takes_context=True)
def changed_weeks(context: dict[str, Any], changes: GridChanges, zoom: str) -> SafeString:
    """What changed of them: each part takes the place of the one that the page has."""
    return mark_safe(drawn.changed(context["grid"], changes, _look(context, zoom)))  # noqa: S308 - a template's


def _look(context: dict[str, Any], zoom: str) -> drawn.Look:
    return drawn.Look.of(zoom, _units(context))


def _units(context: dict[str, Any]) -> str:
    return getattr(context["request"].user, "units", "metric")


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
def reading_days(context: dict[str, Any], row: WeekRow, names: list[str], at: str) -> dict[str, Any]:
    """The days of a week to read. `at`: below which address the placed sessions open."""
    look = _look(context, drawn.DETAIL)
    days = [mark_safe("".join([drawn.reading_card(card, look, at) for card in cards])) for cards in row.days]  # noqa: S308
    return {"days": list(zip(names, days, strict=True))}


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
    return grouped(round(amount))


@register.filter
def effort(amount: int, strip: Strip) -> str:
    """What there is of one effort: sets of strength, or `27 h`."""
    return str(amount) if strip.by_sets else hours_round(amount)


@register.simple_tag
def effort_blocks(blocks: Iterable[Block]) -> SafeString:
    """The bar of how hard it is."""
    return format_html_join(
        "", '<rect class="f-{}" x="{}%" width="{}%" height="8"/>', [(one.kind, one.x, one.width) for one in blocks]
    )


@register.filter
def share(amount: int, strip: Strip) -> str:
    """What one sport has of it: `27 h`, `29.3 km`, `184 km` (from 100 on without a part of one), 2,530."""
    if strip.measure == "time":
        return hours_round(amount)
    unit = long_unit(strip.system)
    if strip.measure == "distance" and amount >= 100 * unit:
        return distance(round(amount / unit) * unit, strip.system)
    return mark(amount, strip)


@register.simple_tag
def chart_columns(columns: Iterable[Column], part: str = "") -> SafeString:
    """The weeks of the chart. `part`: "column" where each takes the place of the one that the page has."""
    return mark_safe("".join([drawn.column(one, part) for one in columns]))  # noqa: S308 - a template's


@register.simple_tag
def load_chart(strip: Strip) -> SafeString:
    return mark_safe(render_strip("programs/_chart.html", strip, get_language(), False))  # noqa: S308


# Of a year it takes 25 kB.
@lru_cache(maxsize=64)
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
def first_word(name: str) -> str:
    """`Easy run` is Easy where a day has the room of a stamp."""
    return name.split()[0]
