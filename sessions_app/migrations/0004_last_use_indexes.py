"""What a coach did last with an exercise is found by index."""

from django.db import migrations, models

from core.migrating import AddIndexWhileWriting


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("sessions_app", "0003_fill_coach")]

    operations = [
        AddIndexWhileWriting(
            model_name="sessionexercise",
            index=models.Index(fields=["coach", "-updated_at"], name="session_exercise_lately"),
        ),
        AddIndexWhileWriting(
            model_name="sessionexercise",
            index=models.Index(fields=["coach", "exercise", "-updated_at"], name="session_exercise_last_use"),
        ),
    ]
