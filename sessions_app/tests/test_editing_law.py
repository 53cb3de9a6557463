"""The law of undo: whatever was done, undoing all of it gives back the exact rows, redoing all of it the rows after."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.editing import redo, snapshot, stack, undo
from core.models import Change
from core.tests.laws import examples
from core.tests.recorded import assert_recorded
from sessions_app import editing
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, SessionGroup, rows_of
from sessions_app.tests.conftest import LOWER_A

pytestmark = pytest.mark.django_db

NOT_COMPARED = ("version", "updated_at")
TEXTS = [
    "Curl 3x10", "A1 Dip 8\nA2 Row 8", "A3 Side plank 30s", "== Cool-down\nPigeon 2x1min", "Squat 5x5, 3x3", "Press 5/3/1+",
    "B: 3 rounds r1:00\nB1 Curl 10\nB2 Dip 10", "== Power (main)\nJump 5x3", "", "5x5",
]  # fmt: skip
WHERE = ["up", "down", "end:warm_up", "end:main", "start:cool_down:", "after", "behind", "into"]
place = st.integers(0, 9)
some = st.lists(place, min_size=1, max_size=4, unique=True)
verbs = st.one_of(
    st.tuples(
        st.just("add"),
        st.sampled_from(TEXTS),
        st.sampled_from([None, "warm_up", "main", "cool_down"]),
        st.none() | st.integers(0, 12),
    ),
    st.tuples(
        st.just("change"), place, st.sampled_from(["Curl", "Back squat"]), st.sampled_from(["3x8", "4x5, 2x2", "slow"])
    ),
    st.tuples(st.just("step"), place, st.sampled_from(["up", "down"])),
    st.tuples(st.just("section"), place, st.sampled_from(["warm_up", "main", "cool_down"])),
    st.tuples(st.just("move"), some, st.sampled_from(WHERE), place),
    st.tuples(st.just("copies"), some, st.sampled_from(["", *WHERE]), place),
    st.tuples(st.just("removes"), some),
    st.tuples(st.just("rename"), place, st.sampled_from(["Power", "Main", "", "Warm-up", "a (main)"])),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.sampled_from(["remove", "copy", "above", "leave"]), place),
    st.tuples(st.just("group"), st.lists(place, min_size=2, max_size=4, unique=True)),
    st.tuples(st.just("ungroup"), place),
    st.tuples(st.just("line"), place, st.sampled_from(["5 rounds r2:00", "AMRAP 12min", "", "nonsense"])),
    st.tuples(st.just("move_group"), place, st.sampled_from(["up", "down"])),
    st.tuples(st.just("text"), st.sampled_from([*TEXTS, LOWER_A])),
    st.tuples(st.just("facts"), st.sampled_from(["Other name", "x" * 200]), st.sampled_from([None, 8])),
    st.tuples(st.just("keep"), st.booleans()),
)


def one_of(model, session, index):
    found = list(model.objects.filter(session=session).order_by("pk"))
    if not found:
        raise editing.Refused("none")
    found[index % len(found)].session = session
    return found[index % len(found)]


def do(session, user, verb, *args):
    def row(index):
        return one_of(SessionExercise, session, index)

    def group(index):
        return one_of(SessionGroup, session, index)

    def rows(places):
        return list({row(at).pk: row(at) for at in places}.values())

    def where(to, at):
        """A place as the page would name it: beside a line, behind a group, into one."""
        named = {"after": row, "behind": group, "into": group}.get(to)
        kind = "after" if to == "behind" else to
        return f"{kind}:{named(at).pk}" if named else to

    def took_back(which):
        step = stack(session, user)[which]
        if step is None or step.label.startswith("Created"):
            raise editing.Refused("none")
        return step

    def facts(name, effort):
        session.name, session.effort = name, effort
        editing.change_facts(session, user)

    table = {
        "add": lambda text, section, position: editing.add_lines(session, user, text, section, position),
        "change": lambda at, name, text: editing.change_line(row(at), user, name, text),
        "step": lambda at, direction: editing.move_line(row(at), user, direction),
        "section": lambda at, section: editing.move_line(row(at), user, f"end:{section}"),
        "move": lambda places, to, at: editing.move_lines(session, user, rows(places), where(to, at)),
        "copies": lambda places, to, at: editing.copy_lines(session, user, rows(places), where(to, at)),
        "removes": lambda places: editing.remove_lines(session, user, rows(places)),
        "rename": lambda at, title: editing.rename_section(
            session, user, row(at).section, row(at).section_title, title
        ),
        "undo": lambda: undo(took_back(0)),
        "redo": lambda: redo(took_back(1)),
        "remove": lambda at: editing.remove_line(row(at), user),
        "copy": lambda at: editing.copy_line(row(at), user),
        "above": lambda at: editing.group_with_above(row(at), user),
        "leave": lambda at: editing.leave_group(row(at), user),
        "group": lambda places: editing.group_lines(session, user, rows(places)),
        "ungroup": lambda at: editing.ungroup(group(at), user),
        "line": lambda at, text: editing.change_group_line(group(at), user, text),
        "move_group": lambda at, direction: editing.move_group(group(at), user, direction),
        "text": lambda text: editing.replace_text(session, user, text),
        "facts": facts,
        "keep": lambda kept: editing.keep_session(session, user, kept),
    }
    with contextlib.suppress(editing.Refused, editing.Conflict):
        table[verb](*args)


def rows_now(session):
    rows = snapshot([session])
    return {key: {name: value for name, value in row.items() if name not in NOT_COMPARED} for key, row in rows.items()}


def check(session):
    """What holds after every verb: dense order, groups side by side and in one section, a true digest."""
    stored = Session.objects.get(pk=session.pk)
    rows = list(rows_of(stored))
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))
    runs = [row.group_id for place, row in enumerate(rows) if not place or rows[place - 1].group_id != row.group_id]
    grouped = [run for run in runs if run is not None]
    assert len(grouped) == len(set(grouped))
    assert {row.group_id for row in rows if row.group_id} == set(stored.groups.values_list("pk", flat=True))
    assert all(len({(r.section, r.section_title) for r in rows if r.group_id == pk}) == 1 for pk in grouped)
    assert stored.digest == digest_of(rows)


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(verbs, min_size=1, max_size=7))
def test_undo_all_gives_back_the_rows_and_redo_all_what_came_after(write, rosa, steps):
    with transaction.atomic():
        session = write(LOWER_A)
        before = rows_now(session)
        for verb, *args in steps:
            stood, last = snapshot([session]), stack(session, rosa)[0]
            do(Session.objects.get(pk=session.pk), rosa, verb, *args)
            check(session)
            if verb not in ("undo", "redo"):
                made = stack(session, rosa)[0]
                assert_recorded(made.pk if made != last else None, stood, snapshot([session]))
        after = rows_now(session)
        done = 0
        while (change := stack(session, rosa)[0]) and not change.label.startswith("Created"):
            undo(change)
            done += 1
        assert rows_now(session) == before
        for _step in range(done):
            redo(stack(session, rosa)[1])
        assert rows_now(session) == after
        transaction.set_rollback(True)


ALIKE = "Plank 30s // left\nPlank 30s // right\nCurl 3x10\nPlank 30s"


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(verbs, min_size=2, max_size=6), st.lists(place, min_size=1, max_size=3))
def test_an_older_step_is_undone_whole_or_refused(write, rosa, steps, which):
    with transaction.atomic():
        session = write(ALIKE)
        for verb, *args in steps:
            do(Session.objects.get(pk=session.pk), rosa, verb, *args)
        for index in which:
            done = list(Change.objects.filter(document_id=session.pk, undone_at=None).order_by("number"))[1:]
            if done:
                with contextlib.suppress(editing.Conflict), transaction.atomic():
                    undo(done[index % len(done)])
            check(session)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "between",
    [
        lambda session, user, left, right, curl: editing.group_with_above(curl, user),
        lambda session, user, left, right, curl: editing.change_line(left, user, "Plank", "3x45s"),
        lambda session, user, left, right, curl: editing.move_line(right, user, "end:warm_up"),
    ],
)
def test_a_move_of_lines_that_read_alike_is_not_undone_below_another_step(write, rosa, between):
    session = write("Plank 30s // left\nPlank 30s // right\nCurl 3x10")
    left, right, curl = rows_of(session)
    move = editing.move_line(left, rosa, "down").change
    between(session, rosa, *(SessionExercise.objects.get(pk=row.pk) for row in (left, right, curl)))
    stood = snapshot([session])

    with pytest.raises(editing.Conflict):
        undo(move)
    assert snapshot([session]) == stood


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(verbs, min_size=1, max_size=5))
def test_the_text_of_whatever_was_made_reads_back_without_a_step(write, rosa, steps):
    with transaction.atomic():
        session = write(LOWER_A)
        for verb, *args in steps:
            do(Session.objects.get(pk=session.pk), rosa, verb, *args)
        session = Session.objects.get(pk=session.pk)

        assert editing.replace_text(session, rosa, editing.text_of(session)).pk is None
        transaction.set_rollback(True)
