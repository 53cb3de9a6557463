"""What becomes of the library's exercises when the catalogue's files are written into it."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import catalogue, library, merging, seeding
from exercises.models import Exercise, Status
from exercises.tests.entries import ENTRIES
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db

SQUAT = catalogue.Entry(sport="strength", name="Back squat", aliases=("Squat",), muscles=("quads",), measures=("load",))
ROW = catalogue.Entry(sport="rowing", name="Row erg", measures=("distance",))


def seed(*entries):
    return seeding.seed(entries).counts


def counts(added=0, updated=0, kept=0, retired=0):
    return {"added": added, "updated": updated, "kept": kept, "retired": retired}


def test_running_again_reads_once(django_assert_num_queries):
    seeding.seed(ENTRIES)
    with django_assert_num_queries(4):  # two of them are the transaction
        seeding.seed(ENTRIES)


def test_updates_by_sport_and_name_and_leaves_what_is_not_its_own():
    seed(SQUAT, ROW)
    old = Exercise.objects.get(name="Back squat")
    mine = ExerciseFactory(name="Back squat", author=UserFactory(), muscles=("glutes",))
    theirs = ExerciseFactory(name="An admin's own")

    assert seed(replace(SQUAT, name="Back Squat", muscles=("quads", "glutes")), ROW) == counts(updated=1, kept=1)
    now = Exercise.objects.get(pk=old.pk)
    assert (now.name, now.muscles, now.updated_at > old.updated_at) == ("Back Squat", ("quads", "glutes"), True)
    assert Exercise.objects.get(pk=mine.pk).muscles == ("glutes",)
    assert Exercise.objects.filter(pk=theirs.pk).exists()


def test_what_an_admin_archived_stays_archived():
    seed(SQUAT)
    library.archive(Exercise.objects.get())

    assert seed(SQUAT) == counts(kept=1)
    assert Exercise.objects.get().status == Status.ARCHIVED


def test_the_same_name_in_two_sports_is_two_exercises():
    assert seed(SQUAT, replace(SQUAT, sport="mobility")) == counts(added=2)


def test_what_a_curator_changed_stays_so_under_any_name():
    seed(SQUAT, ROW)
    squat, row = Exercise.objects.get(sport="strength"), Exercise.objects.get(sport="rowing")
    squat.name = "Barbell back squat"
    library.curate(squat)
    row.measures = ("distance", "power")
    library.curate(row)

    assert seed(SQUAT, ROW) == counts(kept=2)
    assert dict(Exercise.objects.values_list("name", "measures")) == {
        "Barbell back squat": ("load",),
        "Row erg": ("distance", "power"),
    }


def test_an_accepted_suggestion_is_not_written_over():
    suggested = ExerciseFactory(name="Back squat", author=UserFactory(), status=Status.SUGGESTED, muscles=("glutes",))
    library.accept(suggested)

    assert seed(SQUAT) == counts(kept=1)
    assert Exercise.objects.get().muscles == ("glutes",)


def test_a_library_from_before_is_known_by_its_names():
    seed(SQUAT)
    Exercise.objects.update(catalogue_key="")

    assert seed(SQUAT) == counts(updated=1)
    assert Exercise.objects.get().catalogue_key == "strength back squat"


# --- what left the files, came back or has another name ---


def test_what_left_the_files_is_archived_and_comes_back_with_its_entry():
    seed(SQUAT, ROW)
    row = Exercise.objects.get(sport="rowing")

    assert seed(SQUAT) == counts(kept=1, retired=1)
    assert seed(SQUAT) == counts(kept=1)
    assert Exercise.objects.get(pk=row.pk).status == Status.ARCHIVED
    assert seed(SQUAT, ROW) == counts(kept=1, updated=1)
    assert Exercise.objects.get(pk=row.pk).status == Status.LIBRARY
    assert seed(SQUAT, ROW) == counts(kept=2)


def test_what_a_curator_touched_or_archived_is_not_retired():
    seed(SQUAT, ROW)
    library.curate(Exercise.objects.get(sport="strength"))
    library.archive(Exercise.objects.get(sport="rowing"))

    assert seed(replace(SQUAT, name="Other")) == counts(added=1)
    assert seed(SQUAT, ROW) == counts(kept=2, retired=1)
    assert list(Exercise.objects.order_by("name").values_list("name", "status")) == [
        ("Back squat", Status.LIBRARY),
        ("Other", Status.ARCHIVED),
        ("Row erg", Status.ARCHIVED),
    ]


def test_what_was_retired_and_offered_again_by_hand_stays_offered():
    seed(SQUAT, ROW)
    seed(SQUAT)
    library.restore(Exercise.objects.get(sport="rowing"))

    assert seed(SQUAT) == counts(kept=1)
    assert Exercise.objects.get(sport="rowing").status == Status.LIBRARY


def test_what_no_catalogue_wrote_is_never_retired():
    ExerciseFactory(name="An admin's own")
    ExerciseFactory(name="A coach's own", author=UserFactory())

    assert seed(SQUAT) == counts(added=1)
    assert not Exercise.objects.filter(status=Status.ARCHIVED).exists()


@pytest.mark.parametrize(
    "now",
    [
        replace(SQUAT, name="Barbell back squat", aliases=("Squat", "Back squat")),
        replace(SQUAT, name="Barbell back squat", aliases=("Back-Squats",)),
        replace(SQUAT, name="Back-squat"),  # the old name in another spelling, which no alias may repeat
    ],
)
def test_another_name_is_the_same_exercise(now):
    seed(SQUAT)
    old = Exercise.objects.get()

    assert seed(now) == counts(updated=1)
    assert list(Exercise.objects.values_list("pk", "name")) == [(old.pk, now.name)]
    assert seed(now) == counts(kept=1)


def test_a_curated_one_is_known_by_its_entry_s_new_name_and_keeps_its_own():
    seed(SQUAT)
    squat = Exercise.objects.get()
    squat.cues = ("Chest up.",)
    library.curate(squat)
    now = replace(SQUAT, name="Barbell back squat", aliases=("Back squat",))

    assert seed(now) == counts(kept=1)
    assert seed(replace(now, aliases=())) == counts(kept=1)
    assert list(Exercise.objects.values_list("name", "cues")) == [("Back squat", ("Chest up.",))]


def test_an_alias_that_is_an_exercise_of_its_own_is_no_old_name():
    seed(SQUAT, ROW)

    assert seed(SQUAT, ROW, replace(SQUAT, name="Low-bar squat", aliases=("Back squat",))) == counts(added=1, kept=2)


def test_a_name_that_a_curator_gave_another_exercise_is_not_added():
    seed(SQUAT)
    squat = Exercise.objects.get()
    squat.name = "Barbell squat"
    library.curate(squat)

    assert seed(SQUAT, replace(SQUAT, name="Barbell squat", aliases=())) == counts(kept=2)
    assert Exercise.objects.get().catalogue_key == "strength back squat"


def test_what_was_merged_does_not_come_back_under_another_name_either():
    rear = replace(SQUAT, name="Rear squat", aliases=())
    seed(SQUAT, rear)
    kept, duplicate = Exercise.objects.order_by("name")
    merging.merge(duplicate, kept)

    assert seed(SQUAT, rear) == counts(kept=2)
    assert seed(SQUAT, replace(rear, name="Squat, rear loaded", aliases=("Rear squat",))) == counts(kept=2)
    assert list(Exercise.objects.values_list("name", flat=True)) == ["Back squat"]


def test_what_is_merged_while_a_seeding_begins_stays_away():
    rear = replace(SQUAT, name="Rear squat", aliases=())
    seed(SQUAT, rear)
    kept, duplicate = Exercise.objects.order_by("name")

    def merge_first(execute, sql, *rest):
        """As a seeding sees it that waited for the lock of a row: the merge ended before anything was read."""
        nonlocal duplicate
        if sql.startswith("SELECT") and duplicate is not None and 'FROM "exercises_exercise"' in sql:
            duplicate, gone = None, duplicate
            merging.merge(gone, kept)
        return execute(sql, *rest)

    with connection.execute_wrapper(merge_first):
        seed(SQUAT, rear)
    assert list(Exercise.objects.values_list("name", flat=True)) == ["Back squat"]


@pytest.mark.django_db(transaction=True)
def test_two_that_start_at_once_fill_the_library_once():
    begun = Barrier(2)
    failed = []

    def both_have_read(execute, sql, *rest):
        if sql.startswith("INSERT") and connection.vendor == "postgresql":  # on SQLite one waits for the other
            begun.wait(timeout=20)
        return execute(sql, *rest)

    def start():
        try:
            with connection.execute_wrapper(both_have_read):
                seed(SQUAT, ROW)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=start) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(Exercise.objects.values_list("name", flat=True)) == ["Back squat", "Row erg"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite a seeding has the whole file")
def test_a_seeding_has_the_locks_of_what_it_may_write(django_assert_num_queries):
    with django_assert_num_queries(4) as queries:
        seed()
    assert queries[1]["sql"].endswith("FOR NO KEY UPDATE")
    with django_assert_num_queries(4) as queries:
        seeding.seed([], write=False)
    assert not any("FOR NO KEY UPDATE" in query["sql"] for query in queries)


def test_what_a_coach_suggested_in_vain_keeps_no_other_entry_away():
    suggested = ExerciseFactory(name="My squat", author=UserFactory(), status=Status.SUGGESTED)
    library.decline(suggested)

    assert seed(replace(SQUAT, aliases=("My squat",))) == counts(added=1)


def test_many_are_written_at_once(django_assert_num_queries):
    many = [replace(SQUAT, name=f"Squat {number}", aliases=()) for number in range(30)]
    with django_assert_num_queries(5):  # two of them are the transaction
        seeding.seed(many)
    # Two more: a savepoint. Nobody asks for sessions, in which no cue is said.
    with django_assert_num_queries(7):
        seeding.seed([replace(entry, cues=("Brace.",)) for entry in many])


# --- laws ---

POOL = ["Squat", "Front squat", "Box squat", "Hack squat", "Belt squat", "Jump squat", "Zercher squat"]


@st.composite
def catalogues(draw):
    """Some of the names are entries, the others are aliases of one of them or of none."""
    names = draw(st.permutations(POOL))
    entries = [replace(SQUAT, name=name, aliases=()) for name in names[: draw(st.integers(1, 5))]]
    for alias in names[len(entries) :]:
        place = draw(st.integers(-1, len(entries) - 1))
        if place >= 0:
            entries[place] = replace(entries[place], aliases=(*entries[place].aliases, alias))
    return entries


ACTS = st.tuples(st.sampled_from(["rename", "curate", "archive", "restore", "merge"]), st.integers(0, 9))


def act(what, number):
    rows = list(Exercise.objects.library().order_by("created_at", "pk"))
    row, other = rows[number % len(rows)], rows[(number + 1) % len(rows)]
    try:
        if what == "rename":
            row.name = POOL[number % len(POOL)]
        if what in ("rename", "curate"):
            library.curate(row)
        elif what == "merge":
            merging.merge(row, other)
        else:
            {"archive": library.archive, "restore": library.restore}[what](row)
    except library.Refused:
        pass


def as_curated():
    said = [name for name in catalogue.Entry.__slots__ if name != "easier"]
    return list(Exercise.objects.filter(curated_at__isnull=False).order_by("pk").values_list("pk", "status", *said))


@given(st.lists(st.tuples(catalogues(), st.lists(ACTS, max_size=3)), min_size=1, max_size=4))
@settings(deadline=None)
def test_seeding_again_changes_nothing_and_no_curators_word(releases):
    with transaction.atomic():
        for entries, acts in releases:
            before, ids = as_curated(), set(Exercise.objects.values_list("pk", flat=True))
            seeding.seed(entries)
            assert as_curated() == before
            assert ids <= set(Exercise.objects.values_list("pk", flat=True))
            again = seeding.seed(entries)
            assert not again.differs and again.kept == len(entries)
            for one in acts:
                act(*one)
        transaction.set_rollback(True)
