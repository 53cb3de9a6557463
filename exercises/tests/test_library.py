"""The verbs: what they do, and the sentence with which they refuse."""

import pytest
from django.db.models import RestrictedError

from exercises import library
from exercises.models import Exercise, Sport, Status
from exercises.relatives import relatives
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_create_own(coach):
    pieces = ("BARBELL", "slant  board", "EZ bar")
    made = library.create_own(coach, name="Slant squat", sport="strength", equipment=pieces)

    made = Exercise.objects.get(pk=made.pk)
    assert (made.author, made.status, made.name_key) == (coach, Status.OWN, "slant squat")
    assert made.equipment == ("Barbell", "Slant board", "EZ bar")


def test_create_own_refuses_a_second_of_the_name(coach):
    library.create_own(coach, name="Slant squat", sport="strength")

    with pytest.raises(library.Refused, match="You have an exercise of this name in this sport"):
        library.create_own(coach, name="slant SQUAT", sport="strength")
    assert Exercise.objects.count() == 1


def test_a_name_taken_in_the_same_moment_is_refused_too(coach, monkeypatch):
    library.create_own(coach, name="Slant squat", sport="strength")
    monkeypatch.setattr(Exercise, "validate_constraints", lambda self: None)

    with pytest.raises(library.Refused, match="There is an exercise of this name"):
        library.create_own(coach, name="Slant squat", sport="strength")


@pytest.mark.parametrize(("sport", "measures"), [("running", ("time", "distance")), ("strength", ())])
def test_named_is_what_an_import_makes(coach, sport, measures):
    made = library.named(coach, "x" * 200, sport)

    assert (made.name, made.sport, made.measures, made.status) == ("x" * 120, sport, measures, Status.OWN)


def test_a_name_whose_key_does_not_fit_is_refused(coach):
    with pytest.raises(library.Refused, match="too long"):
        library.named(coach, "ﷺ" * 30, "other")  # 18 letters each once it is normalised


def test_change(coach):
    own = ExerciseFactory(author=coach)
    library.change(own, name="New name", cues=("Stand tall.",))

    own.refresh_from_db()
    assert (own.name, own.name_key, own.cues) == ("New name", "new name", ("Stand tall.",))


@pytest.mark.parametrize(("author", "back"), [(True, Status.OWN), (False, Status.LIBRARY)])
def test_archive_and_restore(coach, author, back):
    exercise = ExerciseFactory(author=coach if author else None)

    library.archive(exercise)
    assert Exercise.objects.get(pk=exercise.pk).status == Status.ARCHIVED
    assert not Exercise.objects.offered()
    library.restore(exercise)
    assert Exercise.objects.get(pk=exercise.pk).status == back


def test_suggest_and_withdraw(coach):
    own = ExerciseFactory(author=coach)

    library.suggest(own)
    assert Exercise.objects.get().status == Status.SUGGESTED
    with pytest.raises(library.Refused):
        library.suggest(own)
    library.withdraw(own)
    assert Exercise.objects.get().status == Status.OWN
    with pytest.raises(library.Refused, match="not suggested"):
        library.withdraw(own)


def test_accept_moves_it_into_the_library(coach):
    own = ExerciseFactory(author=coach, status=Status.SUGGESTED)
    library.accept(own)

    own = Exercise.objects.get()
    assert (own.author, own.status) == (None, Status.LIBRARY)


def test_accept_refuses_a_name_that_is_there(coach):
    ExerciseFactory(name="Back squat")
    own = ExerciseFactory(name="Back squat", author=coach, status=Status.SUGGESTED)

    with pytest.raises(library.Refused, match="“Back squat” is in the library already"):
        library.accept(own)
    assert (own.author, own.status) == (coach, Status.SUGGESTED)
    assert Exercise.objects.get(pk=own.pk).author == coach


def test_decline(coach):
    own = ExerciseFactory(author=coach, status=Status.SUGGESTED)
    library.decline(own)

    assert Exercise.objects.get().status == Status.DECLINED
    with pytest.raises(library.Refused):
        library.decline(own)
    with pytest.raises(library.Refused):
        library.accept(own)
    library.suggest(own, again=True)  # once more, after a change


def test_delete(coach):
    library.delete(ExerciseFactory(author=coach))

    assert Exercise.objects.count() == 0


def test_delete_refuses_what_is_in_use(coach, monkeypatch):
    own = ExerciseFactory(name="Slant squat", author=coach)

    def restricted(self):
        raise RestrictedError("in use", set())

    monkeypatch.setattr(Exercise, "delete", restricted)

    with pytest.raises(library.Refused, match="“Slant squat” is used in sessions, so it stays. Archive it"):
        library.delete(own)


def test_a_variant_copies_every_field_or_names_it():
    fields = {field.name for field in Exercise._meta.concrete_fields}

    assert fields == set(library.COPIED) | library.NOT_COPIED
    assert not set(library.COPIED) & library.NOT_COPIED


def test_a_variant_is_ones_own_and_has_a_free_name(coach):
    squat = ExerciseFactory(name="Back squat", aliases=("Squat",), cues=("Brace.",), per_side=True)

    names = [library.make_variant(squat, coach).name for _ in range(3)]
    variant = Exercise.objects.get(name=names[0])

    assert names == ["Back squat, variant", "Back squat, variant 2", "Back squat, variant 3"]
    assert (variant.author, variant.status, variant.aliases) == (coach, Status.OWN, ())
    assert {name: getattr(variant, name) for name in library.COPIED} == {
        name: getattr(squat, name) for name in library.COPIED
    }


def test_a_variant_of_a_long_name_fits(coach):
    assert len(library.make_variant(ExerciseFactory(name="x" * 120), coach).name) == 120


def test_relatives_move_the_same_way_and_share_the_first_muscle(coach):
    squat = ExerciseFactory(name="Back squat")
    ExerciseFactory(name="Goblet squat", level="beginner")
    ExerciseFactory(name="Leg press", level="beginner")
    ExerciseFactory(name="Back squat, paused", level="advanced")
    ExerciseFactory(name="Hip thrust", level="beginner", pattern="hinge")
    ExerciseFactory(name="Old squat", level="beginner", status=Status.ARCHIVED)
    ExerciseFactory(name="Another coach's squat", level="beginner", author=UserFactory())
    ExerciseFactory(name="Sit", level="beginner", muscles=("glutes",))

    easier, harder = relatives(squat, coach)

    assert [row.name for row in easier] == ["Goblet squat", "Leg press"]
    assert [row.name for row in harder] == ["Back squat, paused"]


def test_relatives_that_are_said_come_before_those_that_are_found(coach):
    squat = ExerciseFactory(name="Back squat", easier=("Box squat", "Nobody's"))
    ExerciseFactory(name="Box squat", pattern="", level="")
    ExerciseFactory(name="Chain squat", pattern="", easier=("Back squat", "Box squat"))
    ExerciseFactory(name="Goblet squat", level="beginner")
    ExerciseFactory(name="Box squat", sport="mobility")

    easier, harder = relatives(squat, coach)

    assert [row.name for row in easier] == ["Box squat"]
    assert [row.name for row in harder] == ["Chain squat"]


@pytest.mark.parametrize("values", [{"level": ""}, {"pattern": ""}, {"muscles": ()}, {"pattern": "locomotion"}])
def test_no_relatives_where_too_little_is_known(coach, values, django_assert_num_queries):
    exercise = ExerciseFactory(**values)

    with django_assert_num_queries(1):
        assert relatives(exercise, coach) == ([], [])


def test_sports_of_the_measures_are_sports():
    assert set(Sport.values) >= library._ENDURANCE


# --- what a request read before somebody else was faster ----------------------------


@pytest.mark.parametrize(
    "late",
    [
        library.accept,
        library.decline,
        library.withdraw,
        library.archive,
        library.suggest,
        lambda exercise: library.change(exercise, name="Sofa leap"),
    ],
)
def test_what_a_curator_accepted_meanwhile_stays_accepted(coach, late):
    suggested = library.create_suggested(coach, name="Sofa jump", sport="strength")
    read_before = Exercise.objects.get(pk=suggested.pk)
    library.accept(suggested)

    with pytest.raises(library.Refused, match="Meanwhile somebody else changed what becomes of"):
        late(read_before)
    assert Exercise.objects.values_list("name", "author", "status").get() == ("Sofa jump", None, "library")


def test_what_is_gone_is_not_made_again_by_who_still_shows_it(coach):
    exercise = library.create_own(coach, name="Sofa jump", sport="strength")
    Exercise.objects.get().delete()

    with pytest.raises(library.Refused):
        library.change(exercise, name="Sofa leap")
    assert not Exercise.objects.exists()


def test_accepted_is_what_the_coach_says_of_it_by_now(coach):
    suggested = library.create_suggested(coach, name="Sofa jump", sport="strength")
    read_before = Exercise.objects.get(pk=suggested.pk)
    library.change(suggested, cues=("Jump.",))

    library.accept(read_before)
    assert Exercise.objects.get().cues == ("Jump.",)
