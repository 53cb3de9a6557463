"""Whose session a row is in. With a default of the database: the release that knows no such column still writes rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exercises", "0004_curated"), ("sessions_app", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sessionexercise",
            name="coach",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=25),
        ),
    ]
