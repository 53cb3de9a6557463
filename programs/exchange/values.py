"""What every format is read into and written from: a program as plain immutable values, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cached_property

from sessions_app.formats.values import BusyWriting, LeftOut, UnreadableFile, Unwritable
from sessions_app.prescription import Adjustment, Row

__all__ = [
    "BusyWriting", "LeftOut", "PlacingValue", "ProgramValue", "SessionValue", "UnreadableFile", "Unwritable",
    "WeekValue",
]  # fmt: skip

MOST_WEEKS = 52
MOST_BYTES = 10_000_000
MOST_PLACINGS = 5_000
MOST_ROWS = 50_000
# Lengths of the columns that hold them.
NAME_LENGTH = 120
TITLE_LENGTH = 60
NOTES_LENGTH = 2_000
DESCRIPTION_LENGTH = 4_000
VALUE_LENGTH = 200
ADJUSTMENT_LENGTH = 500
PHASE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class SessionValue:
    """One workout. sport "" is mixed. Equal values are one session placed several times.

    key keeps two sessions apart that say the same and yet are two; files of others have none.
    A row's `exercise` is the exercise's own name where the coach wrote another one, else None;
    its `sport` is "" where it is the session's.
    """

    name: str
    sport: str = ""
    effort: Decimal | None = None
    note: str = ""
    rows: tuple[Row, ...] = ()
    course: str = ""
    pool_length: Decimal | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class PlacingValue:
    """A session on a day. week from 1, day 1 to 7, order dense from 1 within the day."""

    week: int
    day: int
    order: int
    session: SessionValue
    adjustment: Adjustment | None = None
    time_of_day: time | None = None
    notes: str = ""

    @property
    def place(self) -> tuple[int, int, int]:
        return self.week, self.day, self.order


@dataclass(frozen=True, slots=True)
class WeekValue:
    """What a week says of itself; a week that says nothing has none."""

    number: int
    phase: str = ""
    is_deload: bool = False
    notes: str = ""


@dataclass(frozen=True)
class ProgramValue:
    """A whole program. placings in the order of their places; name "" where the file states none (CSV)."""

    name: str
    sport: str = ""
    weeks: int = 1
    day_names: str = "weekday"
    description: str = ""
    difficulty: str = ""
    is_template: bool = False
    week_facts: tuple[WeekValue, ...] = ()
    placings: tuple[PlacingValue, ...] = ()

    @cached_property
    def sessions(self) -> tuple[SessionValue, ...]:
        """Each distinct session once, in the order of its first placing. To tell them apart, each row is looked at."""
        return tuple(dict.fromkeys(placing.session for placing in self.placings))
