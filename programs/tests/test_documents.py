import pytest
from django.db import connection
from django.db.models import RestrictedError
from django.test.utils import CaptureQueriesContext

from core.editing import Conflict, stack, undo
from core.models import Change
from exercises.models import Exercise
from programs import documents, schedule
from programs.models import Program, ProgramSession, ProgramWeek
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from sessions_app.editing import InUse, delete_session
from sessions_app.models import Session, SessionExercise
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = ProgramFactory(duration_weeks=4, name="Base", visibility="public")
    ProgramWeekFactory(program=program, number=1, phase="Base")
    session = SessionFactory(author=program.author, name="Lower A", kept=True)
    SessionExerciseFactory(session=session)
    ProgramSessionFactory(program=program, session=session, week=1)
    ProgramSessionFactory(program=program, session=session, week=3)
    return program


def test_shrinking_below_a_placed_session_is_refused_and_says_which(program):
    program.duration_weeks = 2
    with pytest.raises(documents.WeeksInUse, match="Lower A is in week 3"):
        documents.change(program, program.author)
    program.refresh_from_db()
    assert program.duration_weeks == 4


def test_shrinking_to_the_last_placed_week_is_fine(program):
    program.duration_weeks = 3
    documents.change(program, program.author)
    program.refresh_from_db()
    assert program.duration_weeks == 3


def test_a_change_over_another_tabs_change_is_a_conflict(program):
    seen = program.version
    documents.set_visibility(program, program.author, "private", seen=seen)
    with pytest.raises(Conflict):
        documents.set_visibility(program, program.author, "public", seen=seen)


def test_a_copy_has_sessions_of_its_own_each_once(program):
    copy = documents.copy(program, program.author)
    assert copy.copied_from == program
    assert (copy.visibility, copy.is_template) == ("private", False)
    placed = set(copy.placings.values_list("session_id", flat=True))
    assert len(placed) == 1
    assert placed.isdisjoint(program.placings.values_list("session_id", flat=True))
    assert [week.phase for week in copy.weeks.all()] == ["Base"]


def test_a_copy_by_another_coach_brings_private_exercises_along(program, django_user_model):
    row = SessionExercise.objects.get()
    row.exercise.author = program.author
    row.exercise.status = "own"
    row.exercise.save()
    other = django_user_model.objects.create_user("other@example.org", "pass phrase 1")
    copy = documents.copy(program, other)
    mine = Exercise.objects.get(author=other)
    assert mine.name == row.exercise.name
    copied = copy.placings.first().session.rows.get()
    assert copied.exercise == mine
    assert mine.pk in copied.session.digest
    assert row.exercise_id not in copied.session.digest


def test_a_copy_reuses_the_exercise_of_the_same_name(program, django_user_model):
    row = SessionExercise.objects.get()
    Exercise.objects.filter(pk=row.exercise_id).update(author=program.author, status="own")
    other = django_user_model.objects.create_user("other@example.org", "pass phrase 1")
    mine = Exercise.objects.create(name=row.exercise.name.upper(), sport=row.exercise.sport, author=other)
    copy = documents.copy(program, other)
    assert copy.placings.first().session.rows.get().exercise == mine


def test_undoing_a_copy_leaves_nothing_of_it(program):
    before = (Program.objects.count(), Session.objects.count(), SessionExercise.objects.count())
    copy = documents.copy(program, program.author)
    undo(stack(copy, program.author)[0])
    assert (Program.objects.count(), Session.objects.count(), SessionExercise.objects.count()) == before


def test_copying_takes_the_same_number_of_queries_for_one_session_and_for_three(program):
    with CaptureQueriesContext(connection) as one:
        documents.copy(program, program.author)
    for number in range(2):
        session = SessionFactory(author=program.author)
        SessionExerciseFactory(session=session)
        ProgramSessionFactory(program=program, session=session, week=4, order=number + 1)
    with CaptureQueriesContext(connection) as three:
        documents.copy(program, program.author)
    assert len(three) == len(one)


def test_delete_takes_sessions_that_lived_only_in_it_and_undo_brings_all_back(program):
    imported = SessionFactory(author=program.author, kept=False, name="Imported")
    ProgramSessionFactory(program=program, session=imported, week=2)
    placings = sorted(ProgramSession.objects.values_list("pk", "session_id", "week"))
    documents.delete(program, program.author)
    assert not Program.objects.exists()
    assert [session.name for session in Session.objects.all()] == ["Lower A"]
    undo(Change.objects.get(document_type="programs.program"))
    assert sorted(ProgramSession.objects.values_list("pk", "session_id", "week")) == placings
    assert Session.objects.filter(name="Imported").exists()
    assert ProgramWeek.objects.get().phase == "Base"


def test_delete_leaves_an_import_that_another_program_uses(program):
    imported = SessionFactory(author=program.author, kept=False)
    ProgramSessionFactory(program=program, session=imported, week=2)
    ProgramSessionFactory(program=ProgramFactory(author=program.author), session=imported)
    documents.delete(program, program.author)
    assert Session.objects.filter(pk=imported.pk).exists()


def test_a_session_in_a_program_cannot_be_deleted(program):
    with pytest.raises(RestrictedError):
        Session.objects.get().delete()


def test_a_closing_account_takes_its_own_content_along(program):
    program.author.delete()
    assert not Program.objects.exists()
    assert not Session.objects.exists()


def test_every_column_of_a_program_is_copied_or_named_here(program):
    program.sport, program.description, program.day_names, program.difficulty = (
        "running",
        "Words",
        "numbered",
        "advanced",
    )
    program.is_template = True
    program.save()
    copy = documents.copy(program, program.author)
    other = {"id", "created_at", "updated_at", "version", "name", "visibility", "is_template", "copied_from"}
    for field in Program._meta.concrete_fields:
        if field.name not in other:
            assert getattr(copy, field.attname) == getattr(program, field.attname), field.name


def test_every_column_of_a_placing_is_copied_or_named_here(program):
    schedule.annotate(program.placings.first(), program.author, time_of_day="07:30", notes="Fasted")
    placing = program.placings.order_by("week").first()
    copy = documents.copy(program, program.author).placings.order_by("week").first()
    other = {"id", "created_at", "updated_at", "version", "program", "session"}
    for field in ProgramSession._meta.concrete_fields:
        if field.name not in other:
            assert getattr(copy, field.attname) == getattr(placing, field.attname), field.name


def test_a_placed_session_is_not_deleted_and_the_refusal_counts_its_places(program):
    session = Session.objects.get()
    with pytest.raises(InUse, match="2"):
        delete_session(session, program.author)
    assert Session.objects.filter(pk=session.pk).exists()
