"""The sessions of a program on paper: as placed, each once for all weeks in which it reads the same."""

import re
from datetime import time
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from exercises.tests.factories import ExerciseFactory
from programs import documents
from programs.grid import read_grid
from programs.models import ProgramSession
from programs.printing import change_in_full, placings_of, read_sheets, with_changes_in_full
from programs.tests.factories import ProgramFactory, ProgramSessionFactory
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db

LOWER = "== Warm-up\nRow erg 5:00 Z1\n== Main\nBack squat 5x5 @ 80% r3:00\nA: 4 rounds r1:30\nA1 RDL 8 @ RPE 7\nA2 Plank 30s"


@pytest.fixture
def program(coach):
    return ProgramFactory(author=coach, name="Base", duration_weeks=12)


@pytest.fixture
def lower(coach):
    session = Session(name="Lower A", sport="strength", effort=7, course="Rack 2", note="One in the tank.")
    return editing.create_session(session, coach, LOWER)


def place(program, session, *weeks, **facts):
    for week in weeks:
        ProgramSessionFactory(program=program, session=session, week=week, **facts)


def sheets(program, units="metric"):
    return read_sheets(program, placings_of(program), units)


def lines(placed):
    return [
        (head.label, row.label, row.name, row.do, len(row.boxes)) for head in placed.sheet.heads for row in head.rows
    ]


def test_a_session_is_printed_in_words_as_it_is_placed(program, lower):
    place(program, lower, 2, adjustment=Adjustment.parse("+2.5%, Plank +1 set"), notes="Film set 3.")
    [placed] = sheets(program)
    assert lines(placed) == [
        ("Warm-up", "", "Row erg", "5:00, zone 1", 0),
        ("Main", "", "Back squat", "5 sets, 5 reps, 82.5% 1RM, rest 3:00", 5),
        ("Main", "A1", "RDL", "5 rounds, rest 1:30: 8 reps, RPE 7", 5),
        ("Main", "A2", "Plank", "0:30", 5),
    ]
    sheet = placed.sheet
    assert (sheet.name, sheet.change, sheet.done) == ("Lower A", "+2.5%, Plank +1 set", "Done (kg × reps)")
    assert (sheet.note, sheet.placing_note) == ("One in the tank.", "Film set 3.")
    assert (placed.where, placed.places) == ("Week 2: Mon", ("",))


def test_the_words_are_those_of_the_reading_page(client, program, lower):
    place(program, lower, 3, adjustment=Adjustment.parse("+5%"))
    documents.set_visibility(program, program.author, "public")
    page = client.get(program.placings.get().get_absolute_url()).content.decode()
    read = re.findall(r'placed-name">(.*?)</span><span class="placed-line num">(.*?)</span>', page)
    assert len(read) == 4
    assert [(unescape(name), unescape(line)) for name, line in read] == [
        line[2:4] for line in lines(sheets(program)[0])
    ]


def test_what_reads_the_same_stands_once_with_boxes_for_each_week(program, lower, coach):
    copy = editing.copy_session(lower, coach)
    Session.objects.filter(pk=copy.pk).update(name="Lower A")
    place(program, lower, 1, 5)
    place(program, copy, 9)
    place(program, lower, 2, 3, adjustment=Adjustment.parse("+2.5%"))
    place(program, lower, 4, notes="Last one.")
    found = sheets(program)
    assert [(one.where, one.places, one.sheet.change, one.sheet.placing_note) for one in found] == [
        ("Weeks 1, 5, 9: Mon", ("1", "5", "9"), "", ""),
        ("Weeks 2–3: Mon", ("2", "3"), "+2.5%", ""),
        ("Week 4: Mon", ("",), "", "Last one."),
    ]


def test_other_days_and_times_are_said(program, lower):
    place(program, lower, 1, 2)
    place(program, lower, 3, day=2, time_of_day=time(18))
    place(program, lower, 3, day=4)
    [placed] = sheets(program)
    assert placed.where == "Weeks 1–2: Mon · Week 3: Tue 18:00, Thu"
    assert placed.places == ("1", "2", "3 Tue 18:00", "3 Thu")


@pytest.mark.parametrize(("times", "boxes"), [(4, [0, 5, 4, 4]), (5, [0, 1, 1, 1])])
def test_of_what_is_done_often_there_is_one_box_each_time(program, lower, times, boxes):
    place(program, lower, *range(1, times + 1))
    [placed] = sheets(program)
    assert [line[4] for line in lines(placed)] == boxes


def test_what_is_written_into_the_boxes_goes_by_sport_and_units(program, lower, coach):
    place(program, lower, 1)
    ExerciseFactory(name="Easy run", sport="running")
    run = editing.create_session(Session(name="Run"), coach, "Easy run 6x800m @ 5k pace r2:00")
    place(program, run, 1, day=2)
    place(program, editing.create_session(Session(name="Unwritten"), coach), 1, day=3)
    assert [one.sheet.done for one in sheets(program, "imperial")] == ["Done (lb × reps)", "Done", "Done (lb × reps)"]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("", ""),
        ("+2.5%", "+2.5%"),
        ("volume -40%", "−40%"),
        ("+10min, Back squat +2.5kg", "+10min, Back squat +2.5kg"),
    ],
)
def test_a_change_is_never_cut_on_paper(program, lower, text, full):
    adjustment = Adjustment.parse(text)
    assert change_in_full(adjustment) == full
    place(program, lower, 1, adjustment=adjustment)
    [card] = with_changes_in_full(read_grid(program), placings_of(program)).rows[0].days[0]
    assert card.badge == full


# The page


def page(client, address):
    return client.get(f"{address}?sessions").content.decode()


def test_one_chooses_with_or_without_the_sessions(signed_in, program, lower):
    place(program, lower, 1, 3)
    address = reverse("programs:program_print", args=[program.pk])
    weeks, both = signed_in.get(address).content.decode(), page(signed_in, address)
    assert '<a href="?" aria-current="true">Weeks</a>' in weeks and "paper-sheet" not in weeks
    assert '<a href="?sessions" aria-current="true">Weeks and sessions</a>' in both
    assert both.count('<section class="paper-sheet') == 1
    # A box for each set in both weeks, and one for how hard each was.
    assert both.count('<i class="box">') == 2 * (5 + 4 + 4) + 2
    text = " ".join(re.sub("<[^>]+>", "", both.split("<section")[1]).split())
    assert "Lower A Weeks 1, 3: Mon · about 30 min · RPE 7 · Rack 2" in text


def test_an_empty_program_and_an_empty_session_say_so(signed_in, program, coach):
    address = reverse("programs:program_print", args=[program.pk])
    assert "No session is placed in it yet." in page(signed_in, address)
    place(program, editing.create_session(Session(name="Unwritten"), coach), 1)
    assert "This session has no lines yet" in page(signed_in, address)


def test_the_menus_lead_to_it(signed_in, program):
    address = reverse("programs:program_print", args=[program.pk])
    for at in ("", "?read"):
        assert f'href="{address}?sessions"' in signed_in.get(program.get_absolute_url() + at).content.decode()


def test_a_link_prints_it_and_leads_nowhere_else(program, lower):
    place(program, lower, 1)
    documents.set_visibility(program, program.author, "link")
    home = program.link.get_absolute_url()
    assert f'href="{home}print/?sessions"' in Client().get(home).content.decode()
    html = page(Client(), f"{home}print/").split("<main")[1]
    assert "82.5" not in html and "80% 1RM" in html
    pdf = f"{home}download/pdf/?sessions"
    assert re.findall(r'<a [^>]*href="([^"]*)"', html) == [home, "?", "?sessions", pdf]
    assert Client().get(pdf)["Content-Type"] == "application/pdf"


def test_it_is_read_by_whom_the_program_is(client, by_other, program, lower):
    place(program, lower, 1)
    address = reverse("programs:program_print", args=[program.pk])
    assert client.get(f"{address}?sessions").status_code == 302
    assert by_other.get(f"{address}?sessions").status_code == 404
    documents.set_visibility(program, program.author, "public")
    assert "80% 1RM" in page(client, address) and "80% 1RM" in page(by_other, address)


@pytest.mark.parametrize("weeks", [1, 12, 52])
def test_a_year_takes_no_more_queries_than_a_week(django_assert_num_queries, program, lower, weeks):
    """Program with its coach, placings; the grid's three; sessions and their lines."""
    program.duration_weeks = weeks
    program.save()
    for week in range(1, weeks + 1):
        place(program, lower, week, adjustment=Adjustment.parse(f"+{week}%"))
    documents.set_visibility(program, program.author, "public")
    with django_assert_num_queries(7):
        html = page(Client(), reverse("programs:program_print", args=[program.pk]))
    assert html.count('<section class="paper-sheet') == weeks == ProgramSession.objects.count()
