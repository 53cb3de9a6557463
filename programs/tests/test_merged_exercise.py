"""A merge in the library below a program: its steps are still undone, and its progressions mean the same rows."""

import pytest

from core.editing import redo, stack, undo
from core.models import Change
from exercises import merging
from exercises.tests.factories import ExerciseFactory
from programs import documents, schedule
from programs.models import Program, ProgramSession
from programs.replacing import Replacement, replace
from programs.tests.factories import ProgramFactory
from sessions_app import editing
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, rows_of
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db


@pytest.fixture
def squat(db):
    return ExerciseFactory(name="Back squat")


@pytest.fixture
def rear(db):
    return ExerciseFactory(name="Rear squat")


@pytest.fixture
def program(rosa, squat, rear):
    """Two weeks of one session with both of them."""
    program = ProgramFactory(author=rosa)
    session = editing.create_session(Session(name="Lower", sport="strength"), rosa, "Rear squat 5x5\nBack squat 3x3")
    for week in (1, 2):
        schedule.place(Program.objects.get(pk=program.pk), rosa, session, week, 1)
    return Program.objects.get(pk=program.pk)


def shown():
    for session in Session.objects.all():
        assert session.digest == digest_of(rows_of(session))
    return [[row.name for row in rows_of(session)] for session in Session.objects.order_by("pk")]


def test_a_replacement_that_named_it_is_undone_and_done_again(rosa, program, squat, rear):
    press = ExerciseFactory(name="Leg press")
    replace(program, rosa, Replacement(exercise=rear, other=press))
    assert shown() == [["Leg press", "Back squat"]]

    merging.merge(rear, squat)

    undo(stack(program, rosa)[0])
    assert shown() == [["Rear squat", "Back squat"]]
    assert set(SessionExercise.objects.values_list("exercise", flat=True)) == {squat.pk}
    redo(stack(program, rosa)[1])
    assert shown() == [["Leg press", "Back squat"]]


def test_a_deleted_program_comes_back_with_its_sessions(rosa, program, squat, rear):
    Session.objects.update(kept=False)
    documents.delete(program, rosa)
    assert not Session.objects.exists()

    merging.merge(rear, squat)

    undo(Change.objects.latest("created_at"))
    assert shown() == [["Rear squat", "Back squat"]]
    assert ProgramSession.objects.count() == 2


def test_an_adjustment_goes_on_to_name_its_row(rosa, program, squat, rear):
    ProgramSession.objects.update(adjustment=Adjustment.parse("Rear squat +5%"))
    merging.merge(rear, squat)
    assert {str(placing.adjustment) for placing in ProgramSession.objects.all()} == {"Rear squat +5%"}
    assert shown() == [["Rear squat", "Back squat"]]


def test_the_program_as_text_says_the_coachs_word(signed_in, program, squat, rear):
    merging.merge(rear, squat)
    html = signed_in.get(f"{program.get_absolute_url()}text/").content.decode()
    assert "Rear squat 5x5" in html and "Back squat 3x3" in html
