"""The demo's texts as program values: sessions written once in the notation, placed by name with an adjustment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from sessions_app.notation import read_session
from sessions_app.prescription import Adjustment

FOLDER = Path(__file__).parent
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The last is the newest in the list.
PROGRAMS = ("ftp-builder", "first-10k", "stronger-in-8", "hybrid-10k-strength")


class DemoError(ValueError):
    """A text of the demo does not read; it names the file's part."""


@dataclass(frozen=True, slots=True)
class Demo:
    value: ProgramValue
    visibility: str


def programs() -> list[Demo]:
    return [_program(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))) for name in PROGRAMS]


@cache
def sessions() -> dict[str, SessionValue]:
    """By name."""
    written = tomllib.loads((FOLDER / "sessions.toml").read_text(encoding="utf-8"))
    return {facts["name"]: _session(facts) for facts in written["session"]}


def _session(facts: dict[str, Any]) -> SessionValue:
    read = read_session(facts["text"], sport=facts["sport"])
    if read.problems:
        raise DemoError(f"{facts['name']}: {read.problems}")
    return SessionValue(
        name=facts["name"],
        sport=facts["sport"],
        effort=Decimal(str(facts["effort"])),
        note=facts.get("note", ""),
        rows=tuple(replace(row, sport="") for row in read.rows),  # each name in the sport where the library has it
        course=facts.get("course", ""),
        pool_length=Decimal(facts["pool_length"]) if "pool_length" in facts else None,
    )


def _program(facts: dict[str, Any]) -> Demo:
    placings = tuple(
        _placing(number, day, order, text)
        for number, week in enumerate(facts["week"], start=1)
        for day, name in enumerate(DAYS, start=1)
        for order, text in enumerate(week.get(name, []), start=1)
    )
    sports = {placing.session.sport for placing in placings}
    weeks = [
        WeekValue(number, week.get("phase", ""), week.get("deload", False), week.get("notes", ""))
        for number, week in enumerate(facts["week"], start=1)
    ]
    value = ProgramValue(
        name=facts["name"],
        sport=sports.pop() if len(sports) == 1 else "",
        weeks=len(weeks),
        description=facts["description"].strip(),
        difficulty=facts["difficulty"],
        week_facts=tuple(week for week in weeks if week != WeekValue(week.number)),
        placings=placings,
    )
    return Demo(value, facts.get("visibility", "private"))


def _placing(week: int, day: int, order: int, text: str) -> PlacingValue:
    name, _, adjustment = text.partition(" | ")
    if name not in sessions():
        raise DemoError(f"Week {week}, day {day}: there is no session {name}.")
    return PlacingValue(week, day, order, sessions()[name], Adjustment.parse(adjustment) or None)
