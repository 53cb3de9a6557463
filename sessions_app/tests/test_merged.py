"""What is merged in the library goes on standing in sessions as it stood, and what was done can still be undone."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.editing import redo, stack, undo
from core.models import Change
from core.tests.laws import examples
from exercises import library, merging, seeding
from exercises.catalogue import Entry
from exercises.matching import Matcher
from exercises.models import Exercise, Status, Tombstone
from exercises.names import fold
from exercises.tests.factories import ExerciseFactory, UserFactory
from sessions_app import editing
from sessions_app.digests import digest_of, totals_of
from sessions_app.models import Session, SessionExercise, rows_of
from sessions_app.prescription import Adjustment
from sessions_app.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rear(db):
    return ExerciseFactory(name="Rear squat", measures=("load", "reps"), aliases=("High bar squat",))


def written(coach, text, **facts):
    """A session with these lines, as it stands."""
    session = SessionFactory(author=coach, **facts)
    editing.add_lines(session, coach, text)
    return Session.objects.get(pk=session.pk)


def shown(session):
    return [(row.name, str(row.prescription.reps), row.sets) for row in rows_of(Session.objects.get(pk=session.pk))]


def assert_whole(session):
    session = Session.objects.get(pk=session.pk)
    assert session.digest == digest_of(rows_of(session))


def test_rows_name_the_other_and_show_what_they_showed(rosa, other, squat, rear):
    mine = written(rosa, "Rear squat 5x5\nrear SQUAT 3x3\nHigh bar squat 2x2\nBack squat 1x1")
    theirs = written(other, "Rear squat 8x3")
    before = {row.pk: (row.updated_at, row.version) for row in SessionExercise.objects.all()}
    times = [(session.version, session.updated_at) for session in (mine, theirs)]

    merging.merge(rear, squat, agreed=True)

    rows = rows_of(Session.objects.get(pk=mine.pk))
    assert [row.written_as for row in rows] == ["Rear squat", "rear SQUAT", "High bar squat", ""]
    assert {row.exercise for row in SessionExercise.objects.all()} == {squat}
    assert {row.pk: (row.updated_at, row.version) for row in SessionExercise.objects.all()} == before
    for session, (version, time) in zip((mine, theirs), times, strict=True):
        assert_whole(session)
        now = Session.objects.get(pk=session.pk)
        assert (now.version, now.updated_at) == (version + 1, time)
        assert rear.pk not in now.digest and squat.pk in now.digest


def test_what_was_done_before_is_undone_and_done_again_after(rosa, squat, rear):
    session = written(rosa, "Rear squat 5x5\nBack squat 3x3")
    first, second = rows_of(session)
    editing.remove_line(first, rosa)
    editing.remove_line(second, rosa)
    stood = shown(session)

    merging.merge(rear, squat, agreed=True)

    undo(stack(session, rosa)[0])
    undo(stack(session, rosa)[0])
    assert shown(session) == [("Rear squat", "5", 5), ("Back squat", "3", 3)]
    assert {row.exercise for row in rows_of(session)} == {squat}
    assert_whole(session)
    redo(stack(session, rosa)[1])
    redo(stack(session, rosa)[1])
    assert shown(session) == stood == []


def test_a_step_of_a_session_without_it_today_is_carried_too(rosa, squat, rear):
    session = written(rosa, "Rear squat 5x5")
    editing.remove_line(rows_of(session)[0], rosa)

    merging.merge(rear, squat, agreed=True)

    assert not [step for step in Change.objects.all() if rear.pk in str([step.before, step.after])]
    undo(stack(session, rosa)[0])
    assert shown(session) == [("Rear squat", "5", 5)]


def test_a_percentage_of_a_max_that_the_other_has_is_no_longer_unclear(rosa, squat):
    reps_only = ExerciseFactory(name="Rear squat", measures=("reps",))
    session = written(rosa, "Rear squat 5x5 @ 80%")
    editing.remove_line(rows_of(session)[0], rosa)
    undo(stack(session, rosa)[0])
    lacking = session.digest

    merging.merge(reps_only, squat, agreed=True)

    assert_whole(session)
    assert Session.objects.get(pk=session.pk).digest != lacking
    redo(stack(session, rosa)[1])
    undo(stack(session, rosa)[0])
    assert_whole(session)


def test_progressions_of_named_rows_hold(rosa, squat, rear):
    session = written(rosa, "Rear squat 5x5 @ 100kg\nBack squat 3x3 @ 100kg")
    adjustment = Adjustment.parse("Rear squat +50kg")
    assert totals_of(session, adjustment).tonnage_kg == 5 * 5 * 150 + 3 * 3 * 100

    merging.merge(rear, squat, agreed=True)

    now = Session.objects.get(pk=session.pk)
    assert totals_of(now, adjustment).tonnage_kg == 5 * 5 * 150 + 3 * 3 * 100


@pytest.mark.parametrize("sessions", [1, 3, 50])
def test_a_merge_takes_as_many_statements_however_many_sessions(rosa, squat, rear, sessions, django_assert_num_queries):
    for _number in range(sessions):
        written(rosa, "Rear squat 5x5\nBack squat 3x3")
    with django_assert_num_queries(32):
        merging.merge(rear, squat, agreed=True)
    assert not SessionExercise.objects.exclude(exercise=squat).exists()


# --- The law: after any merges no use is lost, and no name points at nothing or at two -------------------------------

NAMES = ["Front squat", "Box squat", "Hack squat", "Pin squat", "Zercher squat", "Jump squat"]
place = st.integers(0, 5)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), place, place),
        st.tuples(st.just("add"), place, st.sampled_from(["5x5", "3x8 @ 80%", "2x10 @ 60kg"])),
        st.tuples(st.just("remove"), place, place),
        st.tuples(st.sampled_from(["undo", "redo"]), place, place),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_no_use_is_lost_and_each_name_means_one(deeds):
    with transaction.atomic():
        _check_law(deeds)
        transaction.set_rollback(True)


def _check_law(deeds):
    coaches = [UserFactory(), UserFactory()]
    suggested = {1: coaches[0], 4: coaches[1]}
    exercises = [
        ExerciseFactory(
            name=name,
            # What a coach suggests may be called what another one of the library is called.
            aliases=("Deep squat",) if number in (1, 2) else (f"{name} variation",),
            measures=("reps",) if number % 2 else ("load", "reps"),
            easier=tuple(NAMES[number + 1 : number + 3]),
            author=suggested.get(number),
            status=Status.SUGGESTED if number in suggested else Status.LIBRARY,
        )
        for number, name in enumerate(NAMES)
    ]
    entries = [Entry(sport="strength", name=exercise.name) for exercise in exercises if exercise.is_library]
    sessions = [written(coach, "\n".join(f"{name} 5x5" for name in NAMES[:4])) for coach in coaches]
    stood = [shown(session) for session in sessions]
    for deed, one, other in deeds:
        do(deed, one, other, sessions[one % 2], exercises)
        for session in sessions:
            assert_whole(session)

    check_names(exercises)
    assert not seeding.seed(entries, write=False).added
    for session in sessions:
        while (last := stack(session, session.author)[0]) and last.number > 1:
            undo(last)
        assert_whole(session)
    assert [shown(session) for session in sessions] == stood


def do(deed, one, other, session, exercises):
    session = Session.objects.get(pk=session.pk)
    rows, (last, next_one) = rows_of(session), stack(session, session.author)
    if deed == "merge":
        before = uses()
        with contextlib.suppress(library.Refused):
            merging.merge(exercises[one], exercises[other], agreed=True)
        assert uses() == before
    elif deed == "add":
        editing.add_lines(session, session.author, f"{NAMES[one]} {other}")
    elif deed == "remove" and rows:
        rows[other % len(rows)].session = session
        editing.remove_line(rows[other % len(rows)], session.author)
    elif deed == "undo" and last and last.number > 1:
        undo(last)
    elif deed == "redo" and next_one:
        redo(next_one)


def uses():
    return sorted((row.session_id, row.pk, row.name, row.sets) for row in SessionExercise.objects.all())


def check_names(exercises):
    standing = list(Exercise.objects.all())
    names = [name for row in standing if row.is_library for name in (row.name, *row.aliases)]
    assert len({*map(fold, names)}) == len(names)
    gone = {row.pk for row in exercises} - {row.pk for row in standing}
    tombs = list(Tombstone.objects.select_related("into"))
    assert {tomb.pk for tomb in tombs} == gone
    matcher = Matcher(UserFactory(), "strength")  # coaches may have their own of such a name
    assert all(matcher.exact(tomb.name) == tomb.into is not None for tomb in tombs)
    called = {row.name for row in standing} | {None}
    assert all(set(row.easier) <= called - {row.name} for row in standing if row.is_library)
