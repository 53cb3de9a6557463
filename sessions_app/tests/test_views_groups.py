"""The verbs of groups over HTTP."""

import pytest
from django.urls import reverse

from sessions_app.models import SessionGroup
from sessions_app.tests.conftest import lines

pytestmark = pytest.mark.django_db


def post(client, name, session, /, **data):
    group = SessionGroup.objects.get(session=session)
    url = reverse(f"sessions:{name}", args=[session.pk, group.pk])
    return client.post(url, {"version": group.version, **data}, HTTP_HX_REQUEST="true")


def test_a_group_is_changed_by_its_line(signed_in, lower_a):
    answer = post(signed_in, "group_update", lower_a, text="AMRAP 20min")

    assert 'class="group-title">AMRAP A<' in answer.content.decode()
    assert SessionGroup.objects.get().cap_s == 1200


def test_what_is_no_line_of_a_group_is_said_and_stays(signed_in, lower_a):
    answer = post(signed_in, "group_update", lower_a, text="as you like")
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "is not understood for a group" in html and 'value="as you like"' in html


def test_two_tabs(signed_in, lower_a):
    answer = post(signed_in, "group_update", lower_a, text="5 rounds", version="77")
    html = answer.content.decode()

    assert answer.status_code == 409
    assert "It is now: <b>4 rounds r1:30</b>" in html and "by you in another tab" in html
    assert 'value="5 rounds"' in html and 'name="over"' in html
    assert SessionGroup.objects.get().rounds == 4

    over = SessionGroup.objects.get().version
    assert post(signed_in, "group_update", lower_a, text="5 rounds", version="77", over=over).status_code == 200
    assert SessionGroup.objects.get().rounds == 5


def test_a_group_that_stands_as_typed_is_no_conflict(signed_in, lower_a):
    answer = post(signed_in, "group_update", lower_a, text="4 rounds r1:30", version="77")

    assert (answer.status_code, "It is now" in answer.content.decode()) == (200, False)


def test_moving_and_ungrouping(signed_in, lower_a):
    post(signed_in, "group_move", lower_a, to="up")
    assert lines(lower_a)[1] == "m A1 Romanian deadlift | 8 @ RPE 7 t3-1-1-0"
    assert post(signed_in, "group_move", lower_a, to="x").status_code == 422

    post(signed_in, "ungroup", lower_a)
    assert not SessionGroup.objects.exists()
