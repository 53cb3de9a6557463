"""The weeks of a program to print."""

import re

import pytest
from django.urls import reverse

from accounts.models import Visibility
from programs.models import Program, ProgramWeek
from programs.tests.factories import ProgramFactory, ProgramSessionFactory
from sessions_app import editing
from sessions_app.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(coach):
    program = ProgramFactory(author=coach, name="Base <1>", duration_weeks=3)
    lower = editing.create_session(Session(name="Lower & core", sport="strength"), coach, "Squat 5x5 @ 80% r3:00")
    run = editing.create_session(Session(name="Easy run", sport="running"), coach, "Run 5km @ Z2")
    for week, adjustment in ((1, ""), (2, "+2.5%")):
        ProgramSessionFactory(program=program, session=lower, week=week, day=1, adjustment=adjustment)
    ProgramSessionFactory(program=program, session=run, week=2, day=1, order=2, time_of_day="18:00")
    ProgramWeek.objects.create(program=program, number=3, is_deload=True, notes="Sleep")
    return program


def cells(client, program):
    """{week: [what stands in each day]}, as plain text."""
    html = client.get(reverse("programs:program_print", args=[program.pk])).content.decode()
    rows = re.findall(r'<tr>\s*<th scope="row">(.*?)</th>(.*?)</tr>', html, re.S)
    plain = [
        [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in (head, *days.split("</td>"))] for head, days in rows
    ]
    return html, {head: days[:-1] for head, *days in plain}


def test_each_week_is_a_row_of_seven_days(signed_in, program):
    html, weeks = cells(signed_in, program)

    assert [(head, len(days)) for head, days in weeks.items()] == [("1 14 min", 7), ("2 44 min", 7), ("3 Deload", 7)]
    assert [days[0] for days in weeks.values()] == [
        "Lower &amp; core 14 min · 5 sets",
        "Lower &amp; core +2.5% 14 min · 5 sets Easy run 18:00 · 30 min · 5 km",
        "",
    ]
    assert "Sleep" in html and "Base &lt;1&gt;" in html and "3 sessions" in html


def test_it_reads_no_line_of_a_session(signed_in, program, django_assert_num_queries):
    with django_assert_num_queries(7):
        cells(signed_in, program)


def test_who_may_read_it_may_print_it(client, program):
    address = reverse("programs:program_print", args=[program.pk])
    assert client.get(address).status_code == 302
    Program.objects.update(visibility=Visibility.PUBLIC)
    assert client.get(address).status_code == 200


def test_some_weeks_only_under_their_numbers(signed_in, program):
    address = reverse("programs:program_print", args=[program.pk])

    html = signed_in.get(address, {"from": "2", "to": "3", "sessions": ""}).content.decode()

    assert re.findall(r'<th scope="row"><b>(\d+)</b>', html) == ["2", "3"]
    assert "Weeks 2–3 of 3" in html and "2 sessions" in html
    assert "Week 2: Mon" in html and "Week 1" not in html
    assert f"{program.get_absolute_url()}download/pdf/?from=2&amp;to=3&amp;sessions" in html


def test_one_week_is_a_week(signed_in, program):
    html = signed_in.get(
        reverse("programs:program_print", args=[program.pk]), {"from": "2", "to": "2"}
    ).content.decode()

    assert "Week 2 of 3" in html


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"from": "0"}, "“0”: say weeks from 1 to 3, like 1-3."),
        ({"to": "4"}, "“4”: say weeks from 1 to 3, like 1-3."),
        ({"from": "two"}, "“two”: say weeks from 1 to 3, like 1-3."),
        ({"from": "٢"}, "“٢”: say weeks from 1 to 3, like 1-3."),
        ({"from": "3", "to": "2"}, "Week 3 is after week 2."),
    ],
)
def test_weeks_that_it_has_not_are_refused(signed_in, program, said, sentence):
    page = signed_in.get(reverse("programs:program_print", args=[program.pk]), said)
    file = signed_in.get(reverse("programs:program_download", args=[program.pk, "pdf"]), said)

    assert (page.status_code, file.status_code) == (400, 400)
    assert sentence in page.content.decode() and sentence in file.content.decode()
