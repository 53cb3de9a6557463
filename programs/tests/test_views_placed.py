"""Adjusting, noting and removing what is placed, and where a session is used: with htmx and without."""

import pytest
from django.urls import reverse

from programs import schedule
from programs.models import Program
from programs.tests.answers import HTMX, SEEN, SHEET, UNTOUCHED, last_undo, rows, said, text, toast, url
from programs.tests.factories import ProgramSessionFactory
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

# Adjust, note, own, remove


def test_an_adjustment_shows_on_the_card_and_in_the_lines(signed_in, placing):
    form = {"adjustment": "+1 set", "version": placing.version}
    response = signed_in.post(url("adjust", placing), form | SEEN, headers=SHEET)
    page = text(response)
    assert '<span class="adj">+1 set</span>' in page.split("#w1>[data-day='1']")[1]
    assert "6x5" in page
    assert toast(response)["message"] == "Adjusted Lower A"


def test_a_session_with_a_distance_is_adjusted_and_shows_it_in_the_units_of_its_coach(signed_in, program):
    program.author.units = "imperial"
    program.author.save()
    run = schedule.place_new(program, program.author, Session(sport="running"), "Easy run 10km Z2", 2, 1)
    response = signed_in.post(url("adjust", run), {"adjustment": "volume +50%"} | SEEN, headers=SHEET)
    assert response.status_code == 200
    assert "9.3 mi" in text(response)


def test_a_placed_session_is_repeated_in_the_weeks_that_follow(signed_in, program, placing):
    page = text(signed_in.get(placing.get_absolute_url()))
    assert 'name="weeks" value="2-4"' in page and 'name="growth" value="+2.5%"' in page
    form = {"weeks": "2-3", "growth": "+5%", "version": placing.version}
    response = signed_in.post(url("repeat", placing), form | SEEN, headers=SHEET)
    assert toast(response)["message"] == "Repeated Lower A in 2 weeks"
    assert [row for row in rows() if row[0] == "Lower A"] == [("Lower A", week, 1, 1) for week in (1, 2, 3)]
    signed_in.post(last_undo())
    assert rows() == UNTOUCHED


@pytest.mark.parametrize("form", [{"weeks": ""}, {"weeks": "x"}, {"weeks": "1"}, {"weeks": "2", "growth": "+10min"}])
def test_weeks_or_a_growth_that_are_none_are_refused(signed_in, placing, form):
    assert signed_in.post(url("repeat", placing), form, headers=SHEET).status_code == 422
    assert rows() == UNTOUCHED


def test_the_adjustment_that_stands_there_is_in_the_form(signed_in, program, placing):
    schedule.adjust(placing, program.author, Adjustment.parse("volume -40%"))
    assert 'value="volume -40%"' in text(signed_in.get(placing.get_absolute_url()))


def test_an_empty_adjustment_takes_it_away(signed_in, program, placing):
    schedule.adjust(placing, program.author, Adjustment.parse("+5%"))
    signed_in.post(url("adjust", placing), {"adjustment": ""})
    placing.refresh_from_db()
    assert placing.adjustment is None


@pytest.mark.parametrize("typed", ["harder", "+1000%", "+", "x" * 501, "+5% +5% +5% and more", "<b>"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_adjustment_that_is_none_is_refused_and_stays(signed_in, placing, typed, headers):
    response = signed_in.post(url("adjust", placing), {"adjustment": typed}, headers=headers)
    assert response.status_code == 422
    errors = response.context["adjust_form"].errors["adjustment"]
    assert len(errors) == 1
    assert errors[0].endswith((".", ")"))
    assert response.context["adjust_form"]["adjustment"].value() == typed
    placing.refresh_from_db()
    assert placing.adjustment is None


def test_time_and_note(signed_in, placing):
    signed_in.post(url("annotate", placing), {"time_of_day": "07:30", "notes": "Fasted"})
    placing.refresh_from_db()
    assert (f"{placing.time_of_day:%H:%M}", placing.notes) == ("07:30", "Fasted")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"time_of_day": "25:00"}, "time_of_day"),
        ({"notes": "x" * 2001}, "notes"),
        ({"time_of_day": "x"}, "time_of_day"),
    ],
)
def test_a_note_that_does_not_fit_is_refused(signed_in, placing, typed, field):
    response = signed_in.post(url("annotate", placing), {"notes": "Kept"} | typed)
    assert response.status_code == 422
    assert list(response.context["annotate_form"].errors) == [field]
    placing.refresh_from_db()
    assert placing.notes == ""


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_remove_and_undo(signed_in, placing, headers):
    response = signed_in.post(url("remove", placing), {"version": placing.version}, headers=headers)
    assert response.status_code == (200 if headers else 302)
    assert rows() == [("Upper B", 3, 3, 1)]
    signed_in.post(last_undo())
    assert rows() == UNTOUCHED


def test_removing_one_of_several_closes_the_gap(signed_in, program, placing):
    ProgramSessionFactory(program=program, session=placing.session, order=2)
    signed_in.post(url("remove", placing))
    assert ("Lower A", 1, 1, 1) in rows()


@pytest.mark.parametrize("verb", ["move", "copy", "adjust", "annotate", "own", "remove"])
def test_another_coach_changes_nothing(by_other, placing, verb):
    form = {"week": "2", "day": "2", "adjustment": "+5%", "notes": "Mine"}
    assert by_other.post(url(verb, placing), form).status_code == 404
    Program.objects.update(visibility="public")
    assert by_other.post(url(verb, placing), form).status_code == 403
    assert rows() == UNTOUCHED


def test_undo_leads_only_to_pages_of_this_site(signed_in, program, placing):
    signed_in.post(url("remove", placing))
    assert signed_in.post(last_undo(), {"next": "https://evil.example/"}).headers["Location"] == "/"


def test_undoing_twice_is_a_conflict_in_words(signed_in, placing):
    signed_in.post(url("remove", placing))
    address = last_undo()
    signed_in.post(address)
    response = signed_in.post(address)
    assert response.status_code == 409
    assert "Nothing of yours was written." in text(response)
    assert rows() == UNTOUCHED


# Where a session is used


def test_places_lists_where_it_stands_and_places_it(signed_in, program, placing):
    address = reverse("programs:session_places", args=[placing.session_id])
    assert "Week 1, Mon" in text(signed_in.get(address))
    assert "Used in 1 place" in text(signed_in.get(address, headers=HTMX))
    response = signed_in.post(address, {"program": program.pk, "week": "4", "day": "1"}, follow=True)
    assert said(response) == ["Added Lower A to week 4, Mon"]
    assert ("Lower A", 4, 1, 1) in rows()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"week": "5"}, "week"), ({"week": "0"}, "week"), ({"day": "8"}, "day"), ({"program": "c" + "0" * 24}, "program")],
)
def test_a_place_in_a_program_that_is_not_there_is_refused(signed_in, program, placing, typed, field):
    address = reverse("programs:session_places", args=[placing.session_id])
    response = signed_in.post(address, {"program": program.pk, "week": "1", "day": "1"} | typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert rows() == UNTOUCHED
