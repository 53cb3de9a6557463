"""Everybody's programs, and the templates among them, are read in the order in which they are shown."""

from django.db import migrations, models

from core.migrating import AddIndexWhileWriting


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("programs", "0005_column_choice")]

    operations = [
        AddIndexWhileWriting(
            model_name="program",
            index=models.Index(
                fields=["-updated_at", "-id"], condition=models.Q(is_template=True), name="program_templates"
            ),
        ),
        AddIndexWhileWriting(
            model_name="program",
            index=models.Index(fields=["-updated_at", "-id"], name="program_latest"),
        ),
    ]
