"""A coach may silence advice on a program."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_share_link")]

    operations = [
        migrations.AddField(
            model_name="program",
            name="silenced",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, editable=False, verbose_name="silenced advice"
            ),
        ),
    ]
