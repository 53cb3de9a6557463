"""What a migration may do with a table that is large by the time it runs: nothing that keeps writers waiting.

`benchmarks/upgrade.py` measures it with a million rows; this refuses what is known to hold a table, before anybody waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from core.migrating import AddIndexWhileWriting

OURS = ("accounts", "core", "exercises", "sessions_app", "programs")
LARGE = {"session", "sessionexercise", "sessiongroup", "program", "programsession", "programweek", "change"}
# What is let through, and why: they came before the rule and hold a table shortly (docs/performance.md says how long),
# or take away what the release before no longer asks for.
REASONS = {
    ("core", "0002_words"): "a unique index over rows of which none has a word",
}
# Kinds of operations that only read or write what PostgreSQL keeps of a table, in no time, or make another table.
QUICK = (
    migrations.CreateModel, migrations.RemoveIndex, migrations.RemoveConstraint, migrations.AlterModelOptions,
    migrations.AlterModelManagers, migrations.RenameIndex, AddIndexWhileWriting,
)  # fmt: skip
# The release before asks for what these take away, for as long as it runs beside this one.
REMOVALS = (
    migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel,
    migrations.AlterModelTable,
)  # fmt: skip
# What holds a large table, and of a small one nothing that anybody would notice.
BY_SIZE = (
    migrations.AddField, migrations.AlterField, migrations.AddIndex, migrations.AddConstraint,
    migrations.AlterConstraint, migrations.AlterUniqueTogether, migrations.AlterOrderWithRespectTo,
)  # fmt: skip


def faults(migration: Any) -> Iterator[str]:
    """Why writers would wait, or the release before could write no more."""
    for operation in in_database(migration.operations):
        if isinstance(operation, migrations.RunPython | migrations.RunSQL):
            if migration.atomic:
                yield f"{operation.describe()}: what it writes stays locked to the end. Say atomic = False, write in batches."
        elif isinstance(operation, AddIndexWhileWriting) and migration.atomic:
            yield f"{operation.describe()}: an index that is made while others write needs atomic = False."
        elif isinstance(operation, REMOVALS):
            yield f"{operation.describe()}: the release before still asks for it. Say in REASONS why it does not."
        elif isinstance(operation, QUICK):
            continue
        elif not isinstance(operation, BY_SIZE):
            yield f"{operation.describe()}: nobody has said yet what this kind holds."
        elif table_of(operation) in LARGE:
            yield from of_large_table(operation)


def in_database(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Those that are done in the database, also where it is told other things than the models."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from in_database(operation.database_operations)
        else:
            yield operation


def table_of(operation: Any) -> str:
    """The model. An operation on a part of one (a field, an index) has that part's name beside it."""
    return str(operation.model_name_lower if hasattr(operation, "model_name") else operation.name_lower)


def of_large_table(operation: Any) -> Iterator[str]:
    what = operation.describe()
    if isinstance(operation, migrations.AddField):
        field = operation.field
        if isinstance(field, models.ForeignKey) and field.db_constraint:
            yield f"{what}: a foreign key has the table read through while nobody writes to either."
        if (
            field.has_db_default()
            and hasattr(field.db_default, "resolve_expression")
            and not is_constant(field.db_default)
        ):
            yield f"{what}: a default that is worked out for each row writes the whole table anew."
        if not field.null and not field.has_db_default() and not field.many_to_many:
            yield f"{what}: without a default in the database the release before can write no more rows."
        if field.unique or field.db_index:
            yield f"{what}: its index is made while nobody writes. Add it by AddIndexWhileWriting."
    elif isinstance(operation, migrations.AlterField) and operation.field.choices:
        return  # mostly words; what changes the column is seen by the benchmark
    else:
        yield f"{what}: the table is read through or written anew while nobody writes. Make it so that none waits."


def is_constant(default: Any) -> bool:
    return isinstance(default, models.Value)


def ours() -> list[Any]:
    found = MigrationLoader(None).disk_migrations
    return [one for (app, name), one in sorted(found.items()) if app in OURS and name != "0001_initial"]


@pytest.mark.parametrize("migration", ours(), ids=str)
def test_no_migration_keeps_writers_waiting(migration):
    assert bool(list(faults(migration))) is ((migration.app_label, migration.name) in REASONS)


def refused(*operations: Operation, atomic: bool = True) -> int:
    migration = migrations.Migration("0099_made_up", "core")
    migration.operations, migration.atomic = list(operations), atomic
    return len(list(faults(migration)))


def separately(*operations: Operation) -> Operation:
    """Done in the database alone, and not to the models."""
    return migrations.SeparateDatabaseAndState(database_operations=list(operations))


INDEX = models.Index(fields=["session"], name="made_up")


@pytest.mark.parametrize(
    ("operation", "atomic", "count"),
    [
        (migrations.AddIndex("sessionexercise", INDEX), True, 1),
        (AddIndexWhileWriting("sessionexercise", INDEX), True, 1),
        (AddIndexWhileWriting("sessionexercise", INDEX), False, 0),
        (migrations.AddIndex("tombstone", INDEX), True, 0),
        (migrations.RunPython(migrations.RunPython.noop), True, 1),
        (migrations.RunPython(migrations.RunPython.noop), False, 0),
        (migrations.AddField("session", "it", models.BooleanField(default=False)), True, 1),
        (migrations.AddField("session", "it", models.BooleanField(default=False, db_default=False)), True, 0),
        (migrations.AddField("session", "it", models.TextField(null=True)), True, 0),
        (migrations.AddField("session", "it", models.TextField(null=True, db_index=True)), True, 1),
        (migrations.AddField("session", "it", models.FloatField(db_default=models.functions.Random())), True, 1),
        (migrations.AddConstraint("change", models.CheckConstraint(condition=models.Q(number__gt=0), name="x")), True, 1),
        (migrations.AlterField("change", "label", models.TextField()), True, 1),
        (migrations.AlterUniqueTogether("session", {("author", "name")}), True, 1),
        (migrations.AlterUniqueTogether("tombstone", {("author", "name")}), True, 0),
        (migrations.AlterOrderWithRespectTo("Session", "author"), True, 1),
        (migrations.AddField("tombstone", "session", models.BooleanField(default=False)), True, 0),
        (migrations.RenameModel("Session", "Workout"), True, 1),
        (migrations.AlterModelTable("Session", "workouts"), True, 1),
        (migrations.AlterModelTableComment("Session", "What is done in a day"), True, 1),
        (migrations.DeleteModel("Tombstone"), True, 1),
        (migrations.RemoveField("session", "note"), True, 1),
        (migrations.RemoveField("tombstone", "note"), True, 1),
        (migrations.RenameField("session", "note", "notes"), True, 1),
        (separately(migrations.AddIndex("session", INDEX)), True, 1),
        (separately(separately(migrations.RunPython(migrations.RunPython.noop))), True, 1),
        (separately(migrations.RunPython(migrations.RunPython.noop)), False, 0),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.AddIndex("session", INDEX)]), True, 0),
        (TrigramExtension(), True, 1),
    ],
)  # fmt: skip
def test_what_holds_a_large_table_is_refused(operation, atomic, count):
    assert refused(operation, atomic=atomic) == count
