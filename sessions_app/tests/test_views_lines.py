"""The verbs of lines over HTTP: with htmx the parts that changed, without it the page; errors keep what was typed."""

import pytest
from django.urls import reverse

from sessions_app import editing
from sessions_app.models import Session, SessionExercise, SessionGroup, rows_of
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def post(client, name, row, /, **data):
    extra = data.pop("extra", HTMX)
    args = [row.session_id, row.pk]
    return client.post(reverse(f"sessions:{name}", args=args), {"version": row.version, **data}, **extra)


def add(client, session, text, /, extra=HTMX, **data):
    return client.post(reverse("sessions:line_add", args=[session.pk]), {"text": text, **data}, **extra)


def test_adding_answers_with_the_parts_that_changed(signed_in, lower_a):
    answer = add(signed_in, lower_a, "Curl 3x10", section="main")
    html = answer.content.decode()

    assert answer.status_code == 200
    assert [f'id="{part}"' in html for part in ("lines", "totals", "history", "profile", "quick-error")] == [True] * 5
    assert "<html" not in html and 'value="Curl"' in html
    assert lines(lower_a)[-2] == "m 4 Curl | 3x10"


def test_adding_without_scripts_leads_back_to_the_page(signed_in, lower_a):
    answer = add(signed_in, lower_a, "Curl 3x10", extra={}, section="warm_up")

    assert (answer.status_code, answer.headers["Location"]) == (302, lower_a.get_absolute_url())
    assert lines(lower_a)[1] == "w 2 Curl | 3x10"


@pytest.mark.parametrize("extra", [HTMX, {}])
def test_what_cannot_be_added_is_said_and_stays_in_the_field(signed_in, lower_a, extra):
    answer = add(signed_in, lower_a, "5x5 @ 80%", extra=extra, section="cool_down")
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Write the name of the exercise first" in html
    if not extra:
        assert 'value="5x5 @ 80%"' in html and '<option value="cool_down" selected>' in html


def test_the_example_is_of_the_sessions_own_sport(signed_in, write):
    mobile, mixed = write("Pigeon 2:00", sport="mobility"), write("Squat 5x5", sport="")
    refused = [add(signed_in, session, "5x5").content.decode() for session in (mobile, mixed)]

    assert "Write the name of the exercise first, then how much of it: couch stretch 3x1:00/side." in refused[0]
    assert "Write the name of the exercise first, then how much of it: back squat 5x5 @ 80%." in refused[1]


@pytest.mark.parametrize(
    ("sport", "text", "stands"),
    [
        ("swimming", "4x100 @ 1:40", ["m 1 Swim | 4x100m on 1:40"]),
        ("running", "45min Z2", ["m 1 Run | 45min @ Z2"]),
        ("cycling", "3x12min @ 90% r5:00", ["m 1 Ride | 3x12min @ 90% FTP r5:00"]),
        ("rowing", "4x1000m @ 2k+8 r3:00", ["m 1 Row | 4x1000m @ 2k+8 r3:00"]),
        ("running", "2km Z1\nStrides 4x20s\n10min Z1", ["m 1 Run | 2km @ Z1", "m 2 Strides | 4x20s", "m 3 Run | 10min @ Z1"]),
        ("rowing", "Warm-up 10min UT2\n4x500m @ 2k r3:00", ["m 1 Warm-up | 10min @ UT2", "m 2 Row | 4x500m @ 2k r3:00"]),
        ("swimming", "8x100 back on 1:50\n4x50 kick r15", ["m 1 back | 8x100m on 1:50", "m 2 Swim | 4x50m r0:15 // kick"]),
        ("swimming", "4x50 kick with board r15", ["m 1 Swim | 4x50m r0:15 // kick; with board"]),
        ("cycling", "20min in the big gear", ["m 1 Ride | 20min // in the big gear"]),
    ],
)  # fmt: skip
def test_a_line_without_a_name_is_what_one_does_in_the_sport(signed_in, write, sport, text, stands):
    session = write(sport=sport)

    assert (add(signed_in, session, text).status_code, lines(session)) == (200, stands)


def test_a_superset_has_its_own_address(signed_in, lower_a):
    signed_in.post(reverse("sessions:superset_add", args=[lower_a.pk]), {"text": "Dip 3x8", "section": "main"}, **HTMX)

    assert [line.split(" | ")[0] for line in lines(lower_a)][4:6] == ["m B1 Plank", "m B2 Dip"]


def test_a_section_that_does_not_exist_is_refused(signed_in, lower_a):
    assert add(signed_in, lower_a, "Curl 3x8", section="attic").status_code == 422


def test_ten_thousand_lines_are_refused(signed_in, lower_a):
    answer = add(signed_in, lower_a, "Squat 5x5\n" * 10_000)

    assert answer.status_code == 422
    assert "10000 lines" in answer.content.decode()


def test_a_nul_byte_is_refused(signed_in, lower_a):
    assert add(signed_in, lower_a, "Curl\0 3x8").status_code == 400
    assert signed_in.get("/sessions/?q=%00").status_code == 400


# --- update -----------------------------------------------------------------------------------------------------------


def test_saving_a_line_answers_with_how_it_reads_and_its_new_version(signed_in, lower_a):
    row = row_named(lower_a, "Back squat")
    html = post(signed_in, "line_update", row, name="Back squat", text="3x3 @ 85% slwo").content.decode()

    assert 'id="lines"' not in html
    assert f'id="version-{row.pk}" value="{row.version + 1}"' in html
    assert '<li class="chip chip-amber">' in html and "“slwo” not understood</li>" in html
    assert row_named(lower_a, "Back squat").notes == "slwo"


def test_a_renamed_line_gets_a_menu_and_labels_of_that_name(signed_in, lower_a):
    row = row_named(lower_a, "Back squat")
    same = post(signed_in, "line_update", row, name="Back squat", text="3x3").content.decode()
    row = row_named(lower_a, "Back squat")
    other = post(signed_in, "line_update", row, name="Front squat", text="3x3").content.decode()

    labels = [f'aria-label="{what} Front squat"' for what in ("Move", "Select", "More for")]
    assert [label in other for label in labels] == [True] * 3
    assert row_named(lower_a, "Front squat").exercise.get_absolute_url() in other
    assert "aria-label" not in same.partition('id="history"')[0]


def test_saving_without_scripts_leads_back_to_the_page(signed_in, lower_a):
    row = row_named(lower_a, "Back squat")
    answer = post(signed_in, "line_update", row, name="Front squat", text="3x3", extra={})

    assert answer.headers["Location"] == lower_a.get_absolute_url()
    assert lines(lower_a)[1] == "m 2 Front squat | 3x3"


def test_several_prescriptions_answer_with_all_lines(signed_in, lower_a):
    html = post(
        signed_in, "line_update", row_named(lower_a, "Back squat"), name="Back squat", text="5x5, 3x3"
    ).content.decode()

    assert 'id="lines"' in html and html.count('value="Back squat"') == 2


def test_while_typing_they_wait(signed_in, lower_a):
    row = row_named(lower_a, "Back squat")
    answer = post(signed_in, "line_update", row, name="Back squat", text="5x5, 3x3", typing="1")
    html = answer.content.decode()

    assert "makes 2 lines when you press Enter" in html
    assert answer.status_code == 202
    assert len(rows_of(lower_a)) == 6


@pytest.mark.parametrize("extra", [HTMX, {}])
def test_what_cannot_be_saved_is_said_and_stays_in_the_fields(signed_in, lower_a, extra):
    row = row_named(lower_a, "Back squat")
    answer = post(signed_in, "line_update", row, name="", text="9x9 hello", extra=extra)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Write the name of the exercise." in html
    assert ('value="9x9 hello"' in html) == (not extra)
    assert row_named(lower_a, "Back squat").sets == 5


@pytest.mark.parametrize("extra", [HTMX, {}])
def test_two_tabs_show_both_sides_and_overwrite_only_knowingly(signed_in, lower_a, rosa, extra):
    row = row_named(lower_a, "Back squat")
    editing.change_line(row, rosa, "Back squat", "9x9", row.version)

    answer = post(signed_in, "line_update", row, name="Back squat", text="7x7", extra=extra)
    html = answer.content.decode()

    assert answer.status_code == 409
    assert "It is now: <b>Back squat 9x9</b>" in html
    assert "Changed meanwhile by you in another tab" in html and ": Changed Back squat." in html
    assert f'name="over" value="{row.version + 1}"' in html
    if extra:  # the field keeps the old version, so that the next autosave does not write over theirs
        assert f'id="version-{row.pk}"' not in html
    else:
        assert 'value="7x7"' in html
    assert row_named(lower_a, "Back squat").sets == 9

    post(signed_in, "line_update", row, name="Back squat", text="7x7", over=row.version + 1)
    assert row_named(lower_a, "Back squat").sets == 7


def test_a_save_whose_answer_was_lost_is_no_conflict(signed_in, lower_a, rosa):
    row = row_named(lower_a, "Back squat")
    editing.change_line(row, rosa, "Back squat", "7x7 @ 70%", row.version)

    again = post(signed_in, "line_update", row, name=" Back  squat", text="7x7@70%")
    other = post(signed_in, "line_update", row, name="Back squat", text="7x7@71%")

    assert (again.status_code, other.status_code) == (200, 409)
    assert f'id="version-{row.pk}" value="{row.version + 1}"' in again.content.decode()


@pytest.mark.parametrize("version", ["0", "-1", "abc", "9" * 30, "1.5", "²"])
@pytest.mark.parametrize("name", ["line_update", "line_move", "line_copy", "line_remove"])
def test_a_version_that_never_was_is_a_conflict(signed_in, lower_a, name, version):
    row = row_named(lower_a, "Back squat")
    before = lines(lower_a)

    answer = post(signed_in, name, row, version=version, name="x", text="1x1", to="up")

    assert (answer.status_code, lines(lower_a)) == (409, before)


def test_a_line_that_is_gone_gives_back_what_was_typed(signed_in, lower_a, rosa, monkeypatch):
    row = row_named(lower_a, "Plank")
    change = editing.change_line

    def meanwhile(*args, **kwargs):
        editing.remove_line(row_named(lower_a, "Plank"), rosa)
        return change(*args, **kwargs)

    monkeypatch.setattr(editing, "change_line", meanwhile)
    answer = post(signed_in, "line_update", row, name="Plank", text="4x45s")

    assert answer.status_code == 409
    assert "This line is gone. You had written: Plank 4x45s" in answer.content.decode()


# --- the others -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("line_move", {"to": "up"}, 2),
        ("line_move", {"to": "end:warm_up"}, 1),
        ("line_move", {"to": "start:warm_up:"}, 0),
        ("line_copy", {}, 4),
    ],
)
def test_moving_and_copying(signed_in, lower_a, name, data, place):
    answer = post(signed_in, name, row_named(lower_a, "Plank"), **data)

    assert answer.status_code == 200
    assert lines(lower_a)[place].split(" ", 2)[2] == "Plank | 3x30s"


@pytest.mark.parametrize("to", ["", "sideways", "end:attic", "start:", "after:", "²"])
def test_a_move_to_nowhere_is_refused(signed_in, lower_a, to):
    answer = post(signed_in, "line_move", row_named(lower_a, "Plank"), to=to)

    assert (answer.status_code, "Lines move up, down" in answer.content.decode()) == (422, True)


def test_removing_says_so_with_an_undo(signed_in, lower_a):
    answer = post(signed_in, "line_remove", row_named(lower_a, "Plank"))

    assert "Removed Plank" in answer.headers["HX-Trigger"] and "/undo/" in answer.headers["HX-Trigger"]
    assert len(rows_of(lower_a)) == 5


def test_a_superset_and_out_of_it(signed_in, lower_a):
    post(signed_in, "line_group", row_named(lower_a, "Plank"))
    assert lines(lower_a)[4] == "m A3 Plank | 3x30s"

    post(signed_in, "line_leave", row_named(lower_a, "Plank"))
    assert SessionExercise.objects.get(session=lower_a, exercise__name="Plank").group is None
    assert SessionGroup.objects.count() == 1


def test_a_verb_costs_the_same_at_few_and_many_lines(signed_in, write, django_assert_num_queries):
    few, many = write("Squat 5x5\nPress 5x5"), write("Squat 5x5\nPress 5x5\n" + "Curl 3x8\n" * 60)
    for session in (few, many):
        row = row_named(session, "Press")
        with django_assert_num_queries(11):
            post(signed_in, "line_update", row, name="Press", text="4x4")


def test_a_session_deleted_while_a_verb_waits_is_404(signed_in, lower_a, rosa, monkeypatch):
    row = row_named(lower_a, "Plank")
    move = editing.move_line

    def meanwhile(*args, **kwargs):
        editing.delete_session(Session.objects.get(pk=lower_a.pk), rosa)
        return move(*args, **kwargs)

    monkeypatch.setattr(editing, "move_line", meanwhile)

    assert post(signed_in, "line_move", row, to="up").status_code == 404
