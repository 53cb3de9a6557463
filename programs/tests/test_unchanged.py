"""A builder's page that one has already is answered with 304; whatever changes it brings it anew."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import conditional, editing
from core.models import Change
from programs import documents, schedule
from programs.models import Program, ProgramSession, ProgramWeek
from programs.stamps import BUILDER
from programs.tests.factories import ProgramFactory, ProgramWeekFactory, make_session
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db


class Browser:
    """Keeps a page and its tag, as a browser does, and asks whether it still holds."""

    def __init__(self, client, program):
        self.client, self.address, self.tag = client, program.get_absolute_url(), ""

    def asks(self, **headers):
        if self.tag:
            headers = {"If-None-Match": self.tag} | headers
        response = self.client.get(self.address, headers=headers)
        if response.status_code == 200:
            self.tag = response.headers.get("ETag", "")
        return response.status_code

    def has_it(self):
        assert self.asks() in (200, 304)
        assert self.asks() == 304


@pytest.fixture
def browser(signed_in, program, placing):
    ProgramWeekFactory(program=program, number=2, phase="Base")
    one = Browser(signed_in, program)
    one.asks()
    one.has_it()
    return one


def test_an_unchanged_page_is_three_queries_and_no_bytes(browser, django_assert_num_queries):
    """Session, person, and what stands."""
    with django_assert_num_queries(3):
        response = browser.client.get(browser.address, headers={"If-None-Match": browser.tag})
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == browser.tag
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]
    assert "HX-Request" in response.headers["Vary"]


def test_head_knows_the_tag(browser):
    assert browser.client.head(browser.address).headers["ETag"] == browser.tag
    assert browser.client.head(browser.address, headers={"If-None-Match": browser.tag}).status_code == 304


def test_the_tag_stands_for_every_table_that_the_page_is_made_of(browser, program):
    """Who adds a query to the page of a table that no stamp looks at gets pages that are stale."""
    schedule.place(program, program.author, make_session(program.author, "Upper B"), 1, 3)
    documents.set_visibility(program, program.author, "link")
    with CaptureQueriesContext(connection) as captured:
        assert browser.asks() == 200
    tables = {table for table in connection.introspection.table_names() for q in captured if f'"{table}"' in q["sql"]}
    assert tables - BUILDER.tables == {"django_session", "accounts_user"}  # both are in the tag by other ways


CHANGES = {
    "a placing moved": lambda p: schedule.move(p.placings.first(), p.author, 2, 3),
    "one more": lambda p: schedule.place(p, p.author, make_session(p.author, "Upper B"), 1, 3),
    "one less": lambda p: schedule.remove(p.placings.first(), p.author),
    "adjusted": lambda p: schedule.adjust(p.placings.first(), p.author, Adjustment.parse("+5%")),
    "renamed": lambda p: Program.objects.filter(pk=p.pk).update(name="Another"),
    "shown to others": lambda p: documents.set_visibility(p, p.author, "public"),
    "shared by a link": lambda p: documents.set_visibility(p, p.author, "link"),
    "a week says something": lambda p: ProgramWeek.objects.filter(program=p).update(phase="Peak"),
    "a week more says something": lambda p: ProgramWeekFactory(program=p, number=1, phase="Prep"),
    "a week says nothing any more": lambda p: ProgramWeek.objects.filter(program=p).delete(),
    "a session renamed": lambda p: Session.objects.filter(placings__program=p).update(name="Renamed"),
    "a session of others' digest": lambda p: Session.objects.filter(placings__program=p).update(digest=""),
    "a placing behind the steps": lambda p: ProgramSession.objects.filter(program=p).update(time_of_day="07:30"),
    "a step forgotten": lambda p: Change.objects.filter(document_id=p.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_page_brings_it_anew(browser, program, change):
    schedule.annotate(program.placings.first(), program.author, time_of_day=None, notes="A step")
    assert browser.asks() == 200
    browser.has_it()
    change(Program.objects.get(pk=program.pk))
    assert browser.asks() == 200
    browser.has_it()


def test_a_new_link_in_place_of_the_old_one_is_on_the_page(browser, program):
    """It is no step, and raises no version."""
    documents.set_visibility(program, program.author, "link")
    browser.asks()
    browser.has_it()
    documents.renew_link(program, program.author)
    assert browser.asks() == 200


def test_undo_and_redo_are_seen(browser, program):
    schedule.move(program.placings.first(), program.author, 2, 3)
    browser.asks()
    browser.has_it()
    change = Change.objects.get(document_id=program.pk, undone_at=None)
    for back in (editing.undo, editing.redo):
        back(change)
        assert browser.asks() == 200
        browser.has_it()


SETTINGS = {"units": "imperial", "time_zone": "Asia/Tokyo", "theme": "dark", "single_keys": False, "name": "Rosa P."}


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_of_the_person_brings_it_anew(browser, rosa, name):
    User.objects.filter(pk=rosa.pk).update(**{name: SETTINGS[name]})
    assert browser.asks() == 200
    browser.has_it()


@pytest.mark.parametrize("name", ["zoom", "show", "theme", "csrftoken"])
def test_each_cookie_brings_it_anew(browser, name):
    browser.client.cookies[name] = {"zoom": "season", "show": "load", "theme": "dark"}.get(name, "x" * 32)
    assert browser.asks() == 200


def test_a_part_is_not_taken_for_the_page(browser):
    asked = {"HX-Request": "true", "HX-Target": "rows"}
    assert browser.asks(**asked) == 200
    assert browser.asks(**asked) == 304
    assert browser.asks() == 200


def test_a_message_is_shown_once_and_the_page_that_shows_it_is_not_kept(browser, placing):
    """A verb without scripts leads back to the page with a message."""
    move = reverse("programs:placing_move", args=[placing.pk])
    browser.client.post(move, {"week": 2, "day": 3, "version": placing.version})
    page = browser.client.get(browser.address, headers={"If-None-Match": browser.tag})
    assert page.status_code == 200
    assert "data-toast-undo" in page.content.decode().split("<template")[0]
    assert "ETag" not in page.headers
    after = browser.client.get(browser.address)
    assert "data-toast-undo" not in after.content.decode().split("<template")[0]
    assert "ETag" in after.headers


def test_a_message_that_waits_brings_the_page_although_nothing_changed(browser, program):
    browser.client.post(reverse("programs:program_copy", args=[program.pk]))  # its message stands on another page
    assert browser.asks() == 200
    assert browser.tag == ""


def test_a_zoom_that_is_asked_for_is_remembered_also_when_nothing_is_sent(browser):
    address = f"{browser.address}?zoom=season"
    for _turn in range(2):
        tag = browser.client.get(address).headers["ETag"]
    browser.client.cookies["zoom"] = "detail"
    tag = browser.client.get(address).headers["ETag"]
    browser.client.cookies["zoom"] = "detail"
    response = browser.client.get(address, headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response.cookies["zoom"].value == "season"


def test_nobody_gets_a_304_to_what_is_another_persons(browser, by_other, program):
    """With the very tag, signed out or as somebody else."""
    documents.set_visibility(program, program.author, "public")
    browser.asks()
    for client in (by_other, Client()):
        response = client.get(browser.address, headers={"If-None-Match": browser.tag})
        assert response.status_code == 200
        assert "ETag" not in response.headers
    documents.set_visibility(program, program.author, "private")
    assert by_other.get(browser.address, headers={"If-None-Match": browser.tag}).status_code == 404
    assert Client().get(browser.address, headers={"If-None-Match": browser.tag}).status_code == 302


def test_another_release_makes_other_pages(browser, monkeypatch):
    monkeypatch.setattr(conditional, "release", lambda: "another")
    assert browser.asks() == 200


def test_where_code_changes_under_the_process_there_is_no_tag(browser, settings):
    settings.DEBUG = True
    assert browser.asks() == 200
    assert browser.tag == ""


def test_a_grid_that_is_remembered_is_nobody_elses(signed_in, rosa):
    """Two programs of one version, the one read after the other."""
    pages = []
    for name in ("Lower A", "Upper B"):
        program = ProgramFactory(author=rosa, duration_weeks=1)
        schedule.place(program, rosa, make_session(rosa, name), 1, 1)
        pages += [signed_in.get(program.get_absolute_url()).content.decode() for _turn in range(2)]
    assert [(page.count("Lower A</span>"), page.count("Upper B</span>")) for page in pages] == [(1, 0)] * 2 + [
        (0, 1)
    ] * 2
