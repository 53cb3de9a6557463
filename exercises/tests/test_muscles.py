"""The muscle figure and the small words of the library's templates."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings

from exercises.models import Exercise, Muscle
from exercises.templatetags import muscles as tags


def depths(svg):
    return sorted(set(re.findall(r'class="(m-\d)"', svg)))


def test_every_muscle_is_drawn():
    assert tags.FRONT | tags.BACK == set(Muscle.values)
    sprite = ElementTree.parse(settings.BASE_DIR / "static" / tags.SPRITE)
    ids = {element.get("id") for element in sprite.iter() if element.get("id")}
    front, back = ({f"{side}-{name}" for name in names} for side, names in (("front", tags.FRONT), ("back", tags.BACK)))
    assert ids == {"front", "back"} | front | back


@pytest.mark.parametrize("muscle", Muscle.values)
def test_one_muscle_shows_on_both_sides_of_the_body(muscle):
    svg = tags.muscle_figure([muscle])
    figures = (muscle in tags.FRONT) + (muscle in tags.BACK)

    assert svg.count('class="m-3"') == figures
    ElementTree.fromstring(svg)  # well formed


def test_depths_and_words():
    svg = tags.muscle_figure(("quads", "glutes"), ("abs", "quads"))

    assert depths(svg) == ["m-2", "m-3"]
    assert 'aria-label="Muscles worked: mainly Quads, glutes; also Abs, quads"' in svg
    assert " style=" not in svg


def test_no_muscles():
    svg = tags.muscle_figure()

    assert depths(svg) == []
    assert 'aria-label="No muscles are named"' in svg


def test_by_depth():
    svg = tags.muscle_depths({"quads": 9, "abs": 0, "wings": 2}, 'A "label"')

    assert depths(svg) == ["m-1", "m-3"]
    assert "A &quot;label&quot;" in svg


def test_muscle_list():
    assert tags.muscle_list(("quads", "lower_back", "wings")) == "Quads, lower back"
    assert tags.muscle_list(()) == ""


@pytest.mark.parametrize(
    ("sport", "equipment", "first", "every"),
    [
        ("strength", ("Barbell", "Rack"), "Barbell", "Barbell, rack"),
        ("strength", ("Bench", "EZ bar"), "Bench", "Bench, EZ bar"),
        ("strength", (), "Bodyweight", "Bodyweight"),
        ("running", (), "", ""),
    ],
)
def test_equipment(sport, equipment, first, every):
    exercise = Exercise(sport=sport, equipment=equipment)

    assert (tags.equipment_first(exercise), tags.equipment_list(exercise)) == (first, every)


@pytest.mark.parametrize(
    ("measures", "per_side", "units", "shown"),
    [
        (("load",), False, "metric", "kg × reps"),
        (("load",), True, "imperial", "lb × reps / side"),
        (("distance", "time"), False, "imperial", "distance, time"),
        (("joy",), True, "metric", ""),
    ],
)
def test_logged_as(measures, per_side, units, shown):
    assert tags.logged_as(Exercise(measures=measures, per_side=per_side), units) == shown
