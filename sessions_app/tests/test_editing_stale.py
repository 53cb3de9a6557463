"""What a request read before the lock may be older than what stands there: the rows decide, not what was read."""

import pytest

from accounts.tests.factories import UserFactory
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.copying import duplicate, own_versions
from sessions_app.digests import digest_of
from sessions_app.models import Session, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(coach):
    return editing.create_session(Session(name="Lower", sport="strength"), coach, "Back squat 3x5\n> Fasted.")


def read(session):
    return Session.objects.get(pk=session.pk)


def first_line(session):
    line = session.rows.select_related("exercise").get(order=1)
    line.session = session
    return line


def test_the_digest_is_that_of_the_rows_also_when_they_are_as_they_were_read(session, coach):
    stale = read(session)
    editing.change_line(first_line(session), coach, "Back squat", "5x5")
    editing.change_line(first_line(stale), coach, "Back squat", "3x5")
    now = read(session)
    assert now.digest == digest_of(rows_of(now))


def test_a_note_joins_the_one_that_was_written_meanwhile(session, coach):
    stale = read(session)
    editing.add_lines(session, coach, "Row 3x8\n> Slow.")
    editing.add_lines(stale, coach, "Plank 3x30s\n> Tight.")
    assert read(session).note == "Fasted.\nSlow.\nTight."


def test_a_copy_has_the_digest_of_its_own_rows(session, coach):
    stale = read(session)
    editing.add_lines(session, coach, "Row 3x8")
    copy = duplicate(stale, coach, kept=True)
    assert copy.rows.count() == 2
    assert copy.digest == digest_of(rows_of(copy))


def test_of_two_namesakes_a_copy_takes_the_coachs_own(coach):
    foreign = ExerciseFactory(name="Zercher squat", author=UserFactory(), status="own")
    ExerciseFactory(name="Zercher squat")
    own = ExerciseFactory(name="Zercher squat", author=coach, status="own")
    assert own_versions([foreign], coach) == {foreign.pk: own}
    assert Exercise.objects.count() == 3
