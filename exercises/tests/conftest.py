import pytest

from exercises.tests.factories import ExerciseFactory


@pytest.fixture
def own(rosa):
    return ExerciseFactory(name="Slant squat", author=rosa)


@pytest.fixture
def squat(db):
    return ExerciseFactory(
        name="Back squat",
        aliases=("BB squat",),
        muscles=("quads", "glutes"),
        secondary_muscles=("abs",),
        equipment=("Barbell", "Rack"),
        cues=("Brace before you unlock the knees.",),
    )
