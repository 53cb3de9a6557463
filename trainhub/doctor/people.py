"""Accounts that open too easily, and what should be cleared away."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from trainhub.doctor import Check, Finding, hint, mend, ok
from trainhub.doctor.safety import is_public

DEMO = "@trainhub.example"
MANY = 1000


def checks() -> list[Check]:
    return [demo_accounts, second_factors, old_sessions]


def demo_accounts() -> Finding:
    known = get_user_model().objects.filter(email_key__endswith=DEMO, is_active=True)
    names = ", ".join(known.order_by("email_key").values_list("email_key", flat=True))
    if not names:
        return ok("There are no demo accounts.")
    if is_public():
        return mend(
            f"Everybody knows the addresses of the demo accounts ({names}); one of them may be an admin.",
            "Make an account of your own an admin under /admin/, then delete these.",
        )
    return hint(f"The demo accounts are there ({names}).", "Delete them before other people come.")


def second_factors() -> Finding:
    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    bare = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(pk__in=factors)
    count = bare.count()
    if count:
        return hint(
            f"Admins who sign in with a password alone: {count}.",
            "Let each add an authenticator app or a passkey under /accounts/security/.",
        )
    return ok("Every admin has a second factor.")


def old_sessions() -> Finding:
    count = Session.objects.filter(expire_date__lt=timezone.now()).count()
    if count > MANY:
        return hint(f"{count} sessions have ended and are still kept.", "Run manage.py clearsessions each night.")
    return ok(f"{count} ended sessions are kept.")
