"""Calendars by page, link and command: the file from any day on, and feeds from their making to their end."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.closing import close
from core.editing import Conflict, stack, undo
from programs import calendars, documents, schedule
from programs.models import CalendarFeed, Program
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from programs.tests.test_calendars import MONDAY, WEDNESDAY, events
from sessions_app import editing

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def at(name, thing):
    return reverse(f"programs:{name}", args=[thing.pk])


@pytest.fixture
def feed(program, rosa):
    return calendars.make_feed(program, rosa, MONDAY, "Europe/Berlin")


def ask(feed, **headers):
    return Client(headers=headers).get(feed.get_absolute_url())


# The page


def test_the_menu_leads_to_the_page_which_says_the_dates_that_follow(signed_in, program):
    address = at("calendar", program)
    assert f'href="{address}"' in text(signed_in.get(program.get_absolute_url()))
    page = text(signed_in.get(address, {"start": "2027-01-06", "tz": "Europe/Berlin"}))
    assert "Day 1 of week 1 is <b>Monday, 4 January 2027</b>." in page
    assert "The last session is on <b>Wednesday, 20 January 2027</b>." in page
    assert f'href="{at("calendar_file", program)}?start=2027-01-06&amp;tz=Europe%2FBerlin"' in page
    assert '<option value="Europe/Berlin" selected>' in page


def test_it_begins_with_next_monday_and_the_persons_own_zone(signed_in, rosa, program, freeze):
    rosa.time_zone = "Pacific/Auckland"
    rosa.save()
    freeze(datetime(2026, 12, 6, 12, 30, tzinfo=UTC))  # Monday there
    page = text(signed_in.get(at("calendar", program)))
    assert 'value="2026-12-14"' in page and '<option value="Pacific/Auckland" selected>' in page


@pytest.fixture
def freeze(monkeypatch):
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"start": "soon"}, "Start on: Choose a day, or write it like 2027-01-04."),
        ({"start": ""}, "Start on: This field is required."),
        ({"start": "1999-12-31"}, "Start on: Choose a day from 2000 to 2099."),
        ({"start": "2027-01-04", "tz": "Europe/Nowhere"}, "Time zone: Choose one of the time zones."),
    ],
)
def test_what_is_no_start_is_said_and_nothing_is_made(signed_in, program, said, sentence):
    for response in (
        signed_in.get(at("calendar", program), said),
        signed_in.post(at("feed_make", program), {"tz": "UTC"} | said),
    ):
        assert response.status_code == 422
        assert sentence in text(response)
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("weeks", [1, 52])
def test_the_page_takes_five_queries(signed_in, rosa, weeks, django_assert_num_queries):
    """Session and person; the program, its last session, its feeds."""
    program = long(rosa, weeks)
    signed_in.get(at("calendar", program))
    with django_assert_num_queries(5):
        signed_in.get(at("calendar", program))


def long(author, weeks):
    program = ProgramFactory(author=author, duration_weeks=52)
    for week in range(1, weeks + 1):
        ProgramSessionFactory(program=program, session=make_session(author), week=week, time_of_day=time(7))
    return program


# The file


def test_who_may_read_it_takes_it_from_any_day_on(by_other, program, rosa):
    documents.set_visibility(program, rosa, "public")
    for client in (by_other, Client()):
        response = client.get(at("calendar_file", program), {"start": "2027-01-06", "tz": "Europe/Berlin"})
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Content-Disposition"] == 'attachment; filename="base.ics"'
        found = events(response.content).values()
        assert [event.start for event in found] == [MONDAY, date(2027, 1, 20)]
        assert not any("url" in event for event in found)
        assert response.content == calendars.file_of(program, WEDNESDAY, "Europe/Berlin")


def test_the_public_page_asks_for_the_day(program, rosa, freeze):
    documents.set_visibility(program, rosa, "public")
    freeze(datetime(2026, 11, 30, 12, tzinfo=UTC))
    page = text(Client().get(program.get_absolute_url()))
    assert f'<form class="reading-start" action="{at("calendar_file", program)}">' in page
    assert 'id="start-on" name="start" value="2026-12-07"' in page
    assert "Week 1 is the week of that day, Monday to Sunday." in page
    assert "It begins on Monday, 7 December, and the last session falls on Wednesday, 23 December 2026." in page
    page = text(Client().get(program.get_absolute_url(), {"start": "2027-01-06"}))
    assert 'name="start" value="2027-01-06"' in page
    assert "It begins on Monday, 4 January, and the last session falls on Wednesday, 20 January 2027." in page
    page = text(Client().get(program.get_absolute_url(), {"start": "<b>"}))
    assert "“&lt;b&gt;” is no start date: write a day from 2000 to 2099 like 2027-01-04." in page
    assert 'name="start" value="2026-12-07"' in page


def test_a_share_link_has_the_file_and_ends_with_it(program, rosa):
    documents.set_visibility(program, rosa, "link")
    home = program.link.get_absolute_url()
    assert f'action="{home}calendar.ics"' in text(Client().get(home))
    response = Client().get(f"{home}calendar.ics", {"start": "2027-01-04"})
    assert [event.start for event in events(response.content).values()] == [MONDAY, date(2027, 1, 20)]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    documents.renew_link(program, rosa)
    assert Client().get(f"{home}calendar.ics").status_code == 404


def test_times_are_by_the_clock_of_who_asks_else_of_where_it_is_opened(signed_in, program, rosa, placing):
    schedule.annotate(placing, rosa, time_of_day=time(7, 30), notes="")
    documents.set_visibility(program, rosa, "public")
    rosa.time_zone = "Asia/Kolkata"
    rosa.save()
    address = at("calendar_file", program)
    assert b"DTSTART;TZID=Asia/Kolkata:20270104T073000" in signed_in.get(address, {"start": "2027-01-04"}).content
    assert b"DTSTART:20270104T073000\r\n" in Client().get(address, {"start": "2027-01-04"}).content


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"start": "2027-02-30"}, "“2027-02-30” is no start date: write a day from 2000 to 2099 like 2027-01-04."),
        ({"start": ""}, "“” is no start date"),
        ({"start": "0001-01-01"}, "“0001-01-01” is no start date"),
        ({"start": "9999-12-31"}, "“9999-12-31” is no start date"),
        ({"start": "2027-01-04", "tz": "../etc/passwd"}, "“../etc/passwd” is no time zone"),
        ({"start": "2027-01-04", "tz": ""}, "“” is no time zone"),
    ],
)
def test_a_day_or_a_zone_that_there_is_not_is_400_with_a_sentence(program, rosa, said, sentence):
    documents.set_visibility(program, rosa, "public")
    response = Client().get(at("calendar_file", program), said)
    assert response.status_code == 400
    assert sentence in text(response)


@pytest.mark.parametrize("weeks", [1, 52])
def test_the_file_takes_the_same_queries_for_any_program(rosa, weeks, django_assert_num_queries):
    """The program, placings, sessions, rows, and when their exercises were renamed; four count how often it is asked."""
    program = long(rosa, weeks)
    documents.set_visibility(program, rosa, "public")
    with django_assert_num_queries(5 + 4):
        assert Client().get(at("calendar_file", program)).status_code == 200


# Feeds


def test_a_feed_is_made_shown_renewed_and_ended(signed_in, program):
    address = at("calendar", program)
    sent = {"start": "2027-01-04", "tz": "Europe/Berlin"}
    for _ in range(2):  # the same again is the one there is
        response = signed_in.post(at("feed_make", program), sent)
        assert response.headers["Location"] == f"{address}?start=2027-01-04&tz=Europe%2FBerlin"
    feed = CalendarFeed.objects.get()
    assert re.fullmatch(r"[\w-]{32}", feed.token)  # 6 bits each: 192
    assert f'value="http://testserver/c/{feed.token}.ics"' in text(signed_in.get(address))
    first = feed.get_absolute_url()
    assert Client().get(first).status_code == 200

    assert signed_in.post(at("feed_renew", feed)).headers["Location"] == address
    feed.refresh_from_db()
    assert Client().get(first).status_code == 404
    assert Client().get(feed.get_absolute_url()).status_code == 200

    assert signed_in.post(at("feed_end", feed)).headers["Location"] == address
    assert Client().get(feed.get_absolute_url()).status_code == 404
    assert feed.token not in text(signed_in.get(address))


def test_athletes_who_start_on_other_days_have_feeds_of_their_own(program, rosa, feed):
    other = calendars.make_feed(program, rosa, date(2027, 2, 1), "Europe/Berlin")
    assert [next(iter(events(ask(one).content).values())).start for one in (feed, other)] == [MONDAY, date(2027, 2, 1)]


def test_it_is_no_step_and_undo_brings_none_back(program, rosa, feed):
    assert stack(program, rosa) == (None, None)
    calendars.end_feed(feed, rosa)
    documents.delete(program, rosa)
    undo(stack(program, rosa)[0])
    assert Program.objects.filter(pk=program.pk).exists() and not CalendarFeed.objects.exists()


def test_other_coaches_reach_no_feed_by_its_id(by_other, program, rosa, feed):
    for visibility, status in [("private", 404), ("public", 403)]:
        documents.set_visibility(program, rosa, visibility)
        for verb in ("feed_renew", "feed_end"):
            assert by_other.post(at(verb, feed)).status_code == status
    assert CalendarFeed.objects.get().token == feed.token


def test_a_feed_that_went_meanwhile_is_a_conflict_to_renew_and_ended_already(program, rosa, feed):
    CalendarFeed.objects.all().delete()
    calendars.end_feed(feed, rosa)
    with pytest.raises(Conflict):
        calendars.renew_feed(feed, rosa)


def test_whoever_has_the_address_gets_the_sessions_of_a_draft_too(program, feed, placing):
    assert program.visibility == "private"
    response = ask(feed)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="base.ics"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    event = events(response.content)[placing.pk]
    assert event["url"] == f"http://testserver/placings/{placing.pk}/"
    assert event.start == MONDAY


def test_a_feed_is_made_so_many_times_an_hour_and_what_is_known_as_often_as_one_likes(
    program, rosa, feed, placing, monkeypatch
):
    monkeypatch.setattr("programs.views.limits.RATES", {"feed": "2/h/key"})
    other = calendars.make_feed(program, rosa, MONDAY, "UTC")
    tag = ask(feed).headers["ETag"]

    assert [ask(feed, if_none_match=tag).status_code for _time in range(3)] == [304, 304, 304]
    assert [ask(feed).status_code for _time in range(2)] == [200, 429]
    assert ask(other).status_code == 200


@pytest.mark.parametrize("weeks", [1, 52])
def test_a_feed_takes_10_queries_and_one_where_nothing_is_new(rosa, weeks, django_assert_num_queries):
    """What stands; four of the counter, in the database here; the feed with its program, and as for the file."""
    feed = calendars.make_feed(long(rosa, weeks), rosa, MONDAY, "America/New_York")
    with django_assert_num_queries(10):
        response = ask(feed)
    assert len(events(response.content)) == weeks
    with django_assert_num_queries(1):
        again = ask(feed, if_none_match=response.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache" and not again.cookies


@pytest.mark.parametrize(
    "step",
    [
        lambda feed, placing, rosa: schedule.move(placing, rosa, 2, 5),
        lambda feed, placing, rosa: schedule.remove(placing, rosa),
        lambda feed, placing, rosa: schedule.place(feed.program, rosa, placing.session, 4, 1),
        lambda feed, placing, rosa: editing.add_lines(placing.session, rosa, "Plank 3x30s"),
        lambda feed, placing, rosa: placing.session.rows.get().exercise.save(),
        lambda feed, placing, rosa: documents.change(named(feed.program), rosa),
        lambda feed, placing, rosa: CalendarFeed.objects.filter(pk=feed.pk).update(time_zone="Asia/Kolkata"),
    ],
)
def test_whatever_changes_it_is_seen_at_the_next_asking(feed, placing, rosa, step):
    tag = ask(feed).headers["ETag"]
    assert ask(feed, if_none_match=tag).status_code == 304
    step(feed, placing, rosa)
    response = ask(feed, if_none_match=tag)
    assert response.status_code == 200 and response.headers["ETag"] != tag


def named(program):
    program.name = "Spring"
    return program


def test_a_program_that_is_deleted_takes_its_feeds_along(program, rosa, feed):
    documents.delete(program, rosa)
    assert ask(feed).status_code == 404
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize(("visibility", "stays"), [("private", False), ("public", True)])
def test_so_does_an_account_that_is_closed_though_its_public_program_stays(program, rosa, feed, visibility, stays):
    documents.set_visibility(program, rosa, visibility)
    close(rosa, keep_public=True)
    assert Program.objects.filter(pk=program.pk).exists() is stays
    assert ask(feed).status_code == 404
    assert not CalendarFeed.objects.exists()


# The command


def run(*arguments, **options):
    out = StringIO()
    call_command("export_program", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_command_writes_the_same_file(program, tmp_path):
    wanted = calendars.file_of(program, MONDAY, "Europe/Berlin")
    file = tmp_path / "base.ics"
    told = run(program.pk, output=str(file), start="2027-01-04", tz="Europe/Berlin")
    assert file.read_bytes() == wanted
    assert told == f"Wrote “Base”, 2 sessions, to {file}\n"
    told = json.loads(
        run(program.pk, format="ics", output=str(file), start="2027-01-04", tz="Europe/Berlin", json=True)
    )
    assert told == {
        "id": program.pk, "name": "Base", "format": "ics", "file": str(file), "placings": 2, "bytes": len(wanted),
    }  # fmt: skip
    assert run(program.pk, format="ics", start="2027-01-04", tz="Europe/Berlin").encode() == wanted


def test_its_times_are_by_the_coachs_clock_unless_it_says_otherwise(program, rosa, placing):
    schedule.annotate(placing, rosa, time_of_day=time(7, 30), notes="")
    rosa.time_zone = "Pacific/Auckland"
    rosa.save()
    assert "DTSTART;TZID=Pacific/Auckland:20270104T073000" in run(program.pk, format="ics", start="2027-01-04")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"format": "ics"}, "Say when week 1 is: --start 2027-01-04."),
        ({"format": "ics", "start": "Monday"}, "“Monday” is no start date: write a day from 2000 to 2099"),
        (
            {"format": "ics", "start": "2027-01-04", "tz": "Mars"},
            "“Mars” is no time zone: write one like Europe/Berlin",
        ),
        ({"format": "json", "start": "2027-01-04"}, "--start and --tz are for --format ics"),
        ({"format": "json", "json": True}, "--json says what was written to a file: name one with -o FILE."),
    ],
)
def test_the_command_says_what_is_wrong(program, options, sentence):
    with pytest.raises(CommandError) as error:
        run(program.pk, **options)
    assert str(error.value).startswith(sentence)
