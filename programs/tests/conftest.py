"""A program of Rosa's with sessions placed in it."""

from typing import Any

import pytest
from django.core.management import call_command

from core.tests.put_aside import PutAside
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from programs.tests.squats import LOWER, UPPER
from sessions_app import editing
from sessions_app.models import Session


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


@pytest.fixture(scope="session")
def templates_put_aside(django_db_setup: None, django_db_blocker: Any) -> PutAside:
    with django_db_blocker.unblock():
        return PutAside("templates", lambda: call_command("seed_templates", verbosity=0))


@pytest.fixture
def templates(db, templates_put_aside):
    """The programs of the house, and the library of which they are made."""
    templates_put_aside.put_back()


# --- what replaces squats ---------------------------------------------------------------------------------------------


@pytest.fixture
def squat(db):
    return ExerciseFactory(name="Back squat", author=None)


@pytest.fixture
def front(db):
    return ExerciseFactory(name="Front squat", author=None)


@pytest.fixture
def squats(rosa, squat, front):
    """Four weeks. Lower on Mondays of weeks 1 to 4, Upper on Wednesday of week 1."""
    for name in ("Leg curl", "Bench press"):
        ExerciseFactory(name=name, author=None)
    program = ProgramFactory(author=rosa, name="Base", duration_weeks=4)
    lower = editing.create_session(Session(name="Lower", sport="strength"), rosa, LOWER)
    for week in range(1, 5):
        schedule.place(program, rosa, lower, week, 1)
    schedule.place(program, rosa, editing.create_session(Session(name="Upper", sport="strength"), rosa, UPPER), 1, 3)
    return program


# --- in the browser ---------------------------------------------------------------------------------------------------


def on_mondays(coach, duration, *weeks):
    """A program of so many weeks; Lower A on Monday of these."""
    program, session = ProgramFactory(author=coach, name="Base", duration_weeks=duration), make_session(coach)
    for week in weeks:
        schedule.place(program, coach, session, week, 1)
    return program


@pytest.fixture
def builder(page, program):
    page.goto(program.get_absolute_url())
    page.locator("#drawer-list").wait_for()
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
