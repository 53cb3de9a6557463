"""What undo makes of rows that an earlier release stored. The laws stand with the documents, in programs and sessions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.editing import KEPT_WHEN_GONE, edit, snapshot, stack, undo
from core.models import Change, clone
from core.tests.recorded import assert_recorded
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


# --- what a verb writes past the step is read again -------------------------------------------------------------------


@pytest.mark.parametrize(
    "past",
    [
        lambda line: SessionExercise.objects.filter(pk=line.pk).update(sets=9),
        lambda line: SessionExercise.objects.filter(pk=line.pk).delete(),
        lambda line: clone(line, order=2).save(),
        lambda line: SessionExercise.objects.bulk_create([clone(line, order=2)]),
        lambda line: Session.objects.filter(pk=line.session_id).update(note="Fasted."),
        lambda line: execute("WITH nine AS (SELECT 9 AS n) UPDATE sessions_app_sessionexercise SET sets = 9"),
    ],
)
def test_nothing_is_forgotten(past):
    line = SessionExerciseFactory()
    before = snapshot([line.session])
    with edit(line.session, line.session.author, "Past the step") as step:
        past(line)

    assert_recorded(step.pk, before, snapshot([line.session]))
    undo(step.change)
    assert_recorded(None, before, snapshot([line.session]))


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_told_wins_over_what_was_written_past_the_step():
    line = SessionExerciseFactory(sets=3)
    with edit(line.session, line.session.author, "Both") as step:
        SessionExercise.objects.filter(pk=line.pk).update(sets=9, tempo="3-1-1-0")
        line.sets = 4
        step.save(line, "sets")
    line.refresh_from_db()

    assert (line.sets, line.tempo, line.version) == (4, "3-1-1-0", 2)


def test_versions_rise_of_what_changed_and_not_of_what_only_moved():
    line = SessionExerciseFactory()
    first, moved, left = line, *(SessionExerciseFactory(session=line.session, order=order) for order in (2, 3))
    with edit(line.session, line.session.author, "Changed") as step:
        first.sets, moved.order = 8, 4
        step.save(first)
        step.save(moved)

    assert [row.version for row in (first, moved, left, line.session)] == [2, 1, 1, 2]
    assert list(SessionExercise.objects.order_by("order").values_list("version", "order")) == [(2, 1), (1, 3), (1, 4)]


def test_many_different_changes_are_one_statement(django_assert_num_queries):
    rows = [SessionExerciseFactory(order=1)]
    rows += [SessionExerciseFactory(session=rows[0].session, order=order) for order in range(2, 9)]
    session = rows[0].session
    with django_assert_num_queries(8):  # BEGIN, the session, its rows, it and they, two for the Change, COMMIT
        with edit(session, session.author, "Changed") as step:
            for row in rows:
                row.sets, row.order = 10 * row.order, 9 - row.order
                step.save(row)

    stored = SessionExercise.objects.order_by("order").values_list("order", "sets", "version")
    assert list(stored) == [(9 - n, 10 * n, 2) for n in range(8, 0, -1)]


def test_nothing_to_change_reads_and_writes_nothing_more(django_assert_num_queries):
    line = SessionExerciseFactory()
    with django_assert_num_queries(4):  # BEGIN, the session, its rows, COMMIT
        with edit(line.session, line.session.author, "Nothing") as step:
            step.save(line)

    assert (step.pk, line.session.version) == (None, 1)
