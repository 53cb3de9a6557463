"""The line grammar: laws by hypothesis, and literal lines."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessions_app.notation import (
    describe,
    describe_line,
    read_line,
    read_prescription,
    render_line,
    render_prescription,
)
from sessions_app.prescription import Cadence, Intensity, Prescription, Rest, Target, problems

from .strategies import names, sports, texts, valid

labels = st.sampled_from(["", "", "A1", "H12"])
TEMPO = Intensity((Target("named", name="tempo"),))
WORK_UP = Prescription(sets=1, duration=600, intensity=TEMPO, cadence=Cadence(1, 2), amrap=True, is_warm_up=True)
PAIR = Prescription(duration=1, every=1, intensity=Intensity((Target("weight_pair", Decimal(1), unit="kg"),)))


@settings(max_examples=400, deadline=None)
@given(name=names, prescription=valid, label=labels, sport=sports)
@example(name="Bike", prescription=WORK_UP, label="", sport="cycling")  # tempo 1-2rpm is no lifting tempo
@example(name="", prescription=PAIR, label="", sport="")  # the x behind @ makes 1s no name
@example(name="", prescription=Prescription(rest=Rest(distance=Decimal(9_144_000), distance_unit="yd")), label="",
         sport="")  # fmt: skip
def test_a_rendered_row_reads_back_as_itself(name, prescription, label, sport):
    text = render_line(name, prescription, label, sport)
    line = read_line(text, sport)
    assert (line.label, line.name, line.prescriptions) == (label, name, (prescription,)), text
    assert not line.notes, text


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(st.text(max_size=60), texts), sport=sports)
@example(text="5x5 @ 80%\x00 r3:00", sport="")
@example(text="1h30 steady  first 1h30 bpm  1h30 \\n  007 ", sport="cycling")  # a written line break in a note
@example(text='x 5x5 @ "a\u3000 \u200bb" r1:00', sport="")
@example(text="Z2 | .., x tempo faster75/85/95% //, ", sport="strength")
def test_rendering_what_was_read_is_stable_and_reading_never_raises(text, sport):
    line = read_line(text, sport)
    for part in line.parts:
        assert text[part.start : part.end] == part.text
    for prescription in line.prescriptions:
        assert not problems(prescription)
        for value in filter(None, (prescription.reps, prescription.intensity, prescription.rest)):
            assert type(value).parse(str(value)) == value  # what is saved can be loaded
        once = render_line(line.name, prescription, line.label, sport)
        again = read_line(once, sport)
        assert (again.label, again.name, again.prescriptions) == (line.label, line.name, (prescription,)), once
        assert render_line(again.name, again.prescription, again.label, sport) == once
    for prescription in read_prescription(text, sport).prescriptions:
        assert read_prescription(render_prescription(prescription, sport), sport).prescriptions == (prescription,)


LINES = [
    ("A1 Back squat 5x5 @ 80% r3:00 // belt", "strength", ["A1 Back squat 5x5 @ 80% r3:00 // belt"]),
    ("A2 Chin-up 5xAMRAP", "strength", ["A2 Chin-up 5xAMRAP"]),
    ("Easy run 45min @ Z2", "running", ["Easy run 45min @ Z2"]),
    ("Intervals 6x800m @ 5k pace r2:00", "running", ["Intervals 6x800m @ 5k pace r2:00"]),
    ("Freestyle 8x100m on 1:40", "swimming", ["Freestyle 8x100m on 1:40"]),
    ("Split squat 3x8-12/side @ RPE 8 t3-1-1-0", "strength", ["Split squat 3x8-12/side @ RPE 8 t3-1-1-0"]),
    ("Deadlift 5/3/1+ @ 75/85/95% TM", "strength", ["Deadlift 5/3/1+ @ 75/85/95% TM"]),
    ("8x100m free on 1:40", "swimming", ["free 8x100m on 1:40"]),
    ("Long run 2h, last 30min @ MP", "running", ["Long run 2h // last 30min @ MP"]),
    ("Easy run 40:00 Z1", "running", ["Easy run 40min @ Z1"]),
    ("Row erg: 5:00 Z1", "strength", ["Row erg 5min @ Z1"]),
    ("90/90 hip switch: 2x8/side", "strength", ["90/90 hip switch 2x8/side"]),
    ("8 @ RPE7 t3110", "strength", ["8 @ RPE 7 t3-1-1-0"]),
    ("10/side @ 2RIR slwo", "strength", ["10/side @ 2 RIR // slwo"]),
    ("800m @ 110% pace", "running", ["800m @ 110% pace"]),
    ("12:00 Z1-Z2", "running", ["12min @ Z1-Z2"]),
    ("4x0:20 @ fast r1:10", "running", ["4x20s @ fast r1:10"]),
    ("5 × 5", "strength", ["5x5"]),
    ("5 sets of 5", "strength", ["5x5"]),
    ("3xmax", "strength", ["3xAMRAP"]),
    ("5,5,3,3,1", "strength", ["5/5/3/3/1"]),
    ("3x10 per leg", "strength", ["3x10/side"]),
    ("8/8", "strength", ["8/side"]),
    ("1h30", "running", ["90min"]),
    ("1:15:00", "running", ["75min"]),
    ("45'", "running", ["45min"]),
    ("90\"", "running", ["1:30"]),
    ("8x100yd", "swimming", ["8x100yd"]),
    ("3 rounds", "strength", ["3 sets"]),
    ("10km 45min", "running", ["10km 45min"]),
    ("EMOM 10min: 5", "strength", ["10x5 every 1:00"]),
    ("E2MOM x5", "strength", ["5 sets every 2:00"]),
    ("E90S 12min", "strength", ["8 sets every 1:30"]),
    ("AMRAP 12min: 5", "strength", ["AMRAP 12min: 5"]),
    ("90s rest", "strength", ["r1:30"]),
    ("3-4x8 rest 60-90s", "strength", ["3-4x8 r1:00-1:30"]),
    ("5x80%", "strength", ["1x5 @ 80%"]),
    ("5x5x100kg", "strength", ["5x5 @ 100kg"]),
    ("75% x 3 x 4", "strength", ["4x3 @ 75%"]),
    ("80kg RPE 8", "strength", ["@ 80kg RPE 8"]),
    ("Bench 1x6 @ 70%, 5x5 @ 50%", "strength", ["Bench 1x6 @ 70%", "Bench 5x5 @ 50%"]),
    ("Run 40min + 6x20s r60", "running", ["Run 40min", "Run 6x20s r1:00"]),
    ("8x30s @ 120% FTP r2:00 @ 50% FTP", "cycling", ["8x30s @ 120% FTP r2:00 @ 50% FTP"]),
    ("8x10s r walk back", "running", ["8x10s r walk back"]),
    ("squat 5x5 @ 2,5kg", "strength", ["squat 5x5 @ 2.5kg"]),
    ("squat 5x5 @8", "strength", ["squat 5x5 @ RPE 8"]),
    ("squat 5x5 @100", "strength", ["squat 5x5 @ 100kg"]),
    ("squat 5x5 @ 32X2", "strength", ["squat 5x5 t3-2-X-2"]),
    ("3 x 200 free", "swimming", ["free 3x200m"]),
    ("4x50 @ :55", "swimming", ["4x50m on 0:55"]),
    ("10min @ 22", "rowing", ["10min 22spm"]),
    ("10min r22", "rowing", ["10min 22spm"]),
    ("500m @ 1:50", "rowing", ["500m @ 1:50/500m"]),
    ("2x20 @ 250", "cycling", ["2x20min @ 250W"]),
    ("20m @ 90%", "cycling", ["20min @ 90% FTP"]),
    ("5x400 @ 72", "running", ["5x400m 1:12"]),
    ("Long ride 3:30", "cycling", ["Long ride 3h30"]),
    ("Freestyle 300m @ a bit faster r0:30", "swimming", ["Freestyle 300m @ a bit faster r0:30"]),
    ("5x5 @ 80% 5x3", "strength", ["5x5 @ 80%", "5x3"]),
    ("4x8 6/7", "strength", ["4x8 // 6/7"]),
    ('"Bench 5x5" 5x5', "strength", ['"Bench 5x5" 5x5']),
    ("", "strength", [""]),
    ("Row 20min 75% HR r2:00", "rowing", ["Row 20min @ 75% HRmax r2:00"]),
    ("Ride 2h r1:30", "cycling", ["Ride 2h r1:30"]),
    ("3x30s r90''", "strength", ["3x30s r1:30"]),
    ("Ride 20min tempo 85-95rpm", "cycling", ["Ride 20min @ tempo 85-95rpm"]),
    ("Ride 20min tempo 250 W", "cycling", ["Ride 20min @ tempo 250W"]),
    ("Squat 3x5 tempo 75/85/95%", "strength", ["Squat 3x5 @ tempo 75/85/95%"]),
    ("Swim 30m @ tempo 1550→75% CSS", "swimming", ["Swim 30m @ tempo 1550→75% CSS"]),
    ("Squat 3x5 @ tempo 3/4/5 RIR", "strength", ["Squat 3x5 @ tempo 3/4/5 RIR"]),
    ("Run 3x1min @ tempo 3/4/5 RIR, 90spm", "running", ["Run 3x1min @ tempo 3/4/5 RIR, 90spm"]),
    ("Squat 3x5 t3110 RIR 2", "strength", ["Squat 3x5 @ 2 RIR t3-1-1-0"]),
    ("Squat 3x5 tempo 31X0, r90", "strength", ["Squat 3x5 t3-1-X-0 r1:30"]),
    ("Ride 10min @ 50->75->90% FTP", "cycling", ["Ride 10min @ 75→90% FTP // 50->"]),
    ("Long run 26.22mi", "running", ["Long run 26.22mi"]),
    ("400m x 8 r1:00", "running", ["8x400m r1:00"]),
    ("Plank 30s x 3/side", "strength", ["Plank 3x30s/side"]),
    ("1:30 x 16 rounds", "running", ["16x1:30"]),
    ("3x1:00/side", "mobility", ["3x1min/side"]),
    ("back sq 5x5 @80%", "strength", ["back sq 5x5 @ 80%"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sport", "canonical"), LINES, ids=[line[0] for line in LINES])
def test_lines(text, sport, canonical):
    line = read_line(text, sport)
    assert [render_line(line.name, each, line.label, sport) for each in line.prescriptions] == canonical


def test_each_part_says_how_it_was_taken():
    line = read_line("Squat 3x8 @ 8 slwo", "strength")
    assert [(part.kind, part.status, part.text) for part in line.parts] == [
        ("name", "understood", "Squat"), ("amount", "understood", "3x8"),
        ("intensity", "guessed", "@ 8"), ("note", "note", "slwo"),
    ]  # fmt: skip
    assert [part.text for part in line.notes] == ["slwo"]


def test_what_is_not_understood_is_marked_and_kept():
    line = read_line("10/side @ 2RIR slwo", "strength")
    assert [(part.text, part.status) for part in line.parts] == [
        ("10", "understood"), ("/side", "understood"), ("@ 2RIR", "understood"), ("slwo", "note"),
    ]  # fmt: skip
    assert line.prescription.notes == "slwo"


def test_a_distance_is_what_its_text_means():
    """A column or another program rounded it; the line says 3 miles, and no name needs quotes for it."""
    near = Prescription(distance=Decimal("4828.0324"), distance_unit="mi")
    assert near == Prescription(distance=Decimal("4828.032"), distance_unit="mi")
    assert render_line("Long run", near, "", "running") == "Long run 3mi"
    stored = Prescription(distance=round(Decimal("42196.99968"), 4), distance_unit="mi")
    assert render_line("Long run", stored, "", "running") == "Long run 26.22mi"
    odd = Prescription(distance=Decimal(42195), distance_unit="mi")
    assert read_line(render_line("Race", odd, "", "running"), "running").prescription == odd
    assert abs(odd.distance - 42195) < Decimal("0.001")


def test_known_names_are_taken_whole_the_longest_first():
    names = {"90/90 hip switch", "back squat", "back squat 2 count", "c2 rower"}
    assert read_line("90/90 Hip Switch 2x8", "strength", names).name == "90/90 Hip Switch"
    assert read_line("back squat 2 count 5x5", "strength", names).name == "back squat 2 count"
    assert read_line("Back squat paused 5x5", "strength", names).name == "Back squat paused"
    assert read_line("C2 rower 20min", "rowing", names.__contains__).name == "C2 rower"
    assert read_line("C2 rower 20min", "rowing").label == "C2"


def test_a_prescription_field_has_no_name():
    line = read_prescription("35 min tempo slwo", "running")
    assert (line.name, line.label, line.prescription.duration) == ("", "", 2100)
    assert "slwo" in line.prescription.notes


def test_chips():
    line = read_line("Bulgarian split squat 3x10/side @ 2RIR slwo r1:15", "strength")
    assert [(chip.text, chip.status) for chip in describe_line(line)] == [
        ("3 sets", "understood"), ("10 reps per side", "understood"), ("2 RIR", "understood"),
        ("rest 1:15", "understood"), ("slwo", "note"),
    ]  # fmt: skip
    assert [chip.text for chip in describe(read_line("Run 12:00 Z1-Z2", "running").prescription)] == [
        "12:00",
        "zone 1 to 2",
    ]
    guessed = describe_line(read_line("3 x 200 free", "swimming"), "swimming")
    assert [(chip.text, chip.status) for chip in guessed] == [("3 sets", "guessed"), ("200 m", "guessed")]
