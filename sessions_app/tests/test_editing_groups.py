"""Group, ungroup, leave, change and move groups."""

import pytest

from core.editing import Conflict, stack, undo
from sessions_app import editing
from sessions_app.models import SessionGroup, rows_of
from sessions_app.prescription import Group
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(write):
    return write("Back squat 4x8\nChin-up 4x6\nPlank 3x30s r45s")


def group_of(session):
    return SessionGroup.objects.select_related("session").get(session=session)


def test_lines_with_the_same_sets_share_them_as_rounds(three, rosa):
    group = editing.group_lines(three, rosa, [row_named(three, "Chin-up"), row_named(three, "Back squat")])

    assert (group.letter, group.kind, group.rounds) == ("A", "rounds", 4)
    assert lines(three) == ["m A1 Back squat | 8", "m A2 Chin-up | 6", "m 1 Plank | 3x30s r0:45"]


def test_lines_with_different_sets_keep_their_own(three, rosa):
    editing.group_lines(three, rosa, [row_named(three, "Chin-up"), row_named(three, "Plank")])

    assert group_of(three).rounds is None
    assert lines(three)[1:] == ["m A1 Chin-up | 4x6", "m A2 Plank | 3x30s r0:45"]


def test_a_list_set_by_set_keeps_its_sets(write, rosa):
    session = write("Squat 3x5/3/1\nChin-up 3x6")

    editing.group_lines(session, rosa, list(rows_of(session)))

    assert lines(session) == ["m A1 Squat | 3x5/3/1", "m A2 Chin-up | 3x6"]


def test_grouped_lines_come_to_the_first_ones_place(lower_a, rosa):
    editing.group_lines(lower_a, rosa, [row_named(lower_a, "Back squat"), row_named(lower_a, "Couch stretch")])

    assert [line.split(" | ")[0] for line in lines(lower_a)][1:3] == ["m A1 Back squat", "m A2 Couch stretch"]


def placed(session):
    return [line.split(" | ")[0] for line in lines(session)]


def test_letters_follow_the_page_whatever_was_made_first(write, rosa):
    session = write("Squat 5\nDip 5\nCurl 8\nRow 8")
    squat, dip, curl, pull = rows_of(session)
    editing.group_lines(session, rosa, [curl, pull])
    editing.group_lines(session, rosa, [squat, dip])
    assert placed(session) == ["m A1 Squat", "m A2 Dip", "m B1 Curl", "m B2 Row"]

    editing.move_group(session.groups.get(letter="B"), rosa, "up")
    assert placed(session) == ["m A1 Curl", "m A2 Row", "m B1 Squat", "m B2 Dip"]

    undo(stack(session, rosa)[0])
    assert placed(session) == ["m A1 Squat", "m A2 Dip", "m B1 Curl", "m B2 Row"]

    editing.add_lines(session, rosa, "A1 Press 5\nA2 Plank 30s", "warm_up")
    assert placed(session)[:4] == ["w A1 Press", "w A2 Plank", "m B1 Squat", "m B2 Dip"]

    editing.remove_lines(session, rosa, rows_of(session)[:2])
    assert placed(session) == ["m A1 Squat", "m A2 Dip", "m B1 Curl", "m B2 Row"]


def test_letters_that_start_anew_in_each_section_still_do(write, rosa):
    session = write("== Warm-up\nA1 Squat 5\nA2 Dip 5\n== Main\nA1 Curl 8\nA2 Row 8\nPress 5\nPlank 30s")
    editing.group_lines(session, rosa, rows_of(session)[4:])
    editing.move_lines(session, rosa, rows_of(session)[4:], "start:main:")

    assert placed(session)[2:] == ["m A1 Press", "m A2 Plank", "m B1 Curl", "m B2 Row"]


def test_a_text_says_itself_how_its_groups_are_called(write, rosa):
    session = write("C1 Squat 5\nC2 Dip 5\nA1 Curl 8\nA2 Row 8")
    assert placed(session) == ["m C1 Squat", "m C2 Dip", "m A1 Curl", "m A2 Row"]

    editing.replace_text(session, rosa, "D1 Squat 5\nD2 Dip 5")
    assert placed(session) == ["m D1 Squat", "m D2 Dip"]


def test_one_line_is_no_group(three, rosa):
    with pytest.raises(editing.Refused):
        editing.group_lines(three, rosa, [row_named(three, "Plank")])


def test_with_the_line_above(three, rosa):
    editing.group_with_above(row_named(three, "Chin-up"), rosa)
    editing.group_with_above(row_named(three, "Plank"), rosa)

    assert [line.split(" | ")[0] for line in lines(three)] == ["m A1 Back squat", "m A2 Chin-up", "m A3 Plank"]


def test_nothing_is_above_the_first_line(three, rosa):
    with pytest.raises(editing.Refused):
        editing.group_with_above(row_named(three, "Back squat"), rosa)


def test_eight_groups_are_the_most(write, rosa):
    pairs = "\n".join(f"{letter}1 Squat 5\n{letter}2 Plank 30s" for letter in "ABCDEFGH")
    session = write(pairs + "\nCurl 3x8\nDip 3x8")

    with pytest.raises(editing.Refused, match="8 groups"):
        editing.group_with_above(row_named(session, "Dip"), rosa)


def test_ungrouping_gives_the_rounds_back_as_sets_and_the_rest_to_the_last(lower_a, rosa):
    editing.ungroup(group_of(lower_a), rosa)

    assert lines(lower_a)[2:4] == ["m 3 Romanian deadlift | 4x8 @ RPE 7 t3-1-1-0", "m 4 Chin-up | 4xAMRAP r1:30"]
    assert not SessionGroup.objects.exists()


def test_leaving_a_group_stands_behind_it(lower_a, rosa):
    editing.leave_group(row_named(lower_a, "Romanian deadlift"), rosa)

    assert [line.split(" | ")[0] for line in lines(lower_a)][2:4] == ["m A1 Chin-up", "m 3 Romanian deadlift"]


def test_leaving_no_group_is_a_conflict(lower_a, rosa):
    with pytest.raises(Conflict):
        editing.leave_group(row_named(lower_a, "Plank"), rosa)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("5 rounds r2:00", {"rounds": 5, "rest_s": 120}),
        ("EMOM 10min", {"kind": "emom", "cap_s": 600, "every_s": 60, "rounds": None}),
        ("for time, cap 15min", {"kind": "for_time", "cap_s": 900}),
        ("", {"rounds": None, "rest_s": None}),
    ],
)
def test_a_group_is_changed_by_its_line(lower_a, rosa, text, facts):
    editing.change_group_line(group_of(lower_a), rosa, text)

    after = group_of(lower_a)
    assert {name: getattr(after, name) for name in facts} == facts


def test_rows_that_said_their_sets_do_one_set_in_each_of_as_many_rounds(write, rosa):
    session = write("Squat 4x8\nDip 12\nCurl 3x10\nRow 4x8/8/6/6")
    editing.group_lines(session, rosa, list(rows_of(session)))
    editing.change_group_line(group_of(session), rosa, "4 rounds r1:30")
    assert lines(session) == ["m A1 Squat | 8", "m A2 Dip | 12", "m A3 Curl | 3x10", "m A4 Row | 4x8/8/6/6"]

    editing.change_group_line(group_of(session), rosa, "3 rounds")
    assert lines(session)[2] == "m A3 Curl | 3x10"


@pytest.mark.parametrize("text", ["blah", "0 rounds", "99999 rounds", "4 rounds r1:30 r2:00"])
def test_a_line_that_is_no_groups_is_refused(lower_a, rosa, text):
    with pytest.raises(editing.Refused):
        editing.change_group_line(group_of(lower_a), rosa, text)

    assert group_of(lower_a).rounds == 4


def test_the_letter_of_another_group_is_exchanged(write, rosa):
    session = write("A1 Squat 5\nA2 Plank 30s\nB1 Curl 8\nB2 Dip 8")
    first = SessionGroup.objects.get(session=session, letter="A")

    editing.change_group(first, rosa, Group("B", rounds=3))

    assert [line.split(" | ")[0] for line in lines(session)] == ["m B1 Squat", "m B2 Plank", "m A1 Curl", "m A2 Dip"]


@pytest.mark.parametrize(
    "facts", [Group("Z"), Group("A", kind="dance"), Group("A", rounds=0), Group("A", rest_s=10**9)]
)
def test_facts_out_of_range_are_refused(lower_a, rosa, facts):
    with pytest.raises(editing.Refused):
        editing.change_group(group_of(lower_a), rosa, facts)


def test_a_group_moves_as_one(lower_a, rosa):
    editing.move_group(group_of(lower_a), rosa, "up")
    assert [line.split(" | ")[0] for line in lines(lower_a)][1:4] == [
        "m A1 Romanian deadlift", "m A2 Chin-up", "m 2 Back squat",
    ]  # fmt: skip

    editing.move_group(group_of(lower_a), rosa, "up")
    assert [line.split(" | ")[0] for line in lines(lower_a)][:3] == [
        "w 1 Row erg", "w A1 Romanian deadlift", "w A2 Chin-up",
    ]  # fmt: skip


def test_a_stale_group_is_a_conflict(lower_a, rosa):
    group = group_of(lower_a)
    editing.change_group_line(group, rosa, "5 rounds", group.version)

    with pytest.raises(Conflict):
        editing.ungroup(group_of(lower_a), rosa, group.version)


def test_a_line_typed_with_brackets_makes_a_group_of_its_own(three, rosa):
    editing.add_lines(three, rosa, "3x(10 goblet squat, 10 push-up) r1:30")
    editing.add_lines(three, rosa, "2x(5 dip, 5 chin-up)")

    groups = {group.letter: group for group in SessionGroup.objects.filter(session=three)}
    assert [(letter, group.rounds, group.rest_s) for letter, group in sorted(groups.items())] == [
        ("A", 3, 90),
        ("B", 2, None),
    ]
    assert lines(three)[3:] == [
        "m A1 goblet squat | 10",
        "m A2 push-up | 10",
        "m B1 dip | 5",
        "m B2 chin-up | 5",
    ]
