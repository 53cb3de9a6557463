"""A note that was not understood says so until somebody deals with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0004_last_use_indexes")]

    operations = [
        migrations.AddField(
            model_name="sessionexercise",
            name="is_unclear",
            field=models.BooleanField(db_default=False, default=False, verbose_name="not understood"),
        ),
    ]
