"""What is prepared answers as the queryset itself would, and refuses what it could not."""

import threading
import time

import pytest
from django.db.models import Count

from accounts.models import User
from core import prepared
from core.prepared import Prepared
from programs.models import Program
from programs.tests.factories import ProgramFactory
from sessions_app.models import SessionExercise
from sessions_app.prescription import Reps
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db


def columns(row):
    """All that was read of it, and of what it points to."""
    related = {name: columns(other) if other else None for name, other in row._state.fields_cache.items()}
    return {name: value for name, value in vars(row).items() if name != "_state"} | {"related": related}


def rows_of(*pks):
    return SessionExercise.objects.filter(session_id__in=pks).with_exercise()


def test_rows_are_those_of_the_queryset_with_what_they_point_to(django_assert_num_queries):
    session, other = SessionFactory(), SessionFactory()
    SessionExerciseFactory(session=session, group=GroupFactory(session=session), reps=Reps.parse("5"), distance=400)
    SessionExerciseFactory(session=session, order=2, reps=Reps.parse("5"))
    SessionExerciseFactory(session=other)
    ask = Prepared(rows_of)

    for pks in ([session.pk], [other.pk], [session.pk, other.pk], [session.pk]):
        with django_assert_num_queries(1):
            found = ask(*pks)
        assert list(map(columns, found)) == list(map(columns, rows_of(*pks)))
        assert {type(row) for row in found} == {SessionExercise}
        assert not any(row._state.adding for row in found)


def test_values_come_as_tuples():
    user = User.objects.create_user("a@trainhub.example", name="Ann")
    ask = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("name", "created_at"))

    assert ask(user.pk) == [("Ann", user.created_at)]
    assert ask("nobody") == []


def test_a_lock_is_asked_for_where_there_is_one(settings):
    program = ProgramFactory()
    ask = Prepared(lambda pk: Program.objects.select_for_update().filter(pk=pk))

    assert ask(program.pk) == [program]


def test_what_can_be_changed_is_not_shared():
    first, second = ProgramFactory(silenced={"a": "b"}), ProgramFactory(silenced={"a": "b"})

    one, other = Prepared(lambda *pks: Program.objects.filter(pk__in=pks))(first.pk, second.pk)
    one.silenced["a"] = "changed"

    assert other.silenced == {"a": "b"}


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: Program.objects.filter(pk=pk).prefetch_related("weeks"),
        lambda pk: Program.objects.filter(pk=pk).annotate(number=Count("weeks")),
        lambda pk: Program.objects.filter(pk=f"x{pk}"),
        lambda pk: Program.objects.all(),
    ],
    ids=["prefetched", "annotated", "made of it", "left out"],
)
def test_what_it_cannot_do_is_refused(build):
    with pytest.raises(ValueError, match="queryset|query"):
        Prepared(build)("x")


def test_threads_that_ask_first_at_once_compile_one_after_the_other(monkeypatch):
    """Two that compiled the same queryset at once kept a text that no database reads, for as long as the process ran."""
    compiling, most, ready = [0], [0], []

    class Slow:
        def __init__(self, *_query):
            compiling[0] += 1
            most[0] = max(most[0], compiling[0])
            time.sleep(0.05)  # the others get their chance to come in between
            compiling[0] -= 1
            ready.append(self)

        def rows(self, *_asked):
            return []

    monkeypatch.setattr(prepared, "_Ready", Slow)
    ask = Prepared(rows_of)
    threads = [threading.Thread(target=ask, args=["c1"]) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (most[0], len(ready)) == (1, 1)
