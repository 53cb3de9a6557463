"""The law of undo: whatever was done, undoing all of it gives back the exact rows, and redoing all the exact end."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.tests.factories import UserFactory
from core.editing import DEPTH, Conflict, redo, stack, undo
from core.models import Change
from core.tests.recorded import assert_recorded, stored
from programs import documents, schedule
from programs.models import Program, ProgramSession, ProgramWeek
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from programs.weeks import copying, describing
from sessions_app.editing import InUse, delete_session
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.prescription import Adjustment
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db

# Not exercises: a name that nobody knows becomes the coach's own exercise, which stays in their library.
MODELS = [Program, ProgramWeek, ProgramSession, Session, SessionGroup, SessionExercise]
NOT_COMPARED = {"version", "updated_at"}
ADJUSTMENTS = ["", "+2.5%", "-5%", "+1 rep", "volume -40%", "+10min, Back squat +2.5kg"]
TEXTS = [
    "",
    "Easy run 40:00 Z1",
    "== Main\nBack squat 5x5 @ 80% r3:00\nPlank 3x45s",
    "# Named\nRow 3x8",
    "A thing nobody knows 3x8",
]


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


class World:
    """A coach with a placed program, and another coach's public session. Verbs take whole numbers as targets."""

    def __init__(self) -> None:
        self.coach = UserFactory()
        program = ProgramFactory(author=self.coach, duration_weeks=4)
        ProgramWeekFactory(program=program, number=2, phase="Build", is_deload=True)
        kept, imported = SessionFactory(author=self.coach), SessionFactory(author=self.coach, kept=False)
        SessionFactory(visibility="public", name="Another coach's")
        for session in Session.objects.all():
            group = GroupFactory(session=session)
            SessionExerciseFactory(session=session, group=group)
            SessionExerciseFactory(session=session, order=2)
        for order, session in enumerate([kept, imported, kept], start=1):
            ProgramSessionFactory(program=program, session=session, order=order)
        ProgramSessionFactory(program=program, session=imported, week=3, day=7, adjustment=Adjustment.parse("+5%"))

    def pick(self, queryset: Any, number: int) -> Any:
        found = list(queryset.order_by("created_at", "id"))
        if not found:
            raise Conflict
        return found[number % len(found)]

    def program(self, number: int) -> Program:
        return self.pick(Program.objects.all(), number)

    def placing(self, number: int) -> ProgramSession:
        return self.pick(ProgramSession.objects.select_related("program", "session"), number)

    # One method for each verb; the first letters of the arguments say what they pick.

    def place(self, n: int, s: int, week: int, day: int, at: int | None, text: str) -> None:
        session = self.pick(Session.objects.all(), s)
        schedule.place(self.program(n), self.coach, session, week, day, at, Adjustment.parse(text))

    def place_new(self, n: int, lines: str, week: int, day: int) -> None:
        schedule.place_new(self.program(n), self.coach, Session(sport="strength"), lines, week, day)

    def move(self, n: int, week: int, day: int, at: int | None) -> None:
        schedule.move(self.placing(n), self.coach, week, day, at)

    def copy_placing(self, n: int, week: int, day: int, at: int | None) -> None:
        schedule.copy_placing(self.placing(n), self.coach, week, day, at)

    def remove(self, n: int) -> None:
        schedule.remove(self.placing(n), self.coach)

    def adjust(self, n: int, text: str) -> None:
        schedule.adjust(self.placing(n), self.coach, Adjustment.parse(text))

    def annotate(self, n: int, time: datetime.time | None, notes: str) -> None:
        schedule.annotate(self.placing(n), self.coach, time_of_day=time, notes=notes)

    def make_own(self, n: int) -> None:
        schedule.make_own(self.placing(n), self.coach)

    def describe_week(self, n: int, week: int, notes: str, deload: bool) -> None:
        describing.describe_week(self.program(n), self.coach, week, phase=notes[:40], is_deload=deload, notes=notes)

    def clear_week(self, n: int, week: int) -> None:
        describing.clear_week(self.program(n), self.coach, week)

    def copy_week(self, n: int, week: int, weeks: list[int], text: str, every: int | None) -> None:
        facts = {
            "progression": Adjustment.parse(text),
            "deload_every": every,
            "deload": Adjustment.parse("volume -40%"),
        }
        copying.copy_week(self.program(n), self.coach, week, weeks, **facts)

    def change(self, n: int, name: str, length: int) -> None:
        program = self.program(n)
        program.name, program.duration_weeks, program.description = name, length, name * 2
        documents.change(program, self.coach)

    def set_visibility(self, n: int, visibility: str) -> None:
        documents.set_visibility(self.program(n), self.coach, visibility)

    def copy(self, n: int) -> None:
        documents.copy(self.program(n), self.coach)

    def delete(self, n: int) -> None:
        documents.delete(self.program(n), self.coach)


NUMBER, WEEK, DAY = st.integers(0, 9), st.integers(0, 8), st.integers(0, 8)
AT, WORDS = st.none() | st.integers(1, 9), st.sampled_from(["", "Fasted", "Énergie 🚴", "a\nb"])
ARGUMENTS: dict[str, Any] = {
    "n": NUMBER,
    "s": NUMBER,
    "week": WEEK,
    "day": DAY,
    "at": AT,
    "text": st.sampled_from(ADJUSTMENTS),
    "lines": st.sampled_from(TEXTS),
    "time": st.none() | st.times().map(lambda time: time.replace(microsecond=0, fold=0)),
    "notes": WORDS,
    "deload": st.booleans(),
    "weeks": st.lists(st.integers(0, 12), max_size=3, unique=True),
    "every": st.none() | st.integers(2, 4),
    "name": st.sampled_from(["Base", "Peak"]),
    "length": st.integers(1, 12),
    "visibility": st.sampled_from(["private", "public"]),
}
VERBS = [
    name
    for name, member in vars(World).items()
    if callable(member) and name not in ("__init__", "pick", "program", "placing")
]


def arguments_of(verb: str) -> list[str]:
    return [name for name in getattr(World, verb).__annotations__ if name != "return"]


STEPS = st.one_of(
    *(
        st.tuples(st.just(verb), st.fixed_dictionaries({name: ARGUMENTS[name] for name in arguments_of(verb)}))
        for verb in VERBS
    )
)


def test_every_verb_of_a_program_is_in_the_law():
    """A verb that is added to the modules must be added to `World`."""
    public = {
        name
        for module in (schedule, documents, copying, describing)
        for name, member in vars(module).items()
        if not name.startswith("_")
        and getattr(member, "__module__", "") == module.__name__
        and "user" in getattr(member, "__annotations__", {})
    }
    assert public - {"create"} == set(VERBS)


@settings(max_examples=60)
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


@pytest.fixture
def placing():
    return ProgramSessionFactory(adjustment=Adjustment.parse("+5%"))


def last(placing):
    return stack(placing.program, placing.program.author)[0]


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
