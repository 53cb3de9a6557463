"""Who signs in is found by index."""

from django.db import migrations, models

from core.migrating import AddIndexWhileWriting


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0003_confirmed_addresses")]

    operations = [
        AddIndexWhileWriting(
            model_name="user",
            index=models.Index(fields=["email"], name="user_email"),
        ),
    ]
