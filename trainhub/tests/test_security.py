"""Passwords, and the one sign-in. Headers: test_headers.py; who gets in: test_access.py."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings

from accounts.tests.factories import PASSWORD


@override_settings(PASSWORD_HASHERS=["trainhub.hashers.OwaspArgon2PasswordHasher"])
def test_passwords_are_kept_with_argon2_as_owasp_says():
    kept = make_password("correct horse battery")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("correct horse battery", kept)
    assert not check_password("Correct horse battery", kept)


@pytest.mark.parametrize("password", ["rosa@example.org", "rosacoach", "password", "12345678901", "short1"])
def test_weak_passwords_are_refused(password):
    user = get_user_model()(email="rosa@example.org", name="Rosa Coach")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.django_db
def test_the_admin_has_no_sign_in_of_its_own(client, superuser, staff):
    """Django's would try passwords without limits and ask for no second factor, of those who are signed in too."""
    right = {"username": superuser.email, "password": PASSWORD}
    answer = client.post("/admin/login/?next=/admin/accounts/user/", right)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/admin/accounts/user/")
    assert "_auth_user_id" not in client.session

    client.force_login(staff)
    answer = client.post("/admin/login/?next=//evil.example/", right)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert client.session["_auth_user_id"] == staff.pk


@pytest.mark.django_db
def test_the_admin_changes_no_password_of_one_s_own(client, staff):
    """The site's page does: it asks for the old one and says so by mail."""
    client.force_login(staff)
    answer = client.get("/admin/password_change/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/change/")


def test_debug_is_off():
    assert settings.DEBUG is False
