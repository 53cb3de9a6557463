"""The law of undo: whatever was done, undoing all of it gives back the exact rows, and redoing all the exact end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from core.editing import DEPTH, Conflict, redo, stack, undo
from core.models import Change
from core.rows import columns
from core.tests.laws import examples
from core.tests.recorded import assert_recorded, stored
from programs import documents, schedule, silencing
from programs.models import Program, ProgramSession, ProgramWeek
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from programs.tests.world import STEPS, VERBS, World
from programs.weeks import copying, describing, lightening, repeating, shifting, templating, weekdays
from sessions_app.editing import InUse, delete_session
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db

# Not exercises: a name that nobody knows becomes the coach's own exercise, which stays in their library.
MODELS = [Program, ProgramWeek, ProgramSession, Session, SessionGroup, SessionExercise]
NOT_COMPARED = {"version", "updated_at"}


def rows(*, exactly: bool = False) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row of the project's content as it is stored; `exactly` with version and time too."""
    found = {}
    for model in MODELS:
        for row in model.objects.values():
            kept = {name: value for name, value in row.items() if exactly or name not in NOT_COMPARED}
            found[model.__name__, row["id"]] = kept
    return found


def days() -> dict[tuple[str, int, int], list[int]]:
    orders = defaultdict(list)
    for placing in ProgramSession.objects.order_by("order"):
        orders[placing.program_id, placing.week, placing.day].append(placing.order)
    return orders


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written inside is taken back: each example starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_verb_of_a_program_is_in_the_law():
    """A verb that is added to the modules must be added to `World`."""
    public = {
        name
        for module in (
            *(schedule, documents, silencing, copying, describing),
            *(lightening, repeating, shifting, templating, weekdays),
        )
        for name, member in vars(module).items()
        if not name.startswith("_")
        and getattr(member, "__module__", "") == module.__name__
        and "user" in getattr(member, "__annotations__", {})
    }
    assert public - {"create", "renew_link"} == set(VERBS)  # the latter is no step: what was ended stays so


@settings(max_examples=examples(60))
@given(steps=st.lists(STEPS, max_size=10))
def test_undo_all_gives_back_the_exact_rows_and_redo_all_the_exact_end(steps):
    with forgotten():
        world = World()
        before = rows()
        done = do_all(world, steps)
        after = rows()
        for change in reversed(done):
            undo(Change.objects.get(pk=change))
            assert_dense()
        assert rows() == before
        for change in done:
            redo(Change.objects.get(pk=change))
            assert_dense()
        assert rows() == after
        for change in reversed(done):
            undo(Change.objects.get(pk=change))
        assert rows() == before
        connection.check_constraints()


def do_all(world: World, steps: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """Does each step; the changes that they made. A refused one must leave everything as it was."""
    done: list[str] = []
    for verb, arguments in steps:
        before, known, stood = rows(), set(done), stored(Program.objects.all(), Session.objects.all())
        try:
            with transaction.atomic():
                getattr(world, verb)(**arguments)
        except (ValueError, Conflict):
            assert rows() == before, verb
        made = [
            pk for pk in Change.objects.order_by("created_at", "number").values_list("pk", flat=True) if pk not in known
        ]
        assert len(made) == (rows() != before), verb
        assert_recorded(made[0] if made else None, stood, stored(Program.objects.all(), Session.objects.all()))
        done += made
        assert_dense()
    return done


def assert_dense() -> None:
    for place, orders in days().items():
        assert orders == list(range(1, len(orders) + 1)), place
    assert all(1 <= week <= lengths()[pk] and 1 <= day <= 7 for pk, week, day in days())
    assert all(length <= 52 for length in lengths().values())


def lengths() -> dict[str, int]:
    return dict(Program.objects.values_list("pk", "duration_weeks"))


@pytest.fixture
def placing():
    return ProgramSessionFactory(adjustment=Adjustment.parse("+5%"))


def last(placing):
    return stack(placing.program, placing.program.author)[0]


def test_a_verb_works_on_rows_as_django_makes_them():
    program = ProgramFactory()
    session = make_session(program.author)
    adjusted = ProgramSessionFactory(program=program, session=session, adjustment=Adjustment.parse("+5%"))
    read = [row for row in Program.read_parts([program.pk]) if isinstance(row, ProgramSession)]
    made = ProgramSession.objects.get(pk=adjusted.pk)
    assert [columns(row) for row in read] == [columns(made)]
    assert vars(read[0]).keys() == vars(made).keys()
    assert vars(read[0]._state) == vars(made._state) | {"fields_cache": {"session": session}}
    read[0].session = make_session(program.author, "Lower B")
    assert read[0].session_id == read[0].session.pk != session.pk


def test_fifty_steps_are_kept_and_all_of_them_can_be_undone(placing):
    coach = placing.program.author
    for number in range(1, 56):
        schedule.annotate(placing, coach, time_of_day=None, notes=f"Note {number}")
    assert sorted(Change.objects.values_list("number", flat=True)) == list(range(6, 56))
    assert DEPTH == 50
    while change := last(placing):
        undo(change)
    placing.refresh_from_db()
    assert placing.notes == "Note 5"


def test_undoing_twice_is_a_conflict(placing):
    schedule.move(placing, placing.program.author, 2, 2)
    change = last(placing)
    undo(change)
    before = rows(exactly=True)
    with pytest.raises(Conflict):
        undo(change)
    assert rows(exactly=True) == before


def test_redoing_twice_is_a_conflict(placing):
    schedule.move(placing, placing.program.author, 2, 2)
    change = last(placing)
    undo(change)
    redo(change)
    before = rows(exactly=True)
    with pytest.raises(Conflict):
        redo(change)
    assert rows(exactly=True) == before


@pytest.mark.parametrize("later", ["move", "adjust", "remove", "delete"])
def test_undo_of_what_another_step_changed_since_is_a_conflict_and_writes_nothing(placing, later):
    coach = placing.program.author
    schedule.move(placing, coach, 2, 2)
    change = last(placing)
    if later == "move":
        schedule.move(placing, coach, 3, 3)
    elif later == "adjust":
        schedule.adjust(placing, coach, Adjustment.parse("+10%"))
    elif later == "remove":
        schedule.remove(placing, coach)
    else:
        documents.delete(placing.program, coach)
    before = rows(exactly=True)
    with pytest.raises(Conflict):
        undo(change)
    assert rows(exactly=True) == before
    change.refresh_from_db()
    assert change.undone_at is None


def test_undo_of_one_card_leaves_a_later_step_of_another(placing):
    other = ProgramSessionFactory(program=placing.program, week=4)
    coach = placing.program.author
    schedule.move(placing, coach, 2, 2)
    change = last(placing)
    schedule.move(other, coach, 3, 3)
    undo(change)
    placing.refresh_from_db()
    other.refresh_from_db()
    assert (placing.week, placing.day, other.week, other.day) == (1, 1, 3, 3)


def test_a_new_step_forgets_what_was_undone(placing):
    coach = placing.program.author
    schedule.move(placing, coach, 2, 2)
    undo(last(placing))
    placing.refresh_from_db()
    schedule.move(placing, coach, 3, 3)
    assert stack(placing.program, coach)[1] is None
    assert Change.objects.count() == 1


@pytest.mark.django_db(transaction=True)  # what points to nothing is refused by the commit
def test_a_placing_whose_session_was_deleted_since_cannot_come_back(placing):
    coach = placing.program.author
    schedule.remove(placing, coach)
    delete_session(placing.session, coach)
    before = rows(exactly=True)
    with pytest.raises(Conflict):
        undo(last(placing))
    assert rows(exactly=True) == before
    connection.check_constraints()


def test_a_session_that_an_undo_would_need_is_placed_and_so_stays(placing):
    with pytest.raises(InUse):
        delete_session(placing.session, placing.program.author)


def test_undo_that_would_take_away_a_session_placed_elsewhere_is_a_conflict(placing):
    coach = placing.program.author
    made = schedule.place_new(placing.program, coach, Session(), "Easy run 40:00 Z1", 1, 1)
    change = last(placing)
    schedule.place(ProgramFactory(author=coach), coach, made.session, 1, 1)
    before = rows(exactly=True)
    with pytest.raises(Conflict):
        undo(change)
    assert rows(exactly=True) == before


def test_nothing_changed_is_no_step(placing):
    coach = placing.program.author
    schedule.move(placing, coach, 1, 1)
    schedule.adjust(placing, coach, Adjustment.parse("+5%"))
    assert last(placing) is None


def test_a_change_in_another_order_of_days_comes_back(placing):
    """The gap that a move left is closed again by undo in the same step."""
    coach = placing.program.author
    second = ProgramSessionFactory(program=placing.program, order=2)
    schedule.move(placing, coach, 2, 2)
    undo(last(placing))
    assert list(ProgramSession.objects.order_by("order").values_list("pk", "order")) == [
        (placing.pk, 1),
        (second.pk, 2),
    ]
