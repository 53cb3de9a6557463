"""Many new rows at once: what stands in the database then is what Django would have written."""

import pytest
from django.db import IntegrityError, connection, models
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.tests.factories import UserFactory
from core import inserting
from core.models import Change
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import Program, ProgramSession, ProgramWeek
from programs.tests.factories import ProgramFactory
from sessions_app import editing
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db

LINES = """== Warm-up
Row erg 5min @ Z1
== Main
Back squat 5x5 @ 80% r3:00 // Film it
A: 4 rounds
A1 Romanian deadlift 8 @ RPE 7 t3-1-1-0
A2 Chin-up 12 @ 10 kg
Run 400m @ 4:10/km"""
# From the leaves to what they hang on: so they go, and the other way round they come.
MODELS = (ProgramSession, ProgramWeek, Program, SessionExercise, SessionGroup, Session, Exercise, Change)


@pytest.fixture
def written(db):
    """One of everything, with all that columns can hold."""
    rosa = UserFactory()
    ExerciseFactory(name="Back squat", aliases=["Squat"], cues=["Knees out"])
    session = editing.create_session(Session(name="Lower", sport="strength", effort=7.5), rosa, LINES)
    program = ProgramFactory(author=rosa, duration_weeks=4)
    schedule.place(program, rosa, session, 1, 1)
    placing = program.placings.get()
    schedule.adjust(placing, rosa, Adjustment.of(load="2.5", set=1))
    ProgramWeek.objects.create(program=program, number=1, phase="Base", is_deload=True)


def stored(model: type[models.Model]) -> list[tuple]:
    with connection.cursor() as cursor:
        names = [field.column for field in model._meta.concrete_fields if field.name != "updated_at"]
        columns = ", ".join(map(connection.ops.quote_name, names))
        cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} ORDER BY id")
        return cursor.fetchall()


def test_what_is_stored_is_what_was_there(written):
    before = {model: stored(model) for model in MODELS}
    rows = {model: list(model._base_manager.all()) for model in MODELS}
    assert all(rows.values())
    for model in MODELS:
        model._base_manager.all()._raw_delete("default")

    for model in reversed(MODELS):
        assert inserting.takes(model, rows[model])
        inserting.insert(model, rows[model], "default")

    assert {model: stored(model) for model in MODELS} == before


def test_the_rows_know_that_they_are_there():
    rows = Exercise.objects.bulk_create([ExerciseFactory.build(name=name) for name in ("A", "B")])

    assert [(row._state.adding, row._state.db) for row in rows] == [(False, "default")] * 2


def test_many_are_one_statement_or_few(django_assert_num_queries):
    exercises = [ExerciseFactory.build(name=f"Exercise {number}") for number in range(600)]

    with django_assert_num_queries(1 if connection.vendor == "sqlite" else 2):
        Exercise.objects.bulk_create(exercises)
    assert Exercise.objects.count() == 600


def test_all_or_none():
    one, two = ExerciseFactory.build(name="Bench press"), ExerciseFactory.build(name="Bench press")

    with pytest.raises(IntegrityError):
        Exercise.objects.bulk_create([ExerciseFactory.build(name="Squat"), one, two])


def test_equal_values_of_two_kinds_are_stored_each_as_itself():
    rows = [Program(author=UserFactory(), name="1", is_template=flag, duration_weeks=1) for flag in (True, False)]
    Program.objects.bulk_create(rows)

    assert [(row.is_template, row.duration_weeks) for row in Program.objects.order_by("-is_template")] == [
        (True, 1),
        (False, 1),
    ]


@pytest.mark.parametrize("value", [Lower(Value("ABC")), Value("abc")])
def test_what_the_database_works_out_is_left_to_django(value):
    row = Program(author=UserFactory(), name=value, duration_weeks=1)

    assert not inserting.takes(Program, [row])
    Program.objects.bulk_create([row])
    assert Program.objects.get().name == "abc"
