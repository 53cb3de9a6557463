from django.db import migrations

from exercises.names import search_key


def write(apps, schema_editor):
    """The keys by which an exercise is found name its muscles and equipment, and its names folded."""
    rows = apps.get_model("exercises", "Exercise").objects.using(schema_editor.connection.alias)
    some = []
    for row in rows.only("name", "aliases", "muscles", "equipment").iterator(chunk_size=500):
        muscles = (muscle.replace("_", " ") for muscle in row.muscles)
        row.search_key = search_key((row.name, *row.aliases), (*muscles, *row.equipment))
        some.append(row)
        if len(some) == 500:
            rows.bulk_update(some, ["search_key"])
            some = []
    rows.bulk_update(some, ["search_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0009_curators_day"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
