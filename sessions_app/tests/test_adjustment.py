"""Adjustment and apply: each row of ARCHITECTURE.md's table with literal examples, and laws."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions_app.notation import read_line, read_session, render_line
from sessions_app.prescription import Adjustment, AdjustmentError, Group, Row, apply, apply_all, problems
from sessions_app.prescription.adjustment import CHANGES

from .strategies import rows


def row(text: str, sport: str = "strength", **fields) -> Row:
    line = read_line(text, sport)
    return Row(line.name, sport=sport, prescription=line.prescription, **fields)


def adjusted(text: str, adjustment: str, sport: str = "strength", **fields) -> str:
    after = apply(row(text, sport, **fields), Adjustment.parse(adjustment))
    return render_line(after.name, after.prescription, "", sport)


@pytest.mark.parametrize(
    ("text", "canonical", "badge", "down"),
    [
        ("+2.5%", "+2.5%", "+2.5%", False),
        ("+ 2,5 %", "+2.5%", "+2.5%", False),
        ("+5% +1 set", "+5% +1 set", "+5% +1 set", False),
        ("Volume −40%", "volume -40%", "−40%", True),
        ("volume +46.93%", "volume +46.93%", "+47%", False),
        ("volume +12.5%", "volume +12.5%", "+12.5%", False),
        ("+2.5kg", "+2.5kg", "+2.5 kg", False),
        ("+0.5 RPE", "+0.5 RPE", "+0.5 RPE", False),
        ("-1 RIR", "-1 RIR", "−1 RIR", False),
        ("+1 RIR", "+1 RIR", "+1 RIR", True),
        ("+2 reps", "+2 reps", "+2 reps", False),
        ("-1 set", "-1 set", "−1 set", True),
        ("+10min", "+10min", "+10′", False),
        ("+90s", "+90s", "+90″", False),
        ("+400m", "+400m", "+400 m", False),
        ("+1km", "+1000m", "+1000 m", False),
        ("+3% FTP", "+3% FTP", "+3% FTP", False),
        ("+5W", "+5W", "+5 W", False),
        ("-5s/km", "-5s/km", "−5 s/km", False),
        ("Back squat +2.5kg, Chin-up +1 rep", "Back squat +2.5kg, Chin-up +1 rep", "+2.5 kg…", False),
        ("volume -40%, Press +1 set", "volume -40%, Press +1 set", "−40%…", True),
        ('"Row, seated" +1 rep', '"Row, seated" +1 rep', "+1 rep", False),
        ("", "", "", False),
        ("+0%", "", "", False),
    ],
)
def test_text_badge_and_direction(text, canonical, badge, down):
    adjustment = Adjustment.parse(text)
    assert (str(adjustment), adjustment.badge, adjustment.is_down) == (canonical, badge, down)
    assert Adjustment.parse(canonical) == adjustment
    assert bool(adjustment) == bool(canonical)


@pytest.mark.parametrize(
    "text",
    [
        "5%",
        "more",
        "+",
        "+5",
        "+5% +5%",
        "Squat",
        "+1.5 reps",
        "+5%, ,",
        "volume -140%",
        "+1\x00%",
        "x" * 2000,
        "+99999kg",
    ],
)
def test_text_that_is_no_adjustment_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        Adjustment.parse(text)


amounts = st.dictionaries(st.sampled_from(sorted(CHANGES)), st.integers(-9, 9).filter(bool).map(Decimal), max_size=3)


@st.composite
def adjustments(draw):
    out = Adjustment.of(**draw(amounts))
    for name in draw(
        st.lists(st.sampled_from(["Squat", "Row, seated", "volume +3% x", "Chin-up"]), unique=True, max_size=2)
    ):
        named = Adjustment.of(**draw(amounts)).amounts
        if named:
            out = Adjustment(out.amounts, (*out.rows, (name, named)))
    return out


@settings(max_examples=200, deadline=None)
@given(adjustments())
def test_an_adjustment_reads_back_as_itself(adjustment):
    assert Adjustment.parse(str(adjustment)) == adjustment


@given(st.text(max_size=40))
def test_parsing_refuses_or_reads_stably(text):
    try:
        adjustment = Adjustment.parse(text)
    except ValueError:
        return
    assert Adjustment.parse(str(adjustment)) == adjustment


def test_they_add_up_and_volume_multiplies():
    week = Adjustment.parse("+2.5% +1 rep") + Adjustment.parse("+5% -1 rep, Squat +1 set")
    assert str(week) == "+7.5%, Squat +1 set"
    assert str(Adjustment.parse("volume -40%") + Adjustment.parse("volume -25%")) == "volume -55%"
    assert str(Adjustment.parse("+2.5%, Squat +1 set") * 3) == "+7.5%, Squat +3 sets"
    assert str(2 * Adjustment.parse("volume -40%")) == "volume -64%"
    assert not Adjustment.parse("+2.5%") * 0


@pytest.mark.parametrize(
    ("text", "adjustment", "after"),
    [
        # load: points on every %, a percentage on a weight; the rest stays
        ("Squat 5x5 @ 80%", "+2.5%", "Squat 5x5 @ 82.5%"),
        ("Squat 5x5 @ 70-75%", "+5%", "Squat 5x5 @ 75-80%"),
        ("Squat 3x5 @ 75/85/95% TM", "+2.5%", "Squat 3x5 @ 77.5/87.5/97.5% TM"),
        ("Squat 5x5 @ 50→75%", "+5%", "Squat 5x5 @ 55→80%"),
        ("Squat 5x5 @ 100kg", "+2.5%", "Squat 5x5 @ 102.5kg"),
        ("Chin-up 5x5 @ BW+20kg", "+5%", "Chin-up 5x5 @ BW+21kg"),
        ("Chin-up 5x5 @ BW-20kg", "+5%", "Chin-up 5x5 @ BW-19kg"),
        ("Squat 5x5 @ RPE 8", "+5%", "Squat 5x5 @ RPE 8"),
        ("Squat 5x5 @ 2 RIR", "+5%", "Squat 5x5 @ 2 RIR"),
        ("Squat 5x5 @ 80% RPE 8", "+5%", "Squat 5x5 @ 85% RPE 8"),
        ("Squat 5x5 @ easy", "+5%", "Squat 5x5 @ easy"),
        # what has such a target
        ("Squat 5x5 @ 100kg", "+2.5kg", "Squat 5x5 @ 102.5kg"),
        ("Squat 5x5 @ 225lb", "+5lb", "Squat 5x5 @ 230lb"),
        ("Chin-up 5x5 @ BW", "+2.5kg", "Chin-up 5x5 @ BW+2.5kg"),
        ("Squat 5x5 @ 80%", "+2.5kg", "Squat 5x5 @ 80%"),
        ("Squat 5x5 @ RPE 7-8", "+0.5 RPE", "Squat 5x5 @ RPE 7.5-8.5"),
        ("Squat 5x5 @ RPE 10", "+0.5 RPE", "Squat 5x5 @ RPE 10"),
        ("Squat 5x5 @ 2 RIR", "-1 RIR", "Squat 5x5 @ 1 RIR"),
        ("Squat 5x5 @ 0 RIR", "-1 RIR", "Squat 5x5 @ 0 RIR"),
        # reps
        ("Squat 3x8-12", "+1 rep", "Squat 3x9-13"),
        ("Squat 5/3/1+", "+1 rep", "Squat 6/4/2+"),
        ("Chin-up 3xAMRAP", "+1 rep", "Chin-up 3xAMRAP"),
        ("Squat 3x1", "-3 reps", "Squat 3x1"),
        # sets
        ("Squat 5x5", "+1 set", "Squat 6x5"),
        ("Squat 8", "+1 set", "Squat 2x8"),
        ("Squat 3-4x8", "+1 set", "Squat 4-5x8"),
        ("Squat 5/3/1+", "+1 set", "Squat 5/3/1+/1+"),
        ("Squat 3x5 @ 75/85/95%", "+1 set", "Squat 4x5 @ 75/85/95/95%"),
        ("Plank 3x30s", "+1 set", "Plank 4x30s"),
        ("Bike 20min", "+1 set", "Bike 20min"),
        # volume
        ("Squat 5x5", "volume -40%", "Squat 3x5"),
        ("Squat 5x5", "volume -50%", "Squat 3x5"),
        ("Squat 1x5", "volume -40%", "Squat 1x5"),
        ("Squat 3-4x8", "volume -40%", "Squat 2x8"),
        ("Squat 5/3/1+", "volume -40%", "Squat 2x5/3"),
        ("Squat 5/4/3/2/1", "volume -40%", "Squat 5/4/3"),
        ("Burpee AMRAP 12min: 5", "volume -40%", "Burpee AMRAP 7:15: 5"),
        ("Bike 1x45min", "volume -40%", "Bike 1x27min"),
    ],
)
def test_strength_rows(text, adjustment, after):
    assert adjusted(text, adjustment) == after


@pytest.mark.parametrize(
    ("text", "adjustment", "after", "sport"),
    [
        ("Ride 20min @ 90-95% FTP", "+5%", "Ride 20min @ 90-95% FTP", "cycling"),
        ("Ride 20min @ 90-95% FTP", "+3% FTP", "Ride 20min @ 93-98% FTP", "cycling"),
        ("Ride 20min @ 250W", "+5W", "Ride 20min @ 255W", "cycling"),
        ("Run 20min @ 4:30/km", "-5s/km", "Run 20min @ 4:25/km", "running"),
        ("Run 20min @ 7:15-7:00/mi", "-5s/km", "Run 20min @ 7:07-6:52/mi", "running"),
        ("Run 20min @ Z2", "+5%", "Run 20min @ Z2", "running"),
        ("Long run 80min @ Z2", "+10min", "Long run 90min @ Z2", "running"),
        ("Long run 12km", "+400m", "Long run 12.4km", "running"),
        ("Long run 6mi", "+1mi", "Long run 7mi", "running"),
        ("Run 45-60min", "+10min", "Run 55-70min", "running"),
        ("Run 3mi", "volume -25%", "Run 2.3mi", "running"),
        ("Run 5km", "volume -25%", "Run 3.8km", "running"),
        ("Run 1500m", "volume -40%", "Run 900m", "running"),
        ("Freestyle 400m", "volume -40%", "Freestyle 250m", "swimming"),
        ("Freestyle 50m", "volume -90%", "Freestyle 25m", "swimming"),
        ("Run 20s", "volume -90%", "Run 15s", "running"),
    ],
)
def test_endurance_rows(text, adjustment, after, sport):
    assert adjusted(text, adjustment, sport) == after


@pytest.mark.parametrize("adjustment", ["+5%", "+1 set", "+1 rep", "volume -40%"])
def test_warm_ups_stay(adjustment):
    assert adjusted("Squat 3x5 @ 40%", adjustment, section="warm_up") == "Squat 3x5 @ 40%"
    assert adjusted("Squat w3x5 @ 40%", adjustment) == "Squat w3x5 @ 40%"


def test_a_group_gets_rounds_and_its_rows_stay():
    rows = (row("Deadlift 8", group=Group("A", rounds=4)), row("Leg raise 2x12", group=Group("A", rounds=4)))
    more = apply_all(rows, Adjustment.parse("+1 set"))
    assert [r.group.rounds for r in more] == [5, 5]
    assert [r.prescription for r in more] == [r.prescription for r in rows]
    assert {r.group.rounds for r in apply_all(rows, Adjustment.parse("volume -40%"))} == {2}
    assert {r.group.rounds for r in apply_all(rows, Adjustment.parse("Deadlift +1 set"))} == {5}


def test_a_group_without_rounds_is_cut_by_its_cap_or_by_its_rows_sets():
    amrap = (row("Burpee 10", group=Group("A", "amrap", cap_s=1200)),)
    assert apply_all(amrap, Adjustment.parse("volume -40%"))[0].group.cap_s == 720
    emom = (row("Snatch 2", group=Group("A", "emom", cap_s=600, every_s=60)),)
    assert apply_all(emom, Adjustment.parse("volume -25%"))[0].group.cap_s == 480
    assert apply_all(emom, Adjustment.parse("+1 set"))[0].group.cap_s == 660
    alternating = (row("Curl 4x10", group=Group("A")),)
    assert apply_all(alternating, Adjustment.parse("+1 set"))[0].prescription.sets == 5


SESSION = """== Warm-up
Jog 90min
== Main
Run 6x60min
Run 40min
Long run 80min
Run 10km
A: 2 rounds
A1 Run 120min
"""


def test_ten_minutes_more_go_to_the_longest_single_main_row_outside_groups():
    rows = read_session(SESSION, "running").rows
    after = apply_all(rows, Adjustment.parse("+10min"))
    assert [
        (old.prescription.duration, new.prescription.duration)
        for old, new in zip(rows, after, strict=True)
        if old != new
    ] == [(4800, 5400)]
    after = apply_all(rows, Adjustment.parse("+400m"))
    assert [new.prescription.distance for old, new in zip(rows, after, strict=True) if old != new] == [Decimal(10400)]


def test_what_finds_no_row_is_refused_and_lenient_reading_leaves_it():
    rows = (row("Squat 5x5 @ 80%"),)
    with pytest.raises(AdjustmentError, match="to lengthen"):
        apply_all(rows, Adjustment.parse("+10min"))
    with pytest.raises(AdjustmentError, match="no row named Press"):
        apply_all(rows, Adjustment.parse("Press +1 set"))
    assert apply_all(rows, Adjustment.parse("+10min +1 set, Press +1 set"), strict=False)[0].prescription.sets == 6


def test_named_rows_only():
    rows = (row("Back squat 5x5 @ 100kg"), row("Chin-up 3x8"), row("Press 3x5 @ 50kg"))
    after = apply_all(rows, Adjustment.parse("back  squat +2.5kg, Chin-up +1 rep"))
    assert [render_line(r.name, r.prescription) for r in after] == [
        "Back squat 5x5 @ 102.5kg",
        "Chin-up 3x9",
        "Press 3x5 @ 50kg",
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=4), adjustments())
def test_applying_keeps_rows_valid_and_nothing_changes_nothing(rows, adjustment):
    after = apply_all(rows, adjustment, strict=False)
    assert len(after) == len(rows)
    assert apply_all(rows, Adjustment()) == tuple(rows)
    for row in after:
        assert not problems(row.prescription)


@pytest.mark.parametrize(
    ("adjustment", "after"),
    [
        ("-60%, Back squat -60%", "Back squat 5x5 @ 0%"),
        ("+900%, Back squat +900%", "Back squat 5x5 @ 1079%"),
        ("volume +999%, Back squat volume +999%", "Back squat 55x5 reps @ 80%"),
    ],
)
def test_general_and_named_together_stop_at_the_bounds_instead_of_breaking_the_page(adjustment, after):
    assert adjusted("Back squat 5x5 @ 80%", adjustment) == after


def test_a_step_taken_too_often_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="is more than an adjustment can be"):
        Adjustment.parse("volume +999%") * 51
