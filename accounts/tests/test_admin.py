import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.admin import UserAdmin
from accounts.models import User
from accounts.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content_types_known")]


def test_a_person_is_found_by_email(admin_client):
    UserFactory(email="rosa@example.org")
    UserFactory()
    page = admin_client.get(reverse("admin:accounts_user_changelist"), {"q": "rosa@"})
    assert [user.email for user in page.context["cl"].result_list] == ["rosa@example.org"]


def test_a_person_is_switched_off(admin_client):
    user = UserFactory()
    address = reverse("admin:accounts_user_change", args=[user.pk])
    form = admin_client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None and name != "is_active"}
    answer = admin_client.post(address, {**data, "groups": [], "user_permissions": []})
    assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).is_active is False


def test_what_the_operator_left_alone_may_have_changed_meanwhile(admin_client, monkeypatch):
    user = UserFactory(name="Ana", bio="Coach.")
    address = reverse("admin:accounts_user_change", args=[user.pk])
    form = admin_client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    save_model = UserAdmin.save_model

    def too_late(*args):
        User.objects.filter(pk=user.pk).update(bio="Coach of many.")
        save_model(*args)

    monkeypatch.setattr(UserAdmin, "save_model", too_late)
    admin_client.post(address, {**data, "name": "Ana Ruiz", "groups": [], "user_permissions": []})
    user.refresh_from_db()
    assert (user.name, user.bio) == ("Ana Ruiz", "Coach of many.")


def test_a_person_is_made_by_email(admin_client):
    address = reverse("admin:accounts_user_add")
    data = {
        "email": "New@Example.org",
        "usable_password": "true",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }
    assert admin_client.post(address, data).status_code == 302
    assert User.objects.get(email_key="new@example.org").check_password("a long enough phrase")


def test_the_same_email_in_another_case_is_refused(admin_client):
    UserFactory(email="rosa@example.org")
    data = {"email": "ROSA@example.org", "usable_password": "false"}
    answer = admin_client.post(reverse("admin:accounts_user_add"), data)
    assert answer.status_code == 200
    assert answer.context["errors"]


# --- Who looks after people and is no superuser --------------------------------------


@pytest.fixture
def helper(client):
    person = UserFactory(email="helper@example.org", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client.force_login(person)
    return person


def test_a_helper_gives_nobody_rights(client, helper):
    for person in (helper, UserFactory(name="Rosa")):
        address = reverse("admin:accounts_user_change", args=[person.pk])
        form = client.get(address).context["adminform"].form
        data = {name: value for name, value in form.initial.items() if value is not None}
        rights = {"is_staff": "on", "is_superuser": "on", "user_permissions": [Permission.objects.all()[0].pk]}
        assert client.post(address, {**data, **rights, "name": "Ana"}).status_code == 302

    assert set(User.objects.values_list("name", "is_superuser", "is_staff")) == {
        ("Ana", False, True),
        ("Ana", False, False),
    }
    assert User.objects.get(pk=person.pk).user_permissions.count() == 0


@pytest.mark.parametrize("verb", ["change", "delete", "password"])
def test_a_helper_does_nothing_to_a_superuser(client, helper, superuser, verb):
    address = f"/admin/accounts/user/{superuser.pk}/{verb}/"
    sent = {
        "email": helper.email,
        "post": "yes",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }

    assert client.post(address, sent).status_code == 403
    assert User.objects.get(pk=superuser.pk).password == superuser.password


def test_nor_among_others(client, helper, superuser):
    chosen = [superuser.pk, UserFactory().pk]
    sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}

    assert client.post(reverse("admin:accounts_user_changelist"), sent).status_code == 403
    assert User.objects.filter(pk__in=chosen).count() == 2
