"""Placing, moving, copying: with htmx and without, right and wrong."""

import re

import pytest

from core.models import Change
from programs import schedule
from programs.models import ProgramSession
from programs.tests.answers import BIG, HTMX, SEEN, SHEET, UNTOUCHED, last_undo, rows, said, text, toast, url
from programs.tests.factories import make_session
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

# Place


def test_a_session_is_placed_last_on_its_day(signed_in, program, placing):
    form = {"session": placing.session_id, "week": "1", "day": "1"}
    response = signed_in.post(url("create", program), form, follow=True)
    assert rows() == [("Lower A", 1, 1, 1), ("Lower A", 1, 1, 2), ("Upper B", 3, 3, 1)]
    assert said(response) == ["Added Lower A to week 1, Mon"]
    assert response.redirect_chain == [(program.get_absolute_url(), 302)]
    signed_in.post(last_undo())
    assert rows() == UNTOUCHED


@pytest.mark.parametrize(("position", "order"), [("", 2), ("1", 1), ("2", 2), ("99", 2), ("1000", 2)])
def test_a_position_beyond_the_last_is_the_last(signed_in, program, position, order):
    session = make_session(program.author, "New")
    form = {"session": session.pk, "week": "1", "day": "1", "position": position}
    assert signed_in.post(url("create", program), form).status_code == 302
    assert ("New", 1, 1, order) in rows()


def parts(response):
    """Which parts of the page an answer replaces."""
    page = response.content.decode()
    return re.findall(r'hx-swap-oob="outerHTML:([^"]*)"', page) + re.findall(
        r'id="([^"]*)"[^>]* hx-swap-oob="true"', page
    )


def test_with_htmx_come_the_day_and_the_totals_that_changed_and_a_toast(signed_in, program, placing):
    """Week 3 now has a week right before it to be compared with, which was as heavy as the one it had."""
    form = {"session": placing.session_id, "week": "2", "day": "7"}
    response = signed_in.post(url("create", program), form | SEEN, headers=HTMX)
    assert parts(response) == [
        "#w2>[data-day='7']",
        "#w2>.wk-total",
        "column-2",
        "strip-sports",
        "strip-efforts",
        "history",
        "head-meta",
    ]
    assert response.content.count(b"data-card=") == 1
    assert toast(response) == {"message": "Added Lower A to week 2, Sun", "undo": last_undo(), "level": "success"}


def test_typed_lines_become_a_session_of_the_programs_sport(signed_in, program):
    form = {"line": "Easy run 40:00 Z1", "week": "2", "day": "2"}
    signed_in.post(url("create", program), form)
    session = program.placings.get(week=2).session
    assert (session.name, session.author, session.rows.get().duration) == ("Easy run", program.author, 2400)


def type_in_drawer(client, program, **typed):
    return client.post(url("create", program), {"week": "2", "day": "2"} | typed, headers=HTMX)


@pytest.mark.parametrize("typed", [{"q": "upper"}, {"q": " UPPER b "}, {"q": "er", "sport": "strength"}])
def test_what_is_typed_in_the_drawer_is_the_session_that_stands_on_top(signed_in, program, typed):
    make_session(program.author, "Upper Z")
    type_in_drawer(signed_in, program, **typed)
    assert program.placings.get(week=2).session.name == ("Lower A" if typed["q"] == "er" else "Upper B")
    assert Session.objects.count() == 3


@pytest.mark.parametrize(("sport", "made"), [("", "strength"), ("running", "running")])
def test_a_line_in_the_drawer_is_a_session_of_the_sport_that_is_looked_for(signed_in, program, sport, made):
    type_in_drawer(signed_in, program, q="Easy run 40:00 Z1", sport=sport)
    session = program.placings.get(week=2).session
    assert (session.name, session.sport, session.rows.get().duration) == ("Easy run", made, 2400)


@pytest.mark.parametrize(
    "typed",
    [{"q": "Full body"}, {"name": "Full body"}, {"q": "Lower A", "new": "on"}, {"q": "Lower", "sport": "running"}],
)
def test_a_name_alone_is_placed_and_opened_to_be_written(signed_in, program, typed):
    answer = type_in_drawer(signed_in, program, **typed)
    session = program.placings.get(week=2).session
    assert (session.name, session.rows.count()) == (typed.get("q") or typed["name"], 0)
    assert answer.headers["HX-Redirect"] == f"{session.get_absolute_url()}?back=/programs/{program.pk}/"
    page = text(signed_in.get(answer.headers["HX-Redirect"]))
    assert f'<a class="back" href="/programs/{program.pk}/" aria-label="Back">' in page
    signed_in.post(last_undo())
    assert not Session.objects.filter(pk=session.pk).exists()


def test_without_scripts_a_name_alone_leads_there_too(signed_in, program):
    answer = signed_in.post(url("create", program), {"week": "2", "day": "2", "name": "Full body"})
    session = program.placings.get(week=2).session
    assert answer.headers["Location"] == f"{session.get_absolute_url()}?back=/programs/{program.pk}/"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "programs"]
)
def test_the_way_back_from_a_session_leads_to_a_page_of_this_site(signed_in, placing, back):
    page = text(signed_in.get(placing.session.get_absolute_url(), {"back": back}))
    assert '<a class="back" href="/sessions/"' in page


def test_what_is_typed_in_the_drawer_takes_so_many_queries(signed_in, program, django_assert_num_queries):
    with django_assert_num_queries(15):
        type_in_drawer(signed_in, program, q="upper")


def test_a_public_session_of_another_coach_is_copied_with_credit(signed_in, program, other):
    theirs = make_session(other, "Theirs", visibility="public")
    signed_in.post(url("create", program), {"session": theirs.pk, "week": "2", "day": "2"})
    placed = program.placings.get(week=2).session
    assert (placed.author, placed.copied_from, placed.pk != theirs.pk) == (program.author, theirs, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Choose a session, or type one: Easy run 40:00 Z1."),
        ({"name": "", "line": " \n\t"}, "Choose a session, or type one: Easy run 40:00 Z1."),
        ({"line": "Easy run 40:00", "week": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"line": "Easy run 40:00", "week": "5"}, "Week 5 is not in this program, which has 4."),
        ({"line": "Easy run 40:00", "week": "53"}, "Ensure this value is less than or equal to 52."),
        ({"line": "Easy run 40:00", "week": BIG}, "Ensure this value is less than or equal to 52."),
        ({"line": "Easy run 40:00", "week": "-1"}, "Ensure this value is greater than or equal to 1."),
        ({"line": "Easy run 40:00", "week": "two"}, "Enter a whole number."),
        ({"line": "Easy run 40:00", "week": ""}, "This field is required."),
        ({"line": "Easy run 40:00", "day": "8"}, "Select a valid choice. 8 is not one of the available choices."),
        ({"line": "Easy run 40:00", "day": "0"}, "Select a valid choice. 0 is not one of the available choices."),
        ({"line": "Easy run 40:00", "day": BIG}, f"Select a valid choice. {BIG} is not one of the available choices."),
        ({"line": "Easy run 40:00", "position": "0"}, "Position: Ensure this value is greater than or equal to 1."),
        ({"line": "Easy run 40:00", "position": BIG}, "Position: Ensure this value is less than or equal to 1000."),
        ({"line": "Easy run 40:00", "version": "x"}, "Version: Enter a whole number."),
        ({"line": "x" * 100_001}, "Ensure this value has at most 100000 characters (it has 100001)."),
        ({"line": "Easy run 40:00", "name": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"session": "c" + "0" * 24}, "That session is not there any more."),
        ({"session": "x" * 500}, "That session is not there any more."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_place_says_why_and_keeps_what_was_typed(signed_in, program, typed, sentence, headers):
    sessions = Session.objects.count()
    response = signed_in.post(
        url("create", program), {"week": "2", "day": "2", "name": "Kept"} | typed, headers=headers
    )
    assert response.status_code == 422
    page = text(response)
    assert sentence in page
    assert "name" in typed or 'value="Kept"' in page
    assert "Easy run 40:00</textarea>" in page or "Easy run" not in typed.get("line", "")
    assert ("<html" in page) == (not headers)
    assert (rows(), Session.objects.count()) == (UNTOUCHED, sessions)


def test_another_coachs_private_session_is_not_there(signed_in, program, other):
    theirs = make_session(other, "Secret plan")
    response = signed_in.post(url("create", program), {"session": theirs.pk, "week": "2", "day": "2"})
    assert response.status_code == 422
    assert "That session is not there any more." in text(response)
    assert "Secret plan" not in text(response)
    assert rows() == UNTOUCHED


@pytest.mark.parametrize("name", ["session", "line", "name", "week", "day", "a\0b"])
def test_nul_bytes_are_refused(signed_in, program, placing, name):
    assert signed_in.post(url("create", program), {"week": "2", "day": "2", name: "a\0b"}).status_code == 400
    assert signed_in.post(url("move", placing), {"week": "2", "day": "2", name: "a\0b"}).status_code == 400
    assert rows() == UNTOUCHED


def test_the_page_to_add_on_finds_sessions_and_keeps_the_day(signed_in, program):
    page = text(signed_in.get(url("create", program), {"week": "3", "day": "5", "q": "upper"}))
    assert 'value="3"' in page
    assert '<option value="5" selected>Fri</option>' in page
    assert "Upper B" in page
    assert "Lower A" not in page


@pytest.mark.parametrize("asked", [{"week": "x"}, {"week": BIG, "day": BIG}, {"day": "'"}, {"week": "x" * 5000}])
def test_an_odd_day_in_the_address_does_no_harm(signed_in, program, asked):
    assert signed_in.get(url("create", program), asked).status_code == 200


# Move and copy


def test_a_move_without_htmx_leads_back_with_its_undo(signed_in, program, placing):
    form = {"week": "4", "day": "7", "version": placing.version}
    response = signed_in.post(url("move", placing), form, follow=True)
    assert rows() == [("Lower A", 4, 7, 1), ("Upper B", 3, 3, 1)]
    assert said(response) == ["Moved Lower A to week 4, Sun"]
    assert f'action="{last_undo()}"' in response.content.decode()
    undone = signed_in.post(last_undo(), {"next": program.get_absolute_url()}, follow=True)
    assert said(undone) == ["Undone: Moved Lower A to week 4, Sun"]
    assert rows() == UNTOUCHED


def test_a_move_in_the_sheet_shows_the_days_and_totals_that_look_other_and_the_card_anew(signed_in, placing):
    """Week 3 too: it has no week before it any more to be compared with."""
    form = {"week": "4", "day": "7", "version": placing.version}
    response = signed_in.post(url("move", placing), form | SEEN, headers=SHEET)
    days, totals = ["#w1>[data-day='1']", "#w4>[data-day='7']"], ["#w1>.wk-total", "#w3>.wk-total", "#w4>.wk-total"]
    assert parts(response) == [*days, *totals, "column-1", "column-4", "history", "head-meta"]
    assert "Week 4, Sun" in text(response)
    assert toast(response)["undo"] == last_undo()


def test_what_is_dragged_gets_no_sheet(signed_in, placing):
    response = signed_in.post(url("move", placing), {"week": "4", "day": "7"} | SEEN, headers=HTMX)
    assert "Week 4, Sun" not in text(response)


@pytest.mark.parametrize("seen", [{}, {"seen": "0"}, {"seen": "x"}, {"seen": ""}])
def test_a_page_that_shows_something_older_gets_all_weeks(signed_in, placing, seen):
    response = signed_in.post(url("move", placing), {"week": "4", "day": "7"} | seen, headers=HTMX)
    assert parts(response) == ["w1", "w2", "w3", "w4", "strip", "hints", "history", "head-meta"]
    assert 'id="seen" name="seen" value="2"' in response.content.decode()


def test_a_move_to_where_it_stands_changes_nothing(signed_in, placing):
    response = signed_in.post(url("move", placing), {"week": "1", "day": "1"}, follow=True)
    assert said(response) == ["Nothing to change."]
    assert not Change.objects.exists()


def test_a_copy_keeps_the_adjustment(signed_in, program, placing):
    schedule.adjust(placing, program.author, Adjustment.parse("+5%"))
    signed_in.post(url("copy", placing), {"week": "2", "day": "1"})
    assert str(program.placings.get(week=2).adjustment) == "+5%"


@pytest.mark.parametrize("verb", ["move", "copy"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"week": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"week": "5"}, "Week 5 is not in this program, which has 4."),
        ({"week": "53"}, "Ensure this value is less than or equal to 52."),
        ({"week": BIG}, "Ensure this value is less than or equal to 52."),
        ({"day": "8"}, "Select a valid choice. 8 is not one of the available choices."),
        ({"position": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"version": "0"}, "Version: Ensure this value is greater than or equal to 1."),
        ({"version": BIG}, "Version: Ensure this value is less than or equal to 2147483647."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_place_that_is_not_there_is_refused(signed_in, placing, verb, typed, sentence, headers):
    response = signed_in.post(url(verb, placing), {"week": "2", "day": "2"} | typed, headers=headers)
    assert response.status_code == 422
    assert sentence in text(response)
    assert f'value="{typed.get("week", "2")}"' in text(response)
    assert rows() == UNTOUCHED


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_move_over_another_tabs_move_shows_both_sides(signed_in, program, placing, headers):
    schedule.move(placing, program.author, 2, 2)
    form = {"week": "4", "day": "7", "version": 1}
    response = signed_in.post(url("move", placing), form, headers=headers)
    assert response.status_code == 409
    page = text(response)
    assert "Nothing of yours was written. Do it again if it still fits." in page
    assert "Week: 4, Day: Sun" in page
    assert "Lower A in week 2, Tue" in page
    assert ("Lower A", 2, 2, 1) in rows()


@pytest.mark.parametrize("verb", ["adjust", "annotate", "own", "remove"])
def test_every_verb_notices_another_tabs_change(signed_in, program, placing, verb):
    schedule.adjust(placing, program.author, Adjustment.parse("+5%"))
    before = ProgramSession.objects.values().get(pk=placing.pk)
    response = signed_in.post(url(verb, placing), {"version": 1, "adjustment": "+10%", "notes": "Mine"})
    assert response.status_code == 409
    assert "Lower A in week 1, Mon (+5%)" in text(response)
    assert ProgramSession.objects.values().get(pk=placing.pk) == before


def test_what_another_tab_removed_is_not_there(signed_in, program, placing):
    schedule.remove(placing, program.author)
    for verb in ("move", "copy", "adjust", "annotate", "own", "remove"):
        assert signed_in.post(url(verb, placing), {"week": "2", "day": "2"}).status_code == 404
