"""ZWO: sessions of our own are written, and come back step by step; what no ZWO can say is refused, or said in words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.formats import zwo
from sessions_app.formats.from_rows import parts_of
from sessions_app.formats.values import Cue, Step, Unwritable, Workout, timeline
from sessions_app.prescription import Cadence, Group, Intensity, Prescription, Rest, Row, Target
from sessions_app.tests.test_formats_zwo import steps, through_rows
from sessions_app.totals import totals

words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=30)
words = words.map(lambda text: " ".join("".join(letter for letter in text if letter.isprintable()).split()))
seconds = st.integers(1, 7200)
percents = st.integers(1, 30000).map(lambda number: Decimal(number) / 100)
powers = st.one_of(
    st.just(()),
    st.just((Target("effort", name="max"),)),
    percents.map(lambda value: (Target("percent_ftp", value),)),
    st.tuples(percents, percents).map(lambda ends: (Target("percent_ftp", *sorted(ends)),)),
    st.tuples(percents, percents).map(lambda ends: (Target("percent_ftp", *ends, ramp=ends[0] != ends[1]),)),
)
cadences = st.one_of(
    st.none(), st.integers(1, 150).map(lambda low: Cadence(low, low + 40)), st.builds(Cadence, st.just(90))
)
notes = st.lists(st.one_of(words, words.map(lambda text: f"1:05 {text}")), max_size=3).map(
    lambda lines: "\n".join(lines).strip()
)


def prescriptions(**more):
    return st.builds(
        lambda targets, **fields: Prescription(intensity=Intensity(targets) if targets else None, **fields),
        powers, duration=seconds, cadence=cadences, notes=notes, **more,
    )  # fmt: skip


rests = st.one_of(
    st.builds(Rest, seconds),
    st.builds(Rest, seconds, intensity=percents.map(lambda p: Intensity((Target("percent_ftp", p),)))),
)
rows_alone = st.builds(
    lambda p: (Row("Ride", sport="cycling", prescription=p),),
    prescriptions(sets=st.one_of(st.none(), st.integers(1, 4)), rest=rests),
)
groups = st.builds(
    lambda ps, **facts: tuple(Row("Ride", sport="cycling", group=Group(**facts), prescription=p) for p in ps),
    st.lists(prescriptions(), min_size=1, max_size=3),
    rounds=st.integers(1, 3), rest_s=st.sampled_from([None, 60]), sets_of_rounds=st.sampled_from([None, 2]),
    set_rest_s=st.sampled_from([None, 200]),
)  # fmt: skip


def lettered(blocks):
    letters = iter("ABCDEFGH")
    return [
        replace(row, group=row.group and replace(row.group, letter=letter))
        for block in blocks
        for letter in [next(letters)]
        for row in block
    ]


@given(st.lists(st.one_of(rows_alone, groups), min_size=1, max_size=6).map(lettered))
def test_a_session_of_ours_goes_out_and_comes_back_step_by_step(rows):
    parts, left_out = parts_of(rows, "cycling")
    workout = Workout("Ride", "cycling", parts, "Note", "Rosa", ("one", "two"))
    written, unsaid = zwo.write(workout)
    again, listed = zwo.read(written)

    def done(parts):
        return [(seconds, targets, cadence) for seconds, _metres, targets, cadence, _role in steps(parts)]

    assert (left_out, unsaid, listed) == ([], [], [])
    assert done(again.parts) == done(parts)
    assert list(timeline(again.parts)) == list(timeline(parts))
    assert replace(again, parts=()) == replace(workout, parts=())
    assert workout.seconds == totals(rows).seconds  # as the session's page says
    assert zwo.write(again)[0] == zwo.write(replace(again, parts=through_rows(again)[1]))[0]


@pytest.mark.parametrize(
    ("zone", "share"),
    [
        ("Z2", "56-75% FTP"),
        ("Z4-Z2", "56-105% FTP"),
        ("Z1->Z3", "40→90% FTP"),
        ("Z3->Z1", "90→40% FTP"),
        ("Z7", "151% FTP"),
    ],
)
def test_zones_of_power_are_their_ranges(zone, share):
    step = Step(60, targets=Intensity.parse(zone).targets)
    again, _left_out = zwo.read(zwo.write(Workout("Ride", "cycling", (step,)))[0])
    assert str(Intensity(again.parts[0].targets)) == share


@pytest.mark.parametrize("target", ["Z8", "Z2 HR", "≤80% FTP", "UT2"])
def test_what_is_no_share_is_no_power(target):
    step = Step(60, targets=Intensity.parse(target).targets)
    assert b"<FreeRide" in zwo.write(Workout("Ride", "cycling", (step,)))[0]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Row("Squat", prescription=Prescription(sets=3)), "In a ZWO each step has a time"),
        (Row("Ride", prescription=Prescription(distance=Decimal(5000))), "A ZWO ride goes by time"),
        (
            Row("Ride", group=Group(kind="amrap", cap_s=600), prescription=Prescription(duration=60)),
            "Group A is done against the clock, which no step says.",
        ),
    ],
)
def test_what_no_step_can_say_is_refused(row, sentence):
    with pytest.raises(Unwritable) as refusal:
        zwo.write(Workout("Ride", "cycling", parts_of([replace(row, sport="cycling")], "cycling")[0]))
    assert str(refusal.value).startswith(sentence)


def test_a_target_that_is_no_share_is_said_in_words_and_reported():
    easy = Step(600, targets=Intensity.parse("RPE 3").targets, name="Easy ride", cues=(Cue(30, "Spin"),))
    watts = Step(60, targets=Intensity.parse("250W").targets, name="Ride")
    zone = Step(60, targets=Intensity.parse("Z2").targets, name="Ride")
    written, unsaid = zwo.write(Workout("Ride", "cycling", (easy, watts, zone)))
    with_ftp = zwo.read(zwo.write(Workout("Ride", "cycling", (watts,)), Decimal(200))[0])[0]

    assert [(part.where, part.text) for part in unsaid] == [("Easy ride", "RPE 3"), ("Ride", "250W")]
    assert b'<FreeRide Duration="600">\n            <textevent timeoffset="0" message="RPE 3"' in written
    assert b'<SteadyState Duration="60" PowerLow="0.56" PowerHigh="0.75" />' in written
    assert str(with_ftp.parts[0].targets[0]) == "125% FTP"


@pytest.mark.parametrize("group", [None, Group("A"), Group("A", rounds=3)])
def test_a_lifting_tempo_is_reported_wherever_it_stands(group):
    squat = Row("Squat", sport="cycling", group=group, prescription=Prescription(sets=2, duration=60, tempo="30X1"))
    _parts, left_out = parts_of([squat], "cycling")
    assert [(part.where, part.text) for part in left_out] == [("Squat", "30X1")]
