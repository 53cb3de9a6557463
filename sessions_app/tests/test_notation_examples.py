"""Each example of the tables of the notation's definition, with the canonical text of the rows that it means.

Groups on one line (`3x(10 squat, 10 push-up)`) and whole sessions have tests of their own.
"""

import pytest

from sessions_app.notation import read_line, render_line

SHAPES = [
    ("5x5", "strength", ["5x5"]),
    ("5 x 5", "strength", ["5x5"]),
    ("5×5", "strength", ["5x5"]),
    ("5 sets of 5", "strength", ["5x5"]),
    ("3x8-12", "strength", ["3x8-12"]),
    ("3x8–12", "strength", ["3x8-12"]),
    ("3xAMRAP", "strength", ["3xAMRAP"]),
    ("3xmax", "strength", ["3xAMRAP"]),
    ("3x5+", "strength", ["3x5+"]),
    ("5/3/1+", "strength", ["5/3/1+"]),
    ("5,5,3,3,1", "strength", ["5/5/3/3/1"]),
    ("3x10/side", "strength", ["3x10/side"]),
    ("3x10 each side", "strength", ["3x10/side"]),
    ("3x10 e/s", "strength", ["3x10/side"]),
    ("3x10 per leg", "strength", ["3x10/side"]),
    ("3x30s", "strength", ["3x30s"]),
    ("3x1:00", "strength", ["3x1min"]),
    ("20min", "running", ["20min"]),
    ("1h30", "running", ["90min"]),
    ("1:15:00", "running", ["75min"]),
    ("45'", "running", ["45min"]),
    ('90"', "running", ["1:30"]),
    ("4x400m", "running", ["4x400m"]),
    ("5km", "running", ["5km"]),
    ("3x1mi", "running", ["3x1mi"]),
    ("8x100yd", "swimming", ["8x100yd"]),
    ("3 sets", "strength", ["3 sets"]),
    ("3 rounds", "strength", ["3 sets"]),
    ("10km 45min", "running", ["10km 45min"]),
    ("EMOM 10min: 5", "strength", ["10x5 every 1:00"]),
    ("E2MOM 10min: 5", "strength", ["5x5 every 2:00"]),
    ("E90S 12min: 5", "strength", ["8x5 every 1:30"]),
    ("AMRAP 12min: 5", "strength", ["AMRAP 12min: 5"]),
    ("6x800m r3:00", "running", ["6x800m r3:00"]),
    ("6x800m rest 90s", "running", ["6x800m r1:30"]),
    ("6x800m 90s rest", "running", ["6x800m r1:30"]),
    ("6x800m r90", "running", ["6x800m r1:30"]),
    ("8x100m on 1:40", "swimming", ["8x100m on 1:40"]),
    ("5x3 every 2:00", "strength", ["5x3 every 2:00"]),
    ("5x3 t3-1-1-0", "strength", ["5x3 t3-1-1-0"]),
    ("5x3 tempo 31X0", "strength", ["5x3 t3-1-X-0"]),
    ("3-4x8", "strength", ["3-4x8"]),
    ("3x30-45s", "strength", ["3x30-45s"]),
    ("3x8 rest 60-90s", "strength", ["3x8 r1:00-1:30"]),
    ("5x80%", "strength", ["1x5 @ 80%"]),
    ("5x5x100kg", "strength", ["5x5 @ 100kg"]),
    ("75% x 3 x 4", "strength", ["4x3 @ 75%"]),
    ("100kg x 3 x 4", "strength", ["4x3 @ 100kg"]),
    ("8/8", "strength", ["8/side"]),
    ("2x20", "cycling", ["2x20min"]),
    ("20m", "cycling", ["20min"]),
    ("Long ride 3:30", "cycling", ["Long ride 3h30"]),
    ("8x30s @ 120% FTP r2:00 @ 50% FTP", "cycling", ["8x30s @ 120% FTP r2:00 @ 50% FTP"]),
    ("6x800m r400m jog", "running", ["6x800m r400m jog"]),
    ("8x10s r walk back", "running", ["8x10s r walk back"]),
    ("6x200m r20s/4:00", "running", ["6x200m r0:20/4:00"]),
    ("20min 90rpm", "cycling", ["20min 90rpm"]),
]

MORE = [
    ("Squat w5x40, 3x60, 5x5 @ 80%", "strength", ["Squat w1x5 @ 40kg", "Squat w1x3 @ 60kg", "Squat 5x5 @ 80%"]),
    ("4x2+2+2(15s) @ 85% r3:00", "strength", ["4x2+2+2(15s) @ 85% r3:00"]),
    ("12+AMRAP+AMRAP(20s)", "strength", ["12+AMRAP+AMRAP(20s)"]),
    ("12+AMRAP+AMRAP (20s rest)", "strength", ["12+AMRAP+AMRAP(20s)"]),
    ("Clean + front squat + jerk 4x2+1+1 @ 75%", "strength", ["Clean + front squat + jerk 4x2+1+1 @ 75%"]),
    ("Clean and jerk 75% x (1+1) x 4", "strength", ["Clean and jerk 4x1+1 @ 75%"]),
    ("3x10>8>6 @ 60>45>30kg", "strength", ["3x10>8>6 @ 60>45>30kg"]),
    ("2x(3/2/1) @ 80/85/90%, 82.5/87.5/92.5%", "strength", ["6x3/2/1/3/2/1 @ 80/85/90/82.5/87.5/92.5%"]),
    ("2x(3/2/1) @ 80/85/90%", "strength", ["6x3/2/1/3/2/1 @ 80/85/90/80/85/90%"]),
    ("3x6x5s/side", "mobility", ["3x6x5s/side"]),
    ("6 reps x 5s", "mobility", ["6 reps x 5s"]),
    ("2x5 breaths", "mobility", ["2x5 breaths"]),
    ("3x20 steps", "strength", ["3x20 steps"]),
    ("6x15 cal", "rowing", ["6x15 cal"]),
    ("4x5 @ 40cm", "strength", ["4x5 @ 40cm"]),
    ("3x10 @ 2x24kg", "strength", ["3x10 @ 2x24kg"]),
    ("3x10 @ 20kg/hand", "strength", ["3x10 @ 2x20kg"]),
    ("3x13x30/15 r3:00", "running", ["3x13x30s r0:15/3:00"]),
    ("2x5x400m r1:00/5:00", "running", ["2x5x400m r1:00/5:00"]),
    ("Circuit 3 rounds 40/20", "strength", ["Circuit 3x40s r0:20"]),
    ("8x40s/20s", "strength", ["8x40s r0:20"]),
    ("40s/20s", "strength", ["40s r0:20"]),
    ("8 x 40s on / 20s off", "strength", ["8x40s r0:20"]),
    ("Tabata squat", "strength", ["squat 8x20s r0:10"]),
    ("4x100 desc 1-4", "swimming", ["4x100m // desc 1-4"]),
    ("400m neg split", "swimming", ["400m // neg split"]),
    ("4x50m as 25 kick/25 drill", "swimming", ["4x50m // 25 kick/25 drill"]),
    ("A. Back squat 5x5", "strength", ["A1 Back squat 5x5"]),
    ("A) Back squat 5x5", "strength", ["A1 Back squat 5x5"]),
    ("1a Back squat 5x5", "strength", ["A1 Back squat 5x5"]),
    ("2b Row 3x8", "strength", ["B2 Row 3x8"]),
    ("A: Back squat 5x5", "strength", ["A1 Back squat 5x5"]),
    ("Plank 3x30s+", "strength", ["Plank 3x30s+"]),
    ("Walk 60+ min", "running", ["Walk 60min+"]),
    ("Squat 5x3 (6/2/x)", "strength", ["Squat 5x3 t6-2-X"]),
    ("Squat 5x3 (3010)", "strength", ["Squat 5x3 t3-0-1-0"]),
    ("10 x 10m, 6 x 20m (rest 1 min, 2 min)", "running", ["10x10m r1:00", "6x20m r2:00"]),
    ("Sets: 3, Reps: 8-12, Load: 80kg, Rest: 90s, Tempo: 3010", "strength", ["3x8-12 @ 80kg t3-0-1-0 r1:30"]),
    ("Run Time: 40min Pace: 5:30/km", "running", ["Run 40min @ 5:30/km"]),
    ("Pull-up 5 sets to failure", "strength", ["Pull-up 5xAMRAP"]),
    ("Squat 4x10-12 RIR 2", "strength", ["Squat 4x10-12 @ 2 RIR"]),
    ("Squat 100kg x 3, 105kg x 2", "strength", ["Squat 1x3 @ 100kg", "Squat 1x2 @ 105kg"]),
    ("6x1km @ 3:45/km w/ 90s jog", "running", ["6x1km @ 3:45/km r1:30 jog"]),
    ("10x400m in 72s (200m jog)", "running", ["10x400m 1:12 r200m jog"]),
    ("5x3min hard / 2min easy", "running", ["5x3min @ hard r2:00 easy"]),
    ("Squat 5-5-5-3-3 @ 50-55-55-60-60kg", "strength", ["Squat 5/5/5/3/3 @ 50/55/55/60/60kg"]),
    ("Squat 2x5 -5%", "strength", ["Squat 2x5 @ -5%"]),
    ("Dip 4x6 +15kg", "strength", ["Dip 4x6 @ BW+15kg"]),
    ("Chin-up BW x 8 x 3", "strength", ["Chin-up 3x8 @ BW"]),
    ("Row 3x8 L/R @ 16kg", "strength", ["Row 3x8/side @ 16kg"]),
    ("Run 5k easy, then 4x20s", "running", ["Run 5km @ easy", "Run 4x20s"]),
    ("5x4min @ 115% FTP / 4min @ 50% FTP", "cycling", ["5x4min @ 115% FTP r4:00 @ 50% FTP"]),
    ("5x1500m @ UT1, r=5min", "rowing", ["5x1500m @ UT1 r5:00"]),
    ("8x20m, walk back recovery", "running", ["8x20m r walk back"]),
    ("4x8min @ 105% FTP, 4min recovery", "cycling", ["4x8min @ 105% FTP r4:00"]),
    ("4x200m on 3:00, 3min between sets", "swimming", ["4x200m on 3:00 r3:00"]),
]

INTENSITIES = [
    *[(f"3x5 @ {text}", "strength", [f"3x5 @ {canonical}"]) for text, canonical in [
        ("80%", "80%"), ("70-75%", "70-75%"), ("80% 1RM", "80%"), ("80% of max", "80%"), ("85% TM", "85% TM"),
        ("80% 5RM", "80% 5RM"), ("75% BW", "75% BW"), ("100% Clean", "100% Clean"), ("RPE 8", "RPE 8"),
        ("RPE 7-8", "RPE 7-8"), ("8", "RPE 8"), ("2 RIR", "2 RIR"), ("RIR 1-2", "1-2 RIR"), ("100kg", "100kg"),
        ("225lb", "225lb"), ("BW", "BW"), ("BW+20kg", "BW+20kg"), ("BW-15kg", "BW-15kg"), ("0.5-0.6m/s", "0.5-0.6m/s"),
        ("heavy 3", "heavy 3"), ("heavy single", "heavy 1"), ("work up to 1RM", "work up to 1RM"), ("-10%", "-10%"),
        ("max", "max"), ("75/85/95%", "75/85/95%"), ("60/70/80kg", "60/70/80kg"), ("80kg RPE 8", "80kg RPE 8"),
    ]],
    *[(f"20min @ {text}", "cycling", [f"20min @ {canonical}"]) for text, canonical in [
        ("88-93% FTP", "88-93% FTP"), ("75% HRmax", "75% HRmax"), ("95% LTHR", "95% LTHR"), ("Z2", "Z2"),
        ("Z1-Z2", "Z1-Z2"), ("Z2 HR", "Z2 HR"), ("140-150bpm", "140-150bpm"), ("250W", "250W"), ("3.2W/kg", "3.2W/kg"),
        ("sweet spot", "sweet spot"), ("70% HRR", "70% HRR"), ("50→75% FTP", "50→75% FTP"), ("50->75% FTP", "50→75% FTP"),
        ("150 W max", "≤150W"), ("max 150W", "≤150W"), ("150W or less", "≤150W"), ("<150W", "≤150W"), ("200W+", "≥200W"),
        ("at least 200W", "≥200W"), ("90%", "90% FTP"),
    ]],
    *[(f"20min @ {text}", "running", [f"20min @ {canonical}"]) for text, canonical in [
        ("4:30/km", "4:30/km"), ("7:15/mi", "7:15/mi"), ("5k pace", "5k pace"), ("10k", "10k"), ("HMP", "HMP"),
        ("MP", "MP"), ("race pace", "race pace"), ("threshold", "threshold"), ("tempo", "tempo"), ("steady", "steady"),
        ("MP+15s/km", "MP+15s/km"), ("12km/h", "12km/h"), ("100% MAS", "100% MAS"), ("105-110% pace", "105-110% pace"),
        *[(word, word) for word in ("easy", "moderate", "hard", "recovery", "fast", "all out", "E", "M", "T", "I", "R")],
    ]],
    *[(f"20min @ {text}", "rowing", [f"20min @ {canonical}"]) for text, canonical in [
        ("2k", "2k"), ("2k+10", "2k+10"), ("UT2", "UT2"), ("2:05/500m", "2:05/500m"), ("1:50", "1:50/500m"),
        ("120% 2k", "120% 2k"),
    ]],
    *[(f"4x100m r0:20 @ {text}", "swimming", [f"4x100m @ {canonical} r0:20"]) for text, canonical in [
        ("CSS", "CSS"), ("CSS+5", "CSS+5"), ("1:40/100m", "1:40/100m"), ("1:40", "1:40/100m"), ("8", "RPE 8"),
    ]],
    ("10min @ 22", "rowing", ["10min 22spm"]),
    ("5x400 @ 72", "running", ["5x400m 1:12"]),
    ("4x100 @ 1:40", "swimming", ["4x100m on 1:40"]),
    ("20min @ 250", "cycling", ["20min @ 250W"]),
    ("5x5 @ 3121", "strength", ["5x5 t3-1-2-1"]),
    ("5x5 @ 32X2", "strength", ["5x5 t3-2-X-2"]),
    ("5x5 @ 100", "strength", ["5x5 @ 100kg"]),
]  # fmt: skip

EXAMPLES = [*SHAPES, *MORE, *INTENSITIES]


@pytest.mark.parametrize(("text", "sport", "canonical"), EXAMPLES, ids=[f"{each[0]} {each[1]}" for each in EXAMPLES])
def test_each_example_of_the_definition_is_read(text, sport, canonical):
    line = read_line(text, sport, sheet=True)
    assert [render_line(line.name, each, line.label, sport) for each in line.prescriptions] == canonical
    assert not line.notes


@pytest.mark.parametrize(("text", "sport", "canonical"), EXAMPLES, ids=[f"{each[0]} {each[1]}" for each in EXAMPLES])
def test_the_canonical_text_is_its_own(text, sport, canonical):
    for row in canonical:
        line = read_line(row, sport)
        assert [render_line(line.name, each, line.label, sport) for each in line.prescriptions] == [row]
