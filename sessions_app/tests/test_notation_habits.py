"""How coaches write in the wild, by family: what a sheet, a board or a message says, and the canonical lines of it."""

import pytest

from sessions_app.notation import GUESSED, read_line, read_session, render_line, render_session

LINES = [
    ("Incline press (4x8)", ["Incline press 4x8"]),
    ("Curl 3x10 (31X1)", ["Curl 3x10 t3-1-X-1"]),
    ("(5) 1:30 EMOM 2 snatches", ["snatches 5x2 every 1:30"]),
    ("10 minute EMOM: 5", ["10x5 every 1:00"]),
    ("45 lbs x 5, 135 x 5", ["1x5 @ 45lb", "1x5 @ 135lb"]),
    ("10 x 60kg / 5 x 80 / 3 x 100", ["1x10 @ 60kg", "1x5 @ 80kg", "1x3 @ 100kg"]),
    ("5 x 1500 / 5'", ["5x1500m r5:00"]),
    ("3x1000m @ race pace, r34", ["3x1000m @ race pace 34rpm"]),
    ("3* 8-10 @ RPE 8", ["3x8-10 @ RPE 8"]),
    ("12* 20 second sprints with 40 second rests in between", ["sprints 12x20s r0:40 // in between"]),
    ("Four sets of 6 @ 70%", ["4x6 @ 70%"]),
    ("8-12 x 3", ["3x8-12"]),
    ("Face pull 15 reps x 3", ["Face pull 3x15"]),
    ("Split squat 8-10/leg x 3 r1:00", ["Split squat 3x8-10/side r1:00"]),
    ("10 repetitions of 1:40", ["10x1:40"]),
    ("6 intervals of 3min r2:00", ["6x3min r2:00 // intervals"]),
    ("6 by 100m", ["6x100m"]),
    ("Bench press 60kg for 5x5", ["Bench press 5x5 @ 60kg"]),
    ("Deadlift 140 for 5", ["Deadlift 1x5 @ 140kg"]),
    ("Snatch 60%/2", ["Snatch 1x2 @ 60%"]),
    ("150KGx5", ["1x5 @ 150kg"]),
    ("Pull-up 5xBW", ["Pull-up 1x5 @ BW"]),
    ("32.5 x 9", ["1x9 @ 32.5kg"]),
    ("Curl 3x10/20kg", ["Curl 3x10 @ 20kg"]),
    ("30 back squats, 95/65 lbs", ["back squats 30 @ 95lb // 95/65lb"]),
    ("115-pound hang clean, 15 reps", ["hang clean 15 @ 115lb"]),
    ("Row 4x8 (2-3 reps from failure)", ["Row 4x8 @ 2-3 RIR"]),
    ("Bench press 3 sets, 10 reps, 8 reps, 6 reps", ["Bench press 3x10/8/6"]),
    ("5 @ 70% 3 @ 75% 1 @ 80%", ["5 @ 70%", "3 @ 75%", "1 @ 80%"]),
    ("10 reps (40%) 8 reps (50%)", ["10 @ 40%", "8 @ 50%"]),
    ("4x50 on 1:10 then 4x25 on :30", ["4x50m on 1:10", "4x25m on 0:30"]),
    ("10x400m (200m jog) 3x150m", ["10x400m r200m jog", "3x150m"]),
    ("4x 5min @ 95% FTP, 5min @ 85% FTP", ["4x5min @ 95% FTP", "4x5min @ 85% FTP"]),
    ("Ride 2 minutes hard, 1 minute rest, repeat 4 times", ["Ride 4x2min @ hard r1:00"]),
    ("(30 sec on, 30 sec off) x 10", ["10x30s r0:30"]),
    ("Plank hold, repeat on the other side 3x30s", ["Plank hold 3x30s/side"]),
    ("Bench 8@40 x 3", ["Bench 3x8 @ 40kg"]),
    ("2 x 8min (2min)", ["2x8min r2:00"]),
    ("6x1km @ 10k pace (4:00)", ["6x1km @ 10k pace 4:00/km"]),
    ("4x1,200 m", ["4x1200m"]),
    ("5k/3k/1k r3:00", ["5km r3:00", "3km r3:00", "1km r3:00"]),
    ("200/400/600/400/200", ["200m", "400m", "600m", "400m", "200m"]),
    ("3'R20/2'R22/1'R24", ["3min 20rpm", "2min 22rpm", "1min 24rpm"]),
    ("15' @ 20 spm", ["15min 20rpm"]),
    ("Every minute on the minute 10min: 3 cleans", ["cleans 10x3 every 1:00"]),
    ("32 min E2MOM", ["16 sets every 2:00"]),
    ("(5) :60 EMOM 3 cleans", ["cleans 5x3 every 1:00"]),
    ("As many rounds as possible in 12 minutes", ["AMRAP 12min"]),
    ("Squat 5x5 @ 80% - 5 minute rounds", ["Squat 5x5 every 5:00 @ 80%"]),
    ("Side plank 3x30 Sek. pro Seite, Pause 60 s", ["Side plank 3x30s/side r1:00"]),
    ("Fentes 3 séries de 10 par jambe, repos 60s", ["Fentes 3x10/side r1:00"]),
    ("Plancha 3 series de 30 segundos, descanso 1 min", ["Plancha 3x30s r1:00"]),
    ("8x50 @ 1:00", ["8x50m on 1:00"]),
    ('4x75 @ 20" RI', ["4x75m r0:20"]),
    ("3x500m 5 rest", ["3x500m r5:00"]),
    ("5x1250m (rest 4m) @ 28-30 SR", ["5x1250m 28-30rpm r4:00"]),
    ("[w]10:00 + 4x500m/1:00r + [c]5:00", ["w10min", "4x500m r1:00", "5min // cool-down"]),
    ("- Warm-up 10m 60%", ["Warm-up 10min @ 60% FTP"]),
    ("- 3x 30s 120%, 90s 50%", ["3x30s @ 120% FTP", "3x1:30 @ 50% FTP"]),
    ("1) Back squat 5x5", ["Back squat 5x5"]),
    ("Set 1: 12; Set 2: 10; Set 3: 8", ["12", "10", "8"]),
    ("Push-up 3x30s, 2-3 times a day", ["Push-up 3x30s // 2-3 times a day"]),
    ('Box jump 3x5 (20")', ['Box jump 3x5 // 20"']),
    ("Squat 3x5 4010 tempo r2:00", ["Squat 3x5 t4-0-1-0 r2:00"]),
    ("4x4 @ 70, 75, 80, 80%", ["4x4 @ 70/75/80/80%"]),
    ("Run 10 min build 50% -> 80% FTP", ["Run 10min @ 50→80% FTP // build"]),
    ("6x1000m @ 10 seconds slower than 10k pace", ["6x1000m @ 10 seconds slower than 10k pace"]),
    ("5x100m on 1:45 hold 1:30", ["5x100m on 1:45 @ 1:30/100m"]),
    ("Z2 ride <75% FTP 2h", ["Z2 ride 2h @ ≤75% FTP"]),
]


@pytest.mark.parametrize(("text", "canonical"), LINES, ids=lambda value: value if isinstance(value, str) else "")
def test_it_is_read_as_it_means(text, canonical):
    line = read_line(text)

    assert [render_line(line.name, each, line.label) for each in line.prescriptions] == canonical


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("8-12 x 3", "8-12 x 3"),
        ("4x1000 r2:00", "4x1000"),
        ("2 x 8min (2min)", "(2min)"),
        ("30 squats, 95/65 lbs", "95/65 lbs"),
        ("5x5 something else entirely, and more of it", "something else entirely, and more of it"),
    ],
)
def test_what_could_mean_something_else_is_marked_as_a_guess(text, part):
    assert (part, GUESSED) in [(found.text, found.status) for found in read_line(text).parts]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "3 rounds: 6x chin-up, 5x pistol squat (each leg)",
            ["A: 3 rounds", "A1 chin-up 6", "A2 pistol squat 5/side"],
        ),
        (
            "5 rounds of 10 push-ups, 15 squats and 400m run",
            ["A: 5 rounds", "A1 push-ups 10", "A2 squats 15", "A3 run 400m"],
        ),
    ],
)
def test_rounds_of_several_exercises_in_one_line_are_a_group(text, written):
    read = read_session(text)

    assert [line for line in render_session(read.rows).splitlines() if line.startswith("A")] == written


def test_what_a_line_means_does_not_depend_on_what_was_read_before():
    """Tails are kept by value: two lines with the same tail, and the same line twice."""
    lines = [text for text, _canonical in LINES]
    first = {text: read_line(text) for text in lines}

    assert {text: read_line(text) for text in reversed(lines)} == first
