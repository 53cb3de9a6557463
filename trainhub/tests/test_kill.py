"""The server is killed in the middle of writes: what was acknowledged is there, nothing is there by half."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.editing import edit, stack, undo
from core.models import Change
from programs import schedule
from programs.documents import create
from programs.models import Program, ProgramSession
from sessions_app import editing
from sessions_app.models import Session, SessionExercise
from tools import whole
from tools.coaches import Asked, Desk

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, seconds: float = 500) -> tuple[int, str]:
    """How it ended, and what it said. One that takes too long is asked to end, and ends the servers that it started."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said, _nothing = process.communicate(timeout=seconds)
    except BaseException:
        process.terminate()
        process.wait(60)
        raise
    return process.returncode, said


def test_nothing_acknowledged_is_lost_by_kills():
    code, said = run(sys.executable, "tools/kill.py", "--kills", "4", "--seed", "1", "sqlite")

    assert code == 0, said
    assert re.search(r"4 kills: [1-9]\d* writes acknowledged, 0 problems", said), said


def test_coaches_at_once_lose_nothing():
    """With a bar for waiting that no machine misses: `make load` has the one for a quiet machine."""
    asked = ("--minutes", "0.1", "--coaches", "8", "--bar", "60000")
    code, said = run(sys.executable, "tools/load.py", *asked)

    assert code == 0, said
    assert re.search(r"^8 coaches, .*, [1-9]\d* writes$", said, re.MULTILINE), said


def test_a_tool_that_takes_too_long_ends_what_it_started(tmp_path):
    """As the tools do: SIGTERM ends Python, and with it what it holds."""
    script = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
server = subprocess.Popen(["sleep", "60"])
open(sys.argv[1], "w").write(str(server.pid))
try:
    time.sleep(60)
finally:
    server.kill()
    server.wait()
"""
    noted = tmp_path / "pid"
    with pytest.raises(subprocess.TimeoutExpired):
        run(sys.executable, "-c", script, str(noted), seconds=5)

    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)


def test_what_another_tab_took_back_stays_in_the_ledger():
    desk = Desk("program", told={"made": True, "moved": True})
    desk.swapped("moved")
    assert (desk.told["moved"], desk.last(stands=False), desk.last(stands=True)) == (False, "moved", "")

    desk.made("placed", "Lower")
    assert desk.told == {"made": True, "moved": False, "placed": True}
    assert (desk.last(stands=False), desk.last(stands=True)) == ("", "placed")


# --- that it would be seen ----------------------------------------------------------------------------------------


@pytest.fixture
def session(rosa):
    """Written by verbs only: five steps, of which the last was taken back."""
    made = Session(name="Lower", sport="strength", author=rosa)
    with edit(made, rosa, "Created Lower") as step:
        step.save(made)
    for line in ("Back squat 3x5 @ 80%", "Bench press 3x8", "Deadlift 1x5"):
        editing.add_lines(made, rosa, line)
    editing.move_line(made.rows.get(order=3), rosa, "up")
    editing.remove_line(made.rows.get(order=1), rosa)
    undo(stack(made, rosa)[0])
    return Session.objects.get(pk=made.pk)


@pytest.fixture
def program(rosa, session):
    made = create(Program(name="Block", sport="strength", duration_weeks=4), rosa)
    for day in (1, 1, 2):
        schedule.place(made, rosa, session, 1, day)
    return made


def desk_of(document, kind):
    """A ledger in which all that stands was told."""
    desk = Desk(kind, path=document.get_absolute_url())
    whole.adopt([desk])
    return desk


def test_what_verbs_wrote_is_whole(rosa, session, program):
    desks = [desk_of(session, "session"), desk_of(program, "program")]

    assert whole.problems(rosa, desks) == []
    assert whole.damage() == []
    assert [len(desk.told) for desk in desks] == [6, 4]


def test_a_step_that_was_told_and_is_gone(rosa, session):
    desk = desk_of(session, "session")
    lost = Change.objects.get(number=3)
    Change.objects.filter(pk=lost.pk).delete()

    assert f"{desk.path}: step {lost.pk} was told to stand, and it does not." in whole.problems(rosa, [desk])


def test_an_undo_that_was_told_and_is_lost(rosa, session):
    desk = desk_of(session, "session")
    Change.objects.filter(number=6).update(undone_at=None)
    [step] = Change.objects.filter(number=6)

    assert f"{desk.path}: step {step.pk} was told to be undone, and it does not." in whole.problems(rosa, [desk])

    desk.asked.append(Asked(swaps=step.pk))  # unless somebody was about to do it again
    assert not [sentence for sentence in whole.problems(rosa, [desk]) if "was told" in sentence]


def test_what_was_typed_and_is_not_in_its_step(rosa, session):
    desk = desk_of(session, "session")
    step = Change.objects.get(number=2)
    desk.marks[step.pk] = "Front squat"

    assert whole.problems(rosa, [desk]) == [
        f"{desk.path}: step {step.pk} does not hold 'Front squat', which was typed."
    ]


def test_a_write_that_is_there_twice(rosa, session):
    desk = desk_of(session, "session")
    editing.add_lines(session, rosa, "Deadlift 1x5")

    [problem] = whole.problems(rosa, [desk])
    assert problem.startswith(f"{desk.path}: 1 steps were told to nobody, and 0 were on their way: Added Deadlift at ")

    desk.asked.append(Asked())
    assert whole.problems(rosa, [desk]) == []
    assert whole.adopt([desk]) == 1


def test_rows_that_are_there_by_half(rosa, session):
    changed, gone, stands = session.rows.order_by("order")
    SessionExercise.objects.filter(pk=changed.pk).update(sets=9)
    SessionExercise.objects.filter(pk=gone.pk).delete()
    stands.pk = None
    extra = SessionExercise.objects.create(session=session, exercise=stands.exercise, order=2)
    found = whole.problems(rosa)

    assert f"sessions_app.sessionexercise {changed.pk} is not as its last step left it: sets." in found
    assert f"sessions_app.sessionexercise {gone.pk} is gone, though a step made it." in found
    assert f"sessions_app.sessionexercise {extra.pk} stands, and no step made it." in found
    assert f"Session {session.pk} has a digest of other rows." in found


def test_a_row_that_a_step_took_away(rosa, session):
    row = session.rows.get(order=2)
    editing.remove_line(row, rosa)
    SessionExercise.objects.bulk_create([row])

    assert f"sessions_app.sessionexercise {row.pk} stands, though a step took it away." in whole.problems(rosa)


@pytest.mark.parametrize("orders", [(1, 3), (2, 2), (1, 1), (2, 3)])
def test_orders_that_are_not_dense(rosa, program, orders):
    for placing, order in zip(program.placings.filter(day=1), orders, strict=True):
        ProgramSession.objects.filter(pk=placing.pk).update(order=order)

    found = [sentence for sentence in whole.problems(rosa) if "gap" in sentence]

    assert len(found) == 1
    assert program.pk in found[0]
