"""The columns that came later: there and back with rows, and beside the release before, which still writes meanwhile."""

import importlib
from dataclasses import replace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from accounts.tests.factories import UserFactory
from exercises.tests.factories import ExerciseFactory
from sessions_app.models import SessionExercise
from sessions_app.notation import read_session
from sessions_app.prescription.digest import digest
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

BEFORE, ADDED = "0001_initial", "0002_last_use"
[(_app, LATEST)] = MigrationLoader(None).graph.leaf_nodes("sessions_app")


@pytest.fixture
def migrate(transactional_db):
    def to(name):
        MigrationExecutor(connection).migrate([("sessions_app", name)])

    yield to
    to(LATEST)


def rows_of(name):
    """As the release of this migration knows the rows."""
    state = MigrationExecutor(connection).loader.project_state([("sessions_app", name)])
    return state.apps.get_model("sessions_app", "SessionExercise").objects


def test_there_and_back_with_rows(migrate, monkeypatch):
    monkeypatch.setattr(importlib.import_module("sessions_app.migrations.0003_fill_coach"), "BATCH", 2)
    rows = [SessionExerciseFactory(session__author=author) for author in (UserFactory(), UserFactory()) for _ in "123"]
    stood = {row.pk: (row.session.author_id, row.updated_at) for row in rows}

    migrate(BEFORE)
    assert rows_of(BEFORE).count() == 6
    migrate(LATEST)

    assert {row.pk: (row.coach, row.updated_at) for row in SessionExercise.objects.all()} == stood


@pytest.mark.parametrize("name", [ADDED, LATEST])
def test_the_release_before_goes_on_writing(migrate, name):
    session, exercise = SessionFactory(), ExerciseFactory()
    migrate(BEFORE)
    migrate(name)

    made = rows_of(BEFORE).create(session_id=session.pk, exercise_id=exercise.pk, order=1)

    assert rows_of(name).get(pk=made.pk).coach == ""


def test_digests_of_before_say_which_rows_lack_a_max():
    with_marks = importlib.import_module("sessions_app.migrations.0006_lacks_max").with_marks
    read = read_session("Plank 3x30s @ 70% 1RM\nSquat 5x5 @ 70%\nPlank 3x30s @ RPE 7", "strength").rows
    before = digest([replace(row, exercise=row.name) for row in read])
    now = digest([replace(row, exercise=row.name, has_max=row.name != "Plank") for row in read])

    assert with_marks(before, {"Plank"}) == now != before
    assert with_marks(before, set()) == before
    assert with_marks(now, {"Plank"}) == now
    assert with_marks("", {"Plank"}) == ""
