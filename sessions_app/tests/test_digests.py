import pytest

from exercises import library
from exercises.models import Exercise
from sessions_app import editing
from sessions_app.digests import digest_of
from sessions_app.models import Session, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(coach):
    """Two lines of an exercise of the coach's own, one of them under a name as written."""
    return editing.create_session(Session(name="Lower"), coach, "Wall thing 3x5\nwall THING 2x5")


@pytest.mark.parametrize("values", [{"name": "Wall sit hold"}, {"sport": "running"}])
def test_the_digest_follows_an_exercise_of_another_name_or_sport(session, values):
    library.change(Exercise.objects.get(), **values)
    now = Session.objects.get()
    assert now.digest == digest_of(rows_of(now)) != session.digest


def test_the_digest_of_other_sessions_is_not_written(session, coach):
    exercise = library.create_own(coach, name="Used nowhere", sport="other")
    before = Session.objects.get().updated_at
    library.change(exercise, name="Still nowhere")
    assert Session.objects.get().updated_at == before


def test_what_no_digest_says_asks_for_no_session(session, django_assert_num_queries):
    exercise = Exercise.objects.get()
    with django_assert_num_queries(4):  # the lock, and the transaction round it
        library.archive(exercise)
