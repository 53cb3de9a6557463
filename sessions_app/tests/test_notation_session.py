"""A session as text, both ways."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessions_app.editing.checks import Refused, check_group
from sessions_app.notation import describe_group, read_group, read_session, render_group, render_session
from sessions_app.prescription import Group, Row, problems
from sessions_app.prescription.values import SPORTS

from .strategies import groups, names, texts, valid

TEXT = """# Lower A · Squat · strength · RPE 7
> Leave one rep in the tank on every squat set.
> Film set 3 from the side.

== Warm-up
Row erg 5min @ Z1
90/90 hip switch 2x8/side

== Power (main)
Back squat 5x5 @ 80% r3:00 // belt
A: 4 rounds r1:30
A1 Romanian deadlift 8 @ RPE 7 t3-1-1-0
A2 Hanging knee raise 12

== Cool-down
Couch stretch 3x1min/side
"""


def test_a_session_reads_and_is_written_again_letter_by_letter():
    read = read_session(TEXT)
    assert (read.name, read.sport, read.effort, read.problems) == ("Lower A · Squat", "strength", Decimal(7), [])
    assert read.note == "Leave one rep in the tank on every squat set.\nFilm set 3 from the side."
    assert [(row.section, row.section_title, row.group and row.group.letter) for row in read.rows] == [
        ("warm_up", "", None), ("warm_up", "", None), ("main", "Power", None), ("main", "Power", "A"),
        ("main", "Power", "A"), ("cool_down", "", None),
    ]  # fmt: skip
    assert read.rows[3].group == Group("A", rounds=4, rest_s=90)
    assert render_session(read.rows, read.name, read.sport, read.effort, read.note) == TEXT


def test_the_bare_word_of_a_section_and_a_note_on_its_own_line_are_read():
    read = read_session("Warm up\nBike 10min\nMain:\nSquat: 5x5\n  // leave one in the tank\n", "strength")
    assert [(row.section, row.name, row.prescription.notes) for row in read.rows] == [
        ("warm_up", "Bike", ""),
        ("main", "Squat", "leave one in the tank"),
    ]


def test_what_cannot_be_read_names_line_column_text_and_what_would_have_been():
    read = read_session("Squat 5x5\n  ## Week 2\nA: whenever\n# Two\nPress 3x5", "strength")
    assert [(p.line, p.column, p.text) for p in read.problems] == [
        (2, 3, "## Week 2"),
        (3, 1, "A: whenever"),
        (4, 1, "# Two"),
    ]
    assert "A: 4 rounds r1:30" in read.problems[1].expected
    assert [row.name for row in read.rows] == ["Squat", "Press"]


def test_groups():
    cases = {
        "A: 4 rounds r1:30": Group("A", rounds=4, rest_s=90),
        "B: AMRAP 20min": Group("B", "amrap", cap_s=1200),
        "C: EMOM 10min": Group("C", "emom", cap_s=600, every_s=60),
        "A: alt EMOM 12min": Group("A", "alternating_emom", cap_s=720, every_s=60),
        "A: for time cap 15min": Group("A", "for_time", cap_s=900),
        "A: 3x4 rounds r1:30/5:00": Group("A", rounds=4, sets_of_rounds=3, rest_s=90, set_rest_s=300),
    }
    for text, group in cases.items():
        assert (read_group(text), render_group(group)) == (group, text)
    assert read_group("A: for time, cap 15min") == Group("A", "for_time", cap_s=900)
    assert read_group("A: Back squat 5x5") is None


@given(groups)
@example(Group("A", cap_s=7200, rest_s=0))  # 2h r0:00 is no hr
@example(Group("H", "emom", cap_s=7200, rest_s=90, set_rest_s=359_999))
def test_a_groups_line_reads_back(group):
    text = render_group(group)
    assert (read_group(text) if text else Group(group.letter)) == group


@st.composite
def sessions(draw):
    """Rows in sections; a group's rows stand together, its letter once in a section."""
    sport = draw(st.sampled_from(["", *SPORTS]))
    rows, before = [], None
    for _ in range(draw(st.integers(0, 3))):
        section = (draw(st.sampled_from(["warm_up", "main", "cool_down"])), draw(st.one_of(st.just(""), texts)))
        if section == before:
            continue
        before, letters = section, list("ABC")
        for _ in range(draw(st.integers(1, 3))):
            group = draw(st.one_of(st.none(), groups)) if letters else None
            if group:
                group = replace(group, letter=letters.pop(0))
            for _ in range(draw(st.integers(1, 3)) if group else 1):
                row = Row(draw(names), None, sport, *section, group, draw(valid))
                if row.name or row.prescription or group:
                    rows.append(row)
    note = draw(st.one_of(st.just(""), st.lists(texts, max_size=3).map("\n".join))).strip()
    return {"rows": rows, "name": draw(texts), "sport": sport, "note": note,
            "effort": draw(st.one_of(st.none(), st.integers(2, 20).map(lambda n: Decimal(n) / 2)))}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(sessions())
@example({"rows": [], "name": "strength ·", "sport": "", "note": "", "effort": Decimal("7.5")})
def test_a_rendered_session_reads_back_as_itself(session):
    text = render_session(**session)
    read = read_session(text)
    assert read.rows == session["rows"], text
    assert (read.name, read.sport, read.effort, read.note) == (
        session["name"], session["sport"], session["effort"], session["note"],
    ), text  # fmt: skip
    assert not read.problems


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(texts, max_size=6).map("\n".join)))
@example("Squat 5x5\n// a\tb\x00c")
@example("A.\x1b0")
@example('"1a x" 5x5\n"5x" r1:00\n"3x(5 a, 5 b)"')
def test_any_text_is_read_and_what_was_read_is_stable(text):
    read = read_session(text)
    assert not any(problems(row.prescription) for row in read.rows)
    once = render_session(read.rows, read.name, read.sport, read.effort, read.note)
    again = read_session(once)
    assert again.rows == read.rows, once
    assert render_session(again.rows, again.name, again.sport, again.effort, again.note) == once


@pytest.mark.parametrize("fact", ["cap_s", "every_s"])
def test_a_group_of_no_time_is_refused_for_no_line_says_it(fact):
    with pytest.raises(Refused, match="from 1 s"):
        check_group(Group("A", rounds=3, **{fact: 0}))


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("A: 4 rounds r1:30", "4 rounds, rest 1:30"),
        ("A: 1 rounds", "1 round"),
        ("A: 3x4 rounds r1:30/5:00", "4 rounds, 3 times, rest 1:30, rest 5:00 between the times"),
        ("A: AMRAP 20min", "AMRAP, 20:00"),
        ("A: EMOM 10min", "EMOM, 10:00"),
        ("A: alt EMOM 12min every 1:30", "alternating EMOM, 12:00, every 1:30"),
        ("A: for time cap 15min", "for time, at most 15:00"),
        ("A: 5 rounds every 3:00", "5 rounds, every 3:00"),
    ],
)
def test_a_group_reads_in_words(written, reads):
    group = read_group(written)
    assert group is not None
    assert describe_group(group) == reads


def test_a_group_of_which_nothing_is_said_has_no_words():
    assert describe_group(Group("A")) == ""
