"""A year on one page: the grid at its third zoom, and choosing one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs import schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from programs.weeks.copying import copy_week
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db


def season(author, weeks=52):
    """Base and Build, a run and a ride on Tuesday, each fourth week lighter."""
    program = ProgramFactory(author=author, duration_weeks=weeks)
    for name, sport, line in (("Easy run", "running", "Run 40:00 Z1"), ("Ride & spin", "cycling", "Ride 20:00 Z2")):
        schedule.place_new(program, author, Session(name=name, sport=sport), line, 1, 2)
    copy_week(program, author, 1, range(2, weeks + 1), progression=Adjustment.parse("+5min"))
    for week in range(1, weeks + 1):
        phase = "Base" if week <= weeks // 2 else "Build"
        ProgramWeekFactory(program=program, number=week, phase=phase, is_deload=week % 4 == 0)
    return program


def page_of(client, program, **asked):
    return client.get(program.get_absolute_url(), asked).content.decode()


def row_of(page, week):
    return re.search(rf'<div role="row"[^>]*id="w{week}".*?(?=<div role="row"|$)', page, re.S)[0]


@pytest.mark.parametrize("weeks", [2, 12, 52])
def test_a_season_takes_eight_queries_and_reads_no_rows_of_sessions(signed_in, rosa, weeks):
    program = season(rosa, weeks)
    with CaptureQueriesContext(connection) as queries:
        page = page_of(signed_in, program, zoom="season")
    assert len(queries) == 8
    assert not [query for query in queries if "sessions_app_sessionexercise" in query["sql"]]
    assert page.count("data-week=") == weeks
    assert page.count("data-stop") == weeks * 7
    assert "data-card=" not in page


def test_a_week_says_its_phase_its_time_its_sports_and_leads_to_itself(signed_in, rosa):
    program = season(rosa, 8)
    page = page_of(signed_in, program, zoom="season")
    week = row_of(page, 3)
    assert 'title="Tue: Easy run 50 min, Ride &amp; spin 30 min"' in week
    assert ">1 h 20</span>" in week
    assert f'href="/programs/{program.pk}/weeks/3/"' in week
    assert week.count('href="?zoom=detail#w3"') == 7
    # the longest day, of week 8, is drawn over the whole width
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="8"', row_of(page, 8))]
    assert 97 < sum(widths) < 100


def test_a_phase_is_said_where_it_begins_and_a_deload_marked(signed_in, rosa):
    page = page_of(signed_in, season(rosa, 8), zoom="season")
    assert [week for week in range(1, 9) if "is-leading" in row_of(page, week).split(">")[0]] == [1, 5]
    assert [week for week in range(1, 9) if "is-deload" in row_of(page, week).split(">")[0]] == [4, 8]


def test_names_in_a_season_are_text_not_markup(signed_in, rosa):
    program = ProgramFactory(author=rosa, duration_weeks=1)
    ProgramWeekFactory(program=program, number=1, phase='"><b>P')
    schedule.place_new(program, rosa, Session(name='"><b>%s %(pk)s', sport="running"), "Run 40:00 Z1", 1, 1)
    page = page_of(signed_in, program, zoom="season")
    assert "<b>P" not in page
    assert "<b>%s" not in page
    assert "&quot;&gt;&lt;b&gt;%s %(pk)s 40 min" in page


def swapped(part):
    return set(re.findall(r'<\w+[^>]* id="([\w-]+)"[^>]* hx-swap-oob', part))


@pytest.mark.parametrize("zoom", ["season", "overview"])
def test_a_page_that_is_behind_gets_its_rows_and_what_hangs_on_them_in_its_own_look(signed_in, rosa, zoom):
    program = season(rosa, 4)
    signed_in.cookies["zoom"], signed_in.cookies["show"] = "detail", "distance"  # as another tab was left
    headers = {"HX-Request": "true", "HX-Target": "grid"}
    shown = {"zoom": zoom, "show": "load"}
    part = signed_in.get(program.get_absolute_url(), shown, headers=headers).content.decode()
    assert part.lstrip().startswith(f'<div role="rowgroup" class="grid-{zoom}" id="rows">')
    assert swapped(part) == {"strip", "hints", "history", "head-meta"}
    assert 'id="shown-measure" name="show" value="load"' in part


def test_choosing_a_zoom_sends_the_rows_and_which_is_chosen(signed_in, rosa):
    program = season(rosa, 4)
    headers = {"HX-Request": "true", "HX-Target": "rows"}
    response = signed_in.get(program.get_absolute_url(), {"zoom": "season"}, headers=headers)
    part = response.content.decode()
    assert part.lstrip().startswith('<div role="rowgroup" class="grid-season" id="rows">')
    assert re.findall(r'id="zoom-(\w+)"[^>]* aria-current', part) == ["season"]
    assert "<html" not in part
    assert swapped(part) == {"zoom"}
    assert response.cookies["zoom"].value == "season"
    assert 'class="grid-season"' in page_of(signed_in, program)


def test_a_verb_answers_in_the_look_of_the_page_it_goes_to(signed_in, rosa):
    program = season(rosa, 4)
    signed_in.cookies["zoom"], signed_in.cookies["show"] = "overview", "time"  # as another tab was left
    page = page_of(signed_in, program, zoom="season", show="load")
    assert 'name="zoom" value="season"' in page and 'name="show" value="load"' in page
    signed_in.cookies["zoom"], signed_in.cookies["show"] = "overview", "time"
    away = reverse("programs:placing_remove", args=[program.placings.get(week=2, day=2, order=1).pk])
    form = {"seen": Program.objects.get(pk=program.pk).version, "zoom": "season", "show": "load"}
    answer = signed_in.post(away, form, headers={"HX-Request": "true"}).content.decode()
    in_season = re.findall(r'<div role="row"[^>]*id="w2"[^>]*>', page)[0]
    assert in_season[:-1] + ' hx-swap-oob="true">' in answer


def answer_to(client, program, address, form):
    form = form | {"seen": Program.objects.get(pk=program.pk).version}
    answer = client.post(address, form, headers={"HX-Request": "true"}).content.decode()
    return sorted(int(number) for number in re.findall(r'<div role="row"[^>]*id="w(\d+)"[^>]*hx-swap-oob', answer))


def test_a_verb_answers_with_the_weeks_that_are_others(signed_in, rosa):
    program = season(rosa, 12)
    signed_in.cookies["zoom"] = "season"
    move = reverse("programs:placing_move", args=[program.placings.get(week=2, day=2, order=1).pk])
    assert answer_to(signed_in, program, move, {"week": 3, "day": 5}) == [2, 3, 4, 5]  # 4 and 5: their change over 3
    describe = reverse("programs:week_describe", args=[program.pk, 2])
    everything = list(range(1, 13))
    assert answer_to(signed_in, program, describe, {"phase": "Peak"}) == everything
    longest = ProgramSessionFactory(program=program, session=program.placings.first().session, week=1, day=2, order=3)
    longest.adjustment = Adjustment.parse("+120min")
    longest.save()
    away = reverse("programs:placing_remove", args=[longest.pk])
    assert answer_to(signed_in, program, away, {}) == everything
