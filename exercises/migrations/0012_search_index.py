from django.db import DatabaseError, migrations, transaction

INDEX = "exercise_search"
NO_RIGHT = (
    "The search of a large library needs PostgreSQL's extension pg_trgm, and this role may not create it. Let a superuser"
    " say CREATE EXTENSION pg_trgm in this database, and migrate again."
)


def make(apps, schema_editor):
    """Trigrams of the keys, on PostgreSQL. SQLite goes through all of a library that is too large for memory."""
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
                raise RuntimeError(NO_RIGHT) from error
    schema_editor.execute(f"CREATE INDEX {INDEX} ON exercises_exercise USING gin (search_key gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0011_distinct"),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
