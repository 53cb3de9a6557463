"""The library in memory says at each look what the database says."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exercises import index, library, shelf
from exercises.index import Names
from exercises.models import Exercise, Status
from exercises.shelf import Item, Languages
from exercises.tests.factories import ExerciseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(monkeypatch, django_capture_on_commit_callbacks):
    """A look as in service, where each is kept; the next test begins with nothing in memory."""
    monkeypatch.setattr(shelf, "_kept", shelf._NOTHING)

    def committed():
        with django_capture_on_commit_callbacks(execute=True):
            return shelf.library()

    return committed


def names(look):
    return sorted(item.name for item in look().items.values())


def facts(rows):
    return {row.pk: [getattr(row, name) for name in Item._fields] for row in rows}


def is_as_stored(look):
    return facts(map(shelf.exercise_of, look().items.values())) == facts(Exercise.objects.library())


def test_an_item_is_a_row_in_the_order_of_the_model():
    columns = [field.attname for field in Exercise._meta.concrete_fields]

    assert [name for name in columns if name in Item._fields] == list(Item._fields)


def test_an_exercise_from_memory_asks_for_nothing_but_its_long_texts(look, squat, django_assert_num_queries):
    item = look().items[squat.pk]

    with django_assert_num_queries(0):
        exercise = shelf.exercise_of(item)
        assert exercise == squat
        assert facts([exercise]) == facts([squat])
        assert exercise.get_absolute_url() == squat.get_absolute_url()
    with django_assert_num_queries(1):
        assert exercise.cues == squat.cues


@pytest.mark.parametrize("kept_before", [True, False])
def test_what_was_made_changed_and_deleted_is_seen_at_the_next_look(look, squat, kept_before):
    lunge = ExerciseFactory(name="Lunge")
    if kept_before:
        assert names(look) == ["Back squat", "Lunge"]

    library.change(squat, name="High-bar squat")
    lunge.delete()
    made = ExerciseFactory(name="Step-up")

    assert names(look) == ["High-bar squat", "Step-up"]
    assert is_as_stored(look)
    Exercise.objects.filter(pk=made.pk).update(status=Status.ARCHIVED)
    assert [item.name for item in look().offered] == ["High-bar squat"]
    assert is_as_stored(look)


def test_one_that_goes_as_another_comes_is_seen(look, squat):
    assert names(look) == ["Back squat"]

    squat.delete()
    ExerciseFactory(name="Lunge")

    assert names(look) == ["Lunge"]


def test_what_comes_into_the_library_and_leaves_it(look, rosa):
    own = ExerciseFactory(name="Slant squat", author=rosa, status=Status.SUGGESTED)
    assert names(look) == []

    library.accept(own)
    assert names(look) == ["Slant squat"]
    Exercise.objects.update(author=rosa, status=Status.OWN)
    assert names(look) == []


def test_what_is_somebodys_own_is_read_for_them_only(look, rosa, other):
    ExerciseFactory(name="Mine", author=rosa)

    assert names(look) == []
    assert [item.name for item in shelf.own(rosa).items.values()] == ["Mine"]
    assert shelf.own(other).items == {}


def test_what_was_taken_back_is_not_kept(look, squat, django_capture_on_commit_callbacks):
    class TakenBack(Exception):
        pass

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(TakenBack), transaction.atomic():
        ExerciseFactory(name="Lunge")
        assert len(shelf.library().items) == 2
        raise TakenBack

    assert shelf._kept is shelf._NOTHING
    assert names(look) == ["Back squat"]


def test_two_queries_whatever_has_changed(look, squat, django_assert_num_queries):
    for change in (lambda: None, lambda: ExerciseFactory(name="Lunge"), lambda: library.change(squat, name="Squat")):
        change()
        with django_assert_num_queries(2):
            look()


ENTRIES = st.builds(
    lambda number, name, aliases: Item(
        str(number),
        name,
        name,
        name,
        "strength",
        tuple(aliases),
        Languages(),
        "",
        "",
        (),
        (),
        (),
        (),
        (),
        False,
        None,
        "library",
        "",
    ),
    st.integers(0, 6),
    st.sampled_from(["Squat", "Squat, front", "Pull-ups", "DB row", "Row"]),
    st.lists(st.sampled_from(["pullup", "front squat", "Row", "row, dumbbell"]), max_size=2),
)


def by_id(items):
    return {item.id: item for item in items}


@given(before=st.lists(ENTRIES).map(by_id), news=st.lists(ENTRIES).map(by_id))
def test_names_follow_a_change_as_if_built_anew(before, news):
    gone = [before[pk] for pk in news if pk in before]

    changed = Names(before.values()).changed(gone, news.values())

    anew = Names((before | news).values())
    assert {form: set(found) for form, found in changed.by_form.items()} == {
        form: set(found) for form, found in anew.by_form.items()
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="each database says its plan in its own words")
def test_what_is_new_is_one_look_into_an_index(db):
    news = Exercise.objects.library().order_by().filter(updated_at__gt=timezone.now()).values_list(*Item._fields)

    assert "USING INDEX exercise_news (author_id=? AND updated_at>?)" in news.explain()


@pytest.mark.parametrize("kept", [shelf.Shelf({}), Names()], ids=["shelf", "names"])
def test_what_is_worked_out_is_there_for_who_asked_whatever_other_threads_ask_for(kept):
    def others():
        for number in range(index._ANSWERS + shelf._WORKED_OUT):
            kept.once(number, lambda: "other")

    def work():
        """Meanwhile another thread asks for more other things than are kept."""
        thread = Thread(target=others)
        thread.start()
        thread.join(timeout=20)
        assert not thread.is_alive()
        return "mine"

    assert kept.once("mine", work) == "mine"
    others()
    assert kept.once("mine", lambda: "anew") == "anew"
