"""add, change, move, remove, copy: exact rows after each."""

import pytest

from core.editing import Conflict
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.digests import digest_of
from sessions_app.editing.checks import MOST_ROWS
from sessions_app.models import Session, SessionExercise, SessionGroup, rows_of
from sessions_app.tests.conftest import lines, orders, row_named

pytestmark = pytest.mark.django_db


def test_a_known_name_is_the_library_exercise(write, rosa, squat):
    session = write()

    [row] = editing.add_lines(session, rosa, "bb squat 5x5 @ 80% r3:00")

    assert (row.exercise, row.written_as, row.name) == (squat, "bb squat", "bb squat")
    assert lines(session) == ["m 1 bb squat | 5x5 @ 80% r3:00"]
    assert Exercise.objects.count() == 1


def test_an_unknown_name_becomes_an_own_exercise_once(write, rosa):
    session = write()

    editing.add_lines(session, rosa, "Slant board step 3x8\nslant board step 2x10")

    own = Exercise.objects.get()
    assert (own.name, own.author, own.status, own.sport) == ("Slant board step", rosa, "own", "strength")
    assert [row.written_as for row in rows_of(session)] == ["", "slant board step"]


def test_lines_go_to_the_end_of_their_section(lower_a, rosa):
    editing.add_lines(lower_a, rosa, "Bike 5min", section="warm_up")
    editing.add_lines(lower_a, rosa, "Curl 3x10")

    assert [line.split(" | ")[0] for line in lines(lower_a)] == [
        "w 1 Row erg", "w 2 Bike", "m 3 Back squat", "m A1 Romanian deadlift", "m A2 Chin-up", "m 4 Plank", "m 5 Curl",
        "c 6 Couch stretch",
    ]  # fmt: skip
    assert orders(lower_a) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_headings_in_what_is_pasted_say_the_section(lower_a, rosa):
    editing.add_lines(lower_a, rosa, "== Cool-down\nPigeon 2x1min\n== Warm-up\nSkip 2min", section="main")

    assert [line.split(" | ")[0] for line in lines(lower_a)][:2] == ["w 1 Row erg", "w 2 Skip"]
    assert [line.split(" | ")[0] for line in lines(lower_a)][-2:] == ["c 5 Couch stretch", "c 6 Pigeon"]


def test_a_position_takes_the_section_that_stands_there(lower_a, rosa):
    editing.add_lines(lower_a, rosa, "Leg press 3x10", position=3)

    assert lines(lower_a)[2] == "m 3 Leg press | 3x10"


def test_a_label_joins_the_group_that_stands_there(lower_a, rosa):
    editing.add_lines(lower_a, rosa, "A3 Side plank 30s/side")

    assert lines(lower_a)[2:5] == [
        "m A1 Romanian deadlift | 8 @ RPE 7 t3-1-1-0", "m A2 Chin-up | AMRAP", "m A3 Side plank | 30s/side",
    ]  # fmt: skip
    assert SessionGroup.objects.filter(session=lower_a).count() == 1


def test_a_pasted_group_takes_the_next_free_letter(lower_a, rosa):
    editing.add_lines(lower_a, rosa, "A: 3 rounds r1:00\nA1 Curl 10\nA2 Dip 10")

    assert [line.split(" | ")[0] for line in lines(lower_a)][-3:-1] == ["m B1 Curl", "m B2 Dip"]
    assert SessionGroup.objects.get(session=lower_a, letter="B").rounds == 3


def test_a_superset_is_done_in_turn_with_the_line_above(write, rosa):
    session = write("Squat 4x8")

    editing.add_lines(session, rosa, "Chin-up 4x6", superset=True)
    editing.add_lines(session, rosa, "Plank 30s", superset=True)
    editing.add_lines(session, rosa, "Couch stretch 1min", "cool_down", superset=True)

    assert lines(session) == [
        "m A1 Squat | 8", "m A2 Chin-up | 6", "m A3 Plank | 30s", "c 1 Couch stretch | 1min",
    ]  # fmt: skip
    assert SessionGroup.objects.get().rounds == 4


def test_several_prescriptions_are_several_rows(write, rosa, squat):
    session = write()

    editing.add_lines(session, rosa, "Back squat w5x40kg, 3x60kg, 5x5 @ 80%")

    assert [line.split(" | ")[0] for line in lines(session)] == ["m 1 Back squat", "m 2 Back squat", "m 3 Back squat"]


def test_a_line_without_a_name_goes_on_with_the_one_before(write, rosa, squat):
    session = write("Back squat 5x5 @ 70%\n3x3 @ 80%")

    assert lines(session) == ["m 1 Back squat | 5x5 @ 70%", "m 2 Back squat | 3x3 @ 80%"]


def test_what_is_not_understood_is_kept_as_a_note(write, rosa):
    session = write("Split squat 10/side @ 2 RIR slwo")

    assert rows_of(session)[0].notes == "slwo"


@pytest.mark.parametrize(
    "text",
    ["", "   \n  ", "5x5 @ 80%", "## Week 1\nSquat 5x5", "x" * 121 + " 5x5", "A: blah\nA1 Squat 5"],
)
def test_what_cannot_be_saved_is_refused_with_a_sentence_and_changes_nothing(write, rosa, text):
    session = write("Back squat 5x5")

    with pytest.raises(editing.Refused) as refused:
        editing.add_lines(session, rosa, text)

    assert str(refused.value).endswith(".")
    assert lines(session) == ["m 1 Back squat | 5x5"]
    assert Exercise.objects.count() == 1


def test_ten_thousand_lines_are_refused(write, rosa):
    session = write()

    with pytest.raises(editing.Refused, match="10000 lines"):
        editing.add_lines(session, rosa, "Squat 5x5\n" * 10_000)

    assert not rows_of(session)


def test_a_session_holds_so_many_lines_and_no_more(write, rosa):
    session = write("Squat 5x5\n" * (MOST_ROWS - 1))
    editing.add_lines(session, rosa, "Squat 3x3")

    with pytest.raises(editing.Refused, match=str(MOST_ROWS)):
        editing.add_lines(session, rosa, "Squat 1x1")

    assert SessionExercise.objects.filter(session=session).count() == MOST_ROWS


def test_a_single_line_of_a_mixed_session_is_read_in_its_exercises_sport(write, rosa):
    ExerciseFactory(name="Ride", sport="cycling")
    session = write(sport="")

    [row] = editing.add_lines(session, rosa, "Ride 20min @ 90%")

    assert str(row.intensity) == "90% FTP"


def test_the_digest_is_of_the_rows_after_every_verb(lower_a, rosa):
    editing.add_lines(lower_a, rosa, "Curl 3x10")
    editing.move_line(row_named(lower_a, "Curl"), rosa, "up")
    editing.remove_line(row_named(lower_a, "Back squat"), rosa)
    editing.change_line(row_named(lower_a, "Curl"), rosa, "Curl", "4x8")
    editing.ungroup(SessionGroup.objects.get(session=lower_a), rosa)
    stored = Session.objects.get(pk=lower_a.pk)

    assert stored.digest == digest_of(rows_of(stored)) != ""


# --- change -----------------------------------------------------------------------------------------------------------


def test_change_writes_the_prescription_and_raises_the_version(lower_a, rosa):
    row = row_named(lower_a, "Back squat")

    changed = editing.change_line(row, rosa, "Back squat", "3x3 @ 85% r4:00", row.version)

    after = row_named(lower_a, "Back squat")
    assert (str(after.reps), after.sets, str(after.intensity), after.notes) == ("3", 3, "85% 1RM", "")
    assert after.version == row.version + 1
    assert changed.rows[0].pk == row.pk


def test_another_name_is_another_exercise(lower_a, rosa):
    front = ExerciseFactory(name="Front squat")

    editing.change_line(row_named(lower_a, "Back squat"), rosa, "front squat", "3x3")

    row = row_named(lower_a, "front squat")
    assert (row.exercise, row.written_as) == (front, "front squat")


def test_a_name_that_stays_keeps_its_exercise_even_where_another_has_it(write, rosa):
    session = write("Swing 3x10")
    mine = rows_of(session)[0].exercise
    ExerciseFactory(name="Swing")
    editing.change_line(row_named(session, "Swing"), rosa, "Swing", "3x12")

    assert rows_of(session)[0].exercise == mine


def test_several_prescriptions_make_rows_behind_the_line(lower_a, rosa):
    editing.change_line(row_named(lower_a, "Back squat"), rosa, "Back squat", "5x5 @ 70%, 3x3 @ 80%")

    assert lines(lower_a)[1:3] == ["m 2 Back squat | 5x5 @ 70%", "m 3 Back squat | 3x3 @ 80%"]


def test_while_typing_several_prescriptions_wait(lower_a, rosa):
    before = lines(lower_a)

    changed = editing.change_line(row_named(lower_a, "Back squat"), rosa, "Back squat", "5x5, 3x3", typing=True)

    assert changed.waiting and changed.step.pk is None
    assert lines(lower_a) == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "ﷺ" * 50])
def test_a_name_that_cannot_be_is_refused(lower_a, rosa, name):
    before = lines(lower_a)

    with pytest.raises(editing.Refused):
        editing.change_line(row_named(lower_a, "Back squat"), rosa, name, "3x3")

    assert lines(lower_a) == before


def test_a_stale_version_is_a_conflict_that_holds_their_row(lower_a, rosa):
    row = row_named(lower_a, "Back squat")
    editing.change_line(row, rosa, "Back squat", "9x9", row.version)

    with pytest.raises(Conflict) as conflict:
        editing.change_line(row, rosa, "Back squat", "7x7", row.version)

    assert str(conflict.value.theirs.reps) == "9"
    assert row_named(lower_a, "Back squat").sets == 9


def test_nothing_different_is_no_step(lower_a, rosa):
    changed = editing.change_line(row_named(lower_a, "Plank"), rosa, "Plank", "3x30s")

    assert changed.step.pk is None


# --- copy and remove --------------------------------------------------------------------------------------------------


def test_a_copy_stands_behind_its_line_and_in_its_group(lower_a, rosa):
    editing.copy_line(row_named(lower_a, "Chin-up"), rosa)

    assert lines(lower_a)[3:5] == ["m A2 Chin-up | AMRAP", "m A3 Chin-up | AMRAP"]
    assert orders(lower_a) == [1, 2, 3, 4, 5, 6, 7]


def test_a_group_goes_with_its_last_row(lower_a, rosa):
    editing.remove_line(row_named(lower_a, "Chin-up"), rosa)
    assert SessionGroup.objects.filter(session=lower_a).count() == 1

    editing.remove_line(row_named(lower_a, "Romanian deadlift"), rosa)

    assert SessionGroup.objects.filter(session=lower_a).count() == 0
    assert orders(lower_a) == [1, 2, 3, 4]


def test_a_row_that_is_gone_is_a_conflict(lower_a, rosa):
    row = row_named(lower_a, "Plank")
    editing.remove_line(row, rosa)

    with pytest.raises(Conflict):
        editing.copy_line(row, rosa)


# --- move -------------------------------------------------------------------------------------------------------------


def names(session):
    return [line.split(" | ")[0] for line in lines(session)]


def test_a_line_passes_a_group_whole(lower_a, rosa):
    editing.move_line(row_named(lower_a, "Plank"), rosa, "up")

    assert names(lower_a)[1:5] == ["m 2 Back squat", "m 3 Plank", "m A1 Romanian deadlift", "m A2 Chin-up"]


def test_inside_a_group_a_step_changes_places(lower_a, rosa):
    editing.move_line(row_named(lower_a, "Chin-up"), rosa, "up")

    assert names(lower_a)[2:4] == ["m A1 Chin-up", "m A2 Romanian deadlift"]


def test_over_the_edge_of_a_group_a_line_leaves_it(lower_a, rosa):
    editing.move_line(row_named(lower_a, "Chin-up"), rosa, "down")

    assert names(lower_a)[2:5] == ["m A1 Romanian deadlift", "m 3 Chin-up", "m 4 Plank"]


def test_at_the_end_of_a_section_a_step_leads_into_the_next(lower_a, rosa):
    editing.move_line(row_named(lower_a, "Plank"), rosa, "down")
    assert names(lower_a)[-2:] == ["c 3 Plank", "c 4 Couch stretch"]

    editing.move_line(row_named(lower_a, "Back squat"), rosa, "up")
    assert names(lower_a)[:2] == ["w 1 Row erg", "w 2 Back squat"]


@pytest.mark.parametrize(("name", "direction"), [("Row erg", "up"), ("Couch stretch", "down")])
def test_at_the_very_end_a_step_does_nothing(lower_a, rosa, name, direction):
    before = lines(lower_a)

    step = editing.move_line(row_named(lower_a, name), rosa, direction)

    assert (lines(lower_a), step.pk) == (before, None)


def test_to_a_section(lower_a, rosa):
    editing.move_line(row_named(lower_a, "Chin-up"), rosa, "end:cool_down")

    assert names(lower_a)[-2:] == ["c 4 Couch stretch", "c 5 Chin-up"]


@pytest.mark.parametrize("distance", ["6.21mi", "0.1yd", "26.219mi", "8x100yd", "10km"])
def test_a_distance_as_typed_comes_back_as_typed(write, distance):
    session = write(f"Run {distance}", sport="running")
    stored = Session.objects.get(pk=session.pk)

    assert lines(stored) == [f"m 1 Run | {distance}"]
    assert editing.replace_text(stored, stored.author, editing.text_of(stored)).pk is None
