"""Sessions as a whole over HTTP: create, facts, keep, copy, delete."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import Change
from sessions_app.models import Session, SessionExercise
from sessions_app.tests.conftest import LOWER_A, lines

pytestmark = pytest.mark.django_db


def test_create_by_name_leads_to_the_page(signed_in, rosa):
    answer = signed_in.post(reverse("sessions:session_create"), {"name": "Upper B", "sport": "strength", "text": ""})

    session = Session.objects.get()
    assert (session.name, session.author, answer.headers["Location"]) == ("Upper B", rosa, session.get_absolute_url())


def test_create_from_a_pasted_text(signed_in):
    signed_in.post(reverse("sessions:session_create"), {"name": "", "sport": "", "text": LOWER_A.replace("\n", "\r\n")})

    session = Session.objects.get()
    assert (session.name, session.sport, session.effort, len(lines(session))) == ("Lower A", "strength", 7, 6)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "", "text": ""}, "Give it a name, or paste its lines."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "Ok", "sport": "chess"}, "Select a valid choice"),
        ({"name": "Ok", "text": "A: blah"}, "is not understood"),
        ({"name": "Ok", "text": "Squat 5x5\n" * 5_000}, "5000 lines"),
    ],
)
def test_what_cannot_be_created_is_said_and_stays(signed_in, data, sentence):
    answer = signed_in.post(reverse("sessions:session_create"), {"sport": "strength", **data})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert sentence in html and data.get("text", "")[:40] in html
    assert not Session.objects.exists() and not Change.objects.exists()


def facts(session, /, **changes):
    return {
        "name": session.name, "sport": session.sport, "effort": "7", "course": "", "pool_length": "", "note": "",
        "version": session.version, **changes,
    }  # fmt: skip


def test_facts_are_saved(signed_in, lower_a):
    url = reverse("sessions:session_update", args=[lower_a.pk])
    answer = signed_in.post(url, facts(lower_a, name="Lower B", effort="7.5", course="hall", pool_length="25"))

    assert answer.headers["Location"] == lower_a.get_absolute_url()
    stored = Session.objects.get()
    assert (stored.name, stored.effort, stored.course, stored.pool_length) == ("Lower B", Decimal("7.5"), "hall", 25)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"effort": "11"}, {"effort": "x"}, {"pool_length": "-1"}, {"sport": "chess"}]
)
def test_facts_that_cannot_be_are_said_and_stay(signed_in, lower_a, wrong):
    url = reverse("sessions:session_update", args=[lower_a.pk])
    answer = signed_in.post(url, facts(lower_a, **{"note": "typed here"} | wrong))
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "typed here" in html and ("errorlist" in html or "alert-bad" in html)
    assert Session.objects.filter(name="Lower A", note="Leave one rep in the tank.").exists()


def test_facts_of_another_tab_are_shown_beside_ones_own(signed_in, lower_a):
    url = reverse("sessions:session_update", args=[lower_a.pk])
    signed_in.post(url, facts(lower_a, name="Theirs"))

    answer = signed_in.post(url, facts(lower_a, name="Mine"))
    html = answer.content.decode()

    assert answer.status_code == 409
    assert "by you in another tab" in html and ": Changed Theirs." in html
    assert "Name is now <b>Theirs</b>; yours: Mine" in html and html.count("is now <b>") == 1
    assert 'value="Mine"' in html and "data-drop" in html
    assert Session.objects.get().name == "Theirs"
    stored = Session.objects.get()
    signed_in.post(url, facts(lower_a, name="Mine", version=stored.version))
    assert Session.objects.get().name == "Mine"


def test_facts_whose_answer_was_lost_are_sent_again_without_a_conflict(signed_in, lower_a):
    url = reverse("sessions:session_update", args=[lower_a.pk])

    assert [signed_in.post(url, facts(lower_a, name="Mine")).status_code for _time in "12"] == [302, 302]


def test_keeping_says_so(signed_in, lower_a):
    Session.objects.update(kept=False)
    assert "Keep in Sessions" in signed_in.get(lower_a.get_absolute_url()).content.decode()

    signed_in.post(reverse("sessions:session_keep", args=[lower_a.pk]))

    assert Session.objects.get().kept is True
    assert "Keep in Sessions" not in signed_in.get(lower_a.get_absolute_url()).content.decode()


def test_deleting_leads_to_the_list_with_an_undo_that_works(signed_in, lower_a):
    answer = signed_in.post(
        reverse("sessions:session_delete", args=[lower_a.pk]), {"version": lower_a.version}, follow=True
    )
    change = Change.objects.get(label="Deleted Lower A")
    undo = reverse("core:change_undo", args=[change.pk])

    assert not Session.objects.exists() and not SessionExercise.objects.exists()
    assert "Deleted Lower A" in answer.content.decode() and undo in answer.content.decode()

    signed_in.post(undo, {"next": "/sessions/"})
    assert len(lines(Session.objects.get())) == 6


def test_a_stale_delete_is_refused(signed_in, lower_a):
    answer = signed_in.post(reverse("sessions:session_delete", args=[lower_a.pk]), {"version": lower_a.version + 1})

    assert (answer.status_code, Session.objects.count()) == (409, 1)


def test_deleting_right_after_an_edit_in_the_page_is_no_conflict(signed_in, lower_a):
    """The menu is in no answer: each carries the version that its form sends."""
    field = re.compile(r'<input type="hidden" name="version" value="(\d+)" form="delete-session">')
    page = signed_in.get(lower_a.get_absolute_url()).content.decode()
    url = reverse("sessions:session_delete", args=[lower_a.pk])
    assert f'action="{url}" id="delete-session"' in page
    [shown] = field.findall(page)

    added = reverse("sessions:line_add", args=[lower_a.pk])
    answer = signed_in.post(added, {"text": "Curl 3x10", "section": "main", "seen": shown}, HTTP_HX_REQUEST="true")
    [version] = field.findall(answer.content.decode())

    assert signed_in.post(url, {"version": shown}).status_code == 409
    assert signed_in.post(url, {"version": version}).status_code == 302
    assert not Session.objects.exists()
