"""Groups in one line, blocks with steps, and labels as sheets have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.notation import read_segments, read_session, render_session
from sessions_app.prescription import Group

from .strategies import texts


def canonical(text, sport):
    read = read_session(text, sport)
    assert read.problems == []
    again = read_session(render_session(read.rows, sport=sport))
    assert again.rows == read.rows
    return render_session(read.rows, sport=sport).partition("\n")[2], read.kept


@pytest.mark.parametrize(
    ("sport", "text", "written"),
    [
        ("strength", "3x(10 squat, 10 push-up)", "A: 3 rounds\nA1 squat 10\nA2 push-up 10\n"),
        (
            "cycling",
            "Ride 3x(4x(2min @ 95% FTP, 1min @ 105% FTP)) r5:00",
            "A: 3x4 rounds set rest 5:00\nA1 Ride 2min @ 95% FTP\nA2 Ride 1min @ 105% FTP\n",
        ),
        (
            "cycling",
            "Ride: 3x(4x(2min @ 95% FTP, 1min @ 105% FTP) r1:00) r5:00",
            "A: 3x4 rounds r1:00/5:00\nA1 Ride 2min @ 95% FTP\nA2 Ride 1min @ 105% FTP\n",
        ),
        (
            "swimming",
            "Freestyle 3x(4x100 on 1:30, 200 on 3:10) r1:00",
            "A: 3 rounds r1:00\nA1 Freestyle 4x100m on 1:30\nA2 Freestyle 200m on 3:10\n",
        ),
        ("swimming", "Free 2 x (100, 200)", "A: 2 rounds\nA1 Free 100m\nA2 Free 200m\n"),
        ("running", "Run 10x(400m hard / 100m easy)", "A: 10 rounds\nA1 Run 400m @ hard\nA2 Run 100m @ easy\n"),
        (
            "running",
            "Run 1km easy, 10x(400m hard / 100m easy), 1km easy // on grass",
            "Run 1km @ easy\nA: 10 rounds\nA1 Run 400m @ hard\nA2 Run 100m @ easy\nRun 1km @ easy // on grass\n",
        ),
        ("running", "Run 2x(4x400m r1:00) r4:00", "A: 2 rounds r4:00\nA1 Run 4x400m r1:00\n"),
        ("strength", "Circuit 3x(10 squat, r30, 10 push-up)", "A: 3 rounds\nA1 squat 10 r0:30 // Circuit\nA2 push-up 10\n"),
        ("strength", "5x r2:00\n- Squat 5 @ 80%\n- Chin-up 8\nPress 3x5", "A: 5 rounds r2:00\nA1 Squat 5 @ 80%\nA2 Chin-up 8\nPress 3x5\n"),
        ("strength", "5 rounds:\n- Squat 5\n  // deep\n- Chin-up 8", "A: 5 rounds\nA1 Squat 5 // deep\nA2 Chin-up 8\n"),
        ("strength", "A: Squat 5x5\nB: Press 5x5", "Squat 5x5\nPress 5x5\n"),
        ("strength", "A) Squat 5x5\nB. Press 3x8\nB. Row 3x8", "Squat 5x5\nB1 Press 3x8\nB2 Row 3x8\n"),
        ("strength", "1a Squat 5x5\n1b Row 5x5\n2a. Press 3x8", "A1 Squat 5x5\nA2 Row 5x5\nPress 3x8\n"),
        ("strength", "2x(10 squat, 10 dip)\nA: 3 rounds\nA1 Row 8", "B: 2 rounds\nB1 squat 10\nB2 dip 10\nA: 3 rounds\nA1 Row 8\n"),
    ],
)  # fmt: skip
def test_one_line_groups(sport, text, written):
    assert canonical(text, sport) == (written, [])


@pytest.mark.parametrize(
    "text",
    [
        "Squat 2x(3/2/1) @ 80/85/90%, 82.5/87.5/92.5%",
        "Squat 3x(8)",
        "Squat 3x(5,3,1)",
        "3x(10 squat, 10 push-up",
        "5x\nSquat 5x5",
    ],
)
def test_what_is_no_group_is_read_as_a_line(text):
    assert [row.group for row in read_session(text, "strength").rows if row.group] == []


def test_what_is_not_understood_within_a_group_is_listed_with_its_line():
    read = read_session("Squat 5x5\n3x(10 squat @ 75% banana, 10 push-up)", "strength")

    assert [(part.line, part.column, part.text) for part in read.kept] == [(2, 19, "banana")]
    assert read.rows[1].group == Group("A", rounds=3)


def test_segments_of_a_group_have_all_its_sets():
    found = read_segments("Run 1km easy / 2x(4x(400m hard, 100m easy)) / 1km easy")

    assert [(one["exercise"], one["group"], one["sets"], one["distance_m"]) for one in found] == [
        ("Run", None, 1, 1000),
        ("Run", "A", 8, 400),
        ("Run", "A", 8, 100),
        ("Run", None, 1, 1000),
    ]
    assert read_segments("Squat 2x(3/2/1) @ 80%")[0]["group"] is None


pieces = st.sampled_from(
    "3x( 4x( ) , / 10 squat 400m easy r1:00 5x - A: A. 1a A1 B1 @ 80% // == Main 100 on 1:30".split() + ["\n", "\n- "]
)


@given(
    st.lists(st.one_of(pieces, texts), max_size=14).map(" ".join),
    st.sampled_from(["", "strength", "swimming", "running"]),
)
def test_whatever_is_typed_its_canonical_text_reads_as_the_same(text, sport):
    read = read_session(text, sport)

    written = render_session(read.rows, "S", sport)

    assert read_session(written).rows == read.rows, written
