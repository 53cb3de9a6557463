"""Lines and groups go to places that a drag, a key or a button names; several lines at once are one step."""

import pytest

from core.editing import Conflict, stack, undo
from sessions_app import editing
from sessions_app.models import SessionGroup, rows_of
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db


def names(session):
    return [line.split(" | ")[0] for line in lines(session)]


def picked(session, *wanted):
    return [row_named(session, name) for name in wanted]


def group_of(session, letter="A"):
    return SessionGroup.objects.select_related("session").get(session=session, letter=letter)


def move(session, to, *wanted):
    return editing.move_lines(session, session.author, picked(session, *wanted), to)


def test_behind_a_line_of_a_group_a_line_joins_it_and_takes_its_rounds(write):
    session = write("Squat 4x8\nA: 4 rounds r1:30\nA1 Chin-up 6\nA2 Dip 8")

    move(session, f"after:{row_named(session, 'Chin-up').pk}", "Squat")

    assert lines(session) == ["m A1 Chin-up | 6", "m A2 Squat | 8", "m A3 Dip | 8"]


def test_first_in_a_group(lower_a):
    move(lower_a, f"into:{group_of(lower_a).pk}", "Plank")

    assert names(lower_a)[2:5] == ["m A1 Plank", "m A2 Romanian deadlift", "m A3 Chin-up"]


def test_behind_a_group_is_outside_of_it_with_the_rounds_as_sets(lower_a):
    move(lower_a, f"after:{group_of(lower_a).pk}", "Romanian deadlift")

    assert lines(lower_a)[2:4] == ["m A1 Chin-up | AMRAP", "m 3 Romanian deadlift | 4x8 @ RPE 7 t3-1-1-0"]


def test_out_by_a_step_and_in_again_a_line_is_as_it_was(lower_a):
    before = lines(lower_a)
    move(lower_a, "down", "Chin-up")
    assert lines(lower_a)[3] == "m 3 Chin-up | 4xAMRAP"

    move(lower_a, f"after:{row_named(lower_a, 'Romanian deadlift').pk}", "Chin-up")

    assert lines(lower_a) == before


def test_from_group_to_group_what_a_line_does_a_round_stays(write):
    session = write("A: 4 rounds\nA1 Squat 8\nA2 Dip 8\nA3 Row 8\nB: 3 rounds\nB1 Curl 3x8\nB2 Plank 30s")

    move(session, f"after:{row_named(session, 'Plank').pk}", "Squat")

    assert lines(session)[-1] == "m B3 Squat | 8"


def test_before_the_first_line_of_a_section(lower_a):
    move(lower_a, "start:main:", "Couch stretch")

    assert names(lower_a)[1:3] == ["m 2 Couch stretch", "m 3 Back squat"]


def test_into_an_empty_section(write):
    session = write("Squat 5x5")

    move(session, "start:cool_down:", "Squat")

    assert names(session) == ["c 1 Squat"]


def test_several_lines_come_side_by_side_in_their_order(lower_a):
    step = move(lower_a, f"after:{row_named(lower_a, 'Couch stretch').pk}", "Plank", "Row erg")

    assert names(lower_a)[-3:] == ["c 2 Couch stretch", "c 3 Row erg", "c 4 Plank"]
    assert stack(lower_a, lower_a.author)[0].pk == step.pk
    assert stack(lower_a, lower_a.author)[0].label == "Moved 2 lines"


def test_a_whole_group_among_them_stays_one(lower_a):
    move(lower_a, "end:cool_down", "Romanian deadlift", "Chin-up", "Plank")

    assert names(lower_a)[2:] == ["c 3 Couch stretch", "c A1 Romanian deadlift", "c A2 Chin-up", "c 4 Plank"]
    assert group_of(lower_a).rounds == 4


@pytest.mark.parametrize(
    ("wanted", "to", "after"),
    [
        (("Back squat", "Plank"), "up", ["w 1 Row erg", "w 2 Back squat", "w 3 Plank", "m A1 Romanian deadlift"]),
        (("Back squat", "Plank"), "down", ["w 1 Row erg", "m A1 Romanian deadlift", "m A2 Chin-up", "c 2 Back squat"]),
        (
            ("Row erg", "Back squat"),
            "down",
            ["m A1 Romanian deadlift", "m A2 Chin-up", "m 1 Row erg", "m 2 Back squat"],
        ),
        (("Chin-up", "Plank"), "up", ["w 1 Row erg", "m 2 Back squat", "m 3 Chin-up", "m 4 Plank"]),
    ],
)
def test_several_lines_step_together(lower_a, wanted, to, after):
    move(lower_a, to, *wanted)

    assert names(lower_a)[:4] == after


def test_beside_itself_nothing_moves(lower_a):
    step = move(lower_a, f"after:{row_named(lower_a, 'Plank').pk}", "Plank")

    assert step.pk is None


def test_a_group_moves_to_a_place(lower_a, rosa):
    editing.move_group(group_of(lower_a), rosa, "start:warm_up:")

    assert names(lower_a)[:3] == ["w A1 Romanian deadlift", "w A2 Chin-up", "w 1 Row erg"]


def test_of_two_groups_that_come_into_one_section_one_takes_a_free_letter(write, rosa):
    session = write("== Warm-up\nA1 Squat 5\nA2 Dip 5\n== Main\nA1 Curl 8\nA2 Row 8")
    rows = rows_of(session)

    editing.move_lines(session, rosa, rows[:2], "end:main")

    assert names(session) == ["m A1 Curl", "m A2 Row", "m B1 Squat", "m B2 Dip"]


@pytest.mark.parametrize("to", ["", "sideways", "end:attic", "start:attic:", "after:", "into:", "before:x"])
def test_a_place_that_cannot_be_is_refused(lower_a, to):
    with pytest.raises(editing.Refused):
        move(lower_a, to, "Plank")


@pytest.mark.parametrize("to", ["after:x", "into:x", "start:main:Power"])
def test_a_place_that_is_gone_is_a_conflict(lower_a, to):
    with pytest.raises(Conflict):
        move(lower_a, to, "Plank")


def test_a_line_changed_meanwhile_moves_none_of_them(lower_a, rosa):
    rows = picked(lower_a, "Plank", "Back squat")
    seen = {row.pk: row.version for row in rows}
    editing.change_line(row_named(lower_a, "Plank"), rosa, "Plank", "9x9s")
    before = lines(lower_a)

    with pytest.raises(Conflict):
        editing.move_lines(lower_a, rosa, rows, "end:cool_down", seen)

    assert lines(lower_a) == before


# --- copies and removals ----------------------------------------------------------------------------------------------


def test_copies_stand_behind_the_last_of_their_lines(lower_a, rosa):
    editing.copy_lines(lower_a, rosa, picked(lower_a, "Row erg", "Back squat"))

    assert names(lower_a)[1:4] == ["m 2 Back squat", "m 3 Row erg", "m 4 Back squat"]


def test_the_copy_of_a_whole_group_is_a_group(lower_a, rosa):
    editing.copy_lines(lower_a, rosa, picked(lower_a, "Romanian deadlift", "Chin-up"))

    assert names(lower_a)[2:6] == ["m A1 Romanian deadlift", "m A2 Chin-up", "m B1 Romanian deadlift", "m B2 Chin-up"]
    assert (group_of(lower_a, "B").rounds, group_of(lower_a, "B").rest_s) == (4, 90)


def test_copies_of_two_groups_take_two_letters(write, rosa):
    session = write("A1 Squat 5\nA2 Dip 5\nB1 Curl 8\nB2 Row 8")

    editing.copy_lines(session, rosa, list(rows_of(session)))

    assert names(session)[4:] == ["m C1 Squat", "m C2 Dip", "m D1 Curl", "m D2 Row"]


def test_a_part_of_a_group_is_copied_in_it(write, rosa):
    session = write("A1 Squat 5\nA2 Dip 5\nA3 Row 8")

    editing.copy_lines(session, rosa, picked(session, "Squat", "Dip"))

    assert names(session) == ["m A1 Squat", "m A2 Dip", "m A3 Squat", "m A4 Dip", "m A5 Row"]


def test_a_copy_to_a_place(lower_a, rosa):
    editing.copy_lines(lower_a, rosa, picked(lower_a, "Plank"), "end:cool_down")

    assert names(lower_a)[-1] == "c 5 Plank"
    assert "m 3 Plank" in names(lower_a)


def test_several_lines_are_removed_and_come_back_in_one_step(lower_a, rosa):
    before = lines(lower_a)
    editing.remove_lines(lower_a, rosa, picked(lower_a, "Romanian deadlift", "Chin-up", "Plank"))
    assert names(lower_a) == ["w 1 Row erg", "m 2 Back squat", "c 3 Couch stretch"]
    assert not SessionGroup.objects.exists()

    undo(stack(lower_a, rosa)[0])

    assert lines(lower_a) == before


def test_nothing_ticked_is_refused(lower_a, rosa):
    with pytest.raises(editing.Refused, match="Tick the lines first"):
        editing.remove_lines(lower_a, rosa, [])


# --- sections ---------------------------------------------------------------------------------------------------------


def test_a_section_is_called_by_another_title_and_back(lower_a, rosa):
    editing.rename_section(lower_a, rosa, "main", "", "  Power   block ")
    assert {row.section_title for row in rows_of(lower_a) if row.section == "main"} == {"Power block"}
    assert stack(lower_a, rosa)[0].label == "Renamed Main to Power block"

    editing.rename_section(lower_a, rosa, "main", "Power block", "main")
    assert {row.section_title for row in rows_of(lower_a)} == {""}


def test_a_title_may_be_any_text_and_reads_back(lower_a, rosa):
    editing.rename_section(lower_a, rosa, "main", "", 'The "big" one (main) == x')

    assert editing.replace_text(lower_a, rosa, editing.text_of(lower_a)).pk is None


@pytest.mark.parametrize(("section", "title"), [("attic", "x"), ("main", "x" * 61), ("main", "a\0b")])
def test_a_title_that_cannot_be_is_refused(lower_a, rosa, section, title):
    with pytest.raises(editing.Refused):
        editing.rename_section(lower_a, rosa, section, "", title)


def test_a_section_renamed_meanwhile_is_a_conflict(lower_a, rosa):
    editing.rename_section(lower_a, rosa, "main", "", "Power")

    with pytest.raises(Conflict):
        editing.rename_section(lower_a, rosa, "main", "", "Strength")


@pytest.mark.parametrize("to", ["end:main:Power", "end:main"])
def test_behind_a_section_of_a_title_and_behind_the_last_of_its_kind(write, to):
    session = write("== Warm-up\nBike 5min\n== Power (main)\nClean 5x2\n== Main\nSquat 5x5")

    move(session, to, "Bike")

    assert names(session)[-1 if to == "end:main" else -2].endswith("Bike")


def test_behind_a_section_of_a_title_that_is_not_there_is_behind_the_last_of_its_kind(lower_a):
    move(lower_a, "end:main:Nowhere", "Plank")

    assert "Plank" in names(lower_a)[-2]
