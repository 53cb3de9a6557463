"""The forms of the entrance: allauth's, folding addresses as accounts are, and as slow for strangers as for members.

Apart from forms.py, which allauth itself loads.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import text


class LoginForm(forms.LoginForm):
    def clean_login(self) -> str:
        return text.key(super().clean_login())


class NewPassword:
    """A form for a new password: it says in one line, and in our case, what allauth and Django say in five."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for field in fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it
        fields["password1"].help_text = _(
            "At least 12 characters, not only digits, and nothing that others would guess."
        )
        if "password2" in fields:
            fields["password1"].label, fields["password2"].label = _("New password"), _("The new one again")
        if "oldpassword" in fields:
            fields["oldpassword"].label = _("Present password")


class SignupForm(NewPassword, forms.SignupForm):
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """A taken address is answered as a free one: after hashing a password, with a letter on its way."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # somebody took it in this very moment
            self.account_already_exists = True
            return super().try_save(request)


class ResetPasswordForm(forms.ResetPasswordForm):
    def clean_email(self) -> str:
        """The letter goes to the address as it is stored, never to a look-alike that somebody typed."""
        return text.key(super().clean_email())


class ChangePasswordForm(NewPassword, forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Asked by the adapter, as wherever one is asked again: what is refused is in the log."""
        old: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("enter_current_password")
        return old


class SetPasswordForm(NewPassword, forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, forms.ResetPasswordKeyForm):
    def save(self) -> None:
        with transaction.atomic():
            super().save()
            self.user.confirm_address()  # the link was read there
