"""What was not understood can be put right in one tap."""

import pytest

from core.editing import stack
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing, notation
from sessions_app.editing import history
from sessions_app.fixes import as_typed, fixes
from sessions_app.models import Session, rows_of
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words", "use", "fixed"),
    [
        ("5x5 @ 80% rset 90s", "rset", "rest", "5x5 @ 80% rest 90s"),
        ("3x8 RPW 8", "RPW 8", "rpe 8", "3x8 rpe 8"),
        ("3x8 tmepo 3110", "tmepo 3110", "tempo 3110", "3x8 tempo 3110"),
        ("3x10 eahc side", "eahc side", "each side", "3x10 each side"),
        ("45mim @ Z2", "45mim", "45min", "45min @ Z2"),
        ("5x5 @ eays", "@ eays", "@ easy", "5x5 @ easy"),
        ("3x8 @ 100kgg", "@ 100kgg", "@ 100kg", "3x8 @ 100kg"),
        ("10/side @ 2RIR slwo", "slwo", "", ""),
        ("5x5 belt from set 3", "belt from set 3", "", ""),
        ("5x5 @ 80% with band", "with band", "", ""),
    ],
)
def test_the_nearest_word_is_one_that_makes_sense_there(text, words, use, fixed):
    line = notation.read_prescription(text, "strength")

    assert [(fix.words, fix.use, fix.text) for fix in fixes(line, "strength")] == [(words, use, fixed)]


@pytest.mark.parametrize("text", ["", "5x5 @ 80% r3:00", "5x5 // belt from set 3", "3x8-12/side @ RPE 8"])
def test_what_is_understood_needs_none(text):
    assert fixes(notation.read_prescription(text, "strength"), "strength") == ()


def test_a_stored_note_is_as_it_was_typed():
    assert as_typed("5x5 @ 80% // slwo") == "5x5 @ 80% slwo"


@pytest.fixture
def session(rosa, write):
    ExerciseFactory(name="Back squat")
    return write("Back squat 5x5")


def post(client, session, verb, row, **data):
    address = f"/sessions/{session.pk}/lines/{row.pk}/{verb}"
    return client.post(address, {"name": row.name, "version": row.version, **data}, headers={"HX-Request": "true"})


def test_what_is_typed_wrong_offers_both(signed_in, session):
    html = post(
        signed_in, session, "", row_named(session, "Back squat"), text="5x5 rset 90s", typing="1"
    ).content.decode()

    assert "“rset” not understood" in html
    assert 'fix/?fixed=5x5%20rest%2090s">Use “rest”</button>' in html
    assert 'fix/?fixed=5x5%201%3A30%20//%20rset">Keep as note</button>' in html


def test_using_the_word_writes_it_into_the_field(signed_in, session):
    post(signed_in, session, "", row_named(session, "Back squat"), text="5x5 rset 90s")
    row = row_named(session, "Back squat")
    html = post(signed_in, session, "fix/?fixed=5x5+rest+90s", row, text="5x5 rset 90s").content.decode()

    assert lines(session) == ["m 1 Back squat | 5x5 r1:30"]
    assert f'id="text-{row.pk}" name="text" value="5x5 r1:30"' in html
    assert 'hx-swap-oob="true" autofocus' in html
    assert "not understood" not in html


def test_kept_as_a_note_it_is_a_note(signed_in, session):
    post(signed_in, session, "", row_named(session, "Back squat"), text="5x5 slwo")
    row = row_named(session, "Back squat")
    html = post(signed_in, session, "fix/?fixed=5x5+//+slwo", row, text="5x5 slwo").content.decode()

    assert lines(session) == ["m 1 Back squat | 5x5 // slwo"]
    assert f'id="text-{row.pk}" name="text" value="5x5 // slwo"' in html
    assert "not understood" not in html


def test_without_scripting_it_is_a_form(signed_in, session):
    row = row_named(session, "Back squat")
    answer = signed_in.post(
        f"/sessions/{session.pk}/lines/{row.pk}/", {"name": "Back squat", "text": "5x5 slwo"}, follow=True
    )
    assert "“slwo” not understood" in answer.content.decode()

    typed = {"name": "Back squat", "text": "5x5 slwo"}
    answer = signed_in.post(f"/sessions/{session.pk}/lines/{row.pk}/fix/?fixed=5x5+//+slwo", typed, follow=True)
    assert "not understood" not in answer.content.decode()


def test_a_line_just_added_offers_its_fixes(signed_in, session):
    address = f"/sessions/{session.pk}/lines/"
    html = signed_in.post(address, {"text": "Back squat 3x3 rset 90s"}, headers={"HX-Request": "true"}).content.decode()
    assert "“rset” not understood" in html
    assert 'fix/?fixed=3x3%20rest%2090s">Use “rest”' in html

    html = signed_in.post(address, {"text": "Back squat 3x3 // rset"}, headers={"HX-Request": "true"}).content.decode()
    assert html.count("not understood") == 1  # of the line before


def shown(client, session):
    return client.get(session.get_absolute_url()).content.decode()


def test_what_was_not_understood_stays_so_until_somebody_deals_with_it(signed_in, rosa, session):
    pasted = "Back squat 5x5 be\nBack squat 3x3 // belt\nBack squat 4x4 slwo"
    signed_in.post(f"/sessions/{session.pk}/lines/", {"text": pasted}, headers={"HX-Request": "true"})
    html = shown(signed_in, session)
    assert [html.count(f"“{words}” not understood") for words in ("be", "belt", "slwo")] == [1, 0, 1]

    # As text it is written like any note, and saving that deals with nothing.
    editing.replace_text(session, rosa, editing.text_of(session).replace("5x5 // be", "6x6 // be"))
    assert shown(signed_in, session).count("not understood") == 2

    # Nor does another number in the line.
    row = next(row for row in rows_of(session) if row.notes == "slwo")
    post(signed_in, session, "", row, text="4x5 // slwo")
    assert shown(signed_in, session).count("not understood") == 2

    row = next(row for row in rows_of(session) if row.notes == "slwo")
    post(signed_in, session, "fix/?fixed=4x4+//+slwo", row, text="4x4 // slwo")
    html = shown(signed_in, session)
    assert ("“slwo” not understood" in html, '<li class="chip">slwo</li>' in html) == (False, True)

    history.take_back(Session.objects.get(pk=session.pk), stack(session, rosa)[0])
    assert "“slwo” not understood" in shown(signed_in, session)


def test_a_copy_is_as_unclear_as_its_line_and_readers_see_a_note(signed_in, client, rosa, session):
    [row] = editing.add_lines(session, rosa, "Back squat 5x5 slwo")
    editing.copy_line(row, rosa)
    session.visibility = "public"
    session.save()

    assert shown(signed_in, session).count("“slwo” not understood") == 2
    client.logout()
    assert "not understood" not in shown(client, session)


def test_a_session_made_of_a_text_says_what_was_not_understood(signed_in, rosa):
    made = editing.create_session(Session(name="x", sport="strength"), rosa, "Back squat 5x5 slwo")

    assert "“slwo” not understood" in shown(signed_in, made)


def test_a_fix_of_a_line_that_was_changed_meanwhile_is_a_conflict(signed_in, rosa, session):
    row = row_named(session, "Back squat")
    editing.change_line(row_named(session, "Back squat"), rosa, "Back squat", "4x4")
    answer = post(signed_in, session, "fix/?fixed=5x5+//+slwo", row, text="5x5 slwo")

    assert answer.status_code == 409
    assert lines(session) == ["m 1 Back squat | 4x4"]


def test_the_same_way_out_is_offered_in_a_superset_and_after_coming_back(signed_in, rosa, session):
    [row] = editing.add_lines(session, rosa, "Bench press 5x5 RPW 8")
    assert "5x5%20rpe%208" in shown(signed_in, session)

    editing.group_with_above(row, rosa)
    html = shown(signed_in, session)
    assert "“RPW 8” not understood" in html
    assert "?fixed=5%20rpe%208" in html
