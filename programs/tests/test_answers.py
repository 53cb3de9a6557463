"""How much a verb of the grid costs: queries, with those of signing in, and bytes of its answer."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.tests.factories import ExerciseFactory
from programs import schedule, week_sums
from programs.models import Program, ProgramSession
from programs.tests.factories import ProgramFactory, make_session
from programs.weeks.copying import copy_week
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db

WEEK = [
    ("Lower A", "strength", "Back squat 5x5 @ 75%"),
    ("Easy run", "running", "Easy run 40:00 Z1"),
    ("Upper A", "strength", "Bench press 5x5 @ 75%"),
    ("Easy spin", "cycling", "Easy spin 60min @ Z2"),
    ("Long run", "running", "Long run 60min @ Z2"),
]
BEGIN_COMMIT = 2
MOST = 4000  # bytes, gzipped


@pytest.fixture(params=[12, 52])
def season(request, rosa):
    """Five sessions a week, each week longer and heavier than the one before it."""
    program = ProgramFactory(author=rosa, name="Base", duration_weeks=request.param, sport="")
    for sport, name in {(sport, line.split(" 5x5")[0].split(" 40")[0].split(" 60")[0]) for _n, sport, line in WEEK}:
        ExerciseFactory(name=name, sport=sport)
    for day, (name, _sport, line) in enumerate(WEEK, start=1):
        schedule.place_new(program, rosa, Session(name=name), line, 1, day)
    weeks = range(2, program.duration_weeks + 1)
    copy_week(program, rosa, 1, weeks, progression=Adjustment.parse("+1 rep +5min"))
    return program


def send(client, program, address, form, *, sheet=False):
    form = form | {"seen": Program.objects.get(pk=program.pk).version}
    headers = {"HX-Request": "true"} | ({"HX-Target": "sheet"} if sheet else {})
    return client.post(address, form, headers=headers)


def verbs(program):
    """Each as a drag sends it, to a place between others where it has one."""
    card = program.placings.get(week=6, day=2)
    place = {"week": 7, "day": 3, "position": 1}
    yield "create", reverse("programs:placing_create", args=[program.pk]), place | {"session": card.session_id}
    yield "move", reverse("programs:placing_move", args=[card.pk]), place
    yield "copy", reverse("programs:placing_copy", args=[card.pk]), place
    yield "remove", reverse("programs:placing_remove", args=[card.pk]), {}


def test_a_verb_of_one_card_takes_at_most_twelve_queries_beside_begin_and_commit(signed_in, season):
    taken = {}
    for verb, address, form in verbs(season):
        with CaptureQueriesContext(connection) as queries:
            assert send(signed_in, season, address, form).status_code == 200
        taken[verb] = len(queries) - BEGIN_COMMIT - 1  # the last: which version the page shows
    assert taken == {"create": 12, "move": 11, "copy": 11, "remove": 11}


def test_only_the_weeks_that_a_verb_changed_are_added_up_again(signed_in, season):
    """For its answer and for the pages read after it, whatever their chart shows."""
    signed_in.get(season.get_absolute_url())
    added_up = week_sums.sums_of.cache_info().misses
    move = reverse("programs:placing_move", args=[season.placings.get(week=6, day=2).pk])
    assert send(signed_in, season, move, {"week": 7, "day": 3}).status_code == 200
    assert signed_in.get(season.get_absolute_url()).status_code == 200
    assert signed_in.get(season.get_absolute_url(), {"show": "load"}).status_code == 200
    assert week_sums.sums_of.cache_info().misses - added_up == 2


@pytest.mark.parametrize("zoom", ["overview", "detail", "season"])
def test_the_answer_is_small(signed_in, season, zoom):
    signed_in.cookies["zoom"] = zoom
    sizes = {
        verb: len(gzip.compress(send(signed_in, season, address, form).content, 6))
        for verb, address, form in verbs(season)
    }
    assert {verb: size for verb, size in sizes.items() if size > MOST} == {}


@pytest.mark.parametrize("season", [52], indirect=True)
@pytest.mark.parametrize("zoom", ["overview", "detail"])
def test_even_an_answer_with_another_scale_is_small(signed_in, season, zoom):
    """The longest week by far loses its longest session: all bars and columns are drawn to another scale."""
    signed_in.cookies["zoom"] = zoom
    longest = season.placings.get(week=season.duration_weeks, day=5)
    address = reverse("programs:placing_remove", args=[longest.pk])
    answer = send(signed_in, season, address, {}).content
    assert answer.count(b"#w1 .sportbar") == 1
    assert len(gzip.compress(answer, 6)) <= MOST + 96


def test_a_week_copied_to_eleven_others_takes_at_most_fifteen_queries(signed_in, rosa):
    """143 placings, onto as many that stand there."""
    program = ProgramFactory(author=rosa, duration_weeks=12)
    session = make_session(rosa)
    placings = [
        ProgramSession(program=program, session=session, week=week, day=number % 7 + 1, order=number // 7 + 1)
        for week in range(1, 13)
        for number in range(13)
    ]
    ProgramSession.objects.bulk_create(placings)
    form = {"weeks": "2-12", "sport-strength": "+2.5%", "deload_every": 4, "deload_volume": 40, "seen": 1}
    address = reverse("programs:week_progress", args=[program.pk, 1])
    with CaptureQueriesContext(connection) as queries:
        assert signed_in.post(address, form, headers={"HX-Request": "true"}).status_code == 200
    assert len(queries) - BEGIN_COMMIT == 13
    assert {str(placing.adjustment) for placing in program.placings.filter(week=11)} == {"+20%"}
