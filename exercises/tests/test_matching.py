"""What a coach writes finds the exercise that is meant, and nothing is taken that is only similar."""

import pytest

from exercises import library
from exercises.matching import Matcher, match, suggest
from exercises.models import Exercise, Sport, Status
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "sport", "meant", "how"),
    [
        ("Back squat", "strength", "Back squat", "name"),
        ("BACK  SQUAT", "strength", "Back squat", "name"),
        ("Squat", "strength", "Back squat", "alias"),
        ("Squat, Barbell", "strength", "Back squat", "folded"),
        ("pullups", "strength", "Pull-up", "folded"),
        ("Barbell Romanian Deadlift", "strength", "Romanian deadlift", "folded"),
        ("Barbell front squat", "strength", "Front squat", "equipment"),
        ("Body weight dip", "strength", "Dip", "equipment"),
        ("EZ bar skull crushers", "strength", "Skullcrusher", "equipment"),
        ("Press bench", "strength", "Bench press", "order"),
        ("Bench press, close grip", "strength", "Close-grip bench press", "folded"),
        ("Squat (low bar)", "strength", "Low-bar squat", "order"),
        ("benchpress", "strength", "Bench press", "folded"),
        ("Bankdruecken", "strength", "Bench press", "folded"),
        ("le gpress", "strength", "Leg press", "folded"),
        ("SL RDL", "strength", "Single-leg Romanian deadlift", "alias"),
        ("DB BSS", "strength", "Bulgarian split squat", "equipment"),
        ("Développé couché", "strength", "Bench press", "alias"),
        ("Butterfly", "strength", "Pec deck", "alias"),  # no stroke
        ("Standing dumbbell press", "strength", "Standing dumbbell press", "name"),  # not the one on a bench
        ("Decline bench press", "strength", "Decline bench press", "name"),
        ("L pull-up", "strength", "L-sit pull-up", "alias"),
        ("Warm-up", None, "Warm-up", "name"),
        ("Bodyweight split jump squat", "strength", None, None),
        ("Warm up", "cycling", "Warm-up", "folded"),
        ("Plank", "running", "Plank", "name"),
        ("OHP", None, "Overhead press", "alias"),
    ],
)
def test_certain(full_library, coach, written, sport, meant, how):
    found = match(written, coach, sport)

    if meant is None:
        assert not found.is_exact
        return
    assert (found.exercise.name, found.confidence, found.how, found.is_exact) == (meant, 1.0, how, True)


def test_the_sport_decides_and_the_others_are_said(full_library, coach):
    for sport in ("running", "cycling", "swimming", "rowing", "team_sports"):
        found = match("Warm-up", coach, sport)
        assert found.exercise.sport == sport
        assert {other.exercise.sport for other in found.alternatives} == {
            *("running", "cycling", "swimming", "rowing", "team_sports", "other")
        } - {sport}
    assert match("Warm-up", coach, "mobility").exercise.sport == "other"


def test_own_comes_before_the_library(full_library, coach):
    own = ExerciseFactory(name="Front Squat", author=coach)

    found = match("front squat", coach, "strength")

    assert found.exercise == own
    assert [other.exercise.is_library for other in found.alternatives] == [True]


def test_another_coachs_own_is_nobodys_match(coach):
    ExerciseFactory(name="Secret squat", author=UserFactory())

    assert match("Secret squat", coach).how == "none"


def test_what_is_only_similar_is_a_question(full_library, coach):
    matcher = Matcher(coach, "strength")
    found = matcher.match("Bulgrian split sqaut")

    assert found.exercise.name == "Bulgarian split squat"
    assert (found.how, found.certainty) == ("fuzzy", "guessed")
    assert 0.8 < found.confidence < 1
    assert not found.is_exact
    assert matcher.exact("Bulgrian split sqaut") is None
    assert found.exercise not in [other.exercise for other in found.alternatives]


@pytest.mark.parametrize(
    ("written", "sport", "meant"),
    [
        ("Dumbell inclnie bench prss", "strength", "Incline dumbbell bench press"),
        ("Freestlye", "swimming", "Freestyle"),
        ("Dedlift", "strength", "Deadlift"),
        ("Standing military press", "strength", "Overhead press"),
        ("Flat DB fly", "strength", "Chest fly"),
        ("Alt. lunges", "strength", "Lunge"),
        ("Pendlay", "strength", "Pendlay row"),
        ("Back", None, "Backstroke"),
        ("Sprint", "strength", "Sprint"),  # several sports have it, none of them is meant for sure
    ],
)
def test_guessed(full_library, coach, written, sport, meant):
    found = match(written, coach, sport)

    assert (found.exercise.name, found.certainty) == (meant, "guessed")


@pytest.mark.parametrize(
    ("written", "sport"),
    [
        ("Row", "strength"),  # no boat
        ("Kick", "strength"),  # no swimming
        ("Standing preacher curl", "strength"),  # not the one on a bench
        ("Plie push-up", "strength"),  # no misspelt pike
        ("T pull-up", "strength"),
        ("LB squat", "strength"),  # no misspelt SSB
        ("Dumbbell Zercher squat", "strength"),  # not what is done with a barbell
        ("Row to squat", "rowing"),  # not the squat to row
        ("Hang pull-up bar", "strength"),
    ],
)
def test_neither_sure_nor_guessed(full_library, coach, written, sport):
    found = match(written, coach, sport)

    assert (found.exercise, found.how, found.certainty) == (None, "none", "none")


def test_what_is_not_known_is_said_with_what_is_similar(full_library, coach):
    found = match("Arnold press, sitting", coach, "strength")

    assert found.exercise is None
    assert "Arnold press" in [other.exercise.name for other in found.alternatives]


def test_nothing_like_it(full_library, coach):
    found = match("Xylophone", coach)

    assert (found.exercise, found.confidence, found.how, found.alternatives) == (None, 0.0, "none", ())


@pytest.mark.parametrize("written", ["", "   ", "\x00", "-", "x" * 10_000, "💪"])
def test_odd_names_match_nothing(full_library, coach, written):
    assert match(written, coach).exercise is None
    assert suggest(written, coach) == []


def test_archived_is_found_by_name_and_not_offered(coach):
    own = ExerciseFactory(name="Old lunge", author=coach, status=Status.ARCHIVED)

    assert match("old lunge", coach).exercise == own
    assert match("old lunges please", coach).exercise is None
    assert suggest("old", coach) == []


def test_the_offered_one_comes_before_an_archived_one(coach):
    ExerciseFactory(name="Old lunge", author=coach, status=Status.ARCHIVED)
    offered = ExerciseFactory(name="Old lunge")

    assert match("Old lunge", coach).exercise == offered


def test_three_queries_for_any_number_of_names(full_library, coach, django_assert_num_queries):
    with django_assert_num_queries(3):
        matcher = Matcher(coach, "strength")
        for name in ("Squat", "Bench", "Bulgrian split sqaut", "Nothing of the kind"):
            matcher.match(name)
            matcher.suggest(name)


def test_what_was_just_made_is_known(coach):
    matcher = Matcher(coach)
    made = library.named(coach, "Sandbag toss", "other")
    matcher.add(made)

    assert matcher.exact("sandbag tosses") == made


@pytest.mark.parametrize(
    ("typed", "sport", "first"),
    [
        ("squ", "strength", "Back squat"),
        ("back sq", "strength", "Back squat"),
        ("rdl", "strength", "Romanian deadlift"),
        ("front sq", "strength", "Front squat"),
        ("easy", "running", "Easy run"),
        ("free", "swimming", "Freestyle"),
        ("bulgrian", "strength", "Bulgarian split squat"),
    ],
)
def test_suggestions_while_typing(full_library, coach, typed, sport, first):
    assert suggest(typed, coach, sport)[0].exercise.name == first


def test_suggestions_are_each_once_and_no_more_than_asked(full_library, coach):
    found = suggest("s", coach, "strength", limit=8)

    assert len({item.exercise.pk for item in found}) == len(found) == 8


@pytest.mark.parametrize("sport", Sport.values)
def test_every_name_of_the_library_finds_itself(full_library, coach, sport):
    matcher = Matcher(coach, sport)
    named = [(row, name) for row in Exercise.objects.filter(sport=sport) for name in (row.name, *row.aliases)]

    assert [(matcher.exact(name), name) for _, name in named] == named


def test_while_typing_a_name_of_another_language_comes_after_those_of_ones_own():
    french = {"Développé incliné": "fr"}
    incline = ExerciseFactory(name="Incline bench press", aliases=tuple(french), alias_languages=french)
    dumbbell = ExerciseFactory(name="Incline dumbbell bench press")

    def offered(locale):
        person = UserFactory.build(locale=locale)
        return [found.exercise.name for found in Matcher(person, "strength", [incline, dumbbell]).suggest("inc d")]

    assert offered("en") == ["Incline dumbbell bench press", "Incline bench press"]
    assert offered("fr") == ["Incline bench press", "Incline dumbbell bench press"]


@pytest.mark.parametrize(
    ("typed", "sport", "meant"),
    [
        ("inc d", "strength", "Incline dumbbell bench press"),
        ("fro", "strength", "Front squat"),
        ("pow", "strength", "Power clean"),
        ("leg p", "strength", "Leg press"),
        ("squ", "strength", "Back squat"),
        ("eas", "running", "Easy run"),
    ],
)
def test_what_coaches_write_most_comes_before_its_variants(full_library, typed, sport, meant):
    assert suggest(typed, UserFactory(), sport)[0].exercise.name == meant
