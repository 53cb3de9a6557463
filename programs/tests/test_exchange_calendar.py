"""Calendar files: read back by icalendar and by `ical`, which share no code; the clock against the table of zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from programs.exchange.calendar import Planned, write
from programs.exchange.texts import FORBIDDEN

CHANGED = datetime(2026, 11, 30, 12, 30, 15, 999999, tzinfo=UTC)
MONDAY = date(2027, 1, 4)
# A spring and an autumn change, one south of the equator, half an hour off, half an hour of change, none, a fast that
# moves with the moon, and one that counts its winter as the exception.
ZONES = [
    "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Africa/Casablanca", "Europe/Dublin", "America/St_Johns",
]  # fmt: skip


def planned(uid="c1@trainhub", day=MONDAY, name="Lower A", **facts):
    return Planned(uid, CHANGED, day, name, **facts)


def read(data):
    """What both readers find, and that they find no fault."""
    text = data.decode()
    first = Calendar.from_ical(data)
    assert [event.errors for event in first.events] == [[]] * len(first.events)
    second = IcsCalendarStream.calendar_from_ics(text)
    assert len(first.events) == len(second.events)
    return first, second


def test_an_event_to_the_letter():
    data = write(
        "Base",
        [
            planned(
                text="62 min\n\nBack squat 5x5 @ 80% r3:00", begins=time(7, 30), seconds=3720, url="https://x.org/1"
            ),
            planned("c2@trainhub", date(2027, 1, 5), "Easy run", categories=("Running", "Mobility")),
        ],
        "Europe/Berlin",
    )
    assert data.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//TrainHub//Programs//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Base",
        "X-WR-CALNAME:Base",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:STANDARD",
        "DTSTART:20270103T010000",
        "TZNAME:CET",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Lower A",
        "DTSTART;TZID=Europe/Berlin:20270104T073000",
        "DURATION:PT1H2M",
        "DTSTAMP:20261130T123015Z",
        "UID:c1@trainhub",
        "SEQUENCE:218205015",
        "DESCRIPTION:62 min\\n\\nBack squat 5x5 @ 80% r3:00",
        "LAST-MODIFIED:20261130T123015Z",
        "URL:https://x.org/1",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:Easy run",
        "DTSTART;VALUE=DATE:20270105",
        "DTEND;VALUE=DATE:20270106",
        "DTSTAMP:20261130T123015Z",
        "UID:c2@trainhub",
        "SEQUENCE:218205015",
        "CATEGORIES:Running,Mobility",
        "LAST-MODIFIED:20261130T123015Z",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_both_readers_find_what_was_meant():
    first, second = read(
        write("Base", [planned(text="A; b, c\\n\n\td", begins=time(18), seconds=2700)], "America/New_York")
    )
    [one], [other] = first.events, second.events
    begins = datetime(2027, 1, 4, 18, tzinfo=ZoneInfo("America/New_York"))
    assert one.start == other.start == begins
    assert one.start.utcoffset() == other.start.utcoffset() == timedelta(hours=-5)
    assert one.duration == other.computed_duration == timedelta(minutes=45)
    assert str(one["description"]) == other.description == "A; b, c\\n\n\td"
    assert (one.uid, one.sequence) == (other.uid, other.sequence) == ("c1@trainhub", 218205015)
    assert one.stamp == other.dtstamp == CHANGED.replace(microsecond=0)


def test_without_a_time_of_day_it_is_all_day_and_takes_no_time_of_it():
    first, second = read(write("Base", [planned(seconds=3720)], "Europe/Berlin"))
    [one], [other] = first.events, second.events
    assert one.start == other.start == MONDAY
    assert one.end == other.end == date(2027, 1, 5)
    assert one["transp"] == other.transparency == "TRANSPARENT"
    assert not first.timezones


def test_without_a_zone_a_time_is_that_of_wherever_one_is_and_utc_needs_no_table():
    floating = write("Base", [planned(begins=time(7, 30))])
    assert b"DTSTART:20270104T073000\r\n" in floating
    read(floating)
    in_utc = write("Base", [planned(begins=time(7, 30))], "UTC")
    assert b"DTSTART:20270104T073000Z\r\n" in in_utc
    assert b"VTIMEZONE" not in floating + in_utc
    read(in_utc)


def test_what_takes_no_time_has_no_end():
    data = write("Base", [planned(begins=time(7, 30), seconds=0)], "UTC")
    assert b"DURATION:" not in data.replace(b"VALUE=DURATION:", b"") and b"DTEND" not in data
    read(data)


def test_nothing_planned_is_an_empty_calendar():
    assert write("Base", [], "Europe/Berlin").decode().split("\r\n")[-3:] == [
        "X-PUBLISHED-TTL:PT6H",
        "END:VCALENDAR",
        "",
    ]


# Changes


def test_the_sequence_rises_with_the_change_and_fits_for_as_long_as_we_plan():
    earlier = planned().sequence
    later = Planned("c1", CHANGED + timedelta(seconds=1), MONDAY, "x").sequence
    last = Planned("c1", datetime(2087, 12, 31, tzinfo=UTC), MONDAY, "x").sequence
    before = Planned("c1", datetime(1999, 1, 1, tzinfo=UTC), MONDAY, "x").sequence
    assert before == 0 < earlier < later < last < 2**31


# The clock


def stated_offset(zone, here):
    """What the calendar's own table says of a local time: by the last onset that is not after it. Ours, from the text
    of the standard: an onset is said by the clock before it (RFC 5545, 3.6.5)."""
    onsets = sorted(
        ((part["dtstart"].dt, part["tzoffsetto"].td) for part in zone.subcomponents), key=lambda one: one[0]
    )
    return [offset for onset, offset in onsets if onset <= here][-1]


@pytest.mark.parametrize("name", ZONES)
def test_a_year_of_mornings_and_nights_keeps_its_clock(name):
    """Each hour of a year, and each quarter of an hour around a change, against the table of zones."""
    zone = ZoneInfo(name)
    days = [MONDAY + timedelta(days=number) for number in range(364)]
    first, second = read(
        write("Year", [planned(f"c{day}", day, begins=time(6, 45), seconds=3600) for day in days], name)
    )
    table = first.timezones[0]
    for event, other, day in zip(first.events, second.events, days, strict=True):
        begins = datetime.combine(day, time(6, 45), zone)
        assert event.start == other.start == begins
        assert event.start.time() == time(6, 45)
        assert stated_offset(table, datetime.combine(day, time(6, 45))) == begins.utcoffset()

    quarters = [datetime.combine(day, time(), UTC) + timedelta(minutes=15 * n) for day in days for n in range(96)]
    for moment in quarters:
        here = moment.astimezone(zone)
        local = here.replace(tzinfo=None)
        if here.fold or zone.utcoffset(here.replace(fold=1)) != here.utcoffset():
            continue  # said twice that night: which of the two is meant, no local time tells
        assert stated_offset(table, local) == here.utcoffset(), (name, moment)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("Europe/Berlin", ["2027-03-28 02:00 +1:00:00 +2:00:00", "2027-10-31 03:00 +2:00:00 +1:00:00"]),
        ("America/New_York", ["2027-03-14 02:00 -5:00:00 -4:00:00", "2027-11-07 02:00 -4:00:00 -5:00:00"]),
        ("Pacific/Auckland", ["2027-04-04 03:00 +13:00:00 +12:00:00", "2027-09-26 02:00 +12:00:00 +13:00:00"]),
        ("Australia/Lord_Howe", ["2027-04-04 02:00 +11:00:00 +10:30:00", "2027-10-03 02:00 +10:30:00 +11:00:00"]),
        ("Asia/Kolkata", []),
    ],
)
def test_the_table_says_each_change_by_the_clock_before_it(name, changes):
    days = [MONDAY, MONDAY + timedelta(days=363)]
    table = Calendar.from_ical(write("x", [planned(str(day), day, begins=time(6)) for day in days], name)).timezones[0]

    def signed(offset):
        return f"-{-offset}" if offset < timedelta() else f"+{offset}"

    parts = sorted(table.subcomponents, key=lambda part: part["dtstart"].dt)
    assert [
        f"{part['dtstart'].dt:%Y-%m-%d %H:%M} {signed(part['tzoffsetfrom'].td)} {signed(part['tzoffsetto'].td)}"
        for part in parts[1:]
    ] == changes


# Any text


anything = st.text(st.characters(codec=None), max_size=120)


@given(
    name=anything, text=anything, title=anything, category=anything.filter(lambda said: FORBIDDEN.sub("", said).strip())
)
def test_any_text_comes_back_cleaned_and_breaks_no_line(name, text, title, category):
    data = write(title, [planned(name=name, text=text, categories=(category,)), planned("c2")])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\0" not in data and b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b"")
    first, second = read(data)
    wanted = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    line = " ".join(FORBIDDEN.sub("", name).split())
    assert str(first.events[0].get("description", "")) == (second.events[0].description or "") == wanted
    assert str(first.events[0]["summary"]) == (second.events[0].summary or "") == line
    assert first.events[1].uid == second.events[1].uid == "c2"
