"""Another exercise or scheme in many sessions at once: the verb, and its undo."""

import pytest

from core.editing import Conflict, redo, stack, undo
from core.models import Change
from programs import schedule
from programs.models import Program, ProgramSession
from programs.replacing import Replacement, foresee, replace
from programs.tests.factories import ProgramFactory
from programs.tests.squats import FRONTS, SQUATS, everything, stands
from sessions_app import editing
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.notation import render_prescription
from sessions_app.prescription import Adjustment, apply_all
from sessions_app.prescription.digest import rows_of


@pytest.fixture
def program(squats):
    return squats


def take_back(program):
    undo(stack(program, program.author)[0])


def test_an_exercise_is_replaced_in_the_whole_program_in_one_step(program, rosa, squat, front):
    before, steps = everything(), Change.objects.count()
    step = replace(program, rosa, Replacement(squat, other=front))
    assert step.change.label == "Replaced Back squat by Front squat"
    assert stands(program) == {(week, 1): FRONTS for week in range(1, 5)} | {
        (1, 3): ["Bench press | 5x5 @ 80% r3:00", "Front squat | 3x3 @ 60%"]
    }
    assert Change.objects.count() == steps + 1
    take_back(program)
    assert everything() == before


def test_a_scheme_is_replaced_wherever_it_stands(program, rosa):
    replace(program, rosa, Replacement(scheme="5x5 @ 80% r3:00", text="4x4 @ 85% r3:00"))
    assert stands(program)[4, 1][0] == "Back squat | 4x4 @ 85% r3:00"
    assert stands(program)[1, 3] == ["Bench press | 4x4 @ 85% r3:00", "Back squat | 3x3 @ 60%"]


def test_exercise_and_scheme_name_one_row_and_both_can_change(program, rosa, squat, front):
    replace(program, rosa, Replacement(squat, "3x3 @ 60%", front, "2x8"))
    assert stands(program)[1, 1] == SQUATS
    assert stands(program)[1, 3] == ["Bench press | 5x5 @ 80% r3:00", "Front squat | 2x8"]


@pytest.mark.parametrize(("text", "after"), [("4x6", "4x6 // knees out"), ("4x6 // slowly", "4x6 // slowly")])
def test_a_note_is_not_of_the_scheme_and_stays_unless_the_other_has_one(program, rosa, squat, text, after):
    upper = program.placings.get(day=3).session
    editing.change_line(upper.rows.get(exercise=squat), rosa, "Back squat", "5x5 @ 80% r3:00 // knees out")
    replacement = Replacement(squat, "5x5 @ 80% r3:00", text=text)
    (_lower, foreseen) = foresee(program, replacement)
    assert foreseen.lines == [("Back squat 5x5 @ 80% r3:00 // knees out", f"Back squat {after}")]
    replace(program, rosa, replacement)
    assert stands(program)[1, 3][1] == f"Back squat | {after}"
    assert stands(program)[1, 1][0] == f"Back squat | {text}"


@pytest.mark.parametrize(("text", "is_unclear"), [("4x6", True), ("4x6 // slowly", False)])
def test_words_not_understood_stay_so_while_they_stay(program, rosa, squat, text, is_unclear):
    row = program.placings.get(day=3).session.rows.get(exercise=squat)
    editing.change_line(row, rosa, "Back squat", "3x3 @ 60% splendidly")
    replace(program, rosa, Replacement(squat, "3x3 @ 60%", text=text))
    row.refresh_from_db()
    assert row.is_unclear is is_unclear


def test_in_some_weeks_one_says_what_becomes_of_the_others(program, rosa, squat, front):
    before, replacement = everything(), Replacement(squat, other=front)
    with pytest.raises(Refused, match="Lower also stands elsewhere. Say whether it changes there, too."):
        replace(program, rosa, replacement, [3, 4])
    assert everything() == before
    replace(program, rosa, replacement, [3, 4], everywhere=False)
    assert [stands(program)[week, 1] for week in range(1, 5)] == [SQUATS, SQUATS, FRONTS, FRONTS]
    assert program.placings.get(week=3).session_id == program.placings.get(week=4).session_id
    take_back(program)
    assert everything() == before
    replace(program, rosa, replacement, [3, 4], everywhere=True)
    assert [stands(program)[week, 1] for week in range(1, 5)] == [FRONTS] * 4
    take_back(program)
    assert everything() == before


def test_another_program_is_elsewhere(program, rosa, squat, front):
    lower = program.placings.get(week=2).session
    theirs = ProgramFactory(author=rosa)
    schedule.place(theirs, rosa, lower, 1, 1)
    with pytest.raises(Refused, match="also stands elsewhere"):
        replace(program, rosa, Replacement(squat, other=front))
    replace(program, rosa, Replacement(squat, other=front), everywhere=False)
    assert stands(theirs) == {(1, 1): SQUATS}
    assert [stands(program)[week, 1] for week in range(1, 5)] == [FRONTS] * 4


@pytest.mark.parametrize("everywhere", [True, False])
def test_what_an_adjustment_says_of_the_row_it_goes_on_to_say(program, rosa, squat, front, everywhere):
    placing = program.placings.get(week=3)
    schedule.adjust(placing, rosa, Adjustment.parse("+1 set, back squat +2.5kg"))
    replace(program, rosa, Replacement(squat, other=front), [3], everywhere=everywhere)
    placing.refresh_from_db()
    assert str(placing.adjustment) == "+1 set, Front squat +2.5kg"
    take_back(program)
    placing.refresh_from_db()
    assert str(placing.adjustment) == "+1 set, back squat +2.5kg"


def test_and_in_other_programs_where_it_changes_too(program, rosa, squat, front):
    lower = program.placings.get(week=2).session
    theirs, untouched = ProgramFactory(author=rosa), ProgramFactory(author=rosa)
    named = schedule.place(theirs, rosa, lower, 1, 1)
    schedule.adjust(named, rosa, Adjustment.parse("Back squat +2.5kg, Leg curl +1 set"))
    plain = schedule.place(untouched, rosa, lower, 1, 1)
    schedule.adjust(plain, rosa, Adjustment.parse("+1 set"))
    before = everything()
    seen = dict(Program.objects.values_list("id", "version"))

    replace(program, rosa, Replacement(squat, other=front), everywhere=False)
    assert str(ProgramSession.objects.get(pk=named.pk).adjustment) == "Back squat +2.5kg, Leg curl +1 set"
    take_back(program)

    replace(program, rosa, Replacement(squat, other=front), everywhere=True)
    assert stands(theirs) == {(1, 1): FRONTS}
    # The names keep their order: what was renamed comes last.
    assert str(ProgramSession.objects.get(pk=named.pk).adjustment) == "Leg curl +1 set, Front squat +2.5kg"
    assert str(ProgramSession.objects.get(pk=plain.pk).adjustment) == "+1 set"
    now = dict(Program.objects.values_list("id", "version"))
    assert (now[theirs.pk], now[untouched.pk]) == (seen[theirs.pk] + 1, seen[untouched.pk])
    take_back(program)
    assert everything() == before


def versions(*rows):
    return [type(row).objects.get(pk=row.pk).version for row in rows]


def test_undo_and_redo_raise_the_version_of_other_programs_too(program, rosa, squat, front):
    """Their open tabs show cards of before."""
    theirs, untouched = ProgramFactory(author=rosa), ProgramFactory(author=rosa)
    lower = program.placings.get(week=2).session
    named = schedule.place(theirs, rosa, lower, 1, 1)
    schedule.adjust(named, rosa, Adjustment.parse("Back squat +2.5kg"))
    schedule.place(untouched, rosa, lower, 1, 1)
    first = versions(theirs, named, untouched)
    steps = [lambda: replace(program, rosa, Replacement(squat, other=front), everywhere=True)]
    steps += [lambda: take_back(program), lambda: redo(stack(program, rosa)[1])]
    for number, step in enumerate(steps, 1):
        step()
        assert versions(theirs, named, untouched) == [first[0] + number, first[1] + number, first[2]]


def test_undo_of_what_reached_into_a_program_that_went_is_a_conflict(program, rosa, squat, front):
    theirs = ProgramFactory(author=rosa)
    named = schedule.place(theirs, rosa, program.placings.get(week=2).session, 1, 1)
    schedule.adjust(named, rosa, Adjustment.parse("Back squat +2.5kg"))
    replace(program, rosa, Replacement(squat, other=front), everywhere=True)
    theirs.delete()
    with pytest.raises(Conflict):
        take_back(program)
    assert stands(program)[2, 1] == FRONTS


@pytest.fixture
def twice(program, rosa):
    """Back squat on two lines, in week 4 with progression; the function says how each line reads there."""
    text = "Back squat 5x5 @ 80%\nback squat 3x8 @ 60%\nBack squat 2x10 @ 50%"
    session = editing.create_session(Session(name="Twice", sport="strength"), rosa, text)
    schedule.place(program, rosa, session, 4, 5)
    placing = program.placings.get(week=4, day=5)
    schedule.adjust(placing, rosa, Adjustment.parse("Back squat +5%"))

    def read():
        placed = ProgramSession.objects.select_related("session").get(pk=placing.pk)
        rows = apply_all(rows_of(placed.session.digest), placed.adjustment)
        return [f"{row.name} {render_prescription(row.prescription, 'strength')}" for row in rows]

    return placing, read


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_lines_that_stay_keep_their_progression(program, rosa, squat, front, twice, elsewhere):
    placing, read = twice
    if elsewhere:
        schedule.place(program, rosa, placing.session, 3, 5)
    assert read() == ["Back squat 5x5 @ 85%", "back squat 3x8 @ 65%", "Back squat 2x10 @ 55%"]
    replace(program, rosa, Replacement(squat, "5x5 @ 80%", front), [4], everywhere=False)
    assert read() == ["Front squat 5x5 @ 85%", "back squat 3x8 @ 65%", "Back squat 2x10 @ 55%"]
    take_back(program)
    assert read() == ["Back squat 5x5 @ 85%", "back squat 3x8 @ 65%", "Back squat 2x10 @ 55%"]


def test_lines_of_one_name_take_their_progression_along_once(program, rosa, squat, front, twice):
    placing, read = twice
    replace(program, rosa, Replacement(squat, other=front))
    assert read() == ["Front squat 5x5 @ 85%", "Front squat 3x8 @ 65%", "Front squat 2x10 @ 55%"]
    placing.refresh_from_db()
    assert str(placing.adjustment) == "Front squat +5%"


@pytest.mark.parametrize(
    ("adjustment", "sentence"),
    [
        ("Back squat -60%, Front squat -60%", "-120% is more than an adjustment can be."),
        (f"Back squat -60%, {'x' * 476} +1 set", "longer than 500 characters"),
    ],
)
def test_progression_that_cannot_be_said_of_the_new_row_is_refused(
    program, rosa, squat, front, twice, adjustment, sentence
):
    schedule.adjust(twice[0], rosa, Adjustment.parse(adjustment))
    before = everything()
    with pytest.raises(Refused, match=sentence):
        replace(program, rosa, Replacement(squat, other=front), everywhere=True)
    assert everything() == before


def test_a_session_written_since_is_not_undone(program, rosa, squat, front):
    replace(program, rosa, Replacement(squat, other=front))
    lower = program.placings.get(week=2).session
    row = lower.rows.get(exercise=front)
    editing.change_line(row, rosa, "Front squat", "1x1")
    with pytest.raises(Conflict):
        take_back(program)
    assert stands(program)[2, 1][0] == "Front squat | 1x1"


def test_what_is_not_there_is_refused(program, rosa, front, squat):
    with pytest.raises(Refused, match="Nothing in these weeks is that."):
        replace(program, rosa, Replacement(front, other=squat))


def test_a_renamed_row_adds_to_what_is_said_of_its_namesake():
    adjustment = Adjustment.parse("+1 set, Back squat +2.5kg, Front squat +5kg")
    assert str(adjustment.renamed("back  SQUAT", "Front squat")) == "+1 set, Front squat +7.5kg"
    assert adjustment.renamed("Plank", "Front squat") == adjustment
    stays = adjustment.renamed("back squat", "Front squat", stays=True)
    assert str(stays) == "+1 set, Back squat +2.5kg, Front squat +7.5kg"


def test_foreseen_is_what_is_done_and_writes_nothing(program, squat, front, django_assert_num_queries):
    before = everything()
    with django_assert_num_queries(3):
        lower, upper = foresee(program, Replacement(squat, other=front, text="3x8"), [1, 2])
    assert everything() == before
    assert (lower.session.name, lower.weeks, lower.elsewhere) == ("Lower", [1, 2], 2)
    assert lower.lines == [("Back squat 5x5 @ 80% r3:00", "Front squat 3x8")]
    assert (upper.weeks, upper.elsewhere) == ([1], 0)


@pytest.mark.parametrize("count", [1, 40])
def test_forty_names_in_adjustments_take_as_many_queries_as_one(
    program, rosa, squat, front, count, django_assert_num_queries
):
    theirs, lower = ProgramFactory(author=rosa, duration_weeks=4), program.placings.get(week=2).session
    for place in (program, theirs):
        for number in range(count):
            placing = schedule.place(place, rosa, lower, number % 4 + 1, number % 7 + 1)
            schedule.adjust(placing, rosa, Adjustment.parse("Back squat +2.5kg"))
    program = Program.objects.get(pk=program.pk)
    with django_assert_num_queries(20):
        replace(program, rosa, Replacement(squat, other=front), everywhere=True)
    said = [str(one) for one in ProgramSession.objects.values_list("adjustment", flat=True) if one]
    assert said == ["Front squat +2.5kg"] * 2 * count
