"""Numbers as people read them: durations, distances in the reader's own units, signed percentages."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import get_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import units

register = template.Library()


@register.filter
def hours(seconds: int) -> str:
    """`6 h 32` from an hour on, else `45 min`; the thin facts of a week or a program."""
    whole_minutes = round((seconds or 0) / 60)
    if whole_minutes < 60:
        return _("%(minutes)s min") % {"minutes": whole_minutes}
    return _("%(hours)s h %(minutes)02d") % {"hours": whole_minutes // 60, "minutes": whole_minutes % 60}


@register.filter
def hours_round(seconds: int) -> str:
    """`27 h` from an hour on: a share or a sum, where minutes would pretend to know."""
    return _("%(hours)s h") % {"hours": round(seconds / 3600)} if seconds >= 3600 else hours(seconds)


@register.filter
def hours_short(seconds: int) -> str:
    """`4 h`, `30 min`: a mark on an axis."""
    if seconds % 3600:
        return _("%(minutes)s min") % {"minutes": round(seconds / 60)}
    return _("%(hours)s h") % {"hours": seconds // 3600}


def grouped(number: int, language: str | None = None) -> str:
    """`2,530`, in the language's own signs: the active one's, which may be given by whoever asks for hundreds.

    Most group by three, and then this is a tenth of Django's work.
    """
    separator = _separator(language or get_language())
    return number_format(number, force_grouping=True) if separator is None else f"{number:,}".replace(",", separator)


@lru_cache(maxsize=128)
def _separator(language: str | None) -> str | None:
    """What stands between groups of three; None where there are others, or none."""
    return get_format("THOUSAND_SEPARATOR", language) if get_format("NUMBER_GROUPING", language) == 3 else None


@register.filter
def minutes(seconds: int) -> int:
    return round((seconds or 0) / 60)


@register.filter
def distance(metres: Any, system: str = "metric") -> str:
    """`11.5 km`, `800 m`, or `7.1 mi` for a person who thinks in miles."""
    if system == "imperial":
        return _("%(n)s mi") % {"n": _one_decimal(units.from_metres(Decimal(metres), "mi"))}
    if metres < 1000:
        return _("%(n)s m") % {"n": number_format(round(metres))}
    return _("%(n)s km") % {"n": _one_decimal(Decimal(metres) / 1000)}


def _one_decimal(value: Decimal) -> str:
    return number_format(units.plain(units.rounded(value, "0.1")))


@register.filter
def signed(percent: int) -> str:
    """`+16%`, `−49%` (a real minus)."""
    return f"+{percent}%" if percent >= 0 else f"−{-percent}%"
