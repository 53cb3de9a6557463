"""Who changed what, as somebody reads it whose change met another."""

import re

import pytest

from core.conflicts import last_change, who_changed
from core.editing import stack, undo
from sessions_app import editing
from sessions_app.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(rosa):
    return editing.create_session(Session(name="Lower A", sport="strength"), rosa, "Squat 5x5\nBench 4x8")


def row(session, place):
    found = session.rows.select_related("exercise").get(order=place)
    found.session = session
    return found


def test_it_names_the_last_step_that_touched_the_row(session, rosa, other):
    editing.change_line(row(session, 1), rosa, "Squat", "3x3")
    editing.change_line(row(session, 2), rosa, "Bench", "3x8")

    assert re.fullmatch(
        r"Changed meanwhile by you in another tab, \d\d:\d\d: Changed Squat\.",
        who_changed(session, row(session, 1), rosa),
    )
    assert "by Rosa, " in who_changed(session, row(session, 1), other)
    assert "Changed Bench." in who_changed(session, None, rosa)


def test_an_undo_is_a_change_too(session, rosa):
    editing.change_line(row(session, 1), rosa, "Squat", "3x3")
    undo(stack(session, rosa)[0])

    assert "Undone: Changed Squat." in who_changed(session, row(session, 1), rosa)


def test_what_no_step_tells_of_is_only_said_to_have_changed(session, rosa):
    last_change(session).delete()

    assert who_changed(session, row(session, 1), rosa) == "Changed meanwhile."


def test_it_costs_one_query(session, rosa, django_assert_num_queries):
    first = row(session, 1)
    with django_assert_num_queries(1):
        who_changed(session, first, rosa)


def test_it_is_looked_for_among_the_authors_steps_which_the_index_begins_with(session, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        last_change(session)

    where = asked[0]["sql"].partition(" WHERE ")[2]
    found = set(re.findall(r'"core_change"\."(\w+)" = ', where))
    assert found == {"user_id", "document_type", "document_id"}
