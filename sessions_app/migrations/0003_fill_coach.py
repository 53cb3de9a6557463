"""Says of the rows of before whose they are: a few at a time, so that nobody who writes waits for all of them."""

from typing import Any

from django.db import migrations, models

BATCH = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    """By keys, each batch on its own: broken off, it goes on where it was when it is run again."""
    rows = apps.get_model("sessions_app", "SessionExercise").objects.using(schema_editor.connection.alias)
    sessions = apps.get_model("sessions_app", "Session").objects
    author = models.Subquery(sessions.filter(pk=models.OuterRef("session_id")).values("author_id")[:1])
    last = ""
    while pks := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.filter(pk__in=pks, coach="").update(coach=author)
        last = pks[-1]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("sessions_app", "0002_last_use")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
