"""A coach who is signed in, and a program of theirs with sessions placed in it."""

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session


@pytest.fixture
def rosa(db):
    return UserFactory(name="Rosa Coach")


@pytest.fixture
def other(db):
    return UserFactory(name="Other Coach")


@pytest.fixture
def signed_in(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def by_other(other):
    client = Client()
    client.force_login(other)
    return client


@pytest.fixture
def program(rosa):
    """Four weeks; Lower A on Monday of week 1, Upper B on Wednesday of week 3."""
    program = ProgramFactory(author=rosa, name="Base", duration_weeks=4)
    ProgramSessionFactory(program=program, session=make_session(rosa))
    ProgramSessionFactory(program=program, session=make_session(rosa, "Upper B"), week=3, day=3)
    return program


@pytest.fixture
def placing(program):
    return program.placings.get(week=1)
