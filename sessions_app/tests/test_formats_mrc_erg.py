"""MRC and ERG: courses of minutes and powers, read by what their header says and written back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.formats import mrc_erg
from sessions_app.formats.values import Cue, NeedsFtp, Repeat, Step, UnreadableFile, Unwritable, Workout, flat, timeline
from sessions_app.prescription import Cadence, Intensity, Target


def course(*points, unit="PERCENT", header="", rest=""):
    lines = "\n".join(points)
    return f"[COURSE HEADER]\n{header}\nMINUTES {unit}\n[END COURSE HEADER]\n[COURSE DATA]\n{lines}\n[END COURSE DATA]\n{rest}"


def read(text):
    workout, left_out = mrc_erg.read(text.encode())
    said = [(step.seconds, str(Intensity(step.targets)), step.cues) for step in workout.parts]
    return said, [(part.where, part.text) for part in left_out]


def target(text):
    return Intensity.parse(text).targets


def test_points_are_steps_and_two_at_one_time_a_jump():
    header = "VERSION = 2\nUNITS = ENGLISH\nDESCRIPTION = Over and under\nFILE NAME = Over-unders"
    rest = "[COURSE TEXT]\n0\tWelcome\t10\n660\tHold it\t10\n[END COURSE TEXT]\n"
    text = course("0.00 40", "10.00 75", "10.00\t95", "11.5\t95", "11.5 105", "12,75 105", header=header, rest=rest)
    workout, left_out = mrc_erg.read(text.encode())

    assert (workout.name, workout.note, workout.sport, left_out) == ("Over-unders", "Over and under", "cycling", [])
    assert read(text)[0] == [
        (600, "40→75% FTP", (Cue(0, "Welcome"),)),
        (90, "95% FTP", (Cue(60, "Hold it"),)),
        (75, "105% FTP", ()),
    ]


def test_watts_are_shares_where_the_header_says_of_what():
    assert read(course("0 100", "5 200", unit="WATTS", header="FTP = 250"))[0] == [(300, "40→80% FTP", ())]
    assert read(course("0 100", "5 100", unit="WATTS"))[0] == [(300, "100W", ())]


def test_a_name_that_is_too_long_is_cut_and_said():
    workout, left_out = mrc_erg.read(course("0 50", "1 50", header=f"FILE NAME = {'x' * 125}").encode())
    assert (workout.name, [(part.where, part.text) for part in left_out]) == ("x" * 120, [("FILE NAME", "x" * 5)])


def test_a_text_before_the_first_point_comes_with_the_first_step():
    rest = "[COURSE TEXT]\n10\tWelcome\t10\n90\tHold it\t10\n[END COURSE TEXT]\n"
    assert read(course("1 50", "3 50", rest=rest))[0] == [(120, "50% FTP", (Cue(0, "Welcome"), Cue(30, "Hold it")))]


def test_minutes_with_two_places_are_whole_seconds():
    assert [step[0] for step in read(course("0 50", "0.33 50", "0.67 50", "1 50"))[0]] == [20, 20, 20]


def test_lines_that_say_nothing_are_listed():
    steps, left_out = read(
        "hello\n"
        + course("0 50", "LAP", "1 50", "0.5 60", "2 9999", "2 50 7", "2 50", header="TRAINER = x", rest="[NOTES]\n")
    )
    assert [step[0] for step in steps] == [60, 60]
    assert left_out == [
        ("line 1", "hello"),
        ("line 3", "TRAINER = x"),
        ("line 8", "LAP"),
        ("line 10", "0.5 60"),
        ("line 11", "2 9999"),
        ("line 12", "2 50 7"),
        ("line 15", "[NOTES]"),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The [COURSE HEADER] has to say MINUTES PERCENT or MINUTES WATTS"),
        (b"\x00\xff" * 1000, "The [COURSE HEADER] has to say MINUTES PERCENT or MINUTES WATTS"),
        (b"<workout_file/>", "The [COURSE HEADER] has to say"),
        (course("0 50").encode(), "The file has no [COURSE DATA] with two points in time"),
        (course(*(f"{n} 50" for n in range(1002))).encode(), "The workout has more than 1,000 steps."),
        (course(*("x" for n in range(1002))).encode(), "The workout has more than 1,000 steps, or is none."),
        (b"[COURSE HEADER]\n" + b"a\n" * 499_000, "The workout has more than 1,000 steps, or is none."),
        (b" " * 50_000_000, "A workout file has at most 1 MB."),
    ],
)
def test_what_is_no_course_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile) as error:
        mrc_erg.read(data)
    assert str(error.value).startswith(sentence)


RIDE = Workout(
    "Ride",
    "cycling",
    (
        Step(600, targets=target("40->75% FTP"), cues=(Cue(0, "Welcome"),)),
        Repeat(2, (Step(100, targets=target("105% FTP")), Step(20, role="rest"))),
        Step(60, targets=target("Z2"), cadence=Cadence(90), name="Ride"),
    ),
    "Two lines\nof note",
)


def test_a_ride_is_written_point_by_point():
    content, left_out = mrc_erg.write_mrc(RIDE)

    assert content.decode().split("\r\n") == [
        "[COURSE HEADER]", "VERSION = 2", "UNITS = METRIC", "DESCRIPTION = Two lines of note", "FILE NAME = Ride",
        "MINUTES PERCENT", "[END COURSE HEADER]", "[COURSE DATA]",
        "0.00\t40", "10.00\t75", "10.00\t105", "11.6667\t105", "11.6667\t50", "12.00\t50", "12.00\t105", "13.6667\t105",
        "13.6667\t50", "14.00\t50", "14.00\t65.5", "15.00\t65.5",
        "[END COURSE DATA]", "[COURSE TEXT]", "0\tWelcome\t10", "[END COURSE TEXT]", "",
    ]  # fmt: skip
    assert [(part.where, part.text, part.reason) for part in left_out] == [
        ("a rest", "", "It has no power, so half of FTP is written."),
        ("Ride", "56-75% FTP", "A range is written as its middle."),
        ("Ride", "", "A course has no cadence."),
    ]


def test_watts_take_an_ftp_unless_they_are_written():
    with pytest.raises(
        NeedsFtp, match="An ERG states watts: say the athlete's FTP.|Percent and watts only go together"
    ):
        mrc_erg.write_erg(RIDE)
    assert b"FTP = 200\r\nMINUTES WATTS" in mrc_erg.write_erg(RIDE, Decimal(200))[0]
    assert b"\r\n10.00\t210\r\n" in mrc_erg.write_erg(RIDE, Decimal(200))[0]
    assert b"\r\n0.00\t250\r\n" in mrc_erg.write_erg(Workout("R", "cycling", (Step(60, targets=target("250W")),)))[0]


@pytest.mark.parametrize(
    ("workout", "sentence"),
    [
        (replace(RIDE, sport="running"), "MRC and ERG are courses for rides"),
        (replace(RIDE, parts=(Step(60, targets=target("RPE 3"), name="Easy"),)), "“Easy” has no power."),
        (replace(RIDE, parts=(Step(metres=Decimal(800), name="Lap"),)), "“Lap” has no time"),
    ],
)
def test_what_no_course_can_say_is_refused(workout, sentence):
    with pytest.raises(Unwritable) as refusal:
        mrc_erg.write_mrc(workout)
    assert str(refusal.value).startswith(sentence)


percents = st.integers(0, 40000).map(lambda number: Decimal(number) / 100)
steps = st.builds(
    lambda seconds, start, end, cue: Step(
        seconds, targets=(Target("percent_ftp", start, end, ramp=start != end),), cues=(Cue(0, "Go"),) if cue else ()
    ),
    st.integers(1, 7200), percents, percents, st.booleans(),
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            steps,
            st.builds(
                lambda times, one: Repeat(times, tuple(one)), st.integers(1, 4), st.lists(steps, min_size=1, max_size=3)
            ),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_ride_goes_out_and_comes_back_step_by_step(parts):
    workout = Workout("Ride", "cycling", tuple(parts))
    again, listed = mrc_erg.read(mrc_erg.write_mrc(workout)[0])
    watts, _listed = mrc_erg.read(mrc_erg.write_erg(workout, Decimal(250))[0])

    def done(some):
        return [(step.seconds, step.targets) for step in flat(some.parts)]

    assert listed == []
    assert done(again) == done(workout)
    assert list(timeline(again.parts)) == list(timeline(workout.parts))
    assert [step.seconds for step in flat(watts.parts)] == [step.seconds for step in flat(workout.parts)]
    for one, other in zip(flat(watts.parts), flat(workout.parts), strict=True):
        assert abs(one.targets[0].low - other.targets[0].low) <= Decimal("0.01")
