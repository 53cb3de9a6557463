"""Another exercise of the same pattern, with what is at hand."""

import pytest

from core.editing import Conflict, stack, undo
from exercises.models import Status
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing, swapping
from sessions_app.editing import Refused
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(db):
    facts = {"pattern": "squat", "muscles": ("quads", "glutes")}
    made = [
        ("Back squat", ("Barbell", "Rack"), facts),
        ("Front squat", ("Barbell", "Rack"), facts),
        ("Goblet squat", ("Dumbbell",), facts),
        ("Wall sit", (), facts | {"muscles": ("quads",)}),
        ("Leg press", ("Leg press",), facts),
        ("Romanian deadlift", ("Barbell",), {"pattern": "hinge"}),
    ]
    return {name: ExerciseFactory(name=name, equipment=kit, **more) for name, kit, more in made}


def names(found):
    return [(choice.name, *choice.needs) for choice in found]


def test_what_is_at_hand_comes_first_then_the_same_muscles(library, rosa):
    found = swapping.choices(library["Back squat"], rosa, ["barbell", "rack"])

    assert names(found) == [("Front squat",), ("Wall sit",), ("Goblet squat", "Dumbbell"), ("Leg press", "Leg press")]


def test_own_ones_are_among_them_and_archived_ones_are_not(library, rosa, other):
    ExerciseFactory(name="Slant squat", author=rosa, pattern="squat", muscles=("quads", "glutes"))
    ExerciseFactory(name="Theirs", author=other, pattern="squat")
    ExerciseFactory(name="Old squat", pattern="squat", status=Status.ARCHIVED)

    found = swapping.choices(library["Back squat"], rosa, ["Barbell", "Rack", "Dumbbell", "Leg press"])
    assert {choice.name for choice in found} == {"Front squat", "Goblet squat", "Wall sit", "Leg press", "Slant squat"}


def test_what_was_used_lately_comes_before_its_equals(library, rosa, write):
    ExerciseFactory(name="Anderson squat", pattern="squat", muscles=("quads", "glutes"), equipment=("Barbell", "Rack"))
    assert names(swapping.choices(library["Back squat"], rosa, ["Barbell", "Rack"]))[0] == ("Anderson squat",)

    write("Front squat 3x3")
    assert names(swapping.choices(library["Back squat"], rosa, ["Barbell", "Rack"]))[0] == ("Front squat",)


def test_without_a_pattern_the_first_muscle_counts(library, rosa):
    odd = ExerciseFactory(name="Sissy squat", pattern="", muscles=("quads",))

    assert "Wall sit" in [choice.name for choice in swapping.choices(odd, rosa, [])]
    assert swapping.choices(ExerciseFactory(name="Odd", pattern="", muscles=()), rosa, []) == []


def test_a_swap_keeps_how_much_and_can_be_undone(library, rosa, write):
    session = write("Squat, high 5x5 @ 80%")
    swapping.swap_line(row_named(session, "Squat, high"), rosa, library["Front squat"].pk)
    assert lines(session) == ["m 1 Front squat | 5x5 @ 80%"]

    undo(stack(session, rosa)[0])
    assert lines(session) == ["m 1 Squat, high | 5x5 @ 80%"]


def test_only_for_what_one_may_see_and_what_the_page_saw(library, rosa, other, write):
    session = write("Back squat 5x5")
    row = row_named(session, "Back squat")
    for pk in (ExerciseFactory(name="Theirs", author=other).pk, "nonsense", "\0"):
        with pytest.raises(Refused):
            swapping.swap_line(row, rosa, pk)
    editing.change_line(row_named(session, "Back squat"), rosa, "Back squat", "4x4")
    with pytest.raises(Conflict):
        swapping.swap_line(row, rosa, library["Front squat"].pk, row.version)


@pytest.fixture
def address(library, write):
    session = write("Back squat 5x5\nRomanian deadlift 3x8")
    row = row_named(session, "Back squat")
    return session, f"/sessions/{session.pk}/lines/{row.pk}"


def test_a_few_are_offered_in_the_line(signed_in, address, django_assert_num_queries):
    session, line = address
    signed_in.get(f"{line}/swaps/", headers={"HX-Request": "true"})
    with django_assert_num_queries(8):
        html = signed_in.get(f"{line}/swaps/", headers={"HX-Request": "true"}).content.decode()

    assert html.index("Front squat") < html.index("Goblet squat")
    assert "needs Dumbbell" in html
    assert "<form" not in html


def test_the_page_asks_what_is_at_hand(signed_in, address):
    session, line = address
    html = signed_in.get(f"{line}/swaps/").content.decode()
    assert 'name="have" value="Barbell" checked' in html

    html = signed_in.get(f"{line}/swaps/", {"have": ["", "Dumbbell"]}).content.decode()
    assert html.index("Goblet squat") < html.index("Front squat")
    assert 'name="have" value="Barbell">' in html


def test_a_swap_from_the_page(signed_in, address, library):
    session, line = address
    answer = signed_in.post(f"{line}/swap/", {"exercise": library["Front squat"].pk}, follow=True)

    assert "Swapped Back squat" in answer.content.decode()
    assert lines(session) == ["m 1 Front squat | 5x5", "m 2 Romanian deadlift | 3x8"]


def test_a_swap_for_nothing_is_refused_in_words(signed_in, address):
    session, line = address
    answer = signed_in.post(f"{line}/swap/", {"exercise": "nonsense"}, headers={"HX-Request": "true"})

    assert (answer.status_code, "no longer offered" in answer.content.decode()) == (422, True)
