"""Everybody's sessions, the latest first, are read in that order."""

from django.db import migrations, models

from core.migrating import AddIndexWhileWriting


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("sessions_app", "0006_lacks_max")]

    operations = [
        AddIndexWhileWriting(
            model_name="session",
            index=models.Index(fields=["-updated_at", "-id"], name="session_latest"),
        ),
    ]
