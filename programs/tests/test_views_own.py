"""One session in several places: for which of them an edit is meant."""

import pytest
from django.urls import reverse

from core.editing import stack
from programs import schedule

SHEET = {"HX-Request": "true", "HX-Target": "sheet"}


def url(verb, thing):
    return reverse(f"programs:placing_{verb}", args=[thing.pk])


def text(response):
    return " ".join(response.content.decode().split())


def test_its_own_session_leaves_the_other_places(signed_in, program, placing):
    twin = schedule.copy_placing(placing, program.author, 2, 1)
    assert "Only this one" in text(signed_in.get(placing.get_absolute_url()))
    signed_in.post(url("own", placing), {"version": placing.version})
    placing.refresh_from_db()
    assert placing.session_id != twin.session_id
    assert "Only this one" not in text(signed_in.get(placing.get_absolute_url()))
    signed_in.post(reverse("core:change_undo", args=[stack(program, program.author)[0].pk]))
    placing.refresh_from_db()
    assert placing.session_id == twin.session_id


def test_a_session_in_several_places_asks_which_of_them_an_edit_is_meant_for(signed_in, placing):
    assert "Edit session" in text(signed_in.get(placing.get_absolute_url()))
    for week in ("2", "4"):
        signed_in.post(url("copy", placing), {"week": week, "day": "1"})
    page = text(signed_in.get(placing.get_absolute_url()))
    assert "This session stands in 3 places." in page
    assert [word in page for word in ("All 3", "Only this one", "This and later")] == [True] * 3


@pytest.mark.parametrize(("verb", "shared"), [("own", [1, 2, 4]), ("own_later", [1])])
def test_it_gets_one_of_its_own_alone_or_with_those_that_follow(signed_in, program, placing, verb, shared):
    for week in ("2", "4"):
        signed_in.post(url("copy", placing), {"week": week, "day": "1"})
    second = program.placings.get(week=2)
    response = signed_in.post(url(verb, second), {"version": second.version} | {"seen": "3"}, headers=SHEET)
    second.refresh_from_db()
    assert response.headers["HX-Redirect"] == f"{second.session.get_absolute_url()}?back={program.get_absolute_url()}"
    mine = program.placings.filter(session=placing.session).values_list("week", flat=True)
    assert sorted(mine) == [week for week in shared if week != 2]


def test_undone_from_the_page_of_its_session_it_leads_back_to_the_program(signed_in, program, placing):
    schedule.copy_placing(placing, program.author, 2, 1)
    answer = signed_in.post(url("own", placing), {"version": placing.version})
    undo = reverse("core:change_undo", args=[stack(program, program.author)[0].pk])
    assert signed_in.post(undo, {"next": answer.url}).url == program.get_absolute_url()
