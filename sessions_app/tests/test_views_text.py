"""A session as text over HTTP."""

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


def test_saving_replaces_the_lines(signed_in, lower_a, url):
    signed_in.post(url, {"text": "# Lower B · strength\nFront squat 3x3 @ 85%", "version": lower_a.version})

    session = Session.objects.get()
    assert (session.name, session.effort, lines(session)) == ("Lower B", None, ["m 1 Front squat | 3x3 @ 85%"])


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
