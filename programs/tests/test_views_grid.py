"""The builder's page, the reading page at the same address, and the drawer."""

import re

import pytest
from django.test import Client

from programs import schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory, make_session
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.tests.factories import SessionFactory

SIGN_IN = "/accounts/login/"


def text(response):
    return response.content.decode()


def fill(program, weeks, a_week=5):
    sessions = [make_session(program.author, f"S{number}") for number in range(a_week)]
    for week in range(1, weeks + 1):
        for day, session in enumerate(sessions, start=1):
            ProgramSessionFactory(
                program=program, session=session, week=week, day=day, adjustment=Adjustment.parse("+5%")
            )
        ProgramWeekFactory(program=program, number=week)


@pytest.mark.parametrize("weeks", [6, 12, 24, 52])
@pytest.mark.parametrize("zoom", ["overview", "detail"])
def test_the_builder_takes_eight_queries(signed_in, rosa, django_assert_num_queries, weeks, zoom):
    """Session and person, what stands, program, weeks, placings, sessions, steps; as long as it stands, five."""
    program = ProgramFactory(author=rosa, duration_weeks=weeks)
    fill(program, weeks)
    with django_assert_num_queries(8):
        page = text(signed_in.get(program.get_absolute_url(), {"zoom": zoom}))
    with django_assert_num_queries(5):
        signed_in.get(program.get_absolute_url(), {"zoom": zoom})
    assert page.count("data-card=") == weeks * 5
    assert page.count("data-week=") == weeks


@pytest.mark.parametrize("weeks", [1, 12, 52])
def test_the_reading_page_takes_eight_queries(by_other, rosa, django_assert_num_queries, weeks):
    program = ProgramFactory(author=rosa, duration_weeks=weeks, visibility="public")
    fill(program, weeks)
    with django_assert_num_queries(8):
        by_other.get(program.get_absolute_url())


def test_an_empty_program_shows_its_weeks_and_how_to_begin(signed_in, rosa):
    page = text(signed_in.get(ProgramFactory(author=rosa, duration_weeks=2).get_absolute_url()))
    assert page.count("data-week=") == 2
    assert "Put the first session on Monday" in page
    assert "data-card=" not in page


def test_cards_stand_on_their_day_in_their_order(signed_in, program):
    schedule.place(program, program.author, make_session(program.author, "Second"), 1, 1)
    page = text(signed_in.get(program.get_absolute_url()))
    monday = page.split('data-week="1"')[1].split('data-day="1"')[1].split('data-day="2"')[0]
    assert re.findall(r'class="card-s-name">([^<]*)<', monday) == ["Lower A", "Second"]
    assert "Put the first session on Monday" not in page


@pytest.mark.parametrize("count", [3, 4, 30])
def test_many_on_one_day_are_all_there(signed_in, program, count):
    for _ in range(count - 1):
        schedule.place(program, program.author, Session.objects.get(name="Lower A"), 1, 1)
    monday = text(signed_in.get(program.get_absolute_url())).split('data-day="1"')[1].split('data-day="2"')[0]
    assert monday.count("data-card=") == count
    assert (f"{count - 1} more" in monday) == (count > 3)


def test_names_are_text_not_markup(signed_in, rosa):
    program = ProgramFactory(author=rosa, name="<script>x</script>")
    ProgramSessionFactory(program=program, session=make_session(rosa, '"><img src=x>'))
    ProgramWeekFactory(program=program, phase="<b>Base</b>")
    for address in ("", "?read", "?zoom=detail"):
        page = text(signed_in.get(program.get_absolute_url() + address))
        assert "<script>x" not in page
        assert "<img src=x" not in page
        assert "<b>Base</b>" not in page


def test_the_zoom_is_remembered(signed_in, program):
    address = program.get_absolute_url()
    assert 'class="grid-overview"' in text(signed_in.get(address))
    assert 'class="grid-detail"' in text(signed_in.get(address, {"zoom": "detail"}))
    assert 'class="grid-detail"' in text(signed_in.get(address))


@pytest.mark.parametrize("zoom", ["", "huge", "x" * 5000, "<b>"])
def test_an_unknown_zoom_is_the_overview(signed_in, program, zoom):
    response = signed_in.get(program.get_absolute_url(), {"zoom": zoom})
    assert 'class="grid-overview"' in text(response)
    assert "zoom" not in response.cookies
    signed_in.cookies["zoom"] = "huge"
    assert 'class="grid-overview"' in text(signed_in.get(program.get_absolute_url()))


def test_the_head_offers_undo_of_the_last_step(signed_in, program):
    assert "data-undo" not in text(signed_in.get(program.get_absolute_url()))
    schedule.move(program.placings.get(week=1), program.author, 2, 2)
    page = text(signed_in.get(program.get_absolute_url()))
    assert "Undo: Moved Lower A to week 2, Tue" in page
    assert "data-redo" not in page


@pytest.mark.parametrize(("kind", "name"), [("weekday", "Wed"), ("numbered", "Day 3"), ("match", "MD−3")])
def test_days_are_called_as_the_program_says(signed_in, program, kind, name):
    Program.objects.update(day_names=kind)
    assert f">{name}<" in text(signed_in.get(program.get_absolute_url()))


# Reading


def test_another_coach_reads_what_is_public_and_finds_no_forms(by_other, program):
    assert by_other.get(program.get_absolute_url()).status_code == 404
    Program.objects.update(visibility="public")
    page = text(by_other.get(program.get_absolute_url()))
    assert "Lower A" in page
    assert f'action="{program.get_absolute_url()}copy/"' in page
    for verb in ("/place/", "/delete/", "/facts/", "data-undo", "/weeks/"):
        assert verb not in page.split("<main")[1]


def test_a_stranger_reads_what_is_public_and_is_asked_to_sign_in_for_the_rest(db, program):
    stranger = Client()
    address = program.get_absolute_url()
    assert stranger.get(address).headers["Location"] == f"{SIGN_IN}?next={address}"
    Program.objects.update(visibility="public")
    response = stranger.get(address)
    assert response.status_code == 200
    assert "Lower A" in text(response)
    assert "You sign in or sign up, and come back with your copy." in text(response)


def test_what_is_shared_by_link_opens_by_the_link_only(by_other, program):
    Program.objects.update(visibility="link")
    assert by_other.get(program.get_absolute_url()).status_code == 404


def test_a_private_session_is_read_through_the_public_program_only(by_other, program, placing):
    Program.objects.update(visibility="public")
    assert placing.session.visibility == "private"
    assert by_other.get(placing.session.get_absolute_url()).status_code == 404
    assert "Lower A" in text(by_other.get(placing.get_absolute_url()))
    assert Client().get(placing.get_absolute_url()).status_code == 200
    assert Client().get(placing.session.get_absolute_url()).headers["Location"].startswith(SIGN_IN)


def test_the_author_may_look_at_the_reading_page(signed_in, program):
    page = text(signed_in.get(program.get_absolute_url() + "?read"))
    assert "Back to the grid" in page


def test_an_empty_program_can_be_read(signed_in, rosa):
    assert signed_in.get(ProgramFactory(author=rosa).get_absolute_url() + "?read").status_code == 200


def test_placing_pages_without_sets_or_lines_can_be_read(signed_in, program):
    empty = schedule.place(program, program.author, SessionFactory(author=program.author), 1, 2)
    assert "No exercises in this session yet." in text(signed_in.get(empty.get_absolute_url()))


@pytest.mark.parametrize("pk", ["1", "C" + "0" * 24, "c" + "0" * 24, "x" * 500, "c" + "é" * 24])
def test_bad_ids_are_not_there(signed_in, pk):
    for address in (f"/programs/{pk}/", f"/placings/{pk}/", f"/programs/{pk}/sessions/", f"/programs/{pk}/place/"):
        assert signed_in.get(address).status_code == 404


# The drawer


def shown(response):
    found = response.context["found"]
    return ([session.name for session in found.inside], [session.name for session in (*found.recent, *found.others)])


@pytest.fixture
def drawer(signed_in, program, rosa, other):
    editing.create_session(Session(name="Easy run", sport="running"), rosa, "Easy run 40:00 Z1")
    SessionFactory(author=rosa, name="Imported elsewhere", kept=False)
    SessionFactory(author=other, name="Theirs", visibility="public")
    return lambda **asked: shown(signed_in.get(f"/programs/{program.pk}/sessions/", asked))


def test_the_drawer_has_what_is_in_the_program_and_ones_own_list(drawer):
    assert drawer() == (["Lower A", "Upper B"], ["Easy run"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "lower"}, (["Lower A"], [])),
        ({"sport": "running"}, ([], ["Easy run"])),
        ({"sport": "chess"}, (["Lower A", "Upper B"], ["Easy run"])),
        ({"q": "_"}, ([], [])),
        ({"q": "x" * 10_000}, ([], [])),
        ({"length": "short"}, (["Lower A", "Upper B"], [])),
        ({"length": "middle"}, ([], ["Easy run"])),
        ({"length": "long"}, ([], [])),
        ({"length": "short", "sport": "running"}, ([], [])),
        ({"length": "endless"}, (["Lower A", "Upper B"], ["Easy run"])),
    ],
)
def test_the_drawer_is_searched(drawer, asked, found):
    assert drawer(**asked) == found


@pytest.mark.parametrize(("length", "queries"), [("", 6), ("short", 4)])
@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_drawer_takes_few_queries_and_shows_so_many(
    signed_in, program, rosa, django_assert_num_queries, count, length, queries
):
    for number in range(count):
        make_session(rosa, f"S{number}")
    with django_assert_num_queries(queries):
        response = signed_in.get(f"/programs/{program.pk}/sessions/", {"length": length})
    found = response.context["found"]
    assert (len(found.recent), len(found.others)) == (min(count, 8), min(max(count - 8, 0), 40))


@pytest.mark.parametrize("length", ["", "short"])
def test_the_latest_are_recent_and_the_rest_goes_by_name(signed_in, program, rosa, length):
    for name in ["Oldest", *"CAB", *(f"S{number}" for number in range(7)), "Latest"]:
        make_session(rosa, name)
    found = signed_in.get(f"/programs/{program.pk}/sessions/", {"length": length}).context["found"]
    assert [session.name for session in found.recent] == ["Latest", *(f"S{number}" for number in range(6, -1, -1))]
    assert [session.name for session in found.others] == ["A", "B", "C", "Oldest"]


@pytest.mark.parametrize(
    ("typed", "kind"), [("Mobility", "name"), ("Day 2", "name"), ("Upper 2", "name"), ("Row 20:00 Z2", "line")]
)
def test_the_drawer_offers_to_make_what_is_typed(signed_in, program, typed, kind):
    page = text(signed_in.get(f"/programs/{program.pk}/sessions/", {"q": typed}))
    assert f'data-q="{typed}" data-new="on"' in page
    assert {"name": "write its lines", "line": "Make it"}[kind] in page


def test_a_session_placed_twice_is_in_the_drawer_once(drawer, program, placing):
    schedule.copy_placing(placing, program.author, 2, 2)
    assert drawer()[0] == ["Lower A", "Upper B"]
