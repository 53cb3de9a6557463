"""Fields of what people type: however it is written, no control character is stored that no file may hold."""

import pytest
from django.apps import apps
from django.db import models

from core.editing import edit, undo
from core.fields import LineField, ProseField
from core.models import Change
from programs.forms import ProgramForm
from programs.models import Program, ProgramWeek
from programs.tests.factories import ProgramFactory
from sessions_app import editing
from sessions_app.models import Session

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


# Read into one form before they are stored, or made by us.
NOT_TYPED = {
    "CalendarFeed.time_zone",
    "CalendarFeed.token",
    "ColumnChoice.head",
    "SessionExercise.distance_unit",
    "SessionExercise.tempo",
    "SessionGroup.letter",
    "ShareLink.token",
    "Tombstone.catalogue_key",
    "Tombstone.name_key",
    "User.password",
    "User.time_zone",
}


def test_whatever_people_type_is_stored_so():
    """Text without choices that a form shows."""
    plain = {models.CharField, models.TextField}
    typed = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("accounts", "exercises", "sessions_app", "programs")
        for field in model._meta.concrete_fields
        if type(field) in plain and field.editable and not field.choices and not field.primary_key
    }

    assert typed == NOT_TYPED
    assert isinstance(Program._meta.get_field("name"), LineField)
    assert isinstance(Session._meta.get_field("note"), ProseField)
