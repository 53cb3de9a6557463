"""A copy is complete by construction: every column is copied or named here as not."""

import pytest

from core.editing import Conflict
from exercises.tests.factories import ExerciseFactory
from sessions_app.copying import duplicate_all
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, SessionGroup, rows_of
from sessions_app.tests.conftest import LOWER_A

pytestmark = pytest.mark.django_db

OWN = {"id", "created_at", "updated_at", "version"}
NOT_COPIED = {
    Session: OWN | {"author", "visibility", "kept", "copied_from"},
    SessionGroup: OWN | {"session"},
    SessionExercise: OWN | {"session", "group"},
}


@pytest.mark.parametrize("model", NOT_COPIED)
def test_every_field_is_copied_or_named(write, rosa, model):
    session = write(LOWER_A, course="hall", pool_length=25)
    copy = duplicate_all([session], rosa, kept=False)[session.pk]
    filters = [{"pk": owner.pk} if model is Session else {"session": owner} for owner in (session, copy)]
    order = {"Session": "pk", "SessionGroup": "letter", "SessionExercise": "order"}[model.__name__]
    originals, copies = (list(model.objects.filter(**one).order_by(order)) for one in filters)

    assert len(originals) == len(copies) > 0
    for field in model._meta.concrete_fields:
        if field.name not in NOT_COPIED[model]:
            values = [[getattr(row, field.attname) for row in rows] for rows in (originals, copies)]
            assert values[0] == values[1], field.name
        assert field.name in NOT_COPIED[model] or field.name not in OWN


def test_rows_stand_in_the_copied_group(lower_a, rosa):
    copy = duplicate_all([lower_a], rosa, kept=False)[lower_a.pk]

    assert {row.group.session_id for row in rows_of(copy) if row.group} == {copy.pk}


def test_many_sessions_cost_the_queries_of_one(write, rosa, django_assert_num_queries):
    sessions = [write(LOWER_A) for _n in range(4)]
    for some in (sessions[:1], sessions):
        with django_assert_num_queries(4):
            duplicate_all(some, rosa, kept=False)


def test_what_went_meanwhile_is_not_copied_as_an_empty_session(lower_a, write, rosa):
    empty = write("")
    Session.objects.get(pk=lower_a.pk).delete()

    duplicate_all([empty], rosa, kept=False)
    with pytest.raises(Conflict):
        duplicate_all([empty, lower_a], rosa, kept=False)


def test_the_digest_of_a_copy_is_of_its_own_rows(write, rosa, other):
    ExerciseFactory(name="Slant step", author=other)
    theirs = write("Slant step 3x8\nPlank 30s", author=other)
    mine = Session.objects.get(pk=duplicate_all([theirs], rosa, kept=False)[theirs.pk].pk)

    assert mine.digest == digest_of(rows_of(mine)) != theirs.digest
