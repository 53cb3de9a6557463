import pytest

from core.editing import Conflict, stack, undo
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import ProgramSession, ProgramWeek
from programs.steps import OutOfProgram
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from programs.weeks.copying import copy_week
from programs.weeks.describing import clear_week, describe_week
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(duration_weeks=6)


def day(program, week, day):
    placings = ProgramSession.objects.filter(program=program, week=week, day=day)
    return list(placings.order_by("order").values_list("session__name", "order"))


def place(program, name, week=1, weekday=1, position=None):
    session = SessionFactory(author=program.author, name=name)
    return schedule.place(program, program.author, session, week, weekday, position)


def test_place_puts_a_session_last_or_where_it_is_said(program):
    place(program, "A")
    place(program, "B")
    place(program, "C", position=1)
    assert day(program, 1, 1) == [("C", 1), ("A", 2), ("B", 3)]


def test_the_same_session_may_stand_twice_on_one_day(program):
    session = SessionFactory(author=program.author)
    first = schedule.place(program, program.author, session, 1, 1)
    second = schedule.place(program, program.author, session, 1, 1)
    assert (first.order, second.order) == (1, 2)


@pytest.mark.parametrize(("week", "weekday"), [(7, 1), (0, 1), (1, 8), (1, 0), (-1, 1)])
def test_a_place_that_the_program_does_not_have_is_refused(program, week, weekday):
    with pytest.raises(OutOfProgram):
        place(program, "A", week, weekday)
    assert not ProgramSession.objects.exists()


def test_another_coachs_session_is_copied_first_with_credit(program):
    theirs = SessionFactory(name="Theirs", visibility="public")
    placing = schedule.place(program, program.author, theirs, 1, 1)
    assert placing.session.pk != theirs.pk
    assert placing.session.author == program.author
    assert placing.session.copied_from == theirs
    assert not placing.session.kept
    undo(stack(program, program.author)[0])
    assert list(Session.objects.all()) == [theirs]


def test_place_new_makes_the_session_and_places_it_in_one_step(program):
    placing = schedule.place_new(program, program.author, Session(), "Easy run 40:00 Z1", 2, 3)
    assert (placing.week, placing.day, placing.session.name) == (2, 3, "Easy run")
    assert placing.session.rows.get().duration == 2400
    undo(stack(program, program.author)[0])
    assert not Session.objects.exists()


def test_a_typed_session_takes_the_sport_of_its_exercises():
    program = ProgramFactory(sport="")
    ExerciseFactory(name="Easy run", sport="running")
    placing = schedule.place_new(program, program.author, Session(), "Easy run 40:00 Z1", 1, 1)
    assert placing.session.sport == "running"


def test_place_new_of_nothing_is_refused_with_a_sentence(program):
    with pytest.raises(Refused, match="Choose a session"):
        schedule.place_new(program, program.author, Session(), "  \n", 1, 1)


def test_move_closes_the_gap_that_it_leaves(program):
    a, _b, _c = place(program, "A"), place(program, "B"), place(program, "C")
    schedule.move(a, program.author, 2, 5)
    assert day(program, 1, 1) == [("B", 1), ("C", 2)]
    assert day(program, 2, 5) == [("A", 1)]


def test_move_within_a_day_reorders_it(program):
    _a, _b, c = place(program, "A"), place(program, "B"), place(program, "C")
    schedule.move(c, program.author, 1, 1, 1)
    assert day(program, 1, 1) == [("C", 1), ("A", 2), ("B", 3)]


def test_a_move_of_what_another_tab_moved_is_a_conflict_and_writes_nothing(program):
    placing = place(program, "A")
    seen = placing.version
    schedule.move(placing, program.author, 2, 1, seen=seen)
    with pytest.raises(Conflict) as clash:
        schedule.move(placing, program.author, 3, 1, seen=seen)
    assert clash.value.theirs.week == 2
    assert day(program, 2, 1) == [("A", 1)]


def test_a_change_of_one_card_is_no_conflict_for_another(program):
    one, other = place(program, "A"), place(program, "B", 2)
    schedule.move(one, program.author, 3, 1, seen=one.version)
    schedule.move(other, program.author, 3, 1, seen=other.version)
    assert day(program, 3, 1) == [("A", 1), ("B", 2)]


def test_copy_placing_keeps_the_adjustment(program):
    placing = place(program, "A")
    schedule.adjust(placing, program.author, Adjustment.parse("+5%"))
    copy = schedule.copy_placing(placing, program.author, 3, 2)
    assert str(copy.adjustment) == "+5%"
    assert copy.session == placing.session


def test_remove_leaves_the_session(program):
    placing = place(program, "A")
    schedule.remove(placing, program.author)
    assert not ProgramSession.objects.exists()
    assert Session.objects.get().name == "A"


def test_an_empty_adjustment_is_stored_as_none(program):
    placing = place(program, "A")
    schedule.adjust(placing, program.author, Adjustment.parse("+5%"))
    schedule.adjust(placing, program.author, Adjustment.parse(""))
    placing.refresh_from_db()
    assert placing.adjustment is None


def test_make_own_gives_one_placing_a_session_of_its_own(program):
    placing = place(program, "A")
    other = schedule.copy_placing(placing, program.author, 2, 1)
    schedule.make_own(placing, program.author)
    placing.refresh_from_db()
    other.refresh_from_db()
    assert placing.session_id != other.session_id
    assert placing.session.name == "A"
    assert not placing.session.kept


def test_or_this_and_later_placings_get_one_of_their_own(program):
    first = place(program, "A")
    second, third = (schedule.copy_placing(first, program.author, week, 1) for week in (2, 3))
    other = place(program, "B", 3)
    step = schedule.make_own(second, program.author, later=True)
    sessions = dict(ProgramSession.objects.values_list("pk", "session__pk"))
    assert sessions[second.pk] == sessions[third.pk] != sessions[first.pk] == first.session_id
    assert sessions[other.pk] == other.session_id
    assert step.change.label == "Made A from week 2 on its own"
    assert Session.objects.count() == 3


def test_a_week_that_says_nothing_keeps_no_row(program):
    describe_week(program, program.author, 2, phase="Base", is_deload=False, notes="")
    assert ProgramWeek.objects.get().phase == "Base"
    describe_week(program, program.author, 2, phase="", is_deload=False, notes="")
    assert not ProgramWeek.objects.exists()


def test_clear_week_takes_out_only_that_week(program):
    place(program, "A", 1)
    place(program, "B", 2)
    clear_week(program, program.author, 1)
    assert [placing.session.name for placing in ProgramSession.objects.all()] == ["B"]


def adjustments(program):
    rows = ProgramSession.objects.filter(program=program).order_by("week")
    return [(row.week, str(row.adjustment or "")) for row in rows]


def test_copy_week_takes_each_week_a_step_further(program):
    place(program, "A")
    copy_week(program, program.author, 1, [2, 3, 4], progression=Adjustment.parse("+2.5%"))
    assert adjustments(program) == [(1, ""), (2, "+2.5%"), (3, "+5%"), (4, "+7.5%")]


def test_copy_week_adds_to_what_the_week_already_differs_by(program):
    placing = place(program, "A")
    schedule.adjust(placing, program.author, Adjustment.parse("+5% +1 rep"))
    copy_week(program, program.author, 1, [2], progression=Adjustment.parse("+2.5%"))
    assert adjustments(program)[1] == (2, "+7.5% +1 rep")


def test_a_session_takes_the_parts_of_a_progression_that_change_it():
    program = ProgramFactory(sport="")
    for weekday, line in enumerate(["Back squat 5x5 @ 75%", "Long run 60min @ Z2", "Push-up 3x10"], start=1):
        schedule.place_new(program, program.author, Session(), line, 1, weekday)
    copy_week(program, program.author, 1, [2], progression=Adjustment.parse("+2.5% +10min"))
    copies = ProgramSession.objects.filter(week=2).order_by("day")
    assert [str(copy.adjustment or "") for copy in copies] == ["+2.5%", "+10min", ""]


def test_a_deload_is_less_volume_and_the_next_full_week_goes_on(program):
    place(program, "A")
    copy_week(
        program,
        program.author,
        1,
        [2, 3, 4, 5],
        progression=Adjustment.parse("+2.5%"),
        deload_every=4,
        deload=Adjustment.parse("volume -40%"),
    )
    assert adjustments(program) == [(1, ""), (2, "+2.5%"), (3, "+5%"), (4, "volume -40%"), (5, "+7.5%")]
    assert list(ProgramWeek.objects.filter(is_deload=True).values_list("number", flat=True)) == [4]


def test_copy_week_replaces_what_stood_there_and_undo_brings_it_back(program):
    place(program, "A", 1)
    place(program, "B", 2)
    ProgramWeekFactory(program=program, number=2, phase="Build")
    copy_week(program, program.author, 1, [2])
    assert day(program, 2, 1) == [("A", 1)]
    undo(stack(program, program.author)[0])
    assert day(program, 2, 1) == [("B", 1)]
    assert ProgramWeek.objects.get().phase == "Build"


def test_copy_week_past_the_end_lengthens_the_program(program):
    place(program, "A", 6)
    copy_week(program, program.author, 6, [7, 8])
    program.refresh_from_db()
    assert program.duration_weeks == 8


@pytest.mark.parametrize("targets", [[], [1], [0], [53]])
def test_copy_week_onto_weeks_that_cannot_be_is_refused(program, targets):
    with pytest.raises(OutOfProgram):
        copy_week(program, program.author, 1, targets)


def test_a_verb_takes_the_same_number_of_queries_whatever_stands_there(program, django_assert_num_queries):
    first = place(program, "A")
    with django_assert_num_queries(9):
        schedule.move(first, program.author, 2, 1)
    for number in range(5):
        ProgramSessionFactory(program=program, week=3, day=2, order=number + 1)
    with django_assert_num_queries(9):
        schedule.move(first, program.author, 3, 1)
