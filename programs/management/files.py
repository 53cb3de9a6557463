"""What commands that import share: whose it becomes, and what is in the file."""

from __future__ import annotations

import sys

from django.core.management.base import CommandError

from accounts.models import User
from core import text
from programs.exchange.values import MOST_BYTES


def author_of(email: str) -> User:
    author = User.objects.filter(email_key=text.key(email.replace("\x00", ""))).first()
    if author is None:
        raise CommandError(f"There is no account with the email {email}.")
    return author


def content_of(file: str) -> bytes:
    """At most one byte more than a file may have: enough to see that it is too large."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with open(file, "rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CommandError(f"{file} cannot be read: {reason}.") from error
