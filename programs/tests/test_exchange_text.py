"""A program as text: what it says, and what is wrong with it."""

import json
from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from programs.exchange import json_format
from programs.exchange.text import read, read_program_text, write
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, UnreadableFile, WeekValue
from sessions_app.prescription import Group, Prescription, Reps, Row

TEXT = """# Base strength · strength
weeks: 6
difficulty: beginner
> Three days a week.
>
>   All of them count.

## Week 1 · Base
> Learn the lifts.
### Mon · Squat day
> Leave one in the tank.
>> Film it.
== Warm-up
Bike 10min @ Z2

== Main
A: 5 rounds r3:00
A1 Back squat 5 @ 75%
A2 Chin-up AMRAP

### Thu 17:30 · Press day · RPE 7
Press 5x5 @ 75% r3:00

### Thu · Swim · swimming · 25m pool · course Lido
Freestyle 8x100m on 1:40

## Week 2-3 = Week 1 +2.5%/week

## Week 4 · Base (deload) = Week 1 volume -40%

## Week 5
### Mon · Squat day · Back squat +2.5kg, Chin-up +1 rep
### Thu · Press day +5% +1 set
"""


def adjusted(text):
    """(week, day, name, adjustment) of each placing."""
    value = read_program_text(text).value
    return [(p.week, p.day, p.session.name, str(p.adjustment or "")) for p in value.placings]


def test_a_program_reads_and_is_written_again_letter_by_letter():
    found = read_program_text(TEXT)
    value = found.value

    assert (found.problems, found.kept) == ([], [])
    assert (value.name, value.sport, value.weeks, value.difficulty) == ("Base strength", "strength", 6, "beginner")
    assert value.description == "Three days a week.\n\n  All of them count."
    assert value.week_facts == (WeekValue(1, "Base", notes="Learn the lifts."), WeekValue(4, "Base", is_deload=True))
    squat, press, swim = value.sessions
    assert (squat.note, squat.rows[1].group, squat.rows[0].section) == (
        "Leave one in the tank.", Group("A", rounds=5, rest_s=180), "warm_up",
    )  # fmt: skip
    assert (press.effort, swim.sport, swim.pool_length, swim.course) == (7, "swimming", 25, "Lido")
    first, second = value.placings[0], value.placings[1]
    assert (first.notes, second.time_of_day) == ("Film it.", time(17, 30))
    assert adjusted(TEXT)[3:] == [
        (2, 1, "Squat day", "+2.5%"), (2, 4, "Press day", "+2.5%"), (2, 4, "Swim", ""),
        (3, 1, "Squat day", "+5%"), (3, 4, "Press day", "+5%"), (3, 4, "Swim", ""),
        (4, 1, "Squat day", "volume -40%"), (4, 4, "Press day", "volume -40%"), (4, 4, "Swim", "volume -40%"),
        (5, 1, "Squat day", "Back squat +2.5kg, Chin-up +1 rep"), (5, 4, "Press day", "+5% +1 set"),
    ]  # fmt: skip
    assert write(value) == TEXT


def test_lines_under_a_week_that_is_taken_over_replace_by_day_and_name_add_and_take_out():
    text = """# P · strength
## Week 1
### Mon · A
Squat 5x5 @ 75%
### Mon · B
Press 5x5 @ 75%
### Thu · C
Row 5x5
## Week 2 = Week 1 +5%
### Mon · a +2.5%
### Thu · none
### Mon · D
Run 5km
"""
    assert adjusted(text)[3:] == [(2, 1, "A", "+2.5%"), (2, 1, "B", "+5%"), (2, 1, "D", "")]


def test_a_week_that_is_mostly_like_an_earlier_one_says_only_what_is_different():
    text = """# P · strength
weeks: 2

## Week 1
### Mon · A
Squat 5x5 @ 75%

### Tue · B
Press 5x5 @ 75%

### Thu · C
Row 5x5 @ 75%

### Fri · D
Dip 5x5 @ 75%

### Sat · E
Clean 5x5 @ 75%

## Week 2 = Week 1 +5%
### Thu · none
### Fri · D +2.5%
"""
    assert write(read_program_text(text).value) == text


def test_a_week_goes_on_from_the_one_that_it_takes_over():
    weeks = "## Week 2 = Week 1 +2.5%\n## Week 3 (deload) = Week 2 volume -40%\n## Week 4 = Week 2 +2.5%\n"
    text = f"# P · strength\n## Week 1\n### Mon · A\nSquat 5x5 @ 75%\n{weeks}"

    assert [adjustment for *_, adjustment in adjusted(text)] == ["", "+2.5%", "volume -40%", "+5%"]


def test_equal_sessions_are_one_session_and_a_name_alone_places_its_last_body_again():
    text = """# P · strength
## Week 1
### Mon · A
Squat 5x5
### Tue · A
Squat   5 x 5
### Wed · A
Squat 3x3
### Thu · a · RPE 8
### Fri · A
"""
    sessions = [placing.session for placing in read_program_text(text).value.placings]

    assert sessions[0] is sessions[1]
    assert [session.rows[0].prescription.sets for session in sessions] == [5, 5, 3, 3, 3]
    assert [session.effort for session in sessions] == [None, None, None, Decimal(8), Decimal(8)]


def test_a_session_of_its_own_that_says_the_same_stays_one():
    text = "# P · strength\n## Week 1\n### Mon · A\nSquat 5x5\n### Tue · A · its own\nSquat 5x5\n### Wed · A · own 2\n"
    first, second, third = (placing.session for placing in read_program_text(text).value.placings)

    assert first != second
    assert second is third
    assert replace(second, key="") == first


def test_days_are_called_as_the_program_calls_them():
    numbered = read_program_text("# P\n## Week 1\n### Day 3 · A\nSquat 5x5").value
    match = read_program_text("# P\n## Week 1\n### MD-2 · A\nSquat 5x5\n### MD · B\n### MD+1 · C").value

    assert (numbered.day_names, numbered.placings[0].day) == ("numbered", 3)
    assert (match.day_names, [placing.day for placing in match.placings]) == ("match", [4, 6, 7])
    assert "### MD-2 · A" in write(match)


@pytest.mark.parametrize(
    "heading", ["### Monday: Legs", "### mon – Legs", "### MON Legs", "###Mon | Legs", "### Mon. · Legs"]
)
def test_the_heading_of_a_day_as_people_write_it(heading):
    value = read_program_text(f"{heading}\nSquat 5x5").value

    assert [(p.week, p.day, p.session.name) for p in value.placings] == [(1, 1, "Legs")]


def test_what_cannot_be_read_names_its_line_and_the_rest_is_read():
    text = """# P · strength
weeks: 3
weeks: 99
colour: red
## Week 1
Squat 5x5
### Mon · A
Squat 5x5 banana
A: whenever
### Funday · B
Press 5x5
### Day 9 · C
### Tue 25:00 · D
### Tue · E +5 bananas
### Tue · F · +5 bananas
## Week 2 = Week 7
### Mon · G
## Week 4
### Mon · H
Row 5x5
## Week 3 = Week 1 +10min
# Two
"""
    found = read_program_text(text)

    assert [(p.line, p.column, p.text) for p in sorted(found.problems)] == [
        (3, 1, "weeks: 99"), (4, 1, "colour: red"), (6, 1, "Squat 5x5"), (9, 1, "A: whenever"),
        (10, 5, "Funday · B"), (12, 5, "Day 9 · C"), (13, 9, "25:00"),
        (15, 15, "+5 bananas"), (16, 11, "= Week 7"), (18, 4, "Week 4"), (22, 1, "# Two"),
    ]  # fmt: skip
    assert [(p.line, p.column, p.text) for p in found.kept] == [(8, 11, "banana")]
    assert [(p.week, p.day, p.session.name) for p in found.value.placings] == [
        (1, 1, "A"), (1, 2, "E +5 bananas"), (3, 1, "A"), (3, 2, "E +5 bananas"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n\n", "Squat 5x5", "weeks: 4"])
def test_what_is_no_program_is_refused(text):
    with pytest.raises(UnreadableFile, match="no program"):
        read_program_text(text)


def test_what_a_name_means_stands_at_the_end_and_row_by_row_where_it_means_several_things():
    value = ProgramValue(
        "P", "strength", 1,
        placings=(
            PlacingValue(1, 1, 1, SessionValue("A", "strength", rows=(
                Row("Squat", "Back squat", prescription=Prescription(sets=5, reps=Reps.parse("5"))),
                Row("Run", None, "running", prescription=Prescription(duration=600)),
                Row("Press", "Bench press"), Row("Press", "Overhead press"), Row("Press"),
            ))),
        ),
    )  # fmt: skip
    text = write(value)

    assert text.endswith(
        "Press\n= Bench press\nPress\n= Overhead press\nPress\n\n## Exercises\nSquat = Back squat\nRun = · running\n"
    )
    assert read_program_text(text).value == value


def test_a_line_is_read_once_however_often_it_stands_there(monkeypatch):
    from sessions_app.notation import sessions as notation_sessions

    read, seen = notation_sessions.read_line, []
    monkeypatch.setattr(notation_sessions, "read_line", lambda text, *rest: seen.append(text) or read(text, *rest))
    weeks = [
        f"## Week {week}\n### Mon · A{week}\nSquat 5x5\nPress 5x5\n### Tue · B\nRow {week}x5" for week in range(1, 53)
    ]

    value = read_program_text("# P · strength\n" + "\n".join(weeks)).value

    assert len(value.sessions) == 104
    assert sorted(seen) == sorted(["Squat 5x5", "Press 5x5", *(f"Row {week}x5" for week in range(1, 53))])


def test_a_change_that_changes_nothing_in_the_whole_week_is_named():
    found = read_program_text("# P\n## Week 1\n### Mon · A\nSquat 5x5 @ 75%\n## Week 2 = Week 1 +5% +10min, Row +1 rep")

    assert [problem.text for problem in found.problems] == ["+10min", "Row +1 rep"]
    assert [str(placing.adjustment or "") for placing in found.value.placings] == ["", "+5%"]


def test_what_is_wrong_is_listed_for_a_terminal():
    value, left_out = read(b"# P\n## Week 1\n### Mon \xc2\xb7 A\nSquat 5x5\n## Week 0\n")

    assert [(part.where, part.text) for part in left_out] == [("line 5, column 4", "Week 0")]
    assert len(value.placings) == 1


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "531-boring-but-big",
        "8-weeks-road-builder",
        "couch-to-5k",
        "higdon-novice-1-marathon",
        "open-water-10k-swim",
        "phul",
    ],
)
def test_the_six_real_programs_come_back_whole_through_the_database(shared_data, name, rosa, other):
    from programs.exchange.load import load
    from programs.exchange.save import save

    from_json, _ = json_format.read((shared_data / "programs" / f"{name}.json").read_bytes())
    first = load(save(from_json, rosa).program)
    found = read_program_text(write(first))
    second = load(save(found.value, other).program)

    assert found.problems == []
    assert json.loads(json_format.write(second)) == json.loads(json_format.write(first))
    assert write(second) == write(first)


def test_an_exercise_of_one_sport_in_sessions_of_several_is_said_once():
    """A row erg warms up the lifter, and is the rower's own."""
    lift = SessionValue("Lower A", "strength", rows=(Row("Row erg", sport="rowing"), Row("Back squat")))
    pull = SessionValue("Easy row", "rowing", rows=(Row("Row erg"),))
    value = ProgramValue("Base", "", placings=(PlacingValue(1, 1, 1, lift), PlacingValue(1, 2, 1, pull)))

    text = write(value)

    assert text.count("rowing") == 2 and text.endswith("## Exercises\nRow erg = · rowing\n")
    assert read_program_text(text).value == value
