from django.db import migrations

INDEX = "exercise_words"


def drop(apps, schema_editor):
    """SQLite changes no column that a trigger names."""
    if schema_editor.connection.vendor == "sqlite":
        for name in ("made", "changed", "gone"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{name}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    """The way back from the index that `exercises/indexed.py` makes when all migrations are through."""

    atomic = False

    dependencies = [
        ("exercises", "0012_search_index"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, drop),
    ]
