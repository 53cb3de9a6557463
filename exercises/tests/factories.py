import factory
from django.contrib.auth import get_user_model

from exercises.models import Exercise, Sport, Status


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()

    email = factory.Sequence(lambda n: f"coach{n}@example.org")
    name = factory.Sequence(lambda n: f"Coach {n}")


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
