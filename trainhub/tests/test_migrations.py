"""What a migration may do with a table that is large by the time it runs: nothing that keeps writers waiting.

`benchmarks/upgrade.py` measures it with a million rows; this refuses what is known to hold a table, before anybody waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from core.migrating import AddIndexWhileWriting

OURS = ("accounts", "core", "exercises", "sessions_app", "programs")
LARGE = {"session", "sessionexercise", "sessiongroup", "program", "programsession", "programweek", "change"}
# They came before the rule, and hold a table shortly: docs/performance.md says how long.
MEASURED = {
    ("core", "0002_words"): "a unique index over rows of which none has a word",
}
# Kinds of operations that only read or write what PostgreSQL keeps of a table, in no time, or make another table.
QUICK = (
    migrations.CreateModel, migrations.RemoveField, migrations.RemoveIndex, migrations.RemoveConstraint,
    migrations.AlterModelOptions, migrations.AlterModelManagers, migrations.RenameIndex, migrations.DeleteModel,
    AddIndexWhileWriting,
)  # fmt: skip


def faults(migration: Any) -> Iterator[str]:
    """Why writers would wait, or the release before could write no more."""
    for operation in migration.operations:
        if isinstance(operation, migrations.RunPython | migrations.RunSQL):
            if migration.atomic:
                yield f"{operation.describe()}: what it writes stays locked to the end. Say atomic = False, write in batches."
        elif isinstance(operation, AddIndexWhileWriting) and migration.atomic:
            yield f"{operation.describe()}: an index that is made while others write needs atomic = False."
        elif not isinstance(operation, QUICK) and model_of(operation) in LARGE:
            yield from of_large_table(operation)


def model_of(operation: Operation) -> str:
    return str(getattr(operation, "model_name_lower", ""))


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
    assert bool(list(faults(migration))) is ((migration.app_label, migration.name) in MEASURED)


def refused(*operations: Operation, atomic: bool = True) -> int:
    migration = migrations.Migration("0099_made_up", "core")
    migration.operations, migration.atomic = list(operations), atomic
    return len(list(faults(migration)))


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
    ],
)  # fmt: skip
def test_what_holds_a_large_table_is_refused(operation, atomic, count):
    assert refused(operation, atomic=atomic) == count
