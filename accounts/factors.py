"""Second factors: what allauth.mfa asks us about them, and what a person has of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import devices, vault


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "too_many_codes": gettext_lazy("Too many wrong codes. Wait an hour, or use a passkey."),
        "incorrect_code": gettext_lazy("That did not fit. Try again with a new code."),
        "unverified_email": gettext_lazy("Confirm your email first: it is the way back in."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host's name: at another name they are not offered."""
        return super().get_public_key_credential_rp_entity() | {"name": "TrainHub"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Where it was made is what tells passkeys apart."""
        browser = devices.describe(context.request.META.get("HTTP_USER_AGENT", ""))
        taken = {str(key) for key in Authenticator.objects.filter(user_id=user.pk, type=type)}
        number = 2
        name = browser
        while name in taken:
            name, number = _("%(name)s (%(number)s)") % {"name": browser, "number": number}, number + 1
        return name


@dataclass
class Factors:
    """What a person has set up. `codes_left` is None where the codes can no longer be read."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes: Authenticator | None = None
    codes_left: int | None = 0

    def __bool__(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(user: Any) -> Factors:
    found = Factors()
    for row in Authenticator.objects.filter(user_id=user.pk).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            found.app = row
        elif row.type == Authenticator.Type.WEBAUTHN:
            found.passkeys.append(row)
        else:
            found.codes, found.codes_left = row, _left(row)
    return found


def _left(codes: Authenticator) -> int | None:
    try:
        return len(codes.wrap().get_unused_codes())
    except vault.Lost:
        return None
