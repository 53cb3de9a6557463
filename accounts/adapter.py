"""What allauth asks us about people and their addresses."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import text


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_taken": _("There is an account with this address already."),
        "email_password_mismatch": _("This email and this password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then sign in again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "duplicate_email": _("You sign in with this address already."),
    }

    def clean_email(self, email: str) -> str:
        """Addresses that count as one are stored as one: `email_key` is unique, so a look-alike must be found here."""
        return super().clean_email(text.key(email))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuses an address with which another account signs in, confirmed or not: two of them cannot be stored."""
        others = User.objects.filter(email_key=text.key(email_address.email)).exclude(pk=email_address.user_id)
        if others.exists():
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return super().confirm_email(request, email_address)
