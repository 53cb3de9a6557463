"""What a coach did last with an exercise is found by index."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("sessions_app", "SessionExercise").objects.using(schema_editor.connection.alias)
    sessions = apps.get_model("sessions_app", "Session").objects
    rows.update(coach=models.Subquery(sessions.filter(pk=models.OuterRef("session_id")).values("author_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [("exercises", "0004_curated"), ("sessions_app", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sessionexercise",
            name="coach",
            field=models.CharField(blank=True, default="", editable=False, max_length=25),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="sessionexercise",
            index=models.Index(fields=["coach", "-updated_at"], name="session_exercise_lately"),
        ),
        migrations.AddIndex(
            model_name="sessionexercise",
            index=models.Index(fields=["coach", "exercise", "-updated_at"], name="session_exercise_last_use"),
        ),
    ]
