import pytest

from exercises.tests.factories import ExerciseFactory, UserFactory


@pytest.fixture
def rosa(db):
    return UserFactory(email="rosa@example.org", name="Rosa")


@pytest.fixture
def other(db):
    return UserFactory(email="other@example.org")


@pytest.fixture
def signed_in(client, rosa):
    """A client as which Rosa is signed in."""
    client.force_login(rosa)
    return client


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
