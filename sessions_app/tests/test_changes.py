"""An answer carries only what changed; put into the lines that stood there, it gives the lines that stand there now."""

from dataclasses import replace

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.editing import stack
from core.tests.laws import examples
from sessions_app import editing
from sessions_app.changes import _element, changes_of, last_of
from sessions_app.models import Session, SessionExercise
from sessions_app.page import open_page, page_after
from sessions_app.tests.conftest import LOWER_A, lines, row_named
from sessions_app.tests.test_editing_law import do, verbs

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
SAID = ("pk", "version", "section", "name", "text", "sub", "chips", "exercise_url")


def face(block):
    """All that is shown of a line or group, beside the numbers, which are counted in the browser."""
    rows = [replace(row, row=None, index=0, number=0) for row in block.rows]
    said = [[getattr(row, name) for name in SAID] for row in block.rows]
    return (rows, said, block.title, block.text, block.group and block.group.version)


def shown(page):
    """{number of the section: [(element, what is shown of it)]}."""
    return {
        head.number: [(_element([row.row for row in block.rows]), face(block)) for block in head.blocks]
        for head in page.heads
    }


def put_in(there, changes):
    """What a browser does with an answer."""
    there = {number: [pair for pair in pairs if pair[0] not in changes.gone] for number, pairs in there.items()}
    for number, head in changes.sections:
        there[number] = [(_element([row.row for row in block.rows]), face(block)) for block in head.blocks]
    for block, above in changes.put:
        for number, pairs in there.items():
            names = [f"head-{number}", *(last_of(element) for element, _face in pairs)]
            if above in names:
                pairs.insert(names.index(above), (_element([row.row for row in block.rows]), face(block)))
                break
        else:
            raise AssertionError(f"nothing is called {above}")
    return there


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(verbs.filter(lambda step: step[0] not in ("undo", "redo")), min_size=1, max_size=4))
def test_the_changes_lead_from_the_lines_before_to_the_lines_after(write, rosa, steps):
    with transaction.atomic():
        pk = write(LOWER_A).pk
        for verb, *args in steps:
            before, session = shown(open_page(pk, rosa)), Session.objects.get(pk=pk)
            do(session, rosa, verb, *args)
            after = shown(open_page(pk, rosa))
            if session.left is not None:
                page = page_after(session, rosa)
                assert shown(page) == after
                changes = changes_of(page, session)
                assert changes is None or put_in(before, changes) == after
        transaction.set_rollback(True)


@pytest.fixture
def post(signed_in, lower_a):
    def send(name, row=None, seen=None, /, **data):
        version = Session.objects.get(pk=lower_a.pk).version if seen is None else seen
        args = [lower_a.pk, row.pk] if row else [lower_a.pk]
        return signed_in.post(reverse(f"sessions:{name}", args=args), {"seen": version, **data}, **HTMX)

    return send


def sent(answer):
    """The lines in an answer, by the names in their fields."""
    html = answer.content.decode()
    return [part.partition('"')[0] for part in html.split('name="name" value="')[1:]], 'id="lines"' in html


def test_a_line_added_is_sent_alone(post, lower_a):
    html = post("line_add", text="Curl 3x10", section="main").content.decode()
    above = row_named(lower_a, "Plank")

    assert html.count("data-line") == 1 and 'value="Curl"' in html
    assert f'<div hx-swap-oob="afterend:#line-{above.pk}">' in html
    assert 'id="facts-2" hx-swap-oob="true">5 exercises' in html and 'id="facts-1"' not in html


def test_a_line_moved_goes_and_comes_below_another(post, lower_a):
    row = row_named(lower_a, "Plank")
    answer = post("line_move", row, to="up")

    assert sent(answer) == (["Plank"], False)
    assert f'<div id="line-{row.pk}" hx-swap-oob="delete">' in answer.content.decode()


def test_a_line_removed_is_only_taken_away(post, lower_a):
    assert sent(post("line_remove", row_named(lower_a, "Plank"))) == ([], False)


def test_a_new_first_line_and_the_old_one_are_sent(post, lower_a):
    post("line_move", row_named(lower_a, "Plank"), to="up")

    assert sent(post("line_move", row_named(lower_a, "Plank"), to="up")) == (["Plank", "Back squat"], False)


def test_a_section_that_gets_its_first_line_is_sent_whole(post, lower_a):
    post("line_move", row_named(lower_a, "Row erg"), to="end:main")
    html = post("line_move", row_named(lower_a, "Row erg"), to="end:warm_up").content.decode()

    assert 'id="section-1" aria-label="Warm-up" hx-swap-oob="true"' in html and 'id="section-2"' not in html


def test_a_page_that_is_behind_gets_all_lines(post, lower_a, rosa):
    seen = lower_a.version
    editing.add_lines(Session.objects.get(pk=lower_a.pk), rosa, "Curl 3x10")

    assert sent(post("line_copy", row_named(lower_a, "Plank"), seen))[1] is True
    assert sent(post("line_copy", row_named(lower_a, "Plank"), ""))[1] is True


def test_saving_a_line_does_not_make_a_page_that_is_behind_up_to_date(post, lower_a, rosa):
    seen = lower_a.version
    editing.add_lines(Session.objects.get(pk=lower_a.pk), rosa, "Curl 3x10")
    behind = post("line_update", row_named(lower_a, "Plank"), seen, name="Plank", text="4x40s").content.decode()
    level = post("line_update", row_named(lower_a, "Plank"), seen + 2, name="Plank", text="4x45s").content.decode()

    assert f'id="seen" name="seen" value="{seen}"' in behind
    assert f'id="seen" name="seen" value="{seen + 3}"' in level


# --- back and forth -----------------------------------------------------------------------------------------------------


def test_undo_and_redo_answer_with_what_changed(post, lower_a, rosa):
    before = lines(lower_a)
    post("line_remove", row_named(lower_a, "Plank"))
    after = lines(lower_a)
    step = stack(lower_a, rosa)[0]

    undone = post("session_undo", step=step.pk)
    assert (sent(undone), lines(lower_a)) == ((["Plank"], False), before)
    assert "Undone: Removed Plank" in undone.headers["HX-Trigger"]
    assert f'name="step" value="{step.pk}"' in undone.content.decode()

    assert (sent(post("session_redo", step=step.pk)), lines(lower_a)) == (([], False), after)


def test_undo_twice_is_a_conflict_and_shows_what_stands_there(post, lower_a, rosa):
    post("line_remove", row_named(lower_a, "Plank"))
    step = stack(lower_a, rosa)[0]

    assert [post("session_undo", step=step.pk).status_code for _n in range(2)] == [200, 409]
    assert SessionExercise.objects.filter(exercise__name="Plank").count() == 1


def test_undo_of_another_sessions_step_is_not_there(post, write, rosa):
    step = stack(write("Curl 3x8"), rosa)[0]

    assert post("session_undo", step=step.pk).status_code == 404
    assert post("session_undo", step="\0").status_code == 400


@pytest.mark.parametrize("verb", ["session_undo", "session_redo"])
def test_one_press_more_than_there_are_steps_does_nothing(post, lower_a, verb):
    once = lines(lower_a)

    assert post(verb, step="").status_code == 200
    assert lines(lower_a) == once


def test_one_undo_too_many_does_not_take_the_session_away(post, lower_a, rosa):
    answer = post("session_undo", step=stack(lower_a, rosa)[0].pk)

    assert answer.status_code == 422
    assert "would take the whole session away" in answer.content.decode()
    assert Session.objects.filter(pk=lower_a.pk).exists()


def test_undo_of_facts_that_stand_all_over_the_page_loads_it_anew(post, lower_a, rosa):
    lower_a.name, lower_a.sport = "Speed", "running"
    editing.change_facts(lower_a, rosa)
    step = stack(lower_a, rosa)[0]
    undone = post("session_undo", step=step.pk)
    again = post("session_redo", step=step.pk)

    assert [answer.headers.get("HX-Redirect") for answer in (undone, again)] == [lower_a.get_absolute_url()] * 2
    assert [str(message) for message in get_messages(again.wsgi_request)][-1].startswith("Done again: ")
    assert Session.objects.get(pk=lower_a.pk).name == "Speed"


def test_without_scripts_undo_leads_back_to_the_page(signed_in, lower_a, rosa):
    editing.remove_line(row_named(lower_a, "Plank"), rosa)
    step = stack(lower_a, rosa)[0]
    answer = signed_in.post(reverse("sessions:session_undo", args=[lower_a.pk]), {"step": step.pk})

    assert (answer.status_code, answer.headers["Location"]) == (302, lower_a.get_absolute_url())
    assert len(lines(lower_a)) == 6


def test_beside_the_text_undo_leads_to_the_lines(signed_in, lower_a):
    """The text in the box would not know of it."""
    text, lined = (
        signed_in.get(reverse(f"sessions:{name}", args=[lower_a.pk])).content.decode()
        for name in ("session_text", "session_detail")
    )
    forms = [html.partition("data-undo")[0].rpartition("<form")[2] for html in (text, lined)]

    assert ["hx-post" in form for form in forms] == [False, True]
