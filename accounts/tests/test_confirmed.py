"""Whose address counts as confirmed without a letter: who was made by an operator, and who was here before."""

import importlib

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def gets_in(email: str, password: str = PASSWORD) -> bool:
    answer = Client().post("/accounts/login/", {"login": email, "password": password})
    return (answer.status_code, answer.headers.get("Location")) == (302, "/")


def addresses() -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.order_by("email").values_list("email", "verified", "primary"))


def test_whom_a_command_makes(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="Root@example.org", verbosity=0)

    assert addresses() == [("root@example.org", True, True)]
    assert gets_in("root@example.org")


def test_whom_the_admin_makes(admin_client: Client):
    data = {"email": "New@example.org", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    admin_client.post(reverse("admin:accounts_user_add"), data)

    assert ("new@example.org", True, True) in addresses()
    assert gets_in("new@example.org")


def change_in_admin(client: Client, user: User, **changes: str) -> None:
    address = reverse("admin:accounts_user_change", args=[user.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    answer = client.post(address, {**data, "groups": [], "user_permissions": [], **changes})
    assert answer.status_code == 302


def test_whose_address_the_admin_changes(admin_client: Client):
    user = UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=user, email="waiting@example.org")
    change_in_admin(admin_client, user, email="new@example.org")

    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    assert gets_in("new@example.org")
    assert not gets_in("old@example.org")


def test_not_who_is_only_looked_after(client: Client, admin_client: Client):
    client.post("/accounts/signup/", {"email": "ana@example.org", "password1": PASSWORD})
    user = User.objects.get(email_key="ana@example.org")
    change_in_admin(admin_client, user, name="Ana")

    assert list(user.emailaddress_set.values_list("email", "verified")) == [("ana@example.org", False)]


def test_who_was_here_before_keeps_getting_in():
    unknown, unconfirmed, changing = UserFactory(), UserFactory(), UserFactory()
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(user=unconfirmed, email=unconfirmed.email, primary=True)
    EmailAddress.objects.create(user=changing, email=changing.email, verified=True)
    EmailAddress.objects.create(user=changing, email="waiting@example.org")

    migration = importlib.import_module("accounts.migrations.0003_confirmed_addresses")
    migration.confirm(apps, None)
    migration.confirm(apps, None)  # safe to run again

    assert addresses() == sorted((user.email, True, True) for user in (unknown, unconfirmed, changing))
    assert all(gets_in(user.email) for user in (unknown, unconfirmed, changing))
