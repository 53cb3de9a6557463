"""A program in a calendar: on which dates its sessions fall, as a file, and as feeds that calendars subscribe to."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.editing import Conflict, edit
from core.later import later
from core.templatetags.units import hours
from core.units import plain
from exercises.models import Sport
from programs.models import CalendarFeed, DayNames, Program, ProgramSession, new_token
from programs.progression import placed_rows
from programs.week_sums import placing_totals
from sessions_app.models import Session, SessionExercise, rows_of
from sessions_app.notation.sessions import render_note, render_rows
from sessions_app.totals import Totals

if TYPE_CHECKING:
    from programs.exchange.calendar import Planned

_write, _planned = later("programs.exchange.calendar.write"), later("programs.exchange.calendar.Planned")

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
MONDAY = 0
WEEK = timedelta(days=7)

AddressOf = Callable[[ProgramSession], str]


class Unfit(ValueError):
    """A start date or a time zone that there is not; the sentence says so."""


def read_start(text: str) -> date:
    try:
        return check_start(date.fromisoformat(text.strip()))
    except ValueError as error:
        raise Unfit(
            _("%(text)s is no start date: write a day from 2000 to 2099 like 2027-01-04.") % {"text": f"“{text[:40]}”"}
        ) from error


def check_start(start: date) -> date:
    if not FIRST <= start <= LAST:
        raise Unfit(_("Choose a day from 2000 to 2099."))
    return start


def read_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise Unfit(_("%(text)s is no time zone: write one like Europe/Berlin or UTC.") % {"text": f"“{text[:40]}”"})
    return text


def next_monday(today: date) -> date:
    return today + WEEK - timedelta(days=today.weekday())


def first_day(day_names: str, start: date) -> date:
    """The date of day 1 of week 1.

    Where days are weekdays, week 1 is the week that the start date is in: what is planned for a Monday falls on one.
    Else day 1 is the start date itself.
    """
    return start - timedelta(days=start.weekday()) if day_names == DayNames.WEEKDAY else start


def date_of(program: Program, start: date, week: int, day: int) -> date:
    return first_day(program.day_names, start) + (week - 1) * WEEK + timedelta(days=day - 1)


def file_name(program: Program) -> str:
    return f"{slugify(program.name)[:60] or 'program'}.ics"


def file_of(program: Program, start: date, zone: str = "") -> bytes:
    return _write(program.name, planned(program, start), zone)


def feed_file(feed: CalendarFeed, address_of: AddressOf) -> bytes:
    events = planned(feed.program, feed.start_date, feed.updated_at, address_of)
    return _write(feed.program.name, events, feed.time_zone)


def planned(
    program: Program, start: date, changed: datetime | None = None, address_of: AddressOf | None = None
) -> list[Planned]:
    """Its placings on their dates. Four queries, whatever their number.

    changed: when what the dates hang on last became another, for a feed. Of a program that does not start on a Monday
    they hang on how it calls its days, too.
    """
    placings = list(program.placings.order_by("week", "day", "order"))
    sessions = Session.objects.with_rows().in_bulk({placing.session_id for placing in placings})
    rows = SessionExercise.objects.filter(session__placings__program=program)
    renamed = dict(rows.values_list("session_id").annotate(Max("exercise__updated_at")))
    times = [*([changed] if changed else []), *([program.updated_at] if start.weekday() != MONDAY else [])]
    written: dict[tuple[str, str, str], tuple[str, Totals]] = {}
    found = []
    for placing in placings:
        placing.session = session = sessions[placing.session_id]
        same = placing.session_id, str(placing.adjustment or ""), placing.notes
        if same not in written:
            totals = placing_totals(placing, session)
            written[same] = _text(placing, totals), totals
        text, totals = written[same]
        found.append(
            _planned(
                uid=f"{placing.pk}@trainhub",
                changed=max([placing.updated_at, *times, *_changes(session, renamed.get(session.pk))]),
                day=date_of(program, start, placing.week, placing.day),
                name=session.name,
                text=text,
                begins=placing.time_of_day,
                seconds=totals.seconds,
                categories=_sports(session, totals),
                url=address_of(placing) if address_of else "",
            )
        )
    return found


def _changes(session: Session, renamed: datetime | None) -> Iterator[datetime]:
    """When its facts, each line of it, and the exercises that they name last became others."""
    yield session.updated_at
    yield from (row.updated_at for row in rows_of(session))
    if renamed:
        yield renamed


def _text(placing: ProgramSession, totals: Totals) -> str:
    """How long and how hard, then the session's text as it stands on its day."""
    session = placing.session
    facts = [hours(totals.seconds)] if totals.seconds else []
    facts += [f"RPE {plain(session.effort)}"] if session.effort is not None else []
    rows, _refused = placed_rows(placing)
    notes = [*render_note(placing.notes), *render_note(session.note)]
    lines = render_rows(rows, session.sport, lines=notes)
    return "\n".join([*([" · ".join(facts), ""] if facts else []), *lines])


def _sports(session: Session, totals: Totals) -> tuple[str, ...]:
    sports = (session.sport,) if session.sport else tuple(sport for sport, _seconds in totals.by_sport)
    return tuple(str(Sport(sport).label) for sport in sports if sport)


# Feeds. No steps: what was ended stays so, whatever is undone.


def make_feed(program: Program, user: Any, start: date, zone: str) -> CalendarFeed:
    """One for each start date and time zone: the same again is the one there is."""
    with edit(program, user):
        return CalendarFeed.objects.get_or_create(program=program, start_date=start, time_zone=zone)[0]


def renew_feed(feed: CalendarFeed, user: Any) -> CalendarFeed:
    """A new address; the one before it is nobody's any more."""
    feed.token = new_token()
    with edit(feed.program, user):
        if not CalendarFeed.objects.filter(pk=feed.pk).update(token=feed.token):
            raise Conflict
    return feed


def end_feed(feed: CalendarFeed, user: Any) -> None:
    with edit(feed.program, user):
        CalendarFeed.objects.filter(pk=feed.pk).delete()
