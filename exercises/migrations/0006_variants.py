import core.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0005_news"),
    ]

    operations = [
        migrations.AddField(
            model_name="exercise",
            name="alias_languages",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="exercise",
            name="caution",
            field=models.CharField(blank=True, max_length=200, verbose_name="take care"),
        ),
        migrations.AddField(
            model_name="exercise",
            name="easier",
            field=core.fields.ListField(
                blank=True, default=tuple, help_text="One exercise of this sport a line.", verbose_name="easier ones"
            ),
        ),
    ]
