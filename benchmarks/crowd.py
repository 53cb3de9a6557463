"""Other coaches in any number, beside the one who is measured: a few are written as coaches write, the rest by SQL.

    crowd = Crowd(exercises)           ten coaches, each with 10 sessions of 10 lines and all else that is somebody's
    crowd.grow_to(10_000, say)         so many coaches: 100,000 sessions, 1,000,000 lines

The database copies the rows of the ten under new ids, in statements that say nothing of columns: what a later
migration adds is copied along. Only what a step says of its rows keeps their old ids: it is there to be in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction

from accounts.models import Visibility
from benchmarks import data
from core.models import Change, clone
from exercises.models import Exercise, Favourite, Status
from programs.models import CalendarFeed, Program, ProgramSession, ProgramWeek, ShareLink
from sessions_app import editing
from sessions_app.models import Session, SessionExercise, SessionGroup

WRITTEN = 10  # coaches
SESSIONS = 10  # of each
AT_ONCE = 10  # copies a statement makes of each row: ten thousand lines
EVERYBODYS = "Back squat 3x5 @ 80% r2:00"
PAIRED = "A1 Pull-up 3x8\nA2 Dip 3x8"


@dataclass(frozen=True)
class Table:
    """Rows that are copied. `of`: where they name their coach. `ids`: columns with ids of copied rows that no relation
    tells. `apart`: texts of which no two may be the same."""

    model: Any
    of: str
    ids: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


# Parents before children.
TABLES = (
    Table(get_user_model(), "pk", apart=("email", "email_key")),
    Table(EmailAddress, "user", apart=("email",)),
    Table(Exercise, "author"),
    Table(Favourite, "person"),
    Table(Session, "author"),
    Table(SessionGroup, "session__author"),
    Table(SessionExercise, "session__author", ids=("coach",)),
    Table(Program, "author"),
    Table(ProgramWeek, "program__author"),
    Table(ProgramSession, "program__author"),
    Table(ShareLink, "program__author", apart=("token",)),
    Table(CalendarFeed, "program__author", apart=("token",)),
    Table(Change, "user", ids=("document_id",)),
)
# All lines and stars are of the library's exercises, which nobody copies.
_COPIED = {table.model for table in TABLES} - {Exercise}


@dataclass
class Crowd:
    exercises: Sequence[Exercise]
    coaches: list[Any] = field(init=False)
    copies: int = 0  # of the ten, beside themselves

    def __post_init__(self) -> None:
        # Not in one transaction: what a transaction may have changed of the library is read anew for each line.
        users: Any = get_user_model().objects
        self.coaches = [
            users.create_user(f"crowd{number}@bench.example", name=f"Crowd {number}") for number in range(WRITTEN)
        ]
        for number, coach in enumerate(self.coaches):
            _write(number, coach, list(self.exercises))

    def grow_to(self, coaches: int, say: Callable[[str], None]) -> None:
        """Until they are so many, the ten among them."""
        wanted = coaches // WRITTEN - 1
        first = self.copies
        with _copied_from(self.coaches):
            while self.copies < wanted:
                until = min(self.copies + AT_ONCE, wanted)
                with transaction.atomic(), connection.cursor() as cursor:
                    for table in TABLES:
                        cursor.execute(_copy(table, self.copies + 1, until))
                self.copies = until
                say(f"{_bar((self.copies - first) / (wanted - first))} {(self.copies + 1) * WRITTEN} coaches")


def _bar(part: float) -> str:
    return f"[{'#' * round(part * 40):40}] {part:4.0%}"


def _write(number: int, coach: Any, exercises: list[Exercise]) -> None:
    """What one of the ten has."""
    strength = [exercise for exercise in exercises if exercise.sport == "strength"]
    start = number * len(strength) // WRITTEN
    sessions = data.make_sessions(SESSIONS, coach, strength[start:] + strength[:start])
    for place, session in enumerate(sessions):
        for line in [EVERYBODYS, EVERYBODYS] if place else [PAIRED]:
            editing.add_lines(session, coach, line)
    data.make_programs(data.Size(weeks=(6,), spare=0), coach, sessions)
    program = Program.objects.get(author=coach)
    if number < 2 or number > 5:  # at a hundred coaches a page of either is full: it is not to grow by its rows
        Program.objects.filter(pk=program.pk).update(visibility=Visibility.PUBLIC, is_template=number > 5)
    elif number == 2:
        Program.objects.filter(pk=program.pk).update(visibility=Visibility.LINK)
        ShareLink.objects.create(program=program)
    elif number == 3:
        CalendarFeed.objects.create(program=program, start_date=date(2026, 1, 5), time_zone="UTC")
    states = (Status.OWN, Status.SUGGESTED if number == 4 else Status.OWN)
    Exercise.objects.bulk_create(
        clone(
            strength[start + place], name=f"Own {strength[start + place].name}"[:100],
            aliases=(), catalogue_key="", author=coach, status=status,
        )
        for place, status in enumerate(states)
    )  # fmt: skip
    Favourite.objects.bulk_create(Favourite(person=coach, exercise=one) for one in strength[start : start + 5])


@contextmanager
def _copied_from(coaches: list[Any]) -> Iterator[None]:
    """The rows that are copied, in tables of their own: those that grow are not read again for each statement."""
    people = [coach.pk for coach in coaches]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        for table in TABLES:
            keys = list(table.model._base_manager.filter(**{f"{table.of}__in": people}).values_list("pk", flat=True))
            marks = ", ".join(["%s"] * len(keys))
            name = table.model._meta.db_table
            cursor.execute(f"CREATE TEMP TABLE from_{name} AS SELECT * FROM {name} WHERE id IN ({marks})", keys)  # noqa: S608
        try:
            yield
        finally:
            for table in TABLES:
                cursor.execute(f"DROP TABLE from_{table.model._meta.db_table}")
            if connection.vendor == "postgresql":
                cursor.execute("RESET statement_timeout")


def _copy(table: Table, first: int, last: int) -> str:
    """The copies of these numbers: one statement, the same on both databases."""
    columns = [one for one in table.model._meta.concrete_fields if not isinstance(one, models.AutoField)]
    names = ", ".join(f'"{one.column}"' for one in columns)
    values = ", ".join(_value(table, one) for one in columns)
    name = table.model._meta.db_table
    return (
        f"WITH RECURSIVE copies (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM copies WHERE n < {last})"  # noqa: S608
        f" INSERT INTO {name} ({names}) SELECT {values} FROM copies CROSS JOIN from_{name} t"
    )


def _value(table: Table, column: models.Field) -> str:
    """What a copy has there. Each copy was written a minute before the one with the number before."""
    own = f't."{column.column}"'
    if column.primary_key or column.related_model in _COPIED or column.column in table.ids:
        # As long as ours, and as with ours what is made together begins alike.
        return f"'c' || lpad(CAST(n AS TEXT), 8, '0') || substr(md5({own} || CAST(n AS TEXT)), 1, 16)"
    if column.column in table.apart:
        return f"CAST(n AS TEXT) || '-' || {own}"
    if column.column in ("created_at", "updated_at"):
        if connection.vendor == "postgresql":
            return f"{own} - n * interval '1 minute'"
        return f"strftime('%Y-%m-%d %H:%M:%f', {own}, '-' || n || ' minutes')"
    return own
