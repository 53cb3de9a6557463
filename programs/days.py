"""How the seven days of a week are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from programs.models import DAYS, DayNames

MATCH_DAY = 6
WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


def day_name(kind: str, day: int) -> str:
    """Short name of day 1 to 7: Mon, Day 1, or MD-2 (match day on day 6)."""
    if kind == DayNames.NUMBERED:
        return _("Day %(day)s") % {"day": day}
    if kind == DayNames.MATCH:
        away = day - MATCH_DAY
        return pgettext("match day", "MD") + (f"{away:+d}".replace("-", "−") if away else "")
    return _(WEEKDAYS[day - 1])


def day_names(kind: str) -> tuple[str, ...]:
    return tuple(day_name(kind, day) for day in DAYS)


def day_choices(kind: str) -> list[tuple[int, str]]:
    return [(day, day_name(kind, day)) for day in DAYS]
