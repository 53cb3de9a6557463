"""Whom a command means."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.models import User
from core import text


def by_email(email: str) -> User:
    user = User.objects.filter(email_key=text.key(email.replace("\x00", ""))).first()
    if user is None:
        raise CommandError(f"There is no account with the email {email}.")
    return user
