"""The sheet to print."""

import re

import pytest
from django.urls import reverse

from accounts.models import Visibility
from sessions_app.models import Session

pytestmark = pytest.mark.django_db


def sheet(client, session):
    html = client.get(reverse("sessions:session_print", args=[session.pk])).content.decode()
    rows = re.findall(r'<td class="paper-label">(.*?)</td><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', html)
    return html, [(label, name, do, boxes.count('class="box"')) for label, name, do, boxes in rows]


def test_a_box_for_each_set(signed_in, lower_a, django_assert_num_queries):
    with django_assert_num_queries(4):
        html, rows = sheet(signed_in, lower_a)

    assert rows == [
        ("", "Row erg", "5:00, zone 1", 0),
        ("", "Back squat", "5 sets, 5 reps, 80% 1RM, rest 3:00, belt from set 3", 5),
        ("A1", "Romanian deadlift", "4 rounds, rest 1:30: 8 reps, RPE 7, tempo 3-1-1-0", 4),
        ("A2", "Chin-up", "as many reps as possible", 4),
        ("", "Plank", "3 sets, 0:30", 3),
        ("", "Couch stretch", "3 sets, 1:00 per side", 3),
    ]
    assert "Leave one rep in the tank." in html and "about 46 min · RPE 7" in html and "Done (kg × reps)" in html


def test_what_takes_an_hour_or_more_says_it_in_hours(signed_in, write):
    assert "about 1 h 47<" in sheet(signed_in, write("Run 107min @ Z2", sport="running"))[0]


def test_a_run_has_a_box_for_each_repetition(signed_in, write):
    html, rows = sheet(signed_in, write("Run 12min @ Z1\nRun 6x800m @ 5k pace r2:00", sport="running"))

    assert [row[3] for row in rows] == [0, 6]
    assert '<th scope="col">Done</th>' in html


def test_pounds_for_whoever_lifts_in_pounds(signed_in, rosa, lower_a):
    rosa.units = "imperial"
    rosa.save()

    assert "Done (lb × reps)" in sheet(signed_in, lower_a)[0]


def test_an_empty_session_says_so(signed_in, write):
    assert "This session has no lines yet" in sheet(signed_in, write())[0]


def test_a_hundred_sets_do_not_leave_the_paper(signed_in, write):
    assert sheet(signed_in, write("A: 30 rounds\nA1 Swing 10"))[1][0][3] == 20


def test_who_may_read_it_may_print_it(client, lower_a):
    address = reverse("sessions:session_print", args=[lower_a.pk])
    assert client.get(address).status_code == 302
    Session.objects.update(visibility=Visibility.PUBLIC)
    assert client.get(address).status_code == 200
