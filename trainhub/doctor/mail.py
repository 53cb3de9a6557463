"""Do letters go out? Without them nobody gets back in who forgot a password."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.mail import get_connection, send_mail

from trainhub.doctor import Check, Finding, first_line, hint, mend, ok

HOW = "Set EMAIL_URL=smtp+tls://user:password@host:587 in the environment or .env."
WAIT = 10  # seconds


def checks(address: str = "") -> list[Check]:
    """With an address, a letter is sent to it."""
    return [mail, *([send_test(address)] if address else [])]


def mail() -> Finding:
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend != "smtp":
        return hint(f"Letters do not leave this machine (they go to: {backend}).", HOW)
    if not settings.EMAIL_HOST:
        return mend("EMAIL_URL names no mail server.", HOW)
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    connection = get_connection(timeout=WAIT)
    try:
        connection.open()  # says hello, and signs in where there is a user
    except Exception as problem:
        return mend(f"The mail server {server} does not take letters: {first_line(problem)}", HOW)
    finally:
        connection.close()
    return ok(f"The mail server {server} answers.")


def send_test(address: str) -> Callable[[], Finding]:
    def test_letter() -> Finding:
        try:
            send_mail("TrainHub can send letters", "This is the test of manage.py doctor.", None, [address])
        except Exception as problem:
            return mend(f"The test letter to {address} was refused: {first_line(problem)}", HOW)
        return ok(f"A test letter to {address} is on its way; look whether it arrives, and not as spam.")

    return test_letter
