"""Several tabs and people at once, for real: threads. Nothing breaks, and what no constraint holds still holds after."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from accounts.tests.factories import UserFactory
from core.editing import Conflict, stack, undo
from core.models import Change
from exercises import library
from exercises.models import Exercise
from programs import as_text, documents, schedule, starter
from programs.models import Program, ProgramSession
from programs.tests.factories import ProgramFactory, make_session
from programs.weeks.copying import copy_week
from sessions_app import editing
from sessions_app.digests import digest_of
from sessions_app.models import Session, rows_of

pytestmark = pytest.mark.django_db(transaction=True)

# What a person would be told: somebody was faster, or it cannot be done there.
TOLD = (Conflict, ValueError, library.Refused, Program.DoesNotExist, Session.DoesNotExist)


def at_once(*works: Callable[[random.Random], Any], times: int = 10) -> None:
    """Each of `works` in a thread of its own, so many times over."""
    broken: list[Exception] = []
    ready = threading.Barrier(len(works))

    def run(work: Callable[[random.Random], Any], dice: random.Random) -> None:
        ready.wait()
        try:
            for _time in range(times):
                try:
                    work(dice)
                except TOLD:
                    pass
        except Exception as problem:
            broken.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work, random.Random(seed))) for seed, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert broken == []
    assert_whole()


def assert_whole() -> None:
    assert all(program.is_whole() for program in Program.objects.all())
    for session in Session.objects.all():
        rows = rows_of(session)
        assert [row.order for row in rows] == list(range(1, len(rows) + 1))
        assert session.digest == digest_of(rows)
    connection.check_constraints()


def any_of(dice: random.Random, queryset: Any) -> Any:
    """One of the rows; a conflict, as for whoever looks for what is gone, where there is none."""
    rows = list(queryset)
    if not rows:
        raise Conflict
    return dice.choice(rows)


def test_cards_of_one_program_in_three_tabs_while_a_fourth_makes_it_longer_and_shorter():
    program = ProgramFactory(duration_weeks=3)
    coach = program.author
    session = make_session(coach)
    for _number in range(8):
        schedule.place(program, coach, session, 1, 1)

    def arrange(dice: random.Random) -> None:
        placing = any_of(dice, ProgramSession.objects.select_related("program__author", "session"))
        week, day, position = dice.randint(1, 2), dice.randint(1, 2), dice.randint(1, 5)
        verbs = [
            lambda: schedule.move(placing, coach, week, day, position),
            lambda: schedule.move(placing, coach, week, day, position),
            lambda: schedule.place(placing.program, coach, session, 1, 1, position),
            lambda: schedule.remove(placing, coach),
            lambda: schedule.make_own(placing, coach),
            lambda: undo(stack(program, coach)[0] or any_of(dice, Change.objects.none())),
        ]
        dice.choice(verbs)()

    def resize(dice: random.Random) -> None:
        fresh = Program.objects.get(pk=program.pk)
        if dice.random() < 0.5:
            copy_week(fresh, coach, 1, [dice.randint(2, 5)])
        else:
            fresh.duration_weeks = dice.randint(2, 6)
            documents.change(fresh, coach)

    at_once(arrange, arrange, arrange, resize)


def test_a_program_saved_as_text_in_two_tabs_while_its_cards_are_moved_and_its_lines_edited():
    coach = UserFactory()
    session = editing.create_session(Session(name="Lower", sport="strength"), coach, "Squat 5x5\nPress 3x8")
    program = ProgramFactory(author=coach, duration_weeks=3)
    for week in (1, 2, 3):
        schedule.place(program, coach, session, week, 1)

    def rewrite(dice: random.Random) -> None:
        fresh = Program.objects.get(pk=program.pk)
        seen, text = as_text.seen_of(fresh), as_text.text_of(fresh)
        changes = [
            ("Squat 5x5", f"Squat {dice.randint(1, 9)}x5"),
            ("## Week 2", "## Week 2 · Build"),
            ("### Mon", "### Tue"),
            ("Press 3x8\n", ""),
            ("Press 3x8", "Press 3x8\nRow 3x8"),
        ]
        as_text.replace_text(fresh, coach, text.replace(*dice.choice(changes)), seen)

    def move(dice: random.Random) -> None:
        placing = any_of(dice, ProgramSession.objects.select_related("program__author", "session"))
        schedule.move(placing, coach, dice.randint(1, 3), dice.randint(1, 2), dice.randint(1, 3))

    def edit(dice: random.Random) -> None:
        editing.add_lines(any_of(dice, Session.objects.filter(author=coach)), coach, "Plank 3x30s")

    at_once(rewrite, rewrite, move, edit)


def test_one_session_edited_in_two_tabs_while_it_is_copied_and_its_exercises_are_renamed():
    coach, other = UserFactory(), UserFactory()
    session = editing.create_session(Session(name="A", sport="strength"), coach, "Squat 5x5\nPress 3x8\nA thing 3x8")
    program = ProgramFactory(author=coach)
    schedule.place(program, coach, session, 1, 1)

    def edit(dice: random.Random) -> None:
        fresh = Session.objects.get(pk=session.pk)
        row = any_of(dice, fresh.rows.select_related("exercise", "group"))
        row.session = fresh
        verbs = [
            lambda: editing.add_lines(fresh, coach, f"Thing {dice.choice('abcdef')} 3x8"),
            lambda: editing.move_line(row, coach, dice.choice(["up", "down", "end:warm_up"])),
            lambda: editing.copy_line(row, coach),
            lambda: editing.remove_line(row, coach),
            lambda: editing.group_with_above(row, coach),
            lambda: editing.leave_group(row, coach),
            lambda: editing.change_line(row, coach, row.name, f"{dice.randint(1, 9)}x5"),
            lambda: undo(stack(fresh, coach)[0] or any_of(dice, Change.objects.none())),
        ]
        dice.choice(verbs)()

    def rename(dice: random.Random) -> None:
        library.change(any_of(dice, Exercise.objects.filter(author=coach)), name=f"Renamed {dice.randint(1, 10**9)}")

    def copy(dice: random.Random) -> None:
        documents.copy(program, other)

    at_once(edit, edit, rename, copy)


def test_programs_made_and_deleted_while_their_sessions_are_placed_and_deleted():
    coach = UserFactory()
    mine = Session.objects.filter(author=coach)

    def make(dice: random.Random) -> None:
        starter.create(starter.Sentence(days=2, weeks=4), coach)

    def delete(dice: random.Random) -> None:
        documents.delete(any_of(dice, Program.objects.all()), coach)

    def place(dice: random.Random) -> None:
        schedule.place(any_of(dice, Program.objects.all()), coach, any_of(dice, mine), 1, 1)

    def delete_session(dice: random.Random) -> None:
        editing.delete_session(any_of(dice, mine), coach)

    def step_back(dice: random.Random) -> None:
        undo(any_of(dice, Change.objects.filter(undone_at=None).order_by("-created_at")[:5]))

    make(random.Random())
    at_once(make, delete, place, delete_session, step_back)
