"""What undo makes of rows that an earlier release stored. The laws stand with the documents, in programs and sessions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.editing import KEPT_WHEN_GONE, edit, stack, undo
from core.models import Change
from sessions_app.editing import create_session, delete_session
from sessions_app.models import Session, SessionExercise
from sessions_app.tests.factories import SessionExerciseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed():
    """A line whose distance was taken away, and the step that did it."""
    line = SessionExerciseFactory(distance="100.5", distance_unit="m")
    with edit(line.session, line.session.author, "Changed") as step:
        line.distance = None
        line.save()
    return line, Change.objects.get(pk=step.pk)


def test_undo_gives_the_exact_distance_back(changed):
    line, change = changed
    undo(change)
    assert str(SessionExercise.objects.get(pk=line.pk).distance.normalize()) == "100.5"


def test_a_decimal_of_other_places_is_the_same_value(changed):
    line, change = changed
    change.before[0][2]["distance"] = "100.50000000"
    change.after[0][2]["distance_max"] = None
    undo(change)
    assert SessionExercise.objects.get(pk=line.pk).distance == 100.5


def test_a_column_that_went_away_or_came_is_no_conflict(changed):
    line, change = changed
    change.before[0][2]["mood"] = change.after[0][2]["mood"] = "calm"
    del change.after[0][2]["notes"], change.before[0][2]["notes"]
    undo(change)
    assert SessionExercise.objects.get(pk=line.pk).distance == 100.5


def test_a_text_in_an_older_canonical_form_is_the_same_value(changed):
    line, change = changed
    change.after[0][2]["reps"] = " 5 "
    undo(change)
    assert stack(line.session, line.session.author)[1] == change


def test_a_deletion_clears_up_after_those_of_long_ago():
    coach, other = UserFactory(), UserFactory()
    made = {
        name: create_session(Session(name=name), person)
        for name, person in [
            ("gone", coach),
            ("gone lately", coach),
            ("there", coach),
            ("now", coach),
            ("theirs", other),
        ]
    }
    for name in ("gone", "gone lately", "theirs"):
        session = made[name]
        delete_session(session, session.author)
    ago = timezone.now() - KEPT_WHEN_GONE - timedelta(minutes=1)
    Change.objects.exclude(label__contains="lately").update(created_at=ago)

    delete_session(made["now"], coach)

    assert sorted(Change.objects.filter(user=coach).values_list("label", flat=True)) == [
        "Created gone lately",
        "Created there",
        "Deleted gone lately",
        "Deleted now",
    ]
    assert Change.objects.filter(user=other).count() == 2
    undo(stack(made["gone lately"], coach)[0])
    assert Session.objects.filter(name="gone lately").exists()
