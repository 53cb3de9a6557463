from dataclasses import replace

import pytest

from exercises import seeding
from exercises.catalogue import Entry
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app.digests import digest_of, refresh_digest
from sessions_app.models import Session, rows_of
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_renaming_an_exercise_makes_the_digests_that_use_it_anew():
    exercise = ExerciseFactory(name="Squat")
    sessions = [SessionFactory() for _ in range(2)]
    for session in sessions:
        SessionExerciseFactory(session=session, exercise=exercise)
        refresh_digest(session)
    exercise.name, exercise.sport = "Back squat", "team_sports"
    exercise.save()
    for session in Session.objects.all():
        assert "Back squat" in session.digest
        assert session.digest == digest_of(rows_of(session))


def test_what_the_catalogue_changed_is_in_the_digests(django_assert_num_queries):
    entries = [Entry(sport="strength", name=f"Squat {number}", measures=("load",)) for number in range(3)]
    seeding.seed(entries)
    used, other, _unused = Exercise.objects.order_by("name")
    sessions = [SessionFactory() for _ in range(2)]
    for session in sessions:
        SessionExerciseFactory(session=session, exercise=used, intensity="80%")
        SessionExerciseFactory(session=session, exercise=other, order=2)
        refresh_digest(session)
    before = [session.digest for session in sessions]

    seeding.seed([replace(entries[0], measures=("reps",)), *entries[1:]])

    for session, digest in zip(Session.objects.order_by("pk"), before, strict=True):
        assert digest != session.digest == digest_of(rows_of(session))


def test_what_is_said_of_none_asks_for_no_session(django_assert_num_queries):
    exercises = [ExerciseFactory(), ExerciseFactory()]
    with django_assert_num_queries(3):  # two of them are the savepoint
        Exercise.objects.bulk_update(exercises, ["cues"])


def test_a_new_exercise_asks_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        ExerciseFactory()
