"""share_program and calendar_feed: what a coach does on the pages, for scripts."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import Change
from programs.models import CalendarFeed, Program, ShareLink
from programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db
START = "2027-01-04"


@pytest.fixture(autouse=True)
def site(settings):
    settings.PUBLIC_URL = "https://plan.example.org"


@pytest.fixture
def program(rosa):
    return ProgramFactory(author=rosa, name="Plan")


def run(command, program, user, *arguments):
    out = StringIO()
    call_command(command, getattr(program, "pk", program), "--account", user.email, *arguments, stdout=out)
    return out.getvalue()


def answer(*arguments):
    return json.loads(run(*arguments, "--json"))


def refused(*arguments):
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return str(error.value), error.value.returncode


def link_of(program):
    return f"https://plan.example.org/p/{ShareLink.objects.get(program=program).token}/"


# --- Share links ------------------------------------------------------------------------------------------------------


def test_who_may_see_a_program_is_said(program, rosa):
    assert answer("share_program", program, rosa) == {
        "id": program.pk, "name": "Plan", "visibility": "private", "address": None,
    }  # fmt: skip
    assert not Change.objects.exists()


def test_a_program_is_opened_by_its_link(program, rosa, client):
    told = answer("share_program", program, rosa, "--link")

    assert (told["visibility"], told["address"]) == ("link", link_of(program))
    assert client.get(told["address"].removeprefix("https://plan.example.org")).status_code == 200
    assert list(Change.objects.values_list("user", "label")) == [(rosa.pk, "Changed who can see Plan")]


def test_the_same_again_changes_nothing(program, rosa):
    first = answer("share_program", program, rosa, "--link")

    assert answer("share_program", program, rosa, "--link") == first
    assert Change.objects.count() == 1


def test_a_new_link_leaves_the_old_one_to_nobody(program, rosa, client):
    old = answer("share_program", program, rosa, "--link")["address"]

    new = answer("share_program", program, rosa, "--renew")["address"]

    assert new == link_of(program) != old
    opened = [client.get(one.removeprefix("https://plan.example.org")).status_code for one in (old, new)]
    assert opened == [404, 200]


def test_a_public_program_has_its_own_address_and_a_private_one_none(program, rosa):
    public = answer("share_program", program, rosa, "--public")
    private = answer("share_program", program, rosa, "--private")

    assert public["address"] == f"https://plan.example.org/programs/{program.pk}/"
    assert (private["visibility"], private["address"]) == ("private", None)


def test_sharing_in_words(program, rosa, settings):
    assert run("share_program", program, rosa) == "“Plan”: Draft\n"
    said = run("share_program", program, rosa, "--link")
    assert said == f"“Plan”: {Program.objects.get().get_visibility_display()}, {link_of(program)}\n"
    settings.PUBLIC_URL = ""
    assert answer("share_program", program, rosa)["address"] == f"/p/{program.link.token}/"
    assert run("share_program", program, rosa, "-v", "0") == ""


def test_one_answer_to_who_may_see_it(program, rosa):
    with pytest.raises(CommandError, match="not allowed with argument"):
        run("share_program", program, rosa, "--link", "--public")


# --- Feeds ------------------------------------------------------------------------------------------------------------


def test_a_feed_is_made_once_for_each_start_and_zone(program, rosa, client):
    told = answer("calendar_feed", program, rosa, "--start", START, "--tz", "Europe/Lisbon")
    again = answer("calendar_feed", program, rosa, "--start", START, "--tz", "Europe/Lisbon")

    feed = CalendarFeed.objects.get()
    assert told == again == {
        "id": program.pk,
        "name": "Plan",
        "feeds": [
            {
                "start": START,
                "time_zone": "Europe/Lisbon",
                "address": f"https://plan.example.org/c/{feed.token}.ics",
            }
        ],
    }  # fmt: skip
    assert (feed.program_id, feed.start_date) == (program.pk, date(2027, 1, 4))
    assert client.get(feed.get_absolute_url()).status_code == 200


def test_the_zone_is_the_coachs_where_none_is_said(program, rosa):
    rosa.time_zone = "Asia/Tokyo"
    rosa.save()

    (feed,) = answer("calendar_feed", program, rosa, "--start", START)["feeds"]

    assert feed["time_zone"] == "Asia/Tokyo"


def test_a_feed_gets_another_address_and_is_ended(program, rosa, client):
    asked = "calendar_feed", program, rosa, "--start", START
    old = answer(*asked)["feeds"][0]["address"]

    new = answer(*asked, "--renew")["feeds"][0]["address"]
    assert new != old
    assert [client.get(one.removeprefix("https://plan.example.org")).status_code for one in (old, new)] == [404, 200]

    assert answer(*asked, "--end")["feeds"] == []
    assert client.get(new.removeprefix("https://plan.example.org")).status_code == 404
    assert not CalendarFeed.objects.exists()
    for verb in ("--end", "--renew"):
        assert refused(*asked, verb) == (f"“Plan” has no feed from {START} in UTC.", 1)


def test_without_a_start_the_feeds_are_listed(program, rosa):
    assert run("calendar_feed", program, rosa) == "“Plan” is in no calendar.\n"
    run("calendar_feed", program, rosa, "--start", "2027-02-01")
    run("calendar_feed", program, rosa, "--start", START, "--tz", "Europe/Lisbon")

    found = answer("calendar_feed", program, rosa)["feeds"]

    assert [(feed["start"], feed["time_zone"]) for feed in found] == [(START, "Europe/Lisbon"), ("2027-02-01", "UTC")]
    words = "".join(f"From {feed['start']} in {feed['time_zone']}: {feed['address']}\n" for feed in found)
    assert run("calendar_feed", program, rosa) == words
    assert run("calendar_feed", program, rosa, "--start", "2027-02-01", "--end") == "Ended.\n"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["--start", "soon"], "“soon” is no start date: write a day from 2000 to 2099 like 2027-01-04."),
        (["--start", "2027-02-30"], "“2027-02-30” is no start date: write a day from 2000 to 2099 like 2027-01-04."),
        (["--start", "1999-12-31"], "“1999-12-31” is no start date: write a day from 2000 to 2099 like 2027-01-04."),
        (["--start", ""], "“” is no start date: write a day from 2000 to 2099 like 2027-01-04."),
        (["--start", START, "--tz", "Mars/Base"], "“Mars/Base” is no time zone: write one like Europe/Berlin or UTC."),
        (["--start", START, "--tz", ""], "“” is no time zone: write one like Europe/Berlin or UTC."),
        (["--tz", "UTC"], "Say which feed: --start 2027-01-04."),
        (["--renew"], "Say which feed: --start 2027-01-04."),
        (["--end"], "Say which feed: --start 2027-01-04."),
    ],
)
def test_what_is_no_feed_is_refused(program, rosa, said, sentence):
    assert refused("calendar_feed", program, rosa, *said) == (sentence, 1)
    assert not CalendarFeed.objects.exists()


# --- Whose ------------------------------------------------------------------------------------------------------------

DOES = [("share_program", "--public"), ("share_program", "--renew"), ("calendar_feed", "--start", START)]


@pytest.mark.parametrize("does", DOES)
def test_only_its_author_may(program, other, does):
    command, *does = does
    assert refused(command, program, other, *does) == (f"There is no program with the id '{program.pk}'.", 1)
    assert refused(command, "c" * 25, other, *does) == (f"There is no program with the id '{'c' * 25}'.", 1)
    assert refused(command, "x", other, *does) == ("There is no program with the id 'x'.", 1)
    Program.objects.update(visibility="public")
    assert refused(command, program, other, *does) == ("“Plan” is another coach's.", 1)
    other.email = "nobody@example.org"
    assert refused(command, program, other, *does) == ("There is no account with the email nobody@example.org.", 1)
    assert not ShareLink.objects.exists() and not CalendarFeed.objects.exists() and not Change.objects.exists()


@pytest.mark.parametrize("does", DOES)
def test_what_went_at_the_same_moment_is_said(program, rosa, monkeypatch, does):
    command, *said = does
    monkeypatch.setattr(f"programs.management.commands.{command}.program_of", lambda *_: _gone(program))

    assert refused(command, program.pk, rosa, *said) == ("Somebody else changed it at the same moment: try again.", 1)


def _gone(program):
    Program.objects.filter(pk=program.pk).delete()
    return program
