"""The form by which one changes one's address. Apart from forms.py, which allauth itself loads."""

from __future__ import annotations

from allauth.account.forms import AddEmailForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpRequest


class ChangeEmailForm(AddEmailForm):
    def save(self, request: HttpRequest) -> EmailAddress:
        """Keeps the present address until the new one is confirmed.

        allauth's own form takes an unconfirmed present address away at once, and the person could
        sign in with neither; ours replaces only an address that was waiting before.
        """
        with transaction.atomic():
            waiting = EmailAddress.objects.filter(user=self.user, verified=False, primary=False)
            waiting.exclude(email=self.user.email).delete()
            address = EmailAddress.objects.create(user=self.user, email=self.cleaned_data["email"])
        send_verification_email_to_address(request, address)
        return address
