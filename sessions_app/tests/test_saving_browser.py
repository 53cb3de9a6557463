"""What a coach typed is never lost: a dead server, no connection, 409, 422, 500, a closed tab; and the page says so."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import lines
from sessions_app.views.lines import LineAdd, LineUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(coach):
    for name in ("Back squat", "Bench press", "Chin-up"):
        ExerciseFactory(name=name)
    return editing.create_session(Session(name="Lower A", sport="strength"), coach, "Back squat 5x5\nBench press 4x8")


@pytest.fixture
def builder(page, session):
    page.goto(session.get_absolute_url())
    return page


def state(page):
    return page.locator("[data-save-state]")


def shows(page, words):
    expect(state(page)).to_have_text(words, use_inner_text=True)


def is_saved(page):
    shows(page, re.compile(r"^\s*Saved \d\d:\d\d\s*$"))


def text_of(page, place=0):
    return page.locator(".line [name=text]").nth(place)


def meanwhile(session, coach, text, place=0):
    """Another tab writes into a line."""
    row = session.rows.select_related("exercise").order_by("order")[place]
    row.session = Session.objects.get(pk=session.pk)
    editing.change_line(row, coach, row.name, text)


def test_it_says_saving_and_then_when_it_was_saved(builder, session):
    is_saved(builder)
    held = []
    builder.route("**/lines/*/", lambda route: held.append(route))
    text_of(builder).fill("3x3")
    shows(builder, "Saving…")
    held[0].continue_()
    is_saved(builder)
    assert lines(session)[0] == "m 1 Back squat | 3x3"


# --- offline ----------------------------------------------------------------------------------------------------------


def test_offline_edits_wait_in_their_order_and_go_when_the_connection_is_back(builder, session):
    builder.context.set_offline(True)
    text_of(builder).fill("3x3 @ 85%")
    shows(builder, re.compile(r"Offline \(1 kept here\)"))
    expect(builder.locator("[data-toasts]")).to_contain_text("What you type is kept here")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    expect(builder.locator("#quick-text")).to_have_value("")
    shows(builder, re.compile(r"Offline \(2 kept here\)"))
    text_of(builder).fill("3x3 @ 87%")  # the same line again: still one
    text_of(builder, 1).focus()
    builder.keyboard.press("Alt+ArrowUp")
    shows(builder, re.compile(r"Offline \(3 kept here\)"))
    assert lines(session) == ["m 1 Back squat | 5x5", "m 2 Bench press | 4x8"]

    builder.context.set_offline(False)
    is_saved(builder)
    assert lines(session) == ["m 1 Bench press | 4x8", "m 2 Back squat | 3x3 @ 87%", "m 3 Chin-up | 4x6"]
    expect(text_of(builder, 1)).to_have_value("3x3 @ 87%")


def test_a_tab_that_is_closed_offline_sends_what_it_kept_when_the_page_is_opened_again(builder, session):
    builder.context.set_offline(True)
    text_of(builder).fill("3x3")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    shows(builder, re.compile(r"Offline \(2 kept here\)"))
    builder.close()
    context = builder.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(session.get_absolute_url())

    expect(again.locator(".line")).to_have_count(3)
    is_saved(again)
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x8", "m 3 Chin-up | 4x6"]


# --- closing the tab --------------------------------------------------------------------------------------------------


def test_closing_the_tab_with_unsaved_text_puts_it_back_and_saves_it(builder, session):
    builder.route("**/lines/**", lambda route: None)  # no answer, as long as the tab is open
    text_of(builder).fill("3x3")
    builder.fill("#quick-text", "Chin-up 4x")
    context = builder.context
    builder.close()
    again = context.new_page()
    again.goto(session.get_absolute_url())

    expect(again.locator("[data-toasts]")).to_contain_text("is there again")
    expect(again.locator("#quick-text")).to_have_value("Chin-up 4x")
    expect(text_of(again)).to_have_value("3x3")
    is_saved(again)
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x8"]
    again.reload()
    expect(again.locator("#quick-text")).to_have_value("Chin-up 4x")  # it was not sent yet


def test_what_was_typed_in_a_closed_tab_does_not_write_over_what_another_did_meanwhile(builder, session, coach):
    builder.route("**/lines/**", lambda route: None)
    text_of(builder).fill("3x3")
    context = builder.context
    builder.close()
    meanwhile(session, coach, "9x9")
    again = context.new_page()
    again.goto(session.get_absolute_url())

    expect(again.locator(".line-conflict")).to_contain_text("It is now: Back squat 9x9")
    expect(text_of(again)).to_have_value("3x3")
    assert lines(session)[0] == "m 1 Back squat | 9x9"


@pytest.mark.parametrize(("path", "field"), [("text/", "textarea"), ("facts/", "[name=name]")])
def test_text_and_facts_are_put_back_too(builder, session, path, field):
    url = session.get_absolute_url() + path
    builder.goto(url)
    typed = builder.input_value(field) + " and more"
    builder.fill(field, typed)
    context = builder.context
    builder.close()
    again = context.new_page()
    again.goto(url)
    expect(again.locator(field)).to_have_value(typed)
    again.click("form:has([name=version]) button.btn-primary")
    again.wait_for_url(f"**{session.get_absolute_url()}")
    again.goto(url)
    again.wait_for_load_state("load")
    assert again.evaluate("JSON.parse(localStorage.kept).fields") == {}


def test_a_move_takes_along_what_is_being_typed(builder, session):
    field = text_of(builder)
    field.press("End")
    builder.keyboard.type(" @ 80%")
    builder.keyboard.press("Alt+ArrowDown")
    expect(builder.locator(".line-name-input").first).to_have_value("Bench press")
    expect(text_of(builder, 1)).to_have_value("5x5 @ 80%")
    builder.wait_for_timeout(600)
    is_saved(builder)
    assert lines(session) == ["m 1 Bench press | 4x8", "m 2 Back squat | 5x5 @ 80%"]


# --- 409, 422, 500 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("button", "text", "stands"), [("Save mine", "7x7", "7x7"), ("Take the other", "9x9", "9x9")])
def test_a_conflict_says_who_changed_what_and_offers_both(builder, session, coach, axe, button, text, stands):
    meanwhile(session, coach, "9x9")
    text_of(builder).fill("7x7")
    conflict = builder.locator(".line-conflict")
    expect(conflict).to_contain_text(re.compile(r"by you in another tab, \d\d:\d\d: Changed Back squat\. It is now: "))
    shows(builder, "Not saved")
    expect(text_of(builder)).to_have_value("7x7")
    assert lines(session)[0] == "m 1 Back squat | 9x9"
    assert axe(builder) == []

    text_of(builder, 1).fill("4x10")  # another line is saved meanwhile, and this one still is not
    builder.wait_for_selector("text=10 reps")
    shows(builder, "Not saved")
    conflict.get_by_text(button).click()
    expect(conflict).to_have_count(0)
    is_saved(builder)
    expect(text_of(builder)).to_have_value(text)
    assert lines(session) == [f"m 1 Back squat | {stands}", "m 2 Bench press | 4x10"]
    builder.reload()
    is_saved(builder)
    expect(text_of(builder)).to_have_value(text)


def test_a_conflict_of_a_group_outlives_what_else_is_saved(builder, session, coach):
    editing.replace_text(session, coach, "A: 3 rounds r1:00\nA1 Back squat 5\nA2 Bench press 8")
    builder.reload()
    group = session.groups.get()
    group.session = session
    editing.change_group_line(group, coach, "5 rounds")
    field = builder.locator(".group-input")
    field.fill("4 rounds")
    field.press("Enter")
    expect(builder.locator(".line-conflict")).to_contain_text("It is now: 5 rounds")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    expect(builder.locator(".line")).to_have_count(3)
    expect(builder.locator(".line-conflict")).to_contain_text("It is now: 5 rounds")
    expect(field).to_have_value("4 rounds")
    shows(builder, "Not saved")
    builder.get_by_text("Save mine").click()
    is_saved(builder)
    assert session.groups.get().rounds == 4


def test_what_cannot_be_kept_is_said_and_stays(builder, session):
    name = builder.locator(".line-name-input").first
    name.fill("")
    name.press("Enter")
    expect(builder.locator(".field-error")).to_have_text("Write the name of the exercise.")
    shows(builder, "Not saved")
    name.fill("Front squat")
    name.press("Enter")
    is_saved(builder)
    assert lines(session)[0] == "m 1 Front squat | 5x5"


@pytest.fixture
def broken(monkeypatch):
    """The server answers 500 until `broken.undo()`."""

    def fail(self):
        raise RuntimeError("broken")

    monkeypatch.setattr(LineUpdate, "act", fail)
    monkeypatch.setattr(LineAdd, "act", fail)
    return monkeypatch


@pytest.fixture
def forgiving(settings, live_server):
    """The live server answers as in production instead of raising into the test's log."""
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False


def test_a_mistake_of_ours_keeps_what_was_typed_with_retry(builder, session, forgiving, broken):
    text_of(builder).fill("3x3")
    shows(builder, re.compile(r"Not saved\s*Retry"))
    expect(builder.locator("[data-toasts]")).to_contain_text("Something went wrong on our side")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    builder.wait_for_timeout(300)
    expect(builder.locator("#quick-text")).to_have_value("Chin-up 4x6")
    broken.undo()
    builder.get_by_role("button", name="Retry").click()
    is_saved(builder)
    expect(builder.locator("#quick-text")).to_have_value("")
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x8", "m 3 Chin-up | 4x6"]


# --- a server that is killed ------------------------------------------------------------------------------------------


class Server:
    """TrainHub in a process of its own, on a port of its own, on the test's database."""

    def __init__(self, port):
        self.port = port
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "trainhub.settings_test",
            "TEST_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        }
        command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            command, cwd=Path(settings.BASE_DIR), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("The server did not start.")

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def server():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(port)
    yield server
    server.kill()


def test_the_server_is_killed_between_keystrokes_and_started_again(chromium, server, session, coach, client):
    server.start()
    client.force_login(coach)
    context = chromium.new_context(base_url=server.url, reduced_motion="reduce")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    page = context.new_page()
    page.goto(session.get_absolute_url())
    field = text_of(page)
    field.press("End")
    page.keyboard.type(" @")
    server.kill()
    page.keyboard.type(" 80%")
    shows(page, re.compile(r"Offline \(1 kept here\)"))
    page.keyboard.type(" r3:00")
    page.fill("#quick-text", "Chin-up 4x6")
    page.press("#quick-text", "Enter")
    shows(page, re.compile(r"Offline \(2 kept here\)"))
    server.start()
    page.set_default_timeout(20_000)
    is_saved(page)

    expect(field).to_have_value("5x5 @ 80% r3:00")
    assert lines(session) == ["m 1 Back squat | 5x5 @ 80% r3:00", "m 2 Bench press | 4x8", "m 3 Chin-up | 4x6"]
    context.close()


# --- fast keys, other tabs, other pages -------------------------------------------------------------------------------


@pytest.fixture
def slow(builder):
    """Nothing that is written is answered before `slow()`."""
    held, answered = [], []
    builder.route(
        "**/sessions/**", lambda route: held.append(route) if is_write(route) and not answered else route.continue_()
    )

    def go_on():
        answered.append(True)
        for route in held:
            route.continue_()

    return go_on


def is_write(route):
    return route.request.method == "POST" and not route.request.url.endswith("/suggest/")


def names(session):
    return [line.split(" ", 2)[2].split(" |")[0] for line in lines(session)]


def test_two_sections_are_renamed_each_by_its_own_form(builder, session, coach):
    editing.replace_text(session, coach, "== Warm-up\nBack squat 5x5\n== Main\nBench press 4x8")
    builder.reload()
    builder.context.set_offline(True)
    for place, name in enumerate(("Begin", "Power")):
        builder.locator(".section-name").nth(place).fill(name)
        builder.locator(".section-name").nth(place).press("Tab")
    shows(builder, re.compile(r"Offline \(2 kept here\)"))
    builder.context.set_offline(False)
    is_saved(builder)
    expect(builder.locator(".section-name").nth(0)).to_have_value("Begin")
    expect(builder.locator(".section-name").nth(1)).to_have_value("Power")
    assert [row.section_title for row in session.rows.order_by("order")] == ["Begin", "Power"]


def test_each_of_two_quick_steps_is_taken_and_the_focus_goes_along(builder, session, coach, slow):
    editing.add_lines(session, coach, "Chin-up 4x6")
    builder.reload()
    text_of(builder, 2).focus()
    builder.keyboard.press("Alt+ArrowUp")
    builder.keyboard.press("Alt+ArrowUp")
    slow()
    expect(builder.locator(".line-name-input").first).to_have_value("Chin-up")
    is_saved(builder)
    expect(text_of(builder)).to_be_focused()
    assert names(session) == ["Chin-up", "Back squat", "Bench press"]


def test_each_of_two_quick_undos_is_sent_with_the_step_that_is_the_last_by_then(builder, session, coach, slow):
    editing.add_lines(session, coach, "Chin-up 4x6")
    builder.reload()
    builder.fill("#quick-text", "Chin-up 3x3")
    builder.press("#quick-text", "Enter")
    for _each in range(2):
        builder.locator("[data-undo] button").click()
    slow()
    expect(builder.locator(".line")).to_have_count(2)
    is_saved(builder)
    assert names(session) == ["Back squat", "Bench press"]


def test_a_line_can_be_sent_before_anything_was_ever_answered(builder, session):
    for loaded in ("suggest", "programs"):
        builder.route(f"**/sessions/**/{loaded}/**", lambda route: route.abort())
    builder.reload()
    builder.fill("#quick-text", "Chin-up 3x3")
    builder.press("#quick-text", "Enter")
    expect(builder.locator(".line")).to_have_count(3)
    assert names(session) == ["Back squat", "Bench press", "Chin-up"]


def test_two_tabs_send_each_its_own(builder, session, slow):
    other = builder.context.new_page()
    other.goto(session.get_absolute_url())
    sent = []
    other.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    text_of(builder).fill("3x3")
    builder.wait_for_timeout(600)  # on its way
    text_of(other, 1).fill("4x4")
    expect(other.locator(".line").nth(1)).to_contain_text("4 reps")
    is_saved(other)
    slow()
    is_saved(builder)
    assert len(sent) == 1
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x4"]
    assert builder.evaluate("Object.values(JSON.parse(localStorage.kept).queue).flat()") == []


def test_what_is_half_typed_in_one_tab_does_not_come_into_another(builder, session):
    other = builder.context.new_page()
    other.goto(session.get_absolute_url())
    builder.fill("#quick-text", "Chin-")
    text_of(other, 1).fill("4x4")
    expect(other.locator(".line").nth(1)).to_contain_text("4 reps")
    is_saved(other)
    expect(other.locator("#quick-text")).to_have_value("")
    expect(builder.locator("#quick-text")).to_have_value("Chin-")


def test_signing_out_leaves_nothing_in_the_browser(builder):
    builder.fill("#quick-text", "Chin-")
    builder.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    builder.wait_for_url("**/login/**")
    assert "Chin-" not in builder.evaluate("localStorage.kept ?? ''")


def test_signing_out_leaves_what_is_still_to_be_sent(builder, slow):
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    builder.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    builder.wait_for_url("**/login/**")
    assert "Chin-up 4x6" in builder.evaluate("localStorage.kept")


def test_the_page_behind_a_link_shows_what_was_typed_just_before(builder, session):
    text_of(builder).fill("3x3")
    builder.evaluate("document.querySelector('a[href$=\"/text/\"]').click()")
    builder.wait_for_url("**/text/")
    assert "3x3" in builder.input_value("#session-text")


def test_a_link_waits_no_longer_than_two_seconds(builder, session, slow):
    text_of(builder).fill("3x3")
    builder.evaluate("document.querySelector('a[href$=\"/text/\"]').click()")
    builder.wait_for_timeout(500)
    assert not builder.url.endswith("/text/")
    builder.wait_for_url("**/text/", timeout=4000)
