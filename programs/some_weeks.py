"""Some weeks of a program, where somebody wants only those on paper. They keep their numbers."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _


class NoSuchWeeks(ValueError):
    """With a sentence for who asked."""


def some_weeks(first: str, last: str, number: int) -> range:
    """From the first to the last of a program's `number` weeks; what is not said is its first or its last."""
    begin, end = (_read(said.strip(), number) for said in (first, last))
    chosen = range(begin or 1, (end or number) + 1)
    if not chosen:
        raise NoSuchWeeks(
            _("Week %(first)s is after week %(last)s.") % {"first": chosen.start, "last": chosen.stop - 1}
        )
    return chosen


def read_weeks(said: str, number: int) -> range:
    """`5-8`, or one, `5`"""
    first, dash, last = said.replace("–", "-").partition("-")
    if not first.strip() or (dash and not last.strip()):
        raise _unread(said, number)
    return some_weeks(first, last if dash else first, number)


def _read(said: str, number: int) -> int | None:
    if not said:
        return None
    if not re.fullmatch("[0-9]{1,4}", said) or not 1 <= int(said) <= number:
        raise _unread(said, number)
    return int(said)


def _unread(said: str, number: int) -> NoSuchWeeks:
    facts = {"said": f"“{said[:40]}”", "n": number}
    return NoSuchWeeks(_("%(said)s: say weeks from 1 to %(n)s, like 1-%(n)s.") % facts)
