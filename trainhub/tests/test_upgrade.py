"""A database of the first release, with what people wrote in it, brought to this one: nothing is lost, all of it works."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.models import User
from core.models import Change
from core.tests.put_aside import PREFIX
from exercises.models import Exercise
from programs.models import Program
from sessions_app.models import Session, SessionExercise
from sessions_app.notation import read_session
from sessions_app.prescription.digest import digest
from tools import whole

FIRST = [(app, "0001_initial") for app in ("accounts", "core", "exercises", "sessions_app", "programs")]
PASSWORD = "first-release-2026"  # noqa: S105
SESSION = "Back squat 5x5 @ 80%\nPlank 3x30s @ 70% 1RM\nEasy run 20:00 @ Z2"
# What a migration is there to write anew (allauth's: addresses in small letters). Everything else stays to the letter.
REWRITTEN = {("exercises_exercise", "search_key"), ("sessions_app_session", "digest"), ("accounts_user", "email")}


@pytest.fixture
def first_release(transactional_db: None, tmp_path: Any) -> Iterator[Any]:
    """The models of the first release, and the tests' connection on an empty database of it."""
    name = f"trainhub_first_{secrets.token_hex(4)}" if connection.vendor == "postgresql" else str(tmp_path / "first")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    held, stood = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, name
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(FIRST)
        yield executor.loader.project_state(FIRST).apps
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = held, stood
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def written(first_release: Any) -> Any:
    """A coach with an exercise of her own, a session with a group, a program and a step that can be undone."""
    model = first_release.get_model
    rosa = model("accounts.User").objects.create(
        email="Rosa@example.org", email_key="rosa@example.org", name="Rosa", password=make_password(PASSWORD)
    )
    exercises = {
        name: model("exercises.Exercise").objects.create(
            name=name, name_key=name.casefold(), sport=sport, author_id=author, status=status, **facts
        )
        for name, sport, author, status, facts in (
            ("Back squat", "strength", None, "library", {"aliases": ("Squat",), "muscles": ("quads",)}),
            ("Plank", "strength", rosa.pk, "own", {"measures": ("duration",)}),
            ("Easy run", "running", None, "library", {"measures": ("duration", "distance")}),
        )
    }
    rows = [replace(row, exercise=exercises[row.name].pk) for row in read_session(SESSION, "").rows]
    session = model("sessions_app.Session").objects.create(author=rosa, name="Brick", digest=digest(rows), version=4)
    group = model("sessions_app.SessionGroup").objects.create(session=session, letter="A", kind="rounds", rounds=3)
    made = []
    for order, row in enumerate(rows, start=1):
        facts = {name: getattr(row.prescription, name) for name in ("sets", "reps", "duration", "intensity")}
        grouped = {"group": group} if order > 1 else {}
        made.append(
            model("sessions_app.SessionExercise").objects.create(
                session=session, exercise=exercises[row.name], order=order, **facts, **grouped
            )
        )
    program = model("programs.Program").objects.create(author=rosa, name="Base", duration_weeks=2, version=3)
    model("programs.ProgramWeek").objects.create(program=program, number=2, is_deload=True, notes="Easy")
    for week in (1, 2):
        model("programs.ProgramSession").objects.create(
            program=program, session=session, week=week, day=1, order=1, adjustment="+2.5%" if week == 2 else None
        )
    step_of(model, rosa, session, made[0])
    return rosa


def step_of(model: Any, rosa: Any, session: Any, squat: Any) -> None:
    """As the first release recorded that a line went from 4 sets to 5, with the columns that it knew."""
    columns = {field.attname: getattr(squat, field.attname) for field in squat._meta.concrete_fields}
    plain = {
        name: value.isoformat()
        if hasattr(value, "isoformat")
        else value
        if isinstance(value, int | bool | None)
        else str(value)
        for name, value in columns.items()
    }
    key = ["sessions_app.sessionexercise", squat.pk]
    model("core.Change").objects.create(
        user=rosa, document_type="sessions_app.session", document_id=session.pk, number=1, label="Changed Back squat",
        before=[[*key, {**plain, "sets": 4}]], after=[[*key, plain]],
    )  # fmt: skip


def rows_of(tables: dict[str, list[str]]) -> dict[str, list[tuple]]:
    """What stands in these columns, as the database gives it."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY id')  # noqa: S608
            found[table] = cursor.fetchall()
    return found


def schema() -> dict[str, Any]:
    """Columns, indexes and constraints of every table, without the names that databases make up."""
    inspect, found = connection.introspection, {}
    with connection.cursor() as cursor:
        for table in inspect.table_names(cursor):
            if table.startswith(PREFIX):  # what other tests put aside in the database of this process
                continue
            columns = {
                (one.name, one.type_code, one.display_size, one.null_ok)
                for one in inspect.get_table_description(cursor, table)
            }
            rules = {
                (*one["columns"], *(one.get("orders") or ()), one["primary_key"], one["unique"], one["index"],
                 one["check"], str(one["foreign_key"]))
                for one in inspect.get_constraints(cursor, table).values()
            }  # fmt: skip
            found[table] = columns, rules
    return found


def test_what_stood_in_the_first_release_stands_and_works(written):
    models = [Exercise, Session, SessionExercise, Program, Change, User]
    first = MigrationExecutor(connection).loader.project_state(FIRST).apps
    stood_in = {
        model._meta.db_table: [field.column for field in first.get_model(model._meta.label)._meta.concrete_fields
                               if (model._meta.db_table, field.column) not in REWRITTEN]
        for model in models
    }  # fmt: skip
    stood = rows_of(stood_in)

    call_command("migrate", verbosity=0)

    for table, rows in rows_of(stood_in).items():
        for before, after in zip(stood[table], rows, strict=True):
            assert dict(zip(stood_in[table], after, strict=True)) == dict(zip(stood_in[table], before, strict=True))
    assert {len(rows) for rows in stood.values()} == {1, 3}
    session, program = Session.objects.get(), Program.objects.get()
    assert set(SessionExercise.objects.values_list("coach", "is_unclear")) == {(written.pk, False)}
    assert Exercise.objects.get(name="Back squat").search_key != ""
    assert '"70% 1RM"' in session.digest
    assert whole.damage() == []

    client = Client()
    answer = client.post("/accounts/login/", {"login": "rosa@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert "Brick" in client.get(program.get_absolute_url()).content.decode()
    assert "Plank" in client.get(session.get_absolute_url()).content.decode()
    step = Change.objects.get()
    assert client.post(f"{session.get_absolute_url()}undo/", {"step": step.pk}).status_code == 302
    assert session.rows.get(order=1).sets == 4
    added = client.post(f"{session.get_absolute_url()}lines/", {"text": "Back squat 3x3", "section": "main"})
    assert added.status_code == 302
    assert session.rows.count() == 4


def test_the_schema_is_that_of_a_new_database(transactional_db, request):
    now = schema()
    request.getfixturevalue("first_release")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)  # as `make run` does; it is no migration

    assert schema() == now
