"""The pieces of a session in the order in which they are done, and the charts of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.notation import read_session
from sessions_app.profile import by_row, over_time, pieces, set_by_set
from sessions_app.tests.strategies import rows
from sessions_app.totals import totals


def of(text, sport="strength"):
    return read_session(text, sport).rows


def short(found):
    return [(piece.row, round(piece.seconds), piece.is_rest) for piece in found]


def test_sets_and_rests_in_turn_without_the_last_rest():
    assert short(pieces(of("Squat 2x5 r3:00"))) == [(0, 20, False), (0, 180, True), (0, 20, False)]


def test_rounds_of_a_group_go_through_its_rows():
    found = pieces(of("A: 2 rounds r1:30\nA1 Plank 30s\nA2 Curl 10"))

    assert short(found) == [
        (0, 30, False), (1, 40, False), (1, 90, True), (0, 30, False), (1, 40, False),
    ]  # fmt: skip


def test_rows_of_a_group_without_rounds_alternate():
    found = pieces(of("A1 Plank 2x30s r15\nA2 Curl 2x10 r15"))

    assert [piece.row for piece in found if not piece.is_rest] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    "text", ["Run 12:00 Z1\nRun 6x800m @ 5k pace r2:00", "Run 45min @ Z2", "A: 3 rounds\nA1 Run 800m\nA2 Run 2min"]
)
def test_the_pieces_last_as_long_as_the_totals_say(text):
    found = of(text, "running")

    assert abs(sum(piece.seconds for piece in pieces(found)) - totals(found).seconds) <= 1


def test_a_chart_is_as_wide_as_its_page():
    chart = over_time(pieces(of("Run 10min Z1\nRun 5x2min @ hard r1:00\nRun 10min Z1", "running")))

    last = max(chart.bars, key=lambda bar: bar.x)
    assert chart.bars[0].x == 0 and 99.5 < last.x + last.width <= 100.01
    assert [mark.text for mark in chart.marks][:2] == ["10 min", "2 min"]
    assert [tick.text for tick in chart.ticks][:2] == ["0:00", "0:05"]


def test_harder_is_higher_and_deeper():
    easy, hard = over_time(pieces(of("Run 10min Z1\nRun 10min Z5", "running"))).bars

    assert easy.height < hard.height and (easy.kind, hard.kind) == ("f-d1", "f-d5")


def test_names_under_the_bars_do_not_run_into_each_other():
    found = of("\n".join(f"Exercise{n} 1x1" for n in range(30)))
    marks = set_by_set(pieces(found), [row.name for row in found]).marks

    assert all(two.x - one.x > 15 for one, two in zip(marks, marks[1:], strict=False))


@pytest.mark.parametrize("zone", [1, 2, 3, 4, 5])
def test_a_zone_is_as_deep_as_its_number(zone):
    [bar] = over_time(pieces(of(f"Run 10min Z{zone}", "running"))).bars

    assert bar.kind == f"f-d{zone}"


def test_what_is_not_said_has_no_depth_and_the_height_of_a_neutral_effort():
    found = pieces(of("Ride 10min @ 200W\nRide 10min Z3", "cycling"))
    unsaid, moderate = over_time(found).bars

    assert (unsaid.kind, unsaid.height) == ("f-d0", moderate.height)
    assert [line.zone for line in by_row(found)] == [0, 3]


@pytest.mark.parametrize(
    ("text", "slopes"),
    [
        ("== Warm-up\nRide 10min @ 50->70% FTP", [(2, 3)]),
        ("Ride 10min @ 70->50% FTP", [(3, 2)]),
        ("== Warm-up\nRide 10min @ Z1-Z2", [(2, 3)]),
        ("== Cool-down\nRide 10min @ Z1-Z2", [(3, 2)]),
        ("Ride 10min @ Z1-Z2", []),  # anywhere in it, all the time
        ("== Warm-up\nRide 2x5min @ Z1-Z2", []),
        ("== Warm-up\nRide 10min @ Z2", []),
    ],
)
def test_a_ramp_slopes_and_so_does_a_range_that_warms_up(text, slopes):
    found = pieces(of(text, "cycling"))

    assert [piece.slope for piece in found if piece.slope] == slopes
    assert [bool(bar.slope) for bar in over_time(found).bars if bar.slope] == [True] * len(slopes)


def test_the_bars_of_a_group_have_one_band():
    found = pieces(of("Run 10min Z1\nA: 3 rounds\nA1 Run 2min Z5\nA2 Jog 3min Z1\nRun 5min Z1", "running"))

    assert [(band.rows, band.x, band.width) for band in over_time(found).bands] == [
        ("0", 0, 33.33), ("1 2", 33.33, 50), ("3", 83.33, 16.67),
    ]  # fmt: skip


def test_a_charts_table_says_each_line_once():
    found = pieces(of("Run 10min @ Z1\nRun 3x2min @ hard r1:00", "running"))

    assert [(line.row, line.sets, line.seconds, line.low, line.high, line.zone) for line in by_row(found)] == [
        (0, 1, 600, 2, 2, 1), (1, 3, 360, 8, 8, 5),
    ]  # fmt: skip


@given(st.lists(rows, max_size=6))
def test_any_session_has_a_shape(found):
    shape = pieces(found)

    assert len(shape) <= 400
    if shape:
        assert all(bar.width > 0 and 0 <= bar.x <= 100.1 for bar in over_time(shape).bars)
        assert set_by_set(shape, [row.name for row in found]).bars
