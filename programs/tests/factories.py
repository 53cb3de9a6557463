"""Programs for tests. Sessions come from sessions_app.tests.factories."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import UserFactory
from programs.models import Program, ProgramSession, ProgramWeek
from sessions_app.digests import refresh_digest
from sessions_app.models import Session
from sessions_app.prescription import Intensity
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = Program

    author = factory.SubFactory(UserFactory)
    name = factory.Sequence("Program {}".format)
    sport = "strength"
    duration_weeks = 4


class ProgramWeekFactory(DjangoModelFactory):
    class Meta:
        model = ProgramWeek

    program = factory.SubFactory(ProgramFactory)
    number = 1
    phase = "Base"


class ProgramSessionFactory(DjangoModelFactory):
    """A session of the program's author on Monday of week 1, first of the day."""

    class Meta:
        model = ProgramSession

    program = factory.SubFactory(ProgramFactory)
    session = factory.SubFactory(SessionFactory, author=factory.SelfAttribute("..program.author"))
    week = 1
    day = 1
    order = 1


def make_session(author: Any, name: str = "Lower A", **facts: Any) -> Session:
    """A session with one line, 5x5 @ 75%, and the digest that the grid computes from."""
    session: Session = SessionFactory(author=author, name=name, **facts)
    SessionExerciseFactory(session=session, intensity=Intensity.parse("75% 1RM"))
    refresh_digest(session)
    return session
