from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exercises", "0004_curated"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RemoveIndex(model_name="exercise", name="exercise_library_news"),
        migrations.AddIndex(
            model_name="exercise", index=models.Index(fields=["author", "updated_at"], name="exercise_news")
        ),
    ]
