"""Made-up content of known size: programs of 6 to 52 weeks x 5 sessions x 8 exercises, and lists."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.management import call_command

from exercises.models import Exercise
from programs.models import Program, ProgramSession, ProgramWeek
from sessions_app.digests import refresh_digest
from sessions_app.models import Session, SessionExercise
from sessions_app.prescription import Adjustment, Intensity, Reps, Rest

WEEKS = (6, 12, 24, 52)
DAYS = (1, 2, 3, 5, 6)
ROWS = 8
SESSIONS = 200


def coach():
    return get_user_model().objects.get_or_create(email="bench@example.org")[0]


def seed() -> dict[str, str]:
    """{page: address} of everything that is measured."""
    call_command("seed_library", verbosity=0)
    exercises = list(Exercise.objects.filter(sport="strength")[:ROWS])
    sessions = [make_session(f"Session {number}", exercises) for number in range(SESSIONS)]
    programs = {weeks: make_program(weeks, sessions) for weeks in WEEKS}
    pages = {f"program {weeks} x 5": program.get_absolute_url() for weeks, program in programs.items()}
    return pages | {
        "reading 12 x 5": f"{programs[12].get_absolute_url()}?read",
        "placing": programs[12].placings.first().get_absolute_url(),
        "home": "/",
        "programs": "/programs/",
        "sessions": "/sessions/",
        "session of 8": sessions[0].get_absolute_url(),
        "exercises": "/exercises/",
        "exercises, search": "/exercises/?q=squat",
    }


def make_session(name: str, exercises: list[Exercise]) -> Session:
    session = Session.objects.create(author=coach(), name=name, sport="strength")
    SessionExercise.objects.bulk_create(
        SessionExercise(
            session=session,
            exercise=exercise,
            order=order,
            sets=3 + order % 3,
            reps=Reps.parse("5"),
            intensity=Intensity.parse(f"{70 + order}% 1RM"),
            rest=Rest.parse("2:00"),
        )
        for order, exercise in enumerate(exercises, start=1)
    )
    refresh_digest(session)
    return session


def make_program(weeks: int, sessions: list[Session]) -> Program:
    program = Program.objects.create(author=coach(), name=f"{weeks} weeks", sport="strength", duration_weeks=weeks)
    ProgramWeek.objects.bulk_create(
        ProgramWeek(program=program, number=4 * n, is_deload=True) for n in range(1, weeks // 4)
    )
    ProgramSession.objects.bulk_create(
        ProgramSession(
            program=program,
            session=sessions[place],
            week=week,
            day=day,
            adjustment=Adjustment.parse(f"+{2.5 * (week - 1):g}%") if week > 1 else None,
        )
        for week in range(1, weeks + 1)
        for place, day in enumerate(DAYS)
    )
    return program
