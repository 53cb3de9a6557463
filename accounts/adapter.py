"""What allauth asks us about people."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter

from core import text


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """Addresses that count as one are stored as one: `email_key` is unique, so a look-alike must be found here."""
        return super().clean_email(text.key(email))
