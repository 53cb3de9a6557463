"""People with second factors, and the codes that their apps would show."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
PERIOD = 30


def with_app(user: User, secret: str = SECRET) -> User:
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user


def code(secret: str = SECRET, periods: int = 0) -> str:
    """What the app shows now, or some periods later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // PERIOD + periods))


def wrong_code(secret: str = SECRET) -> str:
    right = {code(secret, periods) for periods in range(-3, 4)}
    return next(text for text in map(str, range(100_000, 999_999)) if text not in right)


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def sign_in(client: Client, user: User, **values):
    """The password alone."""
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **values})


def confirm_password(client: Client):
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD})
