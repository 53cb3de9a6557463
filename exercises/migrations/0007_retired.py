from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0006_variants"),
    ]

    operations = [
        migrations.AddField(
            model_name="exercise",
            name="is_retired",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
