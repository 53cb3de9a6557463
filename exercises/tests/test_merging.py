"""What a merge does in the library: names, lists, tombstones, and what it refuses. Sessions: sessions_app/test_merged."""

import pytest
from django.apps import apps

from exercises import library, merging, seeding
from exercises.catalogue import Entry
from exercises.matching import Matcher
from exercises.models import Exercise, Favourite, Status, Tombstone
from exercises.tests.factories import ExerciseFactory, FavouriteFactory, UserFactory

pytestmark = pytest.mark.django_db

SQUAT = Entry(sport="strength", name="Back squat", measures=("load",), muscles=("quads",))
REAR = Entry(sport="strength", name="Rear squat", measures=("load",), aliases=("Squat, rear",))
CHAIR = Entry(sport="strength", name="Chair squat", measures=("load",))
JUMP = Entry(sport="strength", name="Jump squat", measures=("load",), easier=("Rear squat", "Chair squat"))
CATALOGUE = [SQUAT, REAR, CHAIR, JUMP]
KEPT = {"added": 0, "updated": 0, "retired": 0}


@pytest.fixture
def seeded():
    seeding.seed(CATALOGUE)
    return {row.name: row for row in Exercise.objects.all()}


def test_names_become_aliases_with_their_language(squat):
    rear = ExerciseFactory(
        name="Rear squat", aliases=("Kniebeuge hinten", "BB SQUAT"), alias_languages={"Kniebeuge hinten": "de"}
    )

    kept = merging.merge(rear, squat)

    assert kept.aliases == ("BB squat", "Rear squat", "Kniebeuge hinten")
    assert kept.alias_languages == {"Kniebeuge hinten": "de"}
    assert kept.curated_at is not None
    kept = Exercise.objects.get()
    assert kept.aliases == ("BB squat", "Rear squat", "Kniebeuge hinten")
    assert list(Exercise.objects.search("kniebeu")) == [kept]
    assert Matcher(UserFactory(), "strength").exact("rear squats") == kept


def test_a_name_that_means_another_one_of_this_sport_is_no_alias(squat):
    ExerciseFactory(name="Deep squat", aliases=("ATG squat",))
    ExerciseFactory(name="Pistol", sport="mobility")
    low = ExerciseFactory(name="Low squat", aliases=("Atg Squats", "deep-squats", "Pistol"))

    assert merging.merge(low, squat).aliases == ("BB squat", "Low squat", "Pistol")


@pytest.mark.parametrize("values", [{"sport": "mobility"}, {"measures": ("time",)}, {"per_side": True}])
def test_it_asks_where_they_are_not_logged_alike(squat, values):
    other = ExerciseFactory(name="Rear squat", **values)

    with pytest.raises(merging.Asks, match="“Rear squat” and “Back squat” are not logged alike."):
        merging.merge(other, squat)
    assert Exercise.objects.count() == 2
    merging.merge(other, squat, agreed=True)
    assert Exercise.objects.get() == squat


def test_a_name_alone_is_merged_without_a_question(squat):
    Exercise.objects.update(measures=("load",), per_side=True)
    squat.refresh_from_db()

    assert merging.differences(ExerciseFactory(name="BS", measures=()), squat) == []
    assert merging.differences(ExerciseFactory(name="BSQ", measures=(), sport="mobility"), squat) == ["sport"]
    assert merging.differences(ExerciseFactory(name="BQ", measures=("load",)), squat) == ["per_side"]


def test_it_does_not_ask_for_the_order_of_what_is_logged(squat):
    Exercise.objects.update(measures=("load", "reps"))
    merging.merge(ExerciseFactory(name="Rear squat", measures=("reps", "load")), squat)


@pytest.mark.parametrize(
    ("status", "has_author", "sentence"),
    [
        (Status.OWN, True, "“Rear squat” is a coach's own, and stays theirs."),
        (Status.DECLINED, True, "“Rear squat” is a coach's own, and stays theirs."),
        (Status.ARCHIVED, True, "“Rear squat” is a coach's own, and stays theirs."),
    ],
)
def test_what_a_coach_keeps_is_not_merged(squat, rosa, status, has_author, sentence):
    own = ExerciseFactory(name="Rear squat", author=rosa, status=status)
    with pytest.raises(library.Refused) as refusal:
        merging.merge(own, squat)
    assert str(refusal.value) == sentence


def test_nothing_is_merged_into_what_is_not_offered_nor_into_itself(squat, own):
    archived = ExerciseFactory(name="Old", status=Status.ARCHIVED)
    for into in (archived, own, squat):
        with pytest.raises(library.Refused):
            merging.merge(squat, into)
    merging.merge(archived, squat)
    with pytest.raises(library.Refused, match="Choose two exercises that are there, and not the same."):
        merging.merge(archived, squat)


def test_what_a_coach_suggests_goes_into_the_library(squat, rosa):
    suggested = ExerciseFactory(name="Rear squat", author=rosa, status=Status.SUGGESTED)
    merging.merge(suggested, squat)
    assert Exercise.objects.get().aliases == ("BB squat", "Rear squat")


def test_lists_of_easier_ones_name_the_other(squat, rosa, other):
    rear = ExerciseFactory(name="Rear squat")
    jump = ExerciseFactory(name="Jump squat", easier=("Box squat", "rear squat", "Back squat"))
    Exercise.objects.filter(pk=squat.pk).update(easier=("Rear squat", "Box squat"))
    hers = ExerciseFactory(name="Hers", author=rosa, easier=("Rear squat",))
    ExerciseFactory(name="Rear squat", author=other)
    theirs = ExerciseFactory(name="Theirs", author=other, easier=("Rear squat",))  # their own

    kept = merging.merge(rear, squat)

    assert kept.easier == ("Box squat",)
    lists = dict(Exercise.objects.exclude(easier="").values_list("name", "easier"))
    assert lists[jump.name] == ("Box squat", "Back squat")
    assert (lists[hers.name], lists[theirs.name]) == (("Back squat",), ("Rear squat",))


def test_in_another_sport_it_can_stand_in_no_list(squat):
    rear = ExerciseFactory(name="Rear squat", sport="mobility")
    ExerciseFactory(name="Sit", sport="mobility", easier=("Rear squat", "Chair"))
    merging.merge(rear, squat, agreed=True)
    assert Exercise.objects.get(name="Sit").easier == ("Chair",)


def test_a_chain_ends_at_the_last(seeded):
    merging.merge(seeded["Rear squat"], seeded["Chair squat"])
    merging.merge(seeded["Chair squat"], seeded["Back squat"])

    kept = Exercise.objects.get(name="Back squat")
    assert kept.aliases == ("Chair squat", "Rear squat", "Squat, rear")
    assert {tomb.name: tomb.into for tomb in Tombstone.objects.all()} == {"Rear squat": kept, "Chair squat": kept}
    assert {tomb.pk for tomb in kept.tombstones.all()} == {seeded["Rear squat"].pk, seeded["Chair squat"].pk}


def test_the_catalogue_does_not_bring_back_what_was_merged(seeded):
    merging.merge(seeded["Rear squat"], seeded["Back squat"])

    assert seeding.seed(CATALOGUE).counts == KEPT | {"kept": 4}
    assert Exercise.objects.get(name="Jump squat").easier == ("Back squat", "Chair squat")
    assert Exercise.objects.get(name="Back squat").aliases == ("Rear squat", "Squat, rear")


def test_nor_under_the_name_that_a_curator_gave_it(seeded):
    rear = seeded["Rear squat"]
    rear.name = "High bar squat"
    library.curate(rear)
    merging.merge(rear, seeded["Back squat"])
    high_bar = Entry(sport="strength", name="High-bar squat")  # another key, another exercise

    assert seeding.seed([*CATALOGUE, Entry(sport="strength", name="High bar squat")]).counts == KEPT | {"kept": 5}
    assert seeding.seed([*CATALOGUE, high_bar]).counts["added"] == 1


def test_nor_what_was_declined_or_deleted(seeded, rosa):
    library.decline(ExerciseFactory(name="Sofa squat", author=rosa, status=Status.SUGGESTED), "A joke?")
    library.delete(seeded["Chair squat"])

    assert seeding.seed([*CATALOGUE, Entry(sport="strength", name="Sofa squat")]).counts == KEPT | {"kept": 5}


def test_what_was_declined_and_accepted_later_has_no_tombstone(rosa):
    exercise = ExerciseFactory(name="Sofa squat", author=rosa, status=Status.SUGGESTED)
    library.decline(exercise, "A\n joke? ")
    assert (exercise.status, exercise.declined_because) == (Status.DECLINED, "A joke?")
    with pytest.raises(library.Refused, match="“Sofa squat” was declined. Suggest it again from its page."):
        library.suggest(exercise)
    library.suggest(exercise, again=True)
    library.accept(exercise)

    exercise = Exercise.objects.get()
    assert (exercise.status, exercise.declined_because) == (Status.LIBRARY, "")
    assert not Tombstone.objects.exists()


def test_every_use_is_known_to_the_merge():
    """Who adds a relation to exercises says what a merge does with it; here they are counted."""
    relations = {
        (field.model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Exercise
    }
    carried = {("SessionExercise", "exercise"), ("Favourite", "exercise"), ("Tombstone", "into")}
    assert relations == carried | {("Distinct", "one"), ("Distinct", "other")}  # of pairs that are none any more


def test_whoever_had_it_as_a_favourite_has_the_other_once(squat, rosa, other):
    rear = ExerciseFactory(name="Rear squat")
    for person, exercise in [(rosa, rear), (rosa, squat), (other, rear)]:
        FavouriteFactory(person=person, exercise=exercise)
    merging.merge(rear, squat)
    assert sorted(Favourite.objects.values_list("person", "exercise")) == sorted(
        [(rosa.pk, squat.pk), (other.pk, squat.pk)]
    )
