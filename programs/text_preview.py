"""How a program's text reads, before it is saved: week by week, what is not understood, and what would go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import as_text
from programs.as_text import Gone
from programs.days import day_name
from programs.exchange.values import PlacingValue, ProgramValue
from programs.models import Program
from sessions_app.editing import Refused
from sessions_app.notation import Problem

MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class ReadDay:
    """`Lower A +2.5%, Hips & ankles` on a Monday."""

    name: str
    sessions: str


@dataclass(frozen=True, slots=True)
class ReadWeek:
    number: int
    phase: str
    is_deload: bool
    days: tuple[ReadDay, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """error: why it is no program at all. problems: sentences, line by line."""

    weeks: tuple[ReadWeek, ...] = ()
    facts: str = ""
    problems: tuple[str, ...] = ()
    error: str = ""
    gone: Gone = Gone()


def preview(program: Program, written: str) -> Preview:
    """Never raises: what cannot be read is a problem with its line."""
    try:
        found = as_text.read(written)
    except Refused as refusal:
        return Preview(error=str(refusal))
    problems = [*map(str, sorted(found.problems)), *map(_kept, sorted(found.kept))]
    gone = Gone() if found.problems else _gone(program, found.value)
    return Preview(tuple(_weeks(found.value)), _facts(found.value), tuple(problems[:MOST_PROBLEMS]), "", gone)


def _gone(program: Program, value: ProgramValue) -> Gone:
    try:
        return as_text.gone(program, value)
    except Refused:
        return Gone()


def _kept(part: Problem) -> str:
    words = {"line": part.line, "words": part.text}
    return _("Line %(line)s: “%(words)s” is not understood and stays as a note.") % words


def _facts(value: ProgramValue) -> str:
    weeks = ngettext("%(n)s week", "%(n)s weeks", value.weeks) % {"n": value.weeks}
    count = len(value.placings)
    return f"{weeks} · " + ngettext("%(n)s session", "%(n)s sessions", count) % {"n": count}


def _weeks(value: ProgramValue) -> Iterator[ReadWeek]:
    facts = {week.number: week for week in value.week_facts}
    placings = {week: list(mine) for week, mine in groupby(value.placings, key=lambda placing: placing.week)}
    for number in range(1, value.weeks + 1):
        said = facts.get(number)
        days = tuple(
            ReadDay(day_name(value.day_names, day), ", ".join(map(_placed, mine)))
            for day, mine in groupby(placings.get(number, ()), key=lambda placing: placing.day)
        )
        yield ReadWeek(number, said.phase if said else "", bool(said and said.is_deload), days)


def _placed(placing: PlacingValue) -> str:
    return f"{placing.session.name} {placing.adjustment or ''}".strip()
