from django.db import migrations

from exercises.names import search_key


BATCH = 500


def write(apps, schema_editor):
    """The keys by which an exercise is found name its muscles and equipment, and its names folded.

    By ids, each batch on its own: nobody who writes waits for all of them; broken off, it is run again.
    """
    rows = apps.get_model("exercises", "Exercise").objects.using(schema_editor.connection.alias).order_by("pk")
    last = ""
    while some := list(rows.filter(pk__gt=last).only("name", "aliases", "muscles", "equipment")[:BATCH]):
        for row in some:
            muscles = (muscle.replace("_", " ") for muscle in row.muscles)
            row.search_key = search_key((row.name, *row.aliases), (*muscles, *row.equipment))
        rows.bulk_update(some, ["search_key"])
        last = some[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("exercises", "0009_curators_day"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
