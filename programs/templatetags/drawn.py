"""The rows of the grid as HTML, each for as long as it looks the same.

A row is a frozen value and everything that it shows is in the key, so nothing here can be stale or somebody else's.
What there are hundreds of comes from stencils, so that a year is drawn at once also where nothing was kept.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.charts import Block, Column, bar
from core.stencils import Stencil
from core.templatetags.icons import sport_class
from core.templatetags.units import distance, grouped, hours, minutes, signed
from programs.changes import GridChanges
from programs.days import day_names
from programs.grid import Grid, WeekRow
from programs.models import DAYS
from programs.week_sums import Card, Shares

SEASON, OVERVIEW, DETAIL = "season", "overview", "detail"
MOST_ON_A_DAY = 3  # more are folded away, where a card is one line

_CARD = Stencil("programs/_card.html", "pk", "version", "name", "short", "badge", "minutes", "facts")
_READING_CARD = Stencil("programs/_reading_card.html", "at", "pk", "name", "badge", "facts")
_CELL = Stencil("programs/_cell.html", "program", "number", "day", "name", "first", "more", "cards")
_TOTAL = Stencil("programs/_total.html", "number", "time", "load", "bar", "count", "change")
_BAR = Stencil("programs/_bar.html", "number", "blocks")
_WEEK = Stencil("programs/_week.html", "before", "after", "program", "number", "phase", "cells", "total")
_COLUMN = Stencil("programs/_column.html", "number", "x", "width", "blocks")
_SEASON_DAY = Stencil("programs/_season_day.html", "number", "day", "said", "blocks")
_SEASON_WEEK = Stencil("programs/_season_week.html", "program", "number", "phase", "cells", "bar", "time")


class Look(NamedTuple):
    """How somebody looks at the grid."""

    zoom: str
    language: str | None
    system: str  # of units

    @classmethod
    def of(cls, zoom: str, system: str) -> Look:
        return cls(zoom, get_language(), system)


def weeks(grid: Grid, look: Look) -> str:
    """All rows."""
    if look.zoom == SEASON:
        return _season(grid, look)
    return "".join([week(row, look) for row in grid.rows])


def changed(grid: Grid, changes: GridChanges, look: Look) -> str:
    """What a step changed of them: each part takes the place of the one that the page has."""
    if look.zoom == SEASON:
        return _season(grid, look, "week", None if changes.is_redrawn else changes.numbers)
    parts = [
        *(week(row, look, "week") for row in changes.rows),
        *(cell(row, day, look) for row, day in changes.cells),
        *(total(row, look, "total") for row in changes.totals),
        *(week_bar(row, "bar") for row in changes.bars),
    ]
    return "".join(parts)


def _season(grid: Grid, look: Look, part: str = "", numbers: Container[int] | None = None) -> str:
    """The rows of a season, or those of these numbers. A week that begins a phase says so."""
    longest, phase, drawn = grid.longest_day, "", []
    for row in grid.rows:
        if numbers is None or row.number in numbers:
            drawn.append(_season_week(row, look, part, longest, bool(row.phase) and row.phase != phase))
        phase = row.phase or phase
    return "".join(drawn)


# A rendered row takes 9 kB, that of a season 2.
@lru_cache(maxsize=384)
def week(row: WeekRow, look: Look, part: str = "") -> str:
    most = MOST_ON_A_DAY if look.zoom == OVERVIEW else row.session_count
    cells = [
        day % {"number": row.number, "cards": "".join([card(one, look) for one in cards])}
        if len(cards) <= most
        else _cell(row, number, look)
        for number, day, cards in zip(DAYS, _days(row.program, row.day_kind, look.language), row.days, strict=True)
    ]
    said = {"program": row.program, "number": row.number, "phase": escape(row.phase)}
    said |= {"before": row.number - 1, "after": row.number + 1}
    said |= {"cells": "\n".join(cells), "total": total(row, look)}
    return _WEEK(said, language=look.language, is_deload=row.is_deload, part=part)


def cell(row: WeekRow, day: int, look: Look) -> str:
    """One day, in the place of the one that the page has."""
    return _cell(row, day, look, "cell")


def _cell(row: WeekRow, day: int, look: Look, part: str = "") -> str:
    cards = [card(one, look) for one in row.days[day - 1]]
    is_full = len(cards) > MOST_ON_A_DAY and look.zoom == OVERVIEW
    whole = _day(row.program, day, row.day_kind, look.language, is_full, part)
    if is_full:
        return whole % {"number": row.number, "first": cards[0], "more": len(cards) - 1, "cards": "".join(cards[1:])}
    return whole % {"number": row.number, "cards": "".join(cards)}


@lru_cache(maxsize=64)
def _days(program: str, kind: str, language: str | None) -> tuple[str, ...]:
    """As a week has them, where nothing is folded away."""
    return tuple(_day(program, day, kind, language, False, "") for day in DAYS)


@lru_cache(maxsize=256)
def _day(program: str, day: int, kind: str, language: str | None, is_full: bool, part: str) -> str:
    """All that a program's Mondays have alike."""
    said = {"program": program, "day": day, "name": _names(kind, language)[day - 1]}
    return _CELL.partly(said, language=language, is_full=is_full, part=part)


def card(one: Card, look: Look) -> str:
    return _face(one[2:], look) % {"pk": one.pk, "version": one.version}


@lru_cache(maxsize=1024)
def _face(shown: tuple[Any, ...], look: Look) -> str:
    """All of a card but which one it is (its id and version stand first): most of a season say the same."""
    one = Card("", 0, *shown)
    name = escape(one.name)
    short = name.split(" · ")[0]  # `Lower A · Squat` is Lower A where there is room for one line only
    said = {"name": name, "short": short, "badge": escape(one.badge), "minutes": minutes(one.seconds)}
    facts = (one.sport, one.seconds, one.working_sets, one.distance_m, one.time_of_day)
    said["facts"] = _facts(*facts, look.system, look.language) if look.zoom == DETAIL else ""
    shape = {"is_shortened": short != name, "has_badge": bool(one.badge), "is_down": one.is_down}
    return _CARD.partly(said, zoom=look.zoom, sport=one.sport, has_time=one.seconds > 0, **shape)


def reading_card(one: Card, look: Look, at: str) -> str:
    """A card that opens below the address `at`: there is nothing to take hold of, and room for the whole name."""
    facts = (one.sport, one.seconds, one.working_sets, one.distance_m, one.time_of_day)
    said = {"at": at, "pk": one.pk, "name": escape(one.name), "badge": escape(one.badge)}
    said["facts"] = _facts(*facts, look.system, look.language)
    return _READING_CARD(said, sport=one.sport, has_badge=bool(one.badge), is_down=one.is_down)


@lru_cache(maxsize=1024)
def _facts(
    sport: str, seconds: int, sets: int, metres: int, time_of_day: str, system: str, _language: str | None
) -> str:
    """`07:30 · 62 min · 19 sets`"""
    facts = [time_of_day] if time_of_day else []
    facts.append(_("%(minutes)s min") % {"minutes": minutes(seconds)})
    if sets and sport == "strength":
        facts.append(ngettext("%(n)s set", "%(n)s sets", sets) % {"n": sets})
    elif metres:
        facts.append(distance(metres, system))
    return escape(" · ".join(facts))


def total(row: WeekRow, look: Look, part: str = "") -> str:
    """What a week adds up to."""
    has_change = row.change_percent is not None
    said = {
        "number": row.number,
        "time": _time(row.seconds, look.language),
        "load": grouped(row.load, look.language),
        "bar": week_bar(row),
        "count": _count(row.session_count, look.language),
        "change": signed(row.change_percent or 0),
    }
    shape = {"has_time": row.seconds > 0, "is_jump": row.is_jump, "has_change": has_change}
    return _TOTAL(said, language=look.language, zoom=look.zoom, part=part, **shape)


def week_bar(row: WeekRow, part: str = "") -> str:
    return _BAR({"number": row.number, "blocks": _week_blocks(row.sports, row.scale)}, part=part)


@lru_cache(maxsize=1024)
def _week_blocks(sports: Shares, scale: int) -> str:
    """Many weeks are alike."""
    return _blocks(bar(sports, scale), 5)


def _blocks(blocks: Iterable[Block], height: int) -> str:
    return "".join(
        f'<rect class="f-h {sport_class(one.kind)}" x="{one.x}%" width="{one.width}%" height="{height}"/>'
        for one in blocks
    )


def column(one: Column, part: str = "") -> str:
    """A week of the chart above the grid."""
    blocks = "".join(
        f'<rect class="f-h {sport_class(block.kind)}" y="{block.y}" height="{block.height}"/>' for block in one.blocks
    )
    said = {"number": one.number, "x": one.x, "width": one.width, "blocks": blocks}
    return _COLUMN(said, labelled=one.labelled, part=part)


@lru_cache(maxsize=416)
def _season_week(row: WeekRow, look: Look, part: str, longest: int, leads: bool) -> str:
    names = _names(row.day_kind, look.language)
    cells = [_season_day(row, day, names[day - 1], longest, look) for day in DAYS]
    said = {"program": row.program, "number": row.number, "phase": escape(row.phase), "cells": "\n".join(cells)}
    said |= {"bar": week_bar(row), "time": _time(row.seconds, look.language) if row.seconds else "–"}
    return _SEASON_WEEK(said, language=look.language, is_deload=row.is_deload, leads=leads, part=part)


def _season_day(row: WeekRow, day: int, name: str, longest: int, look: Look) -> str:
    """Its sessions as blocks as long as they take. A click leads to the week."""
    cards = row.days[day - 1]
    spoken = ", ".join(f"{escape(one.name)} {_time(one.seconds, look.language)}" for one in cards)
    blocks = _blocks(bar([(one.sport, one.seconds) for one in cards], longest, 1), 8)
    said = {"number": row.number, "day": day, "said": f"{name}: {spoken}" if cards else name, "blocks": blocks}
    return _SEASON_DAY(said)


@lru_cache(maxsize=64)
def _names(kind: str, _language: str | None) -> list[str]:
    return [escape(name) for name in day_names(kind)]


@lru_cache(maxsize=1024)
def _time(seconds: int, _language: str | None) -> str:
    return escape(hours(seconds))


@lru_cache(maxsize=128)
def _count(sessions: int, _language: str | None) -> str:
    return escape(ngettext("%(n)s session", "%(n)s sessions", sessions) % {"n": sessions})
