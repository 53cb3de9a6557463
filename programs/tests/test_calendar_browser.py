"""The Calendar page by hand: dates that follow what is chosen, a file, a feed by the keyboard alone, a phone."""

import pytest
from playwright.sync_api import expect

from programs import documents
from programs.models import CalendarFeed
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    program = ProgramFactory(author=coach, name="Base", duration_weeks=3)
    for week in (1, 2, 3):
        ProgramSessionFactory(program=program, session=make_session(coach), week=week)
    return program


def test_the_dates_follow_and_a_feed_is_made_copied_and_ended_by_keyboard(page, live_server, program, axe):
    page.goto(live_server.url + program.get_absolute_url() + "calendar/")
    page.get_by_label("Start on").fill("2027-01-06")
    expect(page.locator("#calendar-dates")).to_contain_text("Day 1 of week 1 is Monday, 4 January 2027.")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    expect(page.get_by_role("link", name="Download .ics")).to_have_attribute(
        "href", f"{program.get_absolute_url()}calendar.ics?start=2027-01-06&tz=Europe%2FBerlin"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Download .ics").press("Enter")
    assert download.value.suggested_filename == "base.ics"
    page.get_by_role("button", name="Make a feed").press("Enter")
    expect(page.get_by_label("From Wednesday, 6 January 2027, Europe/Berlin")).to_have_value(
        live_server.url + CalendarFeed.objects.get().get_absolute_url()
    )
    expect(page.get_by_label("Start on")).to_have_value("2027-01-06")
    assert axe(page) == []
    page.get_by_role("button", name="Copy").press("Enter")
    expect(page.locator("[data-copy-field]")).to_have_text("Copied")
    page.get_by_role("button", name="End").press("Enter")
    expect(page.get_by_text("Feeds")).to_have_count(0)
    assert not CalendarFeed.objects.exists()


def test_a_day_that_is_none_says_so_and_offers_nothing(page, live_server, program):
    page.goto(live_server.url + program.get_absolute_url() + "calendar/")
    page.get_by_label("Start on").fill("")
    expect(page.locator("#calendar-dates")).to_contain_text("Start on: This field is required.")
    expect(page.get_by_role("button", name="Make a feed")).to_have_count(0)


def test_a_phone_without_an_account_takes_the_file(open_page, live_server, program, coach, axe):
    documents.set_visibility(program, coach, "link")
    page = open_page(None, width=390)
    page.goto(live_server.url + program.link.get_absolute_url())
    page.get_by_label("Start on").fill("2027-01-06")
    expect(page.locator("#start-means")).to_contain_text("the last session falls on Monday, 18 January 2027.")
    expect(page.get_by_label("Start on")).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for a calendar").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        assert "DTSTART;VALUE=DATE:20270104\r\n" in file.read()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page, also_dark=True) == []
