"""What a request read before the lock may be older than what stands there: another tab was faster, or a toast is old."""

import pytest

from core.editing import Conflict, stack, undo
from core.models import Change
from programs import documents, schedule
from programs.models import ProgramSession
from programs.steps import OutOfProgram
from programs.tests.factories import ProgramFactory, make_session
from programs.weeks.copying import copy_week
from sessions_app.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(duration_weeks=8)


@pytest.fixture
def session(program):
    return make_session(program.author)


def read(row):
    return type(row).objects.get(pk=row.pk)


def days(program):
    found = {}
    for week, day, order in program.placings.order_by("order").values_list("week", "day", "order"):
        found.setdefault((week, day), []).append(order)
    return found


def test_a_change_of_facts_leaves_what_the_form_does_not_have(program):
    stale = read(program)
    documents.set_visibility(program, program.author, "public")
    stale.name = "New"
    documents.change(stale, program.author)
    program.refresh_from_db()
    assert (program.name, program.visibility) == ("New", "public")


def test_a_program_that_was_lengthened_meanwhile_stays_long(program, session):
    stale = read(program)
    schedule.place(program, program.author, session, 1, 1)
    copy_week(program, program.author, 1, range(2, 13))
    copy_week(stale, program.author, 1, [10])
    assert read(program).duration_weeks == 12


def test_nothing_is_placed_beyond_the_end_of_a_program_that_was_shortened_meanwhile(program, session):
    stale = read(program)
    program.duration_weeks = 4
    documents.change(program, program.author)
    with pytest.raises(OutOfProgram):
        schedule.place(stale, program.author, session, 7, 1)
    assert not ProgramSession.objects.exists()


def test_a_day_stays_dense_when_what_is_removed_was_moved_meanwhile(program, session):
    coach = program.author
    first, *_others = [schedule.place(program, coach, session, 1, day) for day in (1, 2, 2)]
    stale = read(first)
    schedule.move(first, coach, 1, 2, 1)
    schedule.remove(stale, coach)
    assert days(program) == {(1, 2): [1, 2]}


@pytest.mark.parametrize(
    "verb",
    [
        lambda placing, coach: schedule.move(placing, coach, 1, 2),
        lambda placing, coach: schedule.copy_placing(placing, coach, 1, 2),
        lambda placing, coach: schedule.adjust(placing, coach, None),
        lambda placing, coach: schedule.annotate(placing, coach, time_of_day=None, notes="Fasted"),
        lambda placing, coach: schedule.make_own(placing, coach),
        lambda placing, coach: schedule.remove(placing, coach),
    ],
)
def test_a_verb_on_a_placing_that_is_gone_is_a_conflict_also_without_a_version(program, session, verb):
    placing = schedule.place(program, program.author, session, 1, 1)
    ghost = read(placing)
    schedule.remove(placing, program.author)
    with pytest.raises(Conflict):
        verb(ghost, program.author)
    assert not ProgramSession.objects.exists()


def test_undo_from_under_a_later_step_leaves_no_gap(program, session):
    coach = program.author
    schedule.place(program, coach, session, 1, 1)
    first = stack(program, coach)[0]
    schedule.place(program, coach, session, 1, 1)
    with pytest.raises(Conflict):
        undo(first)
    assert days(program) == {(1, 1): [1, 2]}


def test_undo_does_not_cut_off_what_was_placed_since(program, session):
    coach = program.author
    program.duration_weeks = 12
    documents.change(program, coach)
    lengthened = stack(program, coach)[0]
    schedule.place(program, coach, session, 11, 1)
    with pytest.raises(Conflict):
        undo(lengthened)
    assert read(program).duration_weeks == 12


@pytest.mark.django_db(transaction=True)
def test_a_session_that_went_after_the_form_found_it_is_a_conflict():
    """Nothing points to it, so only the database could know, and it says so at the commit."""
    program = ProgramFactory()
    session = make_session(program.author)
    Session.objects.filter(pk=session.pk).delete()
    with pytest.raises(Conflict):
        schedule.place(program, program.author, session, 1, 1)
    assert not Change.objects.exists()
