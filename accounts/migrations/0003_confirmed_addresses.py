"""Whoever has an account keeps getting in, now that an address must be confirmed first.

Addresses that somebody had begun to change to are forgotten: what confirms them is another secret now.
"""

from django.db import migrations, transaction

BATCH = 500


def confirm(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    people = User.objects.order_by("pk").values_list("pk", "email")
    for start in range(0, len(people), BATCH):
        batch = dict(people[start : start + BATCH])
        with transaction.atomic():  # a batch on its own: nobody who signs up waits for all of them
            EmailAddress.objects.filter(user__in=batch).delete()
            EmailAddress.objects.bulk_create(
                EmailAddress(user_id=pk, email=email, verified=True, primary=True) for pk, email in batch.items()
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("accounts", "0002_closed_accounts"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
