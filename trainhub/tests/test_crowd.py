"""The coaches beside the one that `make bench ARGS="--scale ..."` measures: copies by SQL that are as whole as what was
written."""

import pytest

from accounts.models import User
from benchmarks.crowd import TABLES, Crowd
from exercises.models import Exercise
from programs.models import Program
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(library):
    crowd = Crowd(library)
    crowd.grow_to(30, lambda _said: None)
    return crowd


@pytest.fixture
def library(db):
    names = [f"Lift {number}" for number in range(60)] + ["Back squat", "Pull-up", "Dip"]
    return Exercise.objects.bulk_create(
        Exercise(name=name, sport="strength", status="library", measures=("load", "reps")) for name in names
    )


def test_each_copy_has_all_that_the_ten_have(crowd):
    before = {table.model: table.model._base_manager.count() for table in TABLES}
    crowd.grow_to(60, lambda _said: None)

    assert before[User] == 30 and before[SessionExercise] == 3000
    assert before.pop(Exercise) - 63 == 60 and Exercise.objects.count() - 63 == 120
    assert {model: model._base_manager.count() for model in before} == {model: 2 * n for model, n in before.items()}
    assert all(before.values())


def test_a_copy_is_as_whole_as_what_was_written(crowd):
    coach = User.objects.get(email="2-crowd3@bench.example")
    sessions = list(Session.objects.filter(author=coach))

    assert len(coach.pk) == 25 and coach.pk.startswith("c")
    assert len(sessions) == 10
    for session in sessions:
        rows = rows_of(session)
        assert len(rows) == 10 and {row.coach for row in rows} == {coach.pk}
        assert session.digest == digest_of(rows)
    program = Program.objects.get(author=coach)
    assert program.is_whole() and {one.session.author_id for one in program.placings.all()} == {coach.pk}
    assert program.feeds.count() == 1
