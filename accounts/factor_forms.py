"""The forms of second factors: allauth's checks, our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 60


def code_field(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})
    return forms.CharField(label=label, max_length=20, widget=widget)


def name_field(**options: Any) -> forms.CharField:
    return forms.CharField(label=_("Name"), max_length=NAME_LENGTH, **options)


class Guarded:
    """A code of the app opens once for as long as it is valid, and there are few tries.

    allauth remembers it for one period, and we take the period before and after as well. Its own limit is that of
    passwords, and a code of six digits is guessed sooner.
    """

    user: Any
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        key = str(self.user.pk)
        if not ratelimit.consume(context.request, app="allauth.mfa", action="code", key=key):
            raise get_adapter().validation_error("too_many_codes")
        used = f"accounts.code-used:{self.user.pk}:{normalize_user_code(self.cleaned_data['code'])}"
        if cache.get(used):
            self.cleaned_data["code"] = ""  # refused, and counted, like any wrong one
        code: str = super().clean_code()  # type: ignore[misc]
        lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(used, True, lasts):
            raise get_adapter().validation_error("incorrect_code")
        ratelimit.clear(context.request, app="allauth.mfa", action="code", key=key)
        return code


class AuthenticateForm(Guarded, base_forms.AuthenticateForm):
    code = code_field(_("Code"))


class ReauthenticateForm(Guarded, base_forms.ReauthenticateForm):
    code = code_field(_("Code"))


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    code = code_field(_("Code that the app shows"))

    @property
    def secret_in_fours(self) -> str:
        return " ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4))


@contextmanager
def refusing_nonsense() -> Iterator[None]:
    """What is no credential at all is refused, where fido2 would fall over it."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    name = name_field(required=False, help_text=_("To tell it from your others."))
    passwordless = None  # each of ours opens the account by itself: no second kind to explain

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True  # so the device must have asked for finger, face or PIN
        with refusing_nonsense():
            return super().clean()


class AuthenticatePasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with refusing_nonsense():
            return super().clean_credential()


class LoginPasskeyForm(AuthenticatePasskeyForm, webauthn_forms.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(AuthenticatePasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    name = name_field()
