"""A program as a file, by page: who gets it, what it is called, and that it is what the command writes."""

from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from programs.exchange import formats, pdf
from programs.exchange.load import load
from programs.models import ShareLink
from programs.schedule import place
from programs.tests.factories import ProgramFactory
from programs.tests.test_exchange_pdf import pages_of
from programs.views.downloads import OFFERED
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db


def ask(client, program, name):
    return client.get(reverse("programs:program_download", args=[program.pk, name]))


def test_each_format_is_offered_in_the_menu_and_on_the_reading_page(client, rosa):
    program = ProgramFactory(author=rosa, visibility="public")
    links = [reverse("programs:program_download", args=[program.pk, name]) for name in OFFERED]

    reading = client.get(program.get_absolute_url()).content.decode()
    client.force_login(rosa)
    builder = client.get(program.get_absolute_url()).content.decode()

    assert [f'href="{link}"' in page for page in (reading, builder) for link in links] == [True] * 2 * len(OFFERED)


def test_a_share_link_offers_its_own_address(client, rosa):
    link = ShareLink.objects.create(program=ProgramFactory(author=rosa, visibility="link"))
    home = reverse("programs:shared_program", args=[link.token])

    assert f'href="{home}download/xlsx/"' in client.get(home).content.decode()
    answer = client.get(f"{home}download/json/")
    assert json.loads(answer.content)["program"]["name"] == link.program.name
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("json", "application/json; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("text", "text/plain; charset=utf-8"),
    ],
)
def test_it_is_the_file_that_the_command_writes(client, rosa, name, kind):
    program = ProgramFactory(author=rosa, name="Base 1")
    client.force_login(rosa)

    answer = ask(client, program, name)

    assert answer.content == formats.FORMATS[name].file(load(program))
    assert answer["Content-Type"] == kind
    ending = "txt" if name == "text" else name
    assert answer["Content-Disposition"] == f'attachment; filename="Base 1.{ending}"'


def test_a_workbook_opens(client, rosa):
    program = ProgramFactory(author=rosa)
    client.force_login(rosa)

    answer = ask(client, program, "xlsx")

    assert load_workbook(io.BytesIO(answer.content))["Summary"]["A1"].value == program.name
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_pdf_has_the_sessions_where_they_are_asked_for(client, rosa):
    session = SessionFactory(author=rosa)
    SessionExerciseFactory(session=session)
    program = ProgramFactory(author=rosa, duration_weeks=2)
    place(program, rosa, session, 1, 1)
    client.force_login(rosa)

    answer = ask(client, program, "pdf")
    more = client.get(reverse("programs:program_download", args=[program.pk, "pdf"]) + "?sessions")

    assert answer["Content-Type"] == "application/pdf"
    assert [pages_of(one.content) for one in (answer, more)] == [2, 3]


@pytest.mark.parametrize(
    ("limit", "status", "sentence"),
    [("LONGEST_S", 422, "too large for one PDF: print fewer weeks"), ("AT_ONCE", 503, "Others are writing PDFs")],
)
def test_a_pdf_that_is_not_written_is_a_sentence(client, rosa, monkeypatch, limit, status, sentence):
    monkeypatch.setattr(pdf, "LONGEST_WAIT_S", 0)
    monkeypatch.setattr(pdf, limit, 0)
    program = ProgramFactory(author=rosa, visibility="public")

    answer = ask(client, program, "pdf")

    assert answer.status_code == status
    assert sentence in answer.content.decode() and 'href="../../"' in answer.content.decode()
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)


def test_so_many_an_hour_from_one_address(client, rosa, monkeypatch):
    monkeypatch.setattr("programs.views.limits.RATES", {"download": "2/h/ip"})
    program = ProgramFactory(author=rosa, visibility="public")

    assert [ask(client, program, "csv").status_code for _time in range(3)] == [200, 200, 429]


def test_calendars_and_sessions_are_counted_too(client, rosa, monkeypatch):
    monkeypatch.setattr("programs.views.limits.RATES", {"small_file": "2/h/ip"})
    program, session = (
        ProgramFactory(author=rosa, visibility="public"),
        SessionFactory(author=rosa, visibility="public"),
    )
    calendar = reverse("programs:calendar_file", args=[program.pk])
    text = reverse("programs:session_file", args=[session.pk, "text"])

    answers = [client.get(address) for address in (calendar, text, calendar, text)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert "Wait a few minutes" in answers[2].content.decode()


@pytest.mark.parametrize("name", ["zwo", "exe", "XLSX"])
def test_another_format_is_not_there(client, rosa, name):
    client.force_login(rosa)

    assert ask(client, ProgramFactory(author=rosa), name).status_code == 404


def test_a_name_in_any_script_reaches_the_browser(client, rosa):
    program = ProgramFactory(author=rosa, name="Зима 冬")
    client.force_login(rosa)

    assert ask(client, program, "csv")["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D0%97%D0%B8%D0%BC%D0%B0%20%E5%86%AC.csv"
    )
