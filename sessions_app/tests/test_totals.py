"""Totals with literal numbers, each worked out by the formula in docs/formulas.md."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions_app.notation import read_session
from sessions_app.prescription import Adjustment, apply_all
from sessions_app.prescription.digest import digest, rows_of
from sessions_app.totals import Part, placed_totals, tempo_seconds, totals

from .strategies import rows


def of(text: str, sport: str = "strength", **given_):
    return totals(read_session(text, sport).rows, **given_)


@pytest.mark.parametrize(
    ("text", "sport", "seconds"),
    [
        ("Squat 5x5 r3:00", "strength", 5 * 5 * 4 + 4 * 180),  # no rest after the very last set
        ("Squat 5x5 t3-1-1-0 r3:00", "strength", 5 * 5 * 5 + 4 * 180),
        ("Squat 5x5", "strength", 5 * 5 * 4 + 4 * 90),  # unsaid rest
        ("Split squat 3x8/side r1:00", "strength", 3 * 16 * 4 + 2 * 60),
        ("Squat 5x5 r3:00\nPress 3x10 r1:00", "strength", 100 + 5 * 180 + 120 + 2 * 60),
        ("Squat 3x8-12 r1:00", "strength", 3 * 10 * 4 + 2 * 60),
        ("Plank 3x30s r0:30", "strength", 3 * 30 + 2 * 30),
        ("Run 45min @ Z2", "running", 2700),
        ("Run 6x800m @ 4:00/km r2:00", "running", 6 * 192 + 5 * 120),
        ("Run 10km", "running", 3600),
        ("Freestyle 8x100m on 1:40", "swimming", 800),
        ("Snatch EMOM 10min: 2", "strength", 600),
        ("Burpee AMRAP 12min: 5", "strength", 720),
        ("A: 4 rounds r1:30\nA1 Deadlift 8\nA2 Leg raise 12", "strength", 4 * 20 * 4 + 3 * 90),
        ("A: 6 rounds\nA1 Run 3min\nA2 Jog 2min", "running", 1800),
        ("A: 3x4 rounds r0:30/5:00\nA1 Run 1min", "running", 12 * 60 + 9 * 30 + 2 * 300),
        ("A: AMRAP 20min\nA1 Squat 10\nA2 Press 10", "strength", 1200),
        ("A: EMOM 10min\nA1 Squat 5\nA2 Press 5", "strength", 600),
        ("", "strength", 0),
    ],
)
def test_seconds(text, sport, seconds):
    found = of(text, sport)
    assert found.seconds == seconds
    assert dict(found.by_sport) == ({sport: seconds} if seconds else {})
    assert abs(found.easy_s + found.moderate_s + found.hard_s + found.not_said_s - seconds) <= 1


def test_sets_tell_working_from_warm_up():
    found = of("== Warm-up\nRow 5min\nHips 2x8\n== Main\nSquat w3x5\nSquat 5x5\nA: 4 rounds\nA1 Curl 8\nA2 Dip 2x12\n")
    assert (found.working_sets, found.warm_up_sets, found.work_up_sets) == (5 + 4 + 8, 1 + 2 + 3, 3)


def test_a_work_up_set_of_which_no_effort_is_said_is_easy():
    assert of("Squat w2x5 r1:00").easy_s == 2 * 20 + 60
    assert of("Squat w2x5 @ RPE 8 r1:00").hard_s == 2 * 20


def test_seconds_in_each_zone():
    found = of("Ride 30min @ Z2\nRide 20min @ Z3\nRide 4x5min @ Z4 r3:00\nRide 1min @ Z5\nRide 6min @ Z1", "cycling")
    assert found.zones == (360 + 4 * 180, 1800, 1200, 1200, 60)


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("Squat 5x5 @ 100kg", 2500),
        ("Squat 5x5 @ 225lb", 2551),  # 25 x 102.06 kg
        ("Curl 3x10 @ 2x12kg", 720),
        ("Lunge 3x10/side @ 20kg", 1200),
        ("Squat 5/3/1 @ 60/80/100kg", 640),
        ("Squat 5x5 @ 80%", 0),
        ("Squat w5x5 @ 100kg", 0),
        ("Squat 3x5 @ 80kg RPE 8", 1200),
        ("A: 3 rounds\nA1 Squat 5 @ 100kg", 1500),
    ],
)
def test_tonnage(text, kg):
    assert of(text).tonnage_kg == kg


def test_distance_counts_rounds_and_active_rests():
    assert of("Run 6x800m r400m jog", "running").distance_m == 6 * 1200
    assert of("A: 4 rounds\nA1 Swim 100m\nA2 Swim 50m", "swimming").distance_m == 600
    assert of("Run 3mi", "running").distance_m == 4828


def test_load_is_minutes_times_planned_rpe():
    assert of("Run 60min @ Z2", "running", effort=7).load == 420
    assert of("Run 60min @ Z2", "running").load == 180  # zone 2 counts as RPE 3
    assert of("Squat 5x5 @ RPE 8 r3:00").load == round((100 + 720) / 60 * 8)


def test_easy_moderate_and_hard_seconds():
    found = of("Ride 30min @ Z2\nRide 20min @ 85% FTP\nRide 4x5min @ 110% FTP r3:00", "cycling")
    assert (found.easy_s, found.moderate_s, found.hard_s) == (1800 + 3 * 180, 1200, 1200)


@pytest.mark.parametrize(
    ("line", "sport"),
    [
        ("Run 40min @ 5:00/km", "running"),
        ("Run 40min @ 12km/h", "running"),
        ("Ride 40min @ 200W", "cycling"),
        ("Ride 40min @ 3W/kg", "cycling"),
        ("Row 40min @ 2:00/500m", "rowing"),
    ],
)
def test_a_pace_or_watts_alone_do_not_say_how_hard(line, sport):
    """Neither easy nor in a zone; its load is counted at RPE 5."""
    found = of(f"{line}\n{line} Z2\n{line} RPE 8", sport)
    assert (found.easy_s, found.moderate_s, found.hard_s, found.not_said_s) == (2400, 0, 2400, 2400)
    assert found.zones == (0, 2400, 0, 0, 2400)
    assert found.load == 40 * (5 + 3 + 8)


@pytest.mark.parametrize(("text", "easy"), [("== Warm-up\nRun 10min @ 6:00/km", 600), ("Run 10min", 600)])
def test_what_warms_up_is_easy_and_so_is_a_run_of_which_nothing_is_said(text, easy):
    found = of(text, "running")
    assert (found.easy_s, found.not_said_s) == (easy, 0)


def test_weights_say_nothing_of_effort_and_leave_it_at_what_strength_takes():
    found = of("Squat 5x5 @ 100kg r3:00")
    assert (found.moderate_s, found.not_said_s) == (100, 0)


def both(endurance: str, strength: str = "", **given_):
    rows = [*read_session(endurance, "running").rows, *read_session(strength, "strength").rows]
    return totals(rows, **given_)


def test_the_parts_of_a_session_of_two_sports():
    found = both("Easy run 30min Z1\nRun 2km @ 5:00/km", "Squat 4x5 @ RPE 8 r3:00\nPress 2x5 r1:00")
    running, strength = found.parts
    assert running == Part("running", 2400, 108.04, 5000 + 2000, 2, (1800, 0, 0, 600), (1, 0, 0, 1))
    assert strength == Part("strength", 4 * 200 + 2 * 20 + 60, 120.48, 0, 6, (780, 40, 80, 0), (0, 2, 4, 0))
    assert (found.seconds, found.load, found.distance_m, found.working_sets) == (3300, 229, 7000, 8)


@pytest.mark.parametrize(
    ("text", "metres", "from_time"),
    [
        ("Run 30min Z1", 5000, 5000),  # 6:00/km
        ("Run 30min @ 5:00/km", 6000, 6000),
        ("Run 6x2:00 @ RPE 8 r2:00 jog", 2500, 2500),  # 4:48/km; nothing for the jog
        ("Run 10km @ 5:00/km\nRun 9min Z1", 11_500, 1500),
        ("Run 20 reps", 0, 0),
    ],
)
def test_time_at_the_pace_of_a_sport_is_distance(text, metres, from_time):
    found = of(text, "running")
    assert (found.distance_m, found.from_time_m) == (metres, from_time)


def test_a_planned_effort_is_shared_out_by_time():
    found = both("Run 30min Z1", "Plank 10min @ RPE 9", effort=6)
    assert [(part.sport, part.load) for part in found.parts] == [("running", 180), ("strength", 60)]


def test_muscles_count_half_a_set_for_secondary_ones():
    from dataclasses import replace

    read = read_session("== Warm-up\nSquat 2x5\n== Main\nSquat 5x5\nDeadlift 3x5", "strength").rows
    keyed = [replace(row, exercise=row.name) for row in read]
    muscles = {"Squat": (("quads",), ("glutes",)), "Deadlift": (("glutes",), ("hamstrings",))}
    assert dict(totals(keyed, exercises=muscles).muscles) == {"quads": 5, "glutes": 5.5, "hamstrings": 1.5}


def test_a_reps_seconds():
    assert (tempo_seconds("3-1-1-0"), tempo_seconds("3-1-X-0"), tempo_seconds("")) == (5, 5, 0)


@settings(max_examples=200, deadline=None)
@given(st.lists(rows, max_size=4))
def test_a_digest_keeps_all_that_sums_and_apply_need(rows):
    from dataclasses import replace

    without_notes = tuple(replace(row, prescription=replace(row.prescription, notes="")) for row in rows)
    assert rows_of(digest(rows)) == without_notes
    assert totals(rows_of(digest(rows))) == totals(rows)


def test_placed_totals_apply_the_adjustment_and_leave_what_finds_no_row():
    read = read_session("Squat 5x5 @ 100kg r3:00\nRun 40min", "strength").rows
    text = digest(read)
    assert placed_totals(text, "+1 set", 7.0) == totals(apply_all(read, Adjustment.parse("+1 set")), 7.0)
    assert placed_totals(text, "Press +1 set").tonnage_kg == 2500
    assert placed_totals("", "").seconds == 0
