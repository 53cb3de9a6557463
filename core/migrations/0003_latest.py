"""The latest steps are read in that order."""

from django.db import migrations, models

from core.migrating import AddIndexWhileWriting


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("core", "0002_words")]

    operations = [
        AddIndexWhileWriting(
            model_name="change",
            index=models.Index(fields=["-created_at", "-id"], name="change_latest"),
        ),
    ]
