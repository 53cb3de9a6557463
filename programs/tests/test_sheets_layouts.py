"""Layouts of our own making, as coaches keep them: what each reads as, and where something was left out or guessed."""

import pytest

from .sheet_outlines import outline, read

# name: sport, text, the placings, places left out, places guessed.
LAYOUTS = {
    "week_headings_days_below": (
        "strength",
        """My Strength Block,,,,
,,,,
Week 1,,,,
Monday,,,,
Exercise,Sets,Reps,Load,Rest
Squat,5,5,75%,3 min
Bench Press,5,5,75%,3 min
,,,,
Wednesday,,,,
Exercise,Sets,Reps,Load,Rest
Deadlift,3,5,80%,180
Pull-up,3,AMRAP,BW,90
Week 2,,,,
Monday,,,,
Exercise,Sets,Reps,Load,Rest
Squat,5,4,80%,3 min
Weekly total: 20 sets,,,,
""",
        [
            "W1D1 Monday: Squat 5x5 @ 75% r3:00; Bench Press 5x5 @ 75% r3:00",
            "W1D3 Wednesday: Deadlift 3x5 @ 80% r3:00; Pull-up 3xAMRAP @ BW r1:30",
            "W2D1 Monday: Squat 5x4 @ 80% r3:00",
        ],
        ["line 17, column A"],
        ["line 11, column E"],
    ),
    "triplets": (
        "strength",
        """Exercise,Week 1,,,Week 2,,,Notes
,Sets,Reps,kg,Sets,Reps,kg,
Day 1 - Lower,,,,,,,
Squat,3,8,100,3,6,"107,5",belt
Leg press,3,12,180,3,10,190,
Day 2 - Upper,,,,,,,
Bench press,3,8,80,3,6,85,
Row,3,10,60,3,8,65,pause
""",
        [
            "W1D1 Day 1 - Lower: Squat 3x8 @ 100kg // belt; Leg press 3x12 @ 180kg",
            "W1D2 Day 2 - Upper: Bench press 3x8 @ 80kg; Row 3x10 @ 60kg // pause",
            "W2D1 Day 1 - Lower: Squat 3x6 @ 107.5kg // belt; Leg press 3x10 @ 190kg",
            "W2D2 Day 2 - Upper: Bench press 3x6 @ 85kg; Row 3x8 @ 65kg // pause",
        ],
        [],
        [],
    ),
    "german": (
        "strength",
        """Trainingsplan Max;;;;;
;;;;;
Woche 1;;;;;
Montag;;;;;
Übung;Sätze;Wdh.;Gewicht;Pause;Bemerkung
Kniebeuge;4;8;82,5 kg;2 min;tief
Bankdrücken;4;6-8;70 kg;90 s;
Liegestütze;3;max;Körpergewicht;1 min;
Donnerstag;;;;;
Übung;Sätze;Wdh.;Gewicht;Pause;Bemerkung
Kreuzheben;3;5;110 kg;3 min;
Unterarmstütz;3;45 s;-;60 s;
Woche 2;;;;;
Montag;;;;;
Übung;Sätze;Wdh.;Gewicht;Pause;Bemerkung
Kniebeuge;5;8;85 kg;2 min;
""",
        [
            "W1D1 Montag: Kniebeuge 4x8 @ 82.5kg r2:00 // tief; Bankdrücken 4x6-8 @ 70kg r1:30; Liegestütze 3xAMRAP @ BW r1:00",
            "W1D4 Donnerstag: Kreuzheben 3x5 @ 110kg r3:00; Unterarmstütz 3x45s r1:00",
            "W2D1 Montag: Kniebeuge 5x8 @ 85kg r2:00",
        ],
        [],
        [],
    ),
    "spanish": (
        "strength",
        """Semana;Día;Ejercicio;Series;Repeticiones;Peso (kg);Descanso (s);Observaciones
1;Lunes;Sentadilla;4;8;80;120;
1;Lunes;Press banca;4;8;60;120;
1;Jueves;Peso muerto;3;5;100;180;espalda recta
2;Lunes;Sentadilla;4;8;82,5;120;
2;Jueves;Peso muerto;3;5;105;180;
""",
        [
            "W1D1 Lunes: Sentadilla 4x8 @ 80kg r2:00; Press banca 4x8 @ 60kg r2:00",
            "W1D4 Jueves: Peso muerto 3x5 @ 100kg r3:00 // espalda recta",
            "W2D1 Lunes: Sentadilla 4x8 @ 82.5kg r2:00",
            "W2D4 Jueves: Peso muerto 3x5 @ 105kg r3:00",
        ],
        [],
        [],
    ),
    "run_grid_km": (
        "running",
        """10k Plan,,,,,,,,
,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,Weekly km
Week 1,Rest,8 km easy,Rest,6x400m @ 5k pace r90s,Rest,5 km easy,12 km long run,35
Week 2,Rest,8 km easy,Rest,10 km tempo,Rest,5 km easy,14 km long run,39
""",
        [
            "W1D2 8 km easy: Run 8km @ easy",
            "W1D4 6x400m @ 5k pace r90s: Run 6x400m @ 5k pace r1:30",
            "W1D6 5 km easy: Run 5km @ easy",
            "W1D7 12 km long run: long run 12km",
            "W2D2 8 km easy: Run 8km @ easy",
            "W2D4 10 km tempo: tempo 10km",
            "W2D6 5 km easy: Run 5km @ easy",
            "W2D7 14 km long run: long run 14km",
        ],
        ["line 3, column I"],
        [],
    ),
    "day_rows_week_cols": (
        "running",
        """,Week 1,Week 2,Week 3
Mon,Rest,Rest,Rest
Tue,5 km easy,6 km easy,7 km easy
Thu,8 x 200m r1:00,10 x 200m r1:00,12 x 200m r1:00
Sun,10 km,12 km,14 km
Total,15 km,18 km,21 km
""",
        [
            "W1D2 5 km easy: Run 5km @ easy",
            "W1D4 8 x 200m r1:00: Run 8x200m r1:00",
            "W1D7 10 km: Run 10km",
            "W2D2 6 km easy: Run 6km @ easy",
            "W2D4 10 x 200m r1:00: Run 10x200m r1:00",
            "W2D7 12 km: Run 12km",
            "W3D2 7 km easy: Run 7km @ easy",
            "W3D4 12 x 200m r1:00: Run 12x200m r1:00",
            "W3D7 14 km: Run 14km",
        ],
        ["line 6, column A"],
        [],
    ),
    "supersets": (
        "strength",
        """Session,Order,Exercise,Sets x Reps,Intensity,Rest
Full Body A,A1,Goblet squat,3x12,RPE 7,
,A2,Push-up,3x15,RPE 7,60 s
,B1,Row,3x10/side,RPE 8,
,B2,Plank,3x30s,,60 s
Full Body B,A1,RDL,3x8,RPE 8,90 s
,A2,Press,3x8,RPE 8,90 s
""",
        [
            "W1D1 Full Body A: A) Goblet squat 3x12 @ RPE 7; A) Push-up 3x15 @ RPE 7 r1:00; B) Row 3x10/side @ RPE 8; B) Plank 3x30s r1:00",
            "W1D2 Full Body B: A) RDL 3x8 @ RPE 8 r1:30; A) Press 3x8 @ RPE 8 r1:30",
        ],
        [],
        [],
    ),
    "side_by_side": (
        "strength",
        """Monday,,,,Thursday,,
Exercise,Sets,Reps,,Exercise,Sets,Reps
Squat,5,5,,Deadlift,3,5
Bench,5,5,,Press,5,5
,,,,Chin-up,3,8
""",
        [
            "W1D1 Monday: Squat 5x5; Bench 5x5",
            "W1D4 Thursday: Deadlift 3x5; Press 5x5; Chin-up 3x8",
        ],
        [],
        [],
    ),
    "names_over_blocks": (
        "strength",
        """Push,,,,Pull,,
Exercise,Sets,Reps,,Exercise,Sets,Reps
Bench,5,5,,Row,5,5
Press,5,5,,Chin-up,3,8
""",
        [
            "W1D1 Push: Bench 5x5; Press 5x5",
            "W1D2 Pull: Row 5x5; Chin-up 3x8",
        ],
        [],
        [],
    ),
    "swim_text": (
        "swimming",
        """Week 1,,
Monday - Endurance,,
Set,Details,Rest
Warm-up,400m free easy,
Main,8x100m free @ 1:45,20 s
Cool-down,200m choice,
""",
        [
            "W1D1 Monday - Endurance: Warm-up 400m @ easy // free; Main 8x100m on 1:45 r0:20 // free; Cool-down 200m // choice",
        ],
        [],
        ["line 4, column B", "line 5, column B", "line 5, column B"],
    ),
    "dates": (
        "running",
        """Date,Workout,Distance,Notes
2026-01-05,Easy run,8 km,
2026-01-07,Intervals,10 km,6x800
2026-01-10,Long run,16 km,
2026-01-12,Easy run,8 km,
""",
        [
            "W1D1 Easy run: Easy run 8km",
            "W1D3 Intervals: Intervals 10km // 6x800",
            "W1D6 Long run: Long run 16km",
            "W2D1 Easy run: Easy run 8km",
        ],
        [],
        ["line 2, column B"],
    ),
    "progress_percent": (
        "strength",
        """Exercise;Sets;Reps;Week 1;Week 2;Week 3
Squat;5;5;70%;75%;80%
Bench;5;5;70%;75%;80%
Curl;3;12;10 kg;10 kg;12 kg
""",
        [
            "W1D1 Day 1: Squat 5x5 @ 70%; Bench 5x5 @ 70%; Curl 3x12 @ 10kg",
            "W2D1 Day 1: Squat 5x5 @ 75%; Bench 5x5 @ 75%; Curl 3x12 @ 10kg",
            "W3D1 Day 1: Squat 5x5 @ 80%; Bench 5x5 @ 80%; Curl 3x12 @ 12kg",
        ],
        [],
        [],
    ),
    "set_columns": (
        "strength",
        """Day,Exercise,Set 1,Set 2,Set 3,Rest
Mon,Squat,5,5,5,180
Mon,Bench,8,6,4,120
Wed,Deadlift,5 x 100kg,3 x 110kg,1 x 120kg,240
""",
        [
            "W1D1 Mon: Squat 3x5 r3:00; Bench 3x8/6/4 r2:00",
            "W1D3 Wed: Deadlift 1x5 @ 100kg r4:00; Deadlift 1x3 @ 110kg r4:00; Deadlift 1x1 @ 120kg r4:00",
        ],
        [],
        ["line 2, column F", "line 4, column C", "line 4, column C"],
    ),
    "excel_dates_csv": (
        "strength",
        """Day,Exercise,Sets,Reps,Rest
1,Bench,3,03-May,90
1,Row,3,12-Aug,90
""",
        [
            "W1D1 Day 1: Bench 3x3-5 r1:30; Row 3x8-12 r1:30",
        ],
        [],
        ["line 2, column D", "line 2, column E", "line 3, column D"],
    ),
    "day_headings_letter": (
        "strength",
        """Workout A,,,
Exercise,Sets,Reps,Tempo
Squat,3,8,3-1-1-0
Row,3,8,2011
,,,
Workout B,,,
Exercise,Sets,Reps,Tempo
Deadlift,3,5,31X1
""",
        [
            "W1D1 Workout A: Squat 3x8 t3-1-1-0; Row 3x8 t2-0-1-1",
            "W1D2 Workout B: Deadlift 3x5 t3-1-X-1",
        ],
        [],
        [],
    ),
    "notes_rows": (
        "strength",
        """Week 1
Monday
Squat 5x5 @ 75% r3:00
Bench press 3x8 @ RPE 8
Note: keep two reps in reserve
Thursday
Run 5 km easy
Week 2
Monday
Squat 5x4 @ 80% r3:00
""",
        [
            "W1D1 Monday: Squat 5x5 @ 75% r3:00; Bench press 3x8 @ RPE 8",
            "W1D4 Thursday: Run 5km @ easy",
            "W2D1 Monday: Squat 5x4 @ 80% r3:00",
        ],
        [],
        [],
    ),
    "fields_rows": (
        "running",
        """Week 1,Mon,Tue,Thu,Sat
Workout,Easy run,Rest,Intervals,Long run
Distance,8 km,,6 km,18 km
Pace,5:30/km,,4:20/km,5:40/km
""",
        [
            "W1D1 Easy run: Easy run 8km @ 5:30/km",
            "W1D4 Intervals: Intervals 6km @ 4:20/km",
            "W1D6 Long run: Long run 18km @ 5:40/km",
        ],
        [],
        [],
    ),
    "lifting_no_week": (
        "strength",
        """Day,Session,Exercise,Sets,Reps,Weight,RPE,Rest
Mon,Lower,Squat,3,5,225 lbs,8,3:00
,,Leg press,3,10,300 lbs,8,2:00
Wed,Upper,Bench,3,5,185 lbs,8,3:00
Mon,Lower,Squat,3,5,230 lbs,8,3:00
Wed,Upper,Bench,3,5,190 lbs,8,3:00
""",
        [
            "W1D1 Lower: Squat 3x5 @ 225lb RPE 8 r3:00; Leg press 3x10 @ 300lb RPE 8 r2:00",
            "W1D3 Upper: Bench 3x5 @ 185lb RPE 8 r3:00",
            "W2D1 Lower: Squat 3x5 @ 230lb RPE 8 r3:00",
            "W2D3 Upper: Bench 3x5 @ 190lb RPE 8 r3:00",
        ],
        [],
        ["line 5, column A"],
    ),
    "bike": (
        "cycling",
        """Semaine;Jour;Séance;Durée;Intensité;Remarques
1;Mardi;Seuil;1h15;3x10 min @ 95% FTP;récup 5 min
;Jeudi;Endurance;1h30;Z2;
;Dimanche;Sortie longue;3h;Z2;
2;Mardi;Seuil;1h15;3x12 min @ 95% FTP;récup 5 min
""",
        [
            'W1D2 Seuil: Seuil 75min @ "3x10 min @ 95% FTP" // récup 5 min',
            "W1D4 Endurance: Endurance 90min @ Z2",
            "W1D7 Sortie longue: Sortie longue 3h @ Z2",
            'W2D2 Seuil: Seuil 75min @ "3x12 min @ 95% FTP" // récup 5 min',
        ],
        [],
        [],
    ),
    "weekmerged_days": (
        "strength",
        """Week,Mon,Wed,Fri
1,Squat 5x5,Deadlift 3x5,Front squat 3x5
,Bench 5x5,Press 5x5,Bench 5x5
,Row 5x5,Chin-up 3x8,Row 5x5
2,Squat 5x5 @ 80%,Deadlift 3x5,Front squat 3x5
,Bench 5x5,Press 5x5,Bench 5x5
""",
        [
            "W1D1 Mon: Squat 5x5; Bench 5x5; Row 5x5",
            "W1D3 Wed: Deadlift 3x5; Press 5x5; Chin-up 3x8",
            "W1D5 Fri: Front squat 3x5; Bench 5x5; Row 5x5",
            "W2D1 Mon: Squat 5x5 @ 80%; Bench 5x5",
            "W2D3 Wed: Deadlift 3x5; Press 5x5",
            "W2D5 Fri: Front squat 3x5; Bench 5x5",
        ],
        [],
        [],
    ),
    "group_circuit": (
        "strength",
        """Day 1: Circuit,,
3 rounds,,
Exercise,Reps,Rest
Burpee,10,30
Squat jump,15,30
""",
        [
            "W1D1 Day 1: Circuit: A) Burpee 10 r0:30; A) Squat jump 15 r0:30",
        ],
        [],
        ["line 4, column C"],
    ),
    "minutes_col": (
        "running",
        """Week,Session,Activity,Time (min),Intensity,Notes
1,Session 1,Warm up,10,easy,
1,Session 1,Tempo run,20,RPE 7,
1,Session 1,Cool down,10,easy,
1,Session 2,Easy run,45,RPE 3,
2,Session 1,Warm up,10,easy,
2,Session 1,Tempo run,25,RPE 7,
""",
        [
            "W1D1 Session 1: Warm up 10min @ easy; Tempo run 20min @ RPE 7; Cool down 10min @ easy",
            "W1D2 Session 2: Easy run 45min @ RPE 3",
            "W2D1 Session 1: Warm up 10min @ easy; Tempo run 25min @ RPE 7",
        ],
        [],
        [],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_reads_as_it_stands(name):
    sport, text, placings, left_out, guessed = LAYOUTS[name]
    assert outline(text, sport) == placings
    reading = read(text, sport)
    assert [part.where for part in reading.left_out] == left_out
    assert [part.where for part in reading.guesses] == guessed
