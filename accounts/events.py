"""What happened to the keys of an account, in the log: who got in, who did not, what was changed.

Never a secret, never an address. Where it came from says the request's own line, by the id that both have.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.utils.crypto import salted_hmac

log = logging.getLogger("trainhub.security")

# By whom it was done says `user`; what an operator does to somebody else is noted in admin.py.
DONE: dict[str, Signal] = {
    "signed in": auth.user_logged_in,
    "signed out": auth.user_logged_out,
    "signed up": account.user_signed_up,
    "password changed": account.password_changed,
    "password reset": account.password_reset,
    "address changed": account.email_changed,
    "second factor added": mfa.authenticator_added,
    "second factor removed": mfa.authenticator_removed,
    "recovery codes made": mfa.authenticator_reset,
}
REFUSED: dict[str, Signal] = {
    "sign-in refused": auth.user_login_failed,
    "second factor refused": mfa.authentication_failed,
}


def listen() -> None:
    for level, happened in ((logging.INFO, DONE), (logging.WARNING, REFUSED)):
        for event, signal in happened.items():
            signal.connect(partial(heard, level, event), weak=False, dispatch_uid=f"accounts.events.{event}")


def heard(level: int, event: str, user: Any = None, credentials: Any = None, **_others: Any) -> None:
    note(event, user=user, typed=(credentials or {}).get("email", ""), level=level)


def note(
    event: str, *, user: Any = None, by: Any = None, typed: str = "", level: int = logging.WARNING, **about: Any
) -> None:
    """`by` is an operator who did it to `user`.

    `typed` is an address that somebody tried: told as a word that is the same each time and says nothing of it.
    """
    fields = {"event": event, "user": getattr(user, "pk", None), **about}
    if typed:
        fields["account"] = salted_hmac(__name__, typed, algorithm="sha256").hexdigest()[:12]
    who = fields["user"] or fields.get("account") or "nobody"
    if by is not None:
        fields["by"] = by.pk
        who = f"{who}, by {by.pk}"
    log.log(level, "%s: %s", event, who, extra={"fields": fields})
