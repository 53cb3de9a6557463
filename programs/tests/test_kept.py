"""Grids that are kept: what a verb of one card leaves behind is the program as it stands, whoever was faster."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from core.editing import Conflict, redo, stack, undo
from core.tests.laws import examples
from programs import documents, kept, schedule
from programs.changes import grids_of
from programs.grid import read_grid
from programs.models import Program, ProgramSession
from programs.stamps import builder_stamp, made_of
from programs.steps import Weeks
from programs.tests.factories import ProgramFactory, make_session
from programs.tests.world import World
from programs.weeks.describing import describe_week
from sessions_app.editing import Refused, change_facts
from sessions_app.models import Session

pytestmark = pytest.mark.django_db


def reader_of(program):
    """As a page is read."""
    _text, made = builder_stamp(program.pk, program.author_id)
    return kept.kept_grid(Program.objects.get(pk=program.pk), made)


def read(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def program():
    """One session on the Mondays of three weeks, and its page was read."""
    kept.forget()
    program = ProgramFactory(duration_weeks=4)
    session = make_session(program.author)
    for week in (1, 2, 3):
        schedule.place(program, program.author, session, week, 1)
    reader_of(program)
    return program


def renamed(session):
    session = read(session)
    session.name = "New name"
    change_facts(session, session.author)
    return session


def names(grid):
    return {card.name for row in grid.rows for day in row.days for card in day}


VERBS = {
    "move": lambda card, user: schedule.move(card, user, 4, 2),
    "copy": lambda card, user: schedule.copy_placing(card, user, 4, 2),
    "remove": lambda card, user: schedule.remove(card, user),
    "place": lambda card, user: schedule.place(card.program, user, card.session, 4, 2),
}


@pytest.mark.parametrize("is_read", [False, True])
@pytest.mark.parametrize("verb", VERBS)
def test_a_session_that_was_renamed_before_the_lock_is_not_kept_as_it_was(program, verb, is_read):
    card = program.placings.select_related("program__author", "session").get(week=1)
    renamed(card.session)
    if is_read:
        reader_of(program)
    VERBS[verb](card, program.author)
    _before, after = grids_of(card.program)
    assert names(after) == {"New name"}
    assert names(reader_of(program)) == {"New name"}
    assert reader_of(program) == read_grid(read(program))


def test_a_verb_of_one_card_reads_the_weeks_that_it_touches(program):
    card = program.placings.select_related("program__author", "session").get(week=1)
    step = schedule.move(card, program.author, 2, 1)
    assert isinstance(step.read, Weeks)
    assert step.read.grid is not None
    assert {placing.week for placing in step.of(ProgramSession)} == {2}, "the card is there by now"
    assert len(step.of(ProgramSession)) == 2
    before, after = grids_of(card.program)
    assert [row.session_count for row in before.rows] == [1, 1, 1, 0]
    assert [row.session_count for row in after.rows] == [0, 2, 1, 0]


def test_a_verb_begins_with_what_the_one_before_it_left(program):
    """Also where no page was read in between, and each request reads its rows anew."""
    for week, verb in [(1, "move"), (2, "copy"), (4, "place"), (3, "remove"), (4, "move")]:
        card = program.placings.select_related("program__author", "session").filter(week=week).first()
        VERBS[verb](card, program.author)
        step = card.program.last_step
        assert step.read.grid is not None, verb
        grids_of(card.program)


def test_a_program_that_was_deleted_and_put_back_counts_on_but_is_not_taken_for_what_it_was(program):
    """Its versions come again, with other rows."""
    user = program.author
    card = program.placings.select_related("program__author", "session").get(week=1)
    schedule.move(card, user, 4, 2)
    deletion = documents.delete(read(program), user).change
    undo(read(deletion))
    undo(stack(program, user)[0])
    without = read(program)
    assert reader_of(program).rows[0].session_count == 1
    redo(stack(program, user)[1])
    redo(read(deletion))
    undo(read(deletion))
    describe_week(read(program), user, 4, phase="Peak", is_deload=False, notes="")
    assert read(program).version == without.version
    assert reader_of(program).rows[0].session_count == 0
    assert reader_of(program).rows[3].phase == "Peak"


steps = st.lists(
    st.tuples(
        st.sampled_from(["place", "place_new", "move", "copy", "remove", "adjust", "rename", "week", "undo", "redo"]),
        st.integers(0, 9),
        st.integers(1, 4),
        st.integers(1, 7),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=examples(30), deadline=None)
@given(steps)
def test_whatever_was_done_what_is_kept_is_what_stands(steps):
    with transaction.atomic():
        kept.forget()
        world = World()
        program, user = Program.objects.get(), world.coach
        for verb, number, week, day, is_read in steps:
            if is_read:
                reader_of(program)
            try:
                done = _do(world, program, user, verb, number, week, day)
            except (Conflict, Refused):
                continue
            if done.last_step:
                assert grids_of(done)[1] == read_grid(read(program)), verb
            assert reader_of(program) == read_grid(read(program)), verb
            assert kept.kept_grid(program, made_of(read(program))) == read_grid(read(program))
        transaction.set_rollback(True)


def _do(world, program, user, verb, number, week, day):
    """The program as the request has it."""
    mine = Program.objects.select_related("author").get(pk=program.pk)
    cards = ProgramSession.objects.select_related("program__author", "session").filter(program=program)
    if verb == "place":
        schedule.place(mine, user, world.pick(Session.objects.all(), number), week, day)
    elif verb == "place_new":
        schedule.place_new(mine, user, Session(sport="running"), "Easy run 40:00 Z1", week, day)
    elif verb == "week":
        describe_week(mine, user, week, phase="Build", is_deload=day > 3, notes="")
    elif verb == "rename":
        session = world.pick(Session.objects.filter(author=user), number)
        session.name = f"Named {day}"
        change_facts(session, user)
    elif verb in ("undo", "redo"):
        change = stack(mine, user)[verb == "redo"]
        if change:
            (undo if verb == "undo" else redo)(change, mine)
    else:
        card = world.pick(cards, number)
        mine = card.program
        if verb == "move":
            schedule.move(card, user, week, day)
        elif verb == "copy":
            schedule.copy_placing(card, user, week, day)
        elif verb == "remove":
            schedule.remove(card, user)
        else:
            schedule.adjust(card, user, None)
    return mine
