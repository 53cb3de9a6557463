import pytest

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


def test_a_new_exercise_asks_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        ExerciseFactory()
