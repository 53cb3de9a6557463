"""The content policy, the passwords, and who gets in without signing in."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/healthz"])
def test_every_page_carries_the_strict_policy(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


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
@pytest.mark.parametrize("address", ["/", "/programs/", "/sessions/", "/exercises/"])
def test_strangers_are_asked_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.django_db
def test_admin_is_signed_in_to_where_rate_limits_are(client):
    """Django's own /admin/login/ has no lock-out."""
    response = client.get("/admin/login/?next=/admin/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_debug_is_off():
    assert settings.DEBUG is False
