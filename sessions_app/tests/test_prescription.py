"""The values: what they read, how they are written, what is no value."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessions_app.prescription import Cadence, Intensity, Prescription, Reps, Rest, Target, level, problems

from .strategies import cadences, intensities, reps, rests


@settings(max_examples=300, deadline=None)
@given(st.one_of(intensities, reps, rests(), cadences))
@example(Rest(0, intensity=Intensity((Target("words", name="a"),))))
@example(Rest(distance=Decimal("0.0012"), distance_unit="mi"))
def test_every_value_reads_back_from_its_text(value):
    assert type(value).parse(str(value)) == value


@given(st.text(max_size=60))
def test_parsing_refuses_with_a_value_error_or_reads_stably(text):
    for kind in (Reps, Intensity, Rest, Cadence):
        try:
            value = kind.parse(text)
        except ValueError:
            continue
        assert kind.parse(str(value)) == value


@pytest.mark.parametrize(
    ("text", "canonical", "kind", "low", "high"),
    [
        ("58% 1RM", "58% 1RM", "percent_1rm", 58, 58),
        ("80%", "80% 1RM", "percent_1rm", 80, 80),
        ("45 lb", "45lb", "weight", 45, 45),
        ("120.4-175.5% FTP", "120.4-175.5% FTP", "percent_ftp", "120.4", "175.5"),
        ("50-30% FTP", "50-30% FTP", "percent_ftp", 30, 50),
        ("0% FTP", "0% FTP", "percent_ftp", 0, 0),
        ("50->75% FTP", "50→75% FTP", "percent_ftp", 50, 75),
        ("75/85/95% TM", "75/85/95% TM", "percent_tm", 75, 95),
        ("80% 5RM", "80% 5RM", "percent_rm", 80, 80),
        ("110% pace", "110% pace", "percent_pace", 110, 110),
        ("95% LTHR", "95% LTHR", "percent_lthr", 95, 95),
        ("rpe 7-8", "RPE 7-8", "rpe", 7, 8),
        ("2RIR", "2 RIR", "rir", 2, 2),
        ("BW", "BW", "bodyweight", None, None),
        ("BW-15kg", "BW-15kg", "bodyweight", -15, -15),
        ("2x24kg", "2x24kg", "weight_pair", 24, 24),
        ("24kg/hand", "2x24kg", "weight_pair", 24, 24),
        ("z1-z2", "Z1-Z2", "zone", 1, 2),
        ("Z2 HR", "Z2 HR", "zone", 2, 2),
        ("UT2", "UT2", "zone", 1, 1),
        ("T", "T", "zone", 3, 3),
        ("140-150 bpm", "140-150bpm", "bpm", 140, 150),
        ("4:30/km", "4:30/km", "pace", 270, 270),
        ("7:15-7:00/km", "7:15-7:00/km", "pace", 420, 435),
        ("CSS pace", "CSS pace", "named", None, None),
        ("CSS+5", "CSS+5", "named", 5, 5),
        ("MP+15s/km", "MP+15s/km", "named", 15, 15),
        ("steady", "steady", "named", None, None),
        ("race pace", "race pace", "named", None, None),
        ("easy", "easy", "effort", None, None),
        ("all out", "all out", "effort", None, None),
        ("a bit faster", "a bit faster", "words", None, None),
        ("faster than first 500", "faster than first 500", "words", None, None),
        ("race finish effort", "race finish effort", "words", None, None),
        ("race", "race", "words", None, None),
        ("heavy 3", "heavy 3", "heavy", 3, 3),
        ("work up to 1RM", "work up to 1RM", "work_up", 1, 1),
        ("-10%", "-10%", "relative", -10, -10),
    ],
)
def test_intensities(text, canonical, kind, low, high):
    intensity = Intensity.parse(text)
    target = intensity.targets[0]
    assert (str(intensity), target.kind) == (canonical, kind)
    assert (target.low, target.high) == tuple(None if n is None else Decimal(n) for n in (low, high))


def test_two_targets_and_what_they_weigh_and_count():
    both = Intensity.parse("80kg RPE 8")
    assert [target.kind for target in both.targets] == ["weight", "rpe"]
    assert both.rpe == 8
    assert Intensity.parse("45lb").targets[0].kg() == Decimal("20.41165665")
    assert Intensity.parse("2x24kg").targets[0].kg() == 48


@pytest.mark.parametrize(
    ("text", "rpe", "counts"),
    [("Z2", 3, "easy"), ("Z3", 5, "moderate"), ("Z4", 7, "hard"), ("55% FTP", 2, "easy"), ("85% FTP", 5, "moderate"),
     ("110% FTP", 8, "hard"), ("80%", 7, "hard"), ("2 RIR", 8, "hard"), ("RPE 6", 6, "moderate"), ("easy", 3, "easy"),
     ("faster than race pace", 7, "hard"), ("3 kangaroos", None, "easy")],
)  # fmt: skip
def test_how_hard_an_intensity_counts(text, rpe, counts):
    intensity = Intensity.parse(text)
    assert (intensity.rpe, level(intensity.rpe)) == (rpe, counts)


@pytest.mark.parametrize("text", ["", "  ", "\x00", "x" * 500])
def test_what_is_no_intensity(text):
    with pytest.raises(ValueError, match=r"\.$|characters"):
        Intensity.parse(text)


@pytest.mark.parametrize("words", ["", " a", "a  b", "a\nb", "a\x00", "\ud800", "x" * 201])
def test_what_are_no_words(words):
    with pytest.raises(ValueError, match="one line"):
        Target("words", name=words)


@pytest.mark.parametrize("text", ["", "0", "5-3", "five", "5++", "/", "99999", "5/"])
def test_what_is_no_reps(text):
    with pytest.raises(ValueError):
        Reps.parse(text)


def test_reps():
    assert (Reps.parse("8-12").low, Reps.parse("8-12").high, Reps.parse("8-12").mean()) == (8, 12, 10)
    assert (Reps.parse("5+").high, Reps.parse("5+").is_open, str(Reps.parse("max"))) == (None, True, "AMRAP")
    assert str(Reps.parse("5, 3, 1+")) == "5/3/1+"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("90", "1:30"), ("90s", "1:30"), ("2:00 @ 50% FTP", "2:00 @ 50% FTP"), ("400m jog", "400m jog"),
     ("walk back", "walk back"), ("0:00 @ a", '0:00 @ "a"'), ("2:00 @ easy and loose", '2:00 @ "easy and loose"'), ("90''", "1:30"),
     ("20s/4:00", "0:20/4:00"), ("60-90s", "1:00-1:30"), ("2 min", "2:00"),
     ("1:00 \"wave hands\"", '1:00 "wave hands"')],
)  # fmt: skip
def test_rests(text, canonical):
    assert str(Rest.parse(text)) == canonical


def test_a_prescription_says_what_is_wrong_with_it():
    assert problems(Prescription(sets=5, reps=Reps.parse("5"))) == []
    assert problems(Prescription(sets=0)) == ["Sets go from 1 to 999."]
    assert problems(Prescription(tempo="fast")) == ["A tempo has three or four parts, like 3-1-1-0."]
    assert len(problems(Prescription(sets=4, reps=Reps.parse("5/3/1")))) == 1
    wordy = Intensity((Target("words", name="x" * 150), Target("words", name="y" * 60)))
    assert problems(Prescription(intensity=wordy)) == ["Reps, an intensity or a rest take at most 200 characters."]
    assert problems(Prescription(rest=Rest(60, intensity=wordy)))
    assert not Prescription()
    assert Prescription(reps=Reps.parse("5/3/1+")).set_count == 3


def test_long_text_is_read_to_its_end():  # in quadratic time it would not come back
    from sessions_app.notation import read_line, read_session

    for text in (
        "5x5 " * 250_000,
        '"' * 1_000_000,
        "\x00" * 1_000_000,
        "1-" * 500_000,
        "a1:1" * 250_000,
        "(" * 1_000_000,
        "@" * 1_000_000,
        "== (a) " * 150_000,
        ("@" * 1999 + "\n") * 50,
        "->1:15:00 " * 100_000,
        "\u00e9\u4e2d\U0001f3cb \ud800" * 200_000,
    ):
        assert read_line(text, "swimming").text == text
        read_session(text)


def test_a_named_tempo_before_a_drop_set_is_no_lifting_tempo():
    written = "tempo 167>1kg"
    assert [target.kind for target in Intensity.parse(written).targets] == ["named", "weight"]
    assert str(Intensity.parse(written)) == written
