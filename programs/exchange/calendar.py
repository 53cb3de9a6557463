"""Sessions as a calendar file: iCalendar (RFC 5545), one event each. docs/formats.md says what stands where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from .texts import FORBIDDEN, clean_notes

MAKER = "-//TrainHub//Programs//EN"
ASKED_EVERY = timedelta(hours=6)  # how often a calendar that subscribes need not ask again
# From when changes are counted, in seconds: a sequence has 31 bits, which lasts until 2088.
FIRST_CHANGE = datetime(2020, 1, 1, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """A session on its day. `uid` is its for good; `changed`, when any of this last became another.

    Without `begins` it is on that day, whenever. seconds: 0 where nobody can say how long it takes.
    """

    uid: str
    changed: datetime
    day: date
    name: str
    text: str = ""
    begins: time | None = None
    seconds: int = 0
    categories: tuple[str, ...] = ()
    url: str = ""

    @property
    def sequence(self) -> int:
        """Rises with each change, and never falls: by it a calendar knows which of two is the newer one."""
        return max(0, int((self.changed - FIRST_CHANGE).total_seconds()))


def write(name: str, planned: Iterable[Planned], zone: str = "") -> bytes:
    """The file. Without a zone, times are those of wherever the reader is."""
    planned = list(planned)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for label in ("name", "x-wr-calname"):  # what the standard calls it, and what was there before it
        calendar.add(label, _line(name))
    calendar.add("refresh-interval", vDuration(ASKED_EVERY), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASKED_EVERY))
    place = ZoneInfo(zone) if zone else None
    days = [one.day for one in planned if one.begins]
    if place and zone != "UTC" and days:
        calendar.add_component(_time_zone(place, min(days), max(days)))
    for one in planned:
        calendar.add_component(_event(one, place))
    return calendar.to_ical()


def _event(one: Planned, zone: ZoneInfo | None) -> Event:
    event = Event()
    changed = one.changed.astimezone(UTC).replace(microsecond=0)
    event.add("uid", one.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", one.sequence)
    event.add("summary", _line(one.name))
    if one.begins:
        event.add("dtstart", datetime.combine(one.day, one.begins, zone))
        if one.seconds:
            event.add("duration", timedelta(seconds=one.seconds))
    else:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + DAY)
        event.add("transp", "TRANSPARENT")  # a day with a session is not a day without time for anything else
    if text := FORBIDDEN.sub("", clean_notes(one.text)):
        event.add("description", text)
    if one.categories:
        event.add("categories", [_line(category) for category in one.categories])
    if one.url:
        event.add("url", one.url)
    return event


def _line(text: str) -> str:
    return " ".join(FORBIDDEN.sub("", text).split())


def _time_zone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """The clock of these days: how it stands, and each time it is put forward or back.

    Not icalendar's own, which says of a spring change when it is over by the new clock; RFC 5545 (3.6.5) has it by the
    old one, and so a reader without a table of zones would come an hour late to it.
    """
    found = Timezone()
    found.add("tzid", zone.key)
    moment = datetime.combine(first - DAY, time(), UTC)
    end = datetime.combine(last + 2 * DAY, time(), UTC)
    found.add_component(_observance(zone, moment, _offset(zone, moment)))
    for change, before in _changes(zone, moment, end):
        found.add_component(_observance(zone, change, before))
    return found


def _changes(zone: ZoneInfo, moment: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """The first second of each new offset from UTC, and the offset before it."""
    while moment < end:
        low, high = moment, moment + DAY
        before = _offset(zone, low)
        if _offset(zone, high) != before:
            while high - low > SECOND:
                middle = low + (high - low) // 2 // SECOND * SECOND
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            yield high, before
        moment += DAY


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, moment: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    here = moment.astimezone(zone)
    found = TimezoneDaylight() if here.dst() else TimezoneStandard()
    found.add("dtstart", (moment + before).replace(tzinfo=None))
    found.add("tzoffsetfrom", before)
    found.add("tzoffsetto", _offset(zone, moment))
    found.add("tzname", here.tzname() or zone.key)
    return found
