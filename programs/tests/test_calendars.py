"""A program in a calendar: on which dates its sessions fall, what an event says, and what makes it another one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from core.editing import stack, undo
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs import calendars, documents, schedule
from programs.models import Program, ProgramSession
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from sessions_app import editing
from sessions_app.models import Session, SessionExercise
from sessions_app.prescription import Adjustment
from sessions_app.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db

MONDAY, WEDNESDAY = date(2027, 1, 4), date(2027, 1, 6)


def events(data):
    """By uid, without its end."""
    found = Calendar.from_ical(data).events
    by_uid = {str(event["uid"]).removesuffix("@trainhub"): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


# Dates


@pytest.mark.parametrize(
    ("day_names", "start", "first"),
    [
        ("weekday", MONDAY, MONDAY),
        ("weekday", WEDNESDAY, MONDAY),
        ("weekday", date(2027, 1, 10), MONDAY),
        ("numbered", WEDNESDAY, WEDNESDAY),
        ("match", WEDNESDAY, WEDNESDAY),
    ],
)
def test_weekdays_are_weekdays_and_other_days_count_from_the_start(program, day_names, start, first):
    program.day_names = day_names
    assert calendars.first_day(day_names, start) == first
    one, two = (event.day for event in calendars.planned(program, start))
    assert (one - first).days == 0
    assert (two - first).days == 2 * 7 + 2  # Wednesday of week 3
    assert calendars.date_of(program, start, 3, 3) == two


@pytest.mark.parametrize(
    ("today", "next_monday"), [(date(2026, 11, 30), date(2026, 12, 7)), (date(2026, 12, 6), date(2026, 12, 7))]
)
def test_next_monday_is_never_today(today, next_monday):
    assert calendars.next_monday(today) == next_monday


def test_a_start_at_either_end_of_the_calendar_stays_in_it(rosa):
    program = ProgramFactory(author=rosa, duration_weeks=52)
    ProgramSessionFactory(program=program, session=make_session(rosa), week=52, day=7)
    for start in (calendars.FIRST, calendars.LAST):
        [event] = events(calendars.file_of(program, start, "UTC")).values()
        assert (event.start - calendars.first_day("weekday", start)).days == 363


# What stands in an event


def test_a_placing_is_its_session_as_placed(rosa):
    ExerciseFactory(author=rosa, name="Back squat", sport="strength")
    session = editing.create_session(
        Session(name="Squats; heavy", sport="strength", effort=8, note="Belt on"),
        rosa,
        "== Warm-up\nRow 5:00 easy\n== Main\nA: 4 rounds r1:30\nA1 Back squat 5 @ 80%\nA2 Plank 30s",
    )
    program = ProgramFactory(author=rosa, name="Base")
    schedule.place(program, rosa, session, 1, 1)
    placing = schedule.place(program, rosa, session, 2, 2, adjustment=Adjustment.parse("+2.5%"))
    schedule.annotate(placing, rosa, time_of_day=time(7, 30), notes="Fasted")
    first, second = events(calendars.file_of(program, MONDAY, "Europe/Berlin")).values()
    assert str(first["summary"]) == "Squats; heavy"
    assert str(first["description"]).split("\n") == [
        "13 min · RPE 8",
        "",
        "> Belt on",
        "",
        "== Warm-up",
        "Row 5min @ easy",
        "",
        "== Main",
        "A: 4 rounds r1:30",
        "A1 Back squat 5 @ 80%",
        "A2 Plank 30s",
    ]
    assert first.start == date(2027, 1, 4)
    assert str(second["description"]).split("\n")[2:4] == ["> Fasted", "> Belt on"]
    assert "A1 Back squat 5 @ 82.5%" in str(second["description"])
    assert second.start.isoformat() == "2027-01-12T07:30:00+01:00"
    assert [str(category) for category in second["categories"].cats] == ["Strength"]
    assert "url" not in first


def test_an_adjustment_that_finds_nothing_leaves_the_lines_and_a_session_without_lines_is_its_name(rosa):
    program = ProgramFactory(author=rosa)
    ProgramSessionFactory(program=program, session=make_session(rosa), adjustment="+10min")
    ProgramSessionFactory(program=program, session=SessionFactory(author=rosa, name="Rest", sport=""), day=2)
    first, second = events(calendars.file_of(program, MONDAY)).values()
    assert str(first["description"]).endswith(" 5x5 @ 75%")
    assert "description" not in second and "categories" not in second
    assert str(second["summary"]) == "Rest"


def test_a_mixed_session_is_in_the_categories_of_its_sports(rosa):
    for name, sport in [("Ride", "cycling"), ("Run", "running")]:
        ExerciseFactory(author=rosa, name=name, sport=sport)
    session = editing.create_session(Session(name="Brick"), rosa, "Ride 40:00\nRun 20:00")
    program = ProgramFactory(author=rosa)
    ProgramSessionFactory(program=program, session=session)
    [event] = events(calendars.file_of(program, MONDAY)).values()
    assert sorted(map(str, event["categories"].cats)) == ["Cycling", "Running"]


# What changes it


def changed(program, before, what):
    """Does `what` what it says, and raises the sequence of those placings whose event it changes, and of no other?"""
    old = events(before)
    what()
    new = events(calendars.file_of(Program.objects.get(pk=program.pk), MONDAY, "Europe/Berlin"))
    found = {}
    for uid, event in new.items():
        if uid in old and event["sequence"] != old[uid]["sequence"]:
            assert event["sequence"] > old[uid]["sequence"]
            assert event["last-modified"].dt == event["dtstamp"].dt > old[uid]["last-modified"].dt
            found[uid] = event
        elif uid in old:
            assert event == old[uid]
    return found


def long_ago(program, start=MONDAY):
    """Its file, when all of it was last changed in January."""
    for model in (Program, ProgramSession, Session, SessionExercise, Exercise):
        model.objects.update(updated_at=datetime(2026, 1, 5, 12, tzinfo=UTC))
    program.refresh_from_db()
    return calendars.file_of(program, start, "Europe/Berlin")


@pytest.fixture
def old(program):
    return long_ago(program)


def test_a_moved_session_is_the_same_event_on_another_day(program, rosa, placing, old):
    moved = changed(program, old, lambda: schedule.move(placing, rosa, 2, 5))
    assert {uid: event.start for uid, event in moved.items()} == {placing.pk: date(2027, 1, 15)}
    back = changed(program, calendars.file_of(program, MONDAY), lambda: None)
    assert back == {}


def test_undo_moves_it_back_with_a_sequence_that_goes_on(program, rosa, placing, old):
    schedule.move(placing, rosa, 2, 5)
    later = datetime(2026, 2, 5, 12, tzinfo=UTC)
    ProgramSession.objects.filter(pk=placing.pk).update(updated_at=later)
    moved = calendars.file_of(program, MONDAY, "Europe/Berlin")
    undone = changed(program, moved, lambda: undo(stack(program, rosa)[0]))
    assert {uid: event.start for uid, event in undone.items()} == {placing.pk: MONDAY}


@pytest.mark.parametrize(
    "verb",
    [
        lambda placing, rosa: schedule.adjust(placing, rosa, Adjustment.parse("+5%")),
        lambda placing, rosa: schedule.annotate(placing, rosa, time_of_day=time(18), notes=""),
        lambda placing, rosa: schedule.annotate(placing, rosa, time_of_day=None, notes="Slowly"),
        lambda placing, rosa: schedule.make_own(placing, rosa),
        lambda placing, rosa: editing.add_lines(placing.session, rosa, "Plank 3x30s"),
        lambda placing, rosa: editing.change_line(placing.session.rows.get(), rosa, "Front squat", "3x3"),
        lambda placing, rosa: editing.change_line(placing.session.rows.get(), rosa, "Squat", "5x5 @ 75% // deep"),
        lambda placing, rosa: editing.replace_text(placing.session, rosa, "Plank 30s"),
        lambda placing, rosa: rename(placing.session, rosa),
    ],
)
def test_whatever_it_says_raises_its_own_sequence(program, rosa, placing, old, verb):
    assert list(changed(program, old, lambda: verb(placing, rosa))) == [placing.pk]


def rename(session, user):
    session.name = "Legs"
    editing.change_facts(session, user)


def test_so_do_the_order_of_its_lines_and_the_name_of_an_exercise(program, rosa, placing):
    [row] = editing.add_lines(placing.session, rosa, "Plank 3x30s")
    before = long_ago(program)
    assert list(changed(program, before, lambda: editing.move_line(row, rosa, "up"))) == [placing.pk]
    before = long_ago(program)
    row.exercise.name = "Long plank"
    assert list(changed(program, before, row.exercise.save)) == [placing.pk]


def test_other_steps_leave_it_as_it_is(program, rosa, placing, old):
    def others():
        schedule.place(program, rosa, placing.session, 4, 1)
        documents.set_visibility(program, rosa, "public")

    assert changed(program, old, others) == {}


def test_how_days_are_called_moves_those_of_a_start_that_is_no_monday(program, rosa, old):
    before = events(long_ago(program, WEDNESDAY))
    program.day_names = "numbered"
    documents.change(program, rosa)
    after = events(calendars.file_of(program, WEDNESDAY))
    assert [after[uid].start - before[uid].start for uid in before] == [WEDNESDAY - MONDAY] * 2
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in before)
    assert changed(program, old, lambda: None) == {}  # from a Monday on it is all the same
