"""How the seven days of a week are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.models import DAYS, DayNames

MATCH_DAY = 6


def day_name(kind: str, day: int) -> str:
    """Short name of day 1 to 7: Mon, Day 1, or MD-2 (match day on day 6)."""
    if kind == DayNames.NUMBERED:
        return _("Day %(day)s") % {"day": day}
    if kind == DayNames.MATCH:
        away = day - MATCH_DAY
        return pgettext("match day", "MD") + (f"{away:+d}".replace("-", "−") if away else "")
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day - 1]


def day_names(kind: str) -> list[str]:
    return [day_name(kind, day) for day in DAYS]


def day_choices(kind: str) -> list[tuple[int, str]]:
    return [(day, day_name(kind, day)) for day in DAYS]
