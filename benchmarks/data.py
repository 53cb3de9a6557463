"""Made-up content of known size. Seeding twice gives the same names, so that everything measured is found by name."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from core.models import clone
from exercises.models import MAX_NAME, Exercise, Level, Status
from programs.models import Program, ProgramSession, ProgramWeek
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise
from sessions_app.prescription import Adjustment, Intensity, Reps, Rest

COACH, ADMIN, OTHERS = "coach@bench.example", "admin@bench.example", "coach{}@bench.example"
PASSWORD = "bench-pass-2026"  # noqa: S105 - of a database that is thrown away
DAYS = (1, 2, 3, 5, 6)
ROWS = 8
LONG = 60  # rows of the sessions that are long
OWN_OF = 10  # one exercise in ten is a coach's own
COACHES = 5

MODIFIERS = [
    "Alternating", "Paused", "Tempo", "Banded", "Deficit", "Single-arm", "Single-leg", "Half-kneeling", "Tall-kneeling",
    "Seated", "Standing", "Incline", "Decline", "Wide-grip", "Close-grip", "Neutral-grip", "Reverse-grip", "Chain",
    "Pin", "Cluster", "Eccentric", "Isometric", "Explosive", "Partial", "Long-pause", "Contralateral", "Offset",
    "Supported", "Chest-supported", "Staggered-stance", "Rear-foot-elevated", "Front-foot-elevated", "Slow", "Fast",
    "Barefoot", "Eyes-closed", "Assisted", "Weighted", "Continuous", "Broken",
]  # fmt: skip


@dataclass(frozen=True)
class Size:
    exercises: int = 10_000
    sessions: int = 1_000
    weeks: tuple[int, ...] = (6, 12, 24, 52)
    spare: int = 40  # programs of the second size that the actions change
    long: int = 240  # sessions of 60 rows, each for one action

    @property
    def spare_weeks(self) -> int:
        return self.weeks[min(1, len(self.weeks) - 1)]


def seed(size: Size, say: Callable[[str], None] = lambda _what: None) -> None:
    """Fills an empty database: people, exercises, sessions, programs."""
    with transaction.atomic():
        people = make_people()
        say(f"{size.exercises} exercises")
        exercises = make_exercises(size.exercises, people)
        say(f"{size.sessions} sessions of {ROWS}")
        sessions = make_sessions(size.sessions, people[0], exercises)
        make_sessions(size.long, people[0], exercises, LONG)
        say(f"programs of {', '.join(map(str, size.weeks))} weeks x {len(DAYS)}, and {size.spare} more")
        make_programs(size, people[0], sessions[-len(sessions) // 10 or -len(DAYS) :])


def settle() -> None:
    """What PostgreSQL does by itself a minute after so much was written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def make_people() -> list[Any]:
    """The coach who is measured, then the other coaches; an admin stands beside them."""
    users: Any = get_user_model().objects
    users.create_superuser(ADMIN, PASSWORD, name="Ada Admin")
    coach = users.create_user(COACH, PASSWORD, name="Bea Coach")
    return [coach, *(users.create_user(OTHERS.format(n), name=f"Coach {n}") for n in range(1, COACHES))]


def make_exercises(count: int, people: list[Any]) -> list[Exercise]:
    """The catalogue, and variants of its exercises under names that a coach could have given. Returns the library's."""
    call_command("seed_library", verbosity=0)
    library = list(Exercise.objects.order_by("sport", "name_key"))
    names = {(exercise.sport, exercise.name_key) for exercise in library}
    variants: list[Exercise] = []
    for exercise in islice(_variants(library), max(0, count - len(library)) * 2):
        if len(library) + len(variants) == count:
            break
        if len(variants) % OWN_OF == 0:
            exercise.author = people[len(variants) // OWN_OF % len(people)]
            exercise.status = Status.OWN
        exercise.level = Level.values[len(variants) % len(Level.values)]
        exercise.set_keys()
        if (exercise.sport, exercise.name_key) not in names:
            names.add((exercise.sport, exercise.name_key))
            variants.append(exercise)
    yesterday = timezone.now() - timedelta(days=1)  # a library does not change all the time
    Exercise.objects.update(updated_at=yesterday)
    with written_at(yesterday, variants):
        Exercise.objects.bulk_create(variants, batch_size=500)
    return library


@contextlib.contextmanager
def written_at(time: datetime, exercises: list[Exercise]) -> Iterator[None]:
    """Rows that are made in the block say this time: to write 200,000 of them again takes minutes."""
    column: Any = Exercise._meta.get_field("updated_at")
    for exercise in exercises:
        exercise.updated_at = time
    column.auto_now = False
    try:
        yield
    finally:
        column.auto_now = True


def _variants(library: list[Exercise]) -> Iterator[Exercise]:
    """Under one modifier each, then under two."""
    pairs = (f"{one} {other.lower()}" for one in MODIFIERS for other in MODIFIERS if one != other)
    for modifier in chain(MODIFIERS, pairs):
        for exercise in library:
            rest = exercise.name if exercise.name[:2].isupper() else exercise.name[:1].lower() + exercise.name[1:]
            aliases = tuple(f"{modifier} {alias}" for alias in exercise.aliases[:2])
            yield clone(exercise, name=f"{modifier} {rest}"[:MAX_NAME], aliases=aliases)


def session_name(number: int, rows: int = ROWS) -> str:
    return f"{'Session' if rows == ROWS else 'Long session'} {number:04}"


def make_sessions(count: int, author: Any, exercises: list[Exercise], length: int = ROWS) -> list[Session]:
    """Eight lines each or more, of which no two sessions have the same."""
    strength = [exercise for exercise in exercises if exercise.sport == "strength"]
    sessions, rows = [], []
    for number in range(count):
        session = Session(author=author, name=session_name(number, length), sport="strength")
        own = [
            _row(session, strength[(number * 3 + order * 7) % len(strength)], number, order) for order in range(length)
        ]
        session.digest = digest_of(own)
        sessions.append(session)
        rows += own
    Session.objects.bulk_create(sessions, batch_size=500)
    SessionExercise.objects.bulk_create(rows, batch_size=500)
    return sessions


def _row(session: Session, exercise: Exercise, number: int, order: int) -> SessionExercise:
    return SessionExercise(
        session=session,
        exercise=exercise,
        order=order + 1,
        sets=3 + order % 3,
        reps=Reps.parse(str(4 + (number + order) % 8)),
        intensity=Intensity.parse(f"{65 + (number + order) % 20}% 1RM"),
        rest=Rest.parse("2:00"),
    )


def program_name(weeks: int) -> str:
    return f"{weeks} weeks"


def spare_name(number: int) -> str:
    return f"Spare {number:02}"


def make_programs(size: Size, author: Any, placed: list[Session]) -> None:
    """One of each size and, for the actions, spare ones. They place the last sessions; the actions change the first."""
    named = [(spare_name(number), size.spare_weeks) for number in range(size.spare)]
    named += [(program_name(weeks), weeks) for weeks in size.weeks]
    programs, facts, placings = [], [], []
    for number, (name, weeks) in enumerate(named):
        program = Program(author=author, name=name, sport="strength", duration_weeks=weeks)
        programs.append(program)
        facts += [ProgramWeek(program=program, number=week, is_deload=True) for week in range(4, weeks, 4)]
        own = [placed[(number * len(DAYS) + place) % len(placed)] for place in range(len(DAYS))]
        placings += [
            ProgramSession(program=program, session=own[place], week=week, day=day, adjustment=_step(week))
            for week in range(1, weeks + 1)
            for place, day in enumerate(DAYS)
        ]
    Program.objects.bulk_create(programs)
    ProgramWeek.objects.bulk_create(facts, batch_size=500)
    ProgramSession.objects.bulk_create(placings, batch_size=500)


def _step(week: int) -> Adjustment | None:
    return Adjustment.parse(f"+{2.5 * (week - 1) % 40:g}%") if week > 1 else None
