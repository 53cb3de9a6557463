"""Sessions of Rosa's, and library exercises that the lines of the tests name."""

import pytest

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.models import Session, SessionExercise, rows_of

LOWER_A = """# Lower A · strength · RPE 7
> Leave one rep in the tank.

== Warm-up
Row erg 5min @ Z1

== Main
Back squat 5x5 @ 80% r3:00 // belt from set 3
A: 4 rounds r1:30
A1 Romanian deadlift 8 @ RPE 7 t3-1-1-0
A2 Chin-up AMRAP
Plank 3x30s

== Cool-down
Couch stretch 3x1min/side
"""


@pytest.fixture
def squat(db):
    return ExerciseFactory(name="Back squat", aliases=("BB squat",), muscles=("quads",), secondary_muscles=("glutes",))


@pytest.fixture
def write(rosa):
    """Makes a session of Rosa's with these lines, as a coach would."""

    def make(text="", author=rosa, **facts):
        facts = {"name": "Lower A", "sport": "strength"} | facts
        return editing.create_session(Session(**facts), author, text)

    return make


@pytest.fixture
def lower_a(write, rosa):
    """Its exercises are Rosa's own already: to make one of a name checks all of its constraints, which takes time."""
    for name in ("Row erg", "Back squat", "Romanian deadlift", "Chin-up", "Plank", "Couch stretch"):
        if not Exercise.objects.filter(name=name).exists():
            ExerciseFactory(author=rosa, name=name, muscles=(), equipment=(), measures=(), level="", pattern="")
    return write(LOWER_A)


def lines(session):
    """The session in short: `A1 name | prescription` line by line, sections with an initial."""
    from sessions_app.page import open_page

    page = open_page(session.pk, session.author)
    return [f"{row.section[0]} {row.place} {row.name} | {row.text}" for head in page.heads for row in head.rows]


def row_named(session, name):
    """The row as a view would have fetched it."""
    row = next(row for row in rows_of(session) if row.name == name)
    return SessionExercise.objects.select_related("exercise", "group", "session").get(pk=row.pk)


def orders(session):
    return list(SessionExercise.objects.filter(session=session).order_by("order").values_list("order", flat=True))


# --- in the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def session(coach):
    for name in ("Back squat", "Bench press", "Chin-up"):
        ExerciseFactory(name=name)
    return editing.create_session(Session(name="Lower A", sport="strength"), coach, "Back squat 5x5\nBench press 4x8")


@pytest.fixture
def builder(page, session):
    page.goto(session.get_absolute_url())
    return page
