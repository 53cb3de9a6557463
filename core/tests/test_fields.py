"""Fields of what people type: however it is written, no control character is stored that no file may hold."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from core.editing import edit, undo
from core.fields import LineField, ListField, ProseField, Tidied
from core.models import Change
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs.forms import ProgramForm
from programs.models import Program, ProgramWeek
from programs.tests.factories import ProgramFactory
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.prescription import Adjustment, Cadence, Intensity, Reps, Rest

TYPED = "Base\x01block\x0bheavy\x85\ttop"
LINE, PROSE = "Base block heavy  top", "Base block\nheavy\n\ttop"


def stored(program):
    return Program.objects.values_list("name", "description").get(pk=program.pk)


@pytest.mark.django_db
def test_saved_alone(coach):
    program = ProgramFactory(author=coach, name=TYPED, description=TYPED)

    assert (program.name, program.description) == (LINE, PROSE)
    assert stored(program) == (LINE, PROSE)


@pytest.mark.django_db
def test_written_many_at_once_or_by_a_query(coach):
    program = ProgramFactory(author=coach, name="Base")
    ProgramWeek.objects.bulk_create([ProgramWeek(program=program, number=1, phase=TYPED, notes=TYPED)])
    assert ProgramWeek.objects.values_list("phase", "notes").get() == (LINE, PROSE)

    Program.objects.filter(pk=program.pk).update(name=TYPED, description=TYPED)
    assert stored(program) == (LINE, PROSE)
    assert Program.objects.get(name=TYPED) == program


@pytest.mark.django_db
def test_typed_into_a_form(coach):
    program = ProgramFactory(author=coach)
    data = {"name": TYPED, "description": TYPED, "duration_weeks": 12, "day_names": "weekday", "version": "1"}
    form = ProgramForm(data, instance=program)

    assert form.is_valid(), form.errors
    assert (form.instance.name, form.instance.description) == (LINE, PROSE)


@pytest.mark.django_db
def test_a_verb_is_undone_though_it_wrote_such_letters(coach):
    session = editing.create_session(Session(name="Lower", sport="strength", note="Slowly"), coach, "Squat 5x5")
    with edit(session, coach, "Noted"):
        session.note = TYPED
        session.save()
    assert Session.objects.get().note == PROSE

    undo(Change.objects.get(document_id=session.pk, label="Noted"))
    assert Session.objects.get().note == "Slowly"


@pytest.mark.django_db
def test_each_word_of_a_list(coach):
    typed = ("a\x01b\x08", "\x07", "c\x0bd")
    squat, lunge = ExerciseFactory(aliases=typed), ExerciseFactory()
    Exercise.objects.filter(pk=lunge.pk).update(aliases=typed)

    with connection.cursor() as cursor:
        cursor.execute("SELECT aliases FROM exercises_exercise")
        assert cursor.fetchall() == [("\na b\nc d\n",)] * 2
    assert {*Exercise.objects.filter(aliases__contains=ListField.word("a\x01b"))} == {squat, lunge}
    assert ListField().formfield().clean("a\x01b\x08\n\x07\nc") == ("a b", "c")


@pytest.mark.django_db
def test_two_names_that_are_stored_as_one_are_one():
    first = ExerciseFactory(name="Bench\x01press", sport="strength", author=None)
    assert (first.name, first.name_key) == ("Bench press", "bench press")

    with pytest.raises(IntegrityError), transaction.atomic():
        ExerciseFactory(name="Bench press", sport="strength", author=None)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Reps, "8-12"), (Intensity, "RPE 8"), (Rest, "2:00"), (Cadence, "90"), (Adjustment, "Bench press: +2.5%")],
)
@pytest.mark.parametrize("letter", ["\x01", "\x7f", "\x9f"])
def test_what_is_read_as_a_value_has_no_room_for_such_a_letter(value, text, letter):
    assert str(value.parse(text)) == text
    for place in range(len(text) + 1):
        with pytest.raises(ValueError):
            value.parse(text[:place] + letter + text[place:])


# Read into one form before they are stored, or made by us.
NOT_TYPED = {
    "CalendarFeed.time_zone",
    "CalendarFeed.token",
    "ColumnChoice.head",
    "Exercise.video_url",
    "ProgramSession.adjustment",
    "SessionExercise.cadence",
    "SessionExercise.distance_unit",
    "SessionExercise.intensity",
    "SessionExercise.reps",
    "SessionExercise.rest",
    "SessionExercise.tempo",
    "SessionGroup.letter",
    "ShareLink.token",
    "Tombstone.catalogue_key",
    "Tombstone.name_key",
    "User.email",
    "User.password",
    "User.time_zone",
}


def test_whatever_people_type_is_stored_so():
    """Text without choices that a form shows."""
    typed = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("accounts", "exercises", "sessions_app", "programs")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, Tidied | ListField)
        and field.editable
        and not field.choices
        and not field.primary_key
    }

    assert typed == NOT_TYPED
    assert isinstance(Program._meta.get_field("name"), LineField)
    assert isinstance(Session._meta.get_field("note"), ProseField)
