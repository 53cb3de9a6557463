"""A program of Rosa's with sessions placed in it."""

import pytest

from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session


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
