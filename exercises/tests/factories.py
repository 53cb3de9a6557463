import factory

from accounts.tests.factories import UserFactory
from exercises.models import Exercise, Favourite, Sport, Status

__all__ = ["ExerciseFactory", "FavouriteFactory", "UserFactory"]


class ExerciseFactory(factory.django.DjangoModelFactory):
    """A library exercise; give `author` to make it that person's own."""

    class Meta:
        model = Exercise

    name = factory.Sequence(lambda n: f"Exercise {n:03}")
    sport = Sport.STRENGTH
    status = factory.LazyAttribute(lambda row: Status.OWN if row.author else Status.LIBRARY)
    author = None
    muscles = ("quads",)
    equipment = ("Barbell",)
    measures = ("load",)
    level = "intermediate"
    pattern = "squat"


class FavouriteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Favourite

    person = factory.SubFactory(UserFactory)
    exercise = factory.SubFactory(ExerciseFactory)
