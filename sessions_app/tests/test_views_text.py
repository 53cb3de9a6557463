"""A session as text over HTTP."""

import re

import pytest
from django.urls import reverse

from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(lower_a):
    return reverse("sessions:session_text", args=[lower_a.pk])


def test_it_shows_the_text_and_how_it_reads(signed_in, lower_a, url, django_assert_num_queries):
    with django_assert_num_queries(5):
        html = signed_in.get(url).content.decode()

    assert "A: 4 rounds r1:30\nA1 Romanian deadlift 8 @ RPE 7 t3-1-1-0\n" in html
    assert "5 sets, 5 reps, 80% 1RM, rest 3:00, belt from set 3" in html


def test_saving_unchanged_changes_nothing(signed_in, lower_a, url):
    text = editing.text_of(lower_a)
    answer = signed_in.post(url, {"text": text.replace("\n", "\r\n"), "version": lower_a.version})

    assert answer.headers["Location"] == lower_a.get_absolute_url()
    assert Session.objects.get().version == lower_a.version


def test_saving_replaces_the_lines(signed_in, lower_a, url, rosa):
    data = {"text": "# Lower B · strength\nFront squat 3x3 @ 85%", "version": lower_a.version}
    signed_in.post(url, data | {"removes": editing.gone(lower_a, rosa, data["text"]).token})

    session = Session.objects.get()
    assert (session.name, session.effort, lines(session)) == ("Lower B", None, ["m 1 Front squat | 3x3 @ 85%"])


def test_saving_says_first_which_lines_it_would_remove(signed_in, lower_a, url):
    text = editing.text_of(lower_a)
    shorter = "\n".join(line for line in text.split("\n") if not line.startswith(("A2", "Couch")))
    answer = signed_in.post(url, {"text": shorter, "version": lower_a.version})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Nothing is saved yet. Saving removes 2 lines:" in html and "Save, and remove 2 lines" in html
    assert re.findall(r"<b>(.+?)</b>", html.split('id="gone"')[1]) == ["Chin-up AMRAP", "Couch stretch 3x1min/side"]
    assert len(lines(lower_a)) == 6

    token = re.search(r'name="removes" value="(\w+)"', html)[1]
    assert signed_in.post(url, {"text": shorter, "version": lower_a.version, "removes": token}).status_code == 302
    assert len(lines(lower_a)) == 4


def test_what_was_agreed_to_is_these_lines_and_no_others(signed_in, lower_a, url, rosa):
    token = editing.gone(lower_a, rosa, editing.text_of(lower_a).rpartition("== Cool-down")[0]).token
    answer = signed_in.post(url, {"text": "Curl 3x8", "version": lower_a.version, "removes": token})

    assert (answer.status_code, len(lines(lower_a))) == (422, 6)


def test_a_line_that_moves_or_changes_is_not_removed(signed_in, lower_a, url):
    text = editing.text_of(lower_a)
    heads = text.partition("== Main")
    moved = heads[0] + heads[1] + "\nCurl 3x8" + heads[2].replace("5x5", "6x3")

    assert signed_in.post(url, {"text": moved, "version": lower_a.version}).status_code == 302
    assert len(lines(lower_a)) == 7


def test_the_preview_says_what_would_go(signed_in, lower_a):
    preview = reverse("sessions:text_preview", args=[lower_a.pk])
    html = signed_in.post(preview, {"text": "Curl 3x8"}, HTTP_HX_REQUEST="true").content.decode()

    assert "Saving removes 6 lines:" in html and "Nothing is saved yet" not in html
    assert 'id="gone" hx-swap-oob="true"' in html and "Save, and remove 6 lines" in html
    html = signed_in.post(preview, {"text": editing.text_of(lower_a)}, HTTP_HX_REQUEST="true").content.decode()
    assert "Saving removes" not in html and "Save text" in html


def test_what_cannot_be_read_is_said_with_its_line_and_stays(signed_in, lower_a, url):
    answer = signed_in.post(url, {"text": "Squat 5x5\nA: whenever\n", "version": lower_a.version})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Line 2, column 1" in html and "Squat 5x5\nA: whenever" in html
    assert len(lines(lower_a)) == 6


def test_ten_thousand_lines_are_refused(signed_in, lower_a, url):
    assert signed_in.post(url, {"text": "Squat 5x5\n" * 10_000, "version": lower_a.version}).status_code == 422


def test_two_tabs_show_both_texts(signed_in, lower_a, url, rosa):
    editing.add_lines(Session.objects.get(), rosa, "Curl 3x8")

    answer = signed_in.post(url, {"text": "Mine 3x3", "version": lower_a.version})
    html = answer.content.decode()

    assert answer.status_code == 409
    assert "Mine 3x3</textarea>" in html and "Curl 3x8" in html
    assert "by you in another tab" in html and ": Added Curl." in html and "data-drop" in html
    assert f'name="version" value="{Session.objects.get().version}"' in html
    assert len(lines(lower_a)) == 7


def test_the_preview_changes_nothing_and_marks_what_is_not_understood(signed_in, lower_a):
    preview = reverse("sessions:text_preview", args=[lower_a.pk])
    html = signed_in.post(preview, {"text": "Squat 5x5 slwo\n## Week 3"}, HTTP_HX_REQUEST="true").content.decode()

    assert "5 sets, 5 reps" in html and "“slwo” is not understood and stays as a note" in html
    assert "Line 2, column 1" in html and "<html" not in html
    assert len(lines(lower_a)) == 6


def test_a_preview_of_too_much_is_a_sentence(signed_in, lower_a):
    preview = reverse("sessions:text_preview", args=[lower_a.pk])
    answer = signed_in.post(preview, {"text": "Squat 5x5\n" * 10_000})

    assert (answer.status_code, "10000 lines" in answer.content.decode()) == (200, True)
