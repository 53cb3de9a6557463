"""Sessions for tests. A row made here is not in its session's digest until `refresh_digest`, as after any raw write."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from exercises.tests.factories import ExerciseFactory
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.prescription import Reps


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    author = factory.SubFactory(UserFactory)
    name = factory.Sequence("Session {}".format)
    sport = "strength"


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = SessionGroup

    session = factory.SubFactory(SessionFactory)
    letter = "A"
    rounds = 3


class SessionExerciseFactory(DjangoModelFactory):
    """5x5 of a library exercise, first of its session."""

    class Meta:
        model = SessionExercise

    session = factory.SubFactory(SessionFactory)
    exercise = factory.SubFactory(ExerciseFactory)
    order = 1
    sets = 5
    reps = Reps.parse("5")
