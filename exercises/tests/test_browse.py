"""Tabs, facets and pages count what a press on them would show."""

import pytest
from django.http import QueryDict

from exercises import browse as module
from exercises.browse import Filters, browse
from exercises.models import Sport, Status
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(coach):
    make = ExerciseFactory
    make(name="Back squat", aliases=("BB squat",), muscles=("quads", "glutes"), secondary_muscles=("abs",))
    make(name="Hack squat", muscles=("quads",), equipment=("Machine",), level="beginner")
    make(name="Air squat", muscles=("quads", "glutes"), equipment=(), level="beginner")
    make(name="Hip thrust", muscles=("glutes",), pattern="hinge")
    make(name="Squat to row", sport="rowing", muscles=("quads",), equipment=("Band",))
    make(name="My squat", author=coach, muscles=("quads",), equipment=("Barbell",))
    make(name="Old squat", author=coach, status=Status.ARCHIVED)
    make(name="Old library squat", status=Status.ARCHIVED)
    make(name="Not mine", author=UserFactory())


def look(coach, query="", after=""):
    return browse(coach, Filters.read(QueryDict(query)), after)


def names(result):
    return [row.name for row in result.exercises]


def counts(result, facet):
    return {option.value: option.count for option in next(f for f in result.facets if f.name == facet).options}


def test_everything_that_is_offered_by_name(shelf, coach):
    result = look(coach)

    assert names(result) == ["Air squat", "Back squat", "Hack squat", "Hip thrust", "My squat", "Squat to row"]
    assert (result.count, result.total) == (6, 6)
    assert [tab.value for tab in result.tabs] == ["", *Sport.values]
    assert {tab.value: tab.count for tab in result.tabs if tab.count} == {"": 6, "strength": 5, "rowing": 1}


def test_words_best_match_first(shelf, coach):
    result = look(coach, "q=squat")

    assert names(result) == ["Back squat", "Hack squat", "My squat", "Air squat", "Squat to row"]
    assert (result.count, result.total) == (5, 6)
    assert names(look(coach, "q=BB-squat")) == ["Back squat", "My squat"]  # which is done with a barbell
    assert names(look(coach, "q=hack squat")) == ["Hack squat"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sport=rowing", ["Squat to row"]),
        ("muscle=quads&muscle=glutes", ["Air squat", "Back squat"]),
        ("muscle=abs", ["Back squat"]),
        ("equipment=Band&equipment=Machine", ["Hack squat", "Squat to row"]),
        ("level=beginner", ["Air squat", "Hack squat"]),
        ("only=own", ["My squat"]),
        ("only=free", ["Air squat"]),
        ("only=archived", ["Old squat"]),
        ("sport=rowing&level=beginner", []),
    ],
)
def test_filters(shelf, coach, query, found):
    assert names(look(coach, query)) == found


def test_counts_are_what_one_more_press_would_show(shelf, coach):
    result = look(coach, "muscle=quads&sport=strength")

    assert counts(result, "muscle") == {"quads": 4, "glutes": 2, "abs": 1}
    assert counts(result, "equipment") == {"Barbell": 2, "Machine": 1}
    assert counts(result, "level") == {"intermediate": 2, "beginner": 2}
    assert counts(result, "only") == {"favourite": 0, "used": 0, "own": 1, "free": 1, "archived": 1}
    assert {tab.value: tab.count for tab in result.tabs if tab.count} == {"": 5, "strength": 4, "rowing": 1}
    for option in result.facets[1].options:
        more = look(coach, f"muscle=quads&sport=strength&muscle={option.value}")
        assert more.count == option.count


def test_a_choice_that_leads_nowhere_can_be_taken_back(shelf, coach):
    result = look(coach, "sport=rowing&muscle=neck&equipment=Trampoline")

    assert result.count == 0
    assert [(name, option.value) for name, option in result.chips] == [("muscle", "neck"), ("equipment", "Trampoline")]


@pytest.mark.parametrize(
    "query",
    ["sport=chess", "muscle=wings", "level=expert", "only=mine", "q=%00", "after=nonsense", "q=%20", "equipment="],
)
def test_values_that_do_not_exist_are_dropped(shelf, coach, query):
    assert look(coach, query).count == 6


def test_a_search_of_ten_thousand_characters_is_cut(coach):
    assert len(Filters.read(QueryDict("q=" + "x" * 10_000)).words) == 100
    assert len(Filters.read(QueryDict("&".join(f"equipment={n}" for n in range(500)))).equipment) == 20


def test_pages_by_key(coach, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 3)
    for number in range(8):
        ExerciseFactory(name=f"Exercise {number}")

    first = look(coach)
    second = look(coach, after=first.next_key)
    third = look(coach, after=second.next_key)

    assert [names(page) for page in (first, second, third)] == [
        ["Exercise 0", "Exercise 1", "Exercise 2"],
        ["Exercise 3", "Exercise 4", "Exercise 5"],
        ["Exercise 6", "Exercise 7"],
    ]
    assert (first.previous_key, second.previous_key, third.next_key) == (None, "", "")
    assert names(look(coach, after=third.previous_key)) == names(second)


def test_too_many_found_are_the_best_and_a_way_to_narrow(coach, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 2)
    for number in range(3):
        ExerciseFactory(name=f"Squat {number}")

    result = look(coach, "q=squat")

    assert (len(result.exercises), result.count, result.too_many, result.next_key) == (2, 3, True, "")


def test_a_facet_hides_the_rest_only_if_it_is_more_than_one(coach):
    for number in range(9):
        ExerciseFactory(equipment=tuple(f"Thing {n}" for n in range(number + 1)))
    facet = next(facet for facet in look(coach).facets if facet.name == "equipment")
    assert (len(facet.first), len(facet.rest), facet.rest_chosen) == (7, 2, False)

    ExerciseFactory._meta.model.objects.filter(equipment__contains="\nThing 8\n").delete()
    facet = next(facet for facet in look(coach).facets if facet.name == "equipment")
    assert (len(facet.first), len(facet.rest)) == (8, 0)


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_queries(coach, rows, django_assert_num_queries):
    for _ in range(rows):
        ExerciseFactory()

    # What is new in the library, how many they are, one's own, favourites, uses and whether they changed, the page.
    with django_assert_num_queries(7):
        look(coach)
    with django_assert_num_queries(6):
        look(coach, "q=exercise&sport=strength&muscle=quads")


@pytest.mark.parametrize(
    ("words", "alias"), [("bb", "BB squat"), ("back", ""), ("", ""), ("squat", ""), ("bb back", "BB squat")]
)
def test_the_alias_that_was_found_is_shown(coach, words, alias):
    ExerciseFactory(name="Back squat", aliases=("High-bar", "BB squat"))

    assert [row.found_as for row in browse(coach, Filters(words=words)).exercises] == [alias]
