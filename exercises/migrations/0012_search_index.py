import sys

from django.db import DatabaseError, migrations, transaction

INDEX = "exercise_search"
DROP = f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}"  # also what an earlier try left that was broken off
MAKE = f"CREATE INDEX CONCURRENTLY {INDEX} ON exercises_exercise USING gin (search_key gin_trgm_ops)"
# Everything works without it, and only a library too large for memory is slower: no reason to refuse the release.
WITHOUT = f"""
  PostgreSQL's extension pg_trgm cannot be made here ({{reason}}), so there is no index for the search of a library of
  more than 20,000 exercises. Where there is such a one, let a superuser say in this database:
  CREATE EXTENSION pg_trgm; {MAKE};
"""


def make(apps, schema_editor):
    """Trigrams of the keys, on PostgreSQL. What SQLite has is made by `exercises/indexed.py`."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            try:
                with transaction.atomic(using=connection.alias):
                    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            except DatabaseError as error:
                sys.stderr.write(WITHOUT.format(reason=str(error).strip().split("\n")[0]))
                return
    schema_editor.execute(DROP)
    schema_editor.execute(MAKE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("exercises", "0011_distinct"),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
