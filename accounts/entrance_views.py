"""Confirming one's address with the code of our letter."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache


@method_decorator([login_not_required, never_cache], name="dispatch")
class ConfirmEmailView(ConfirmEmailVerificationCodeView):
    """Stands in the place of allauth's, which sends a letter again to a new person only: a mail server takes time."""

    template_name = "account/confirm_email.html"

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        response = super()._resend_form_valid(form)
        if self._process.user is None:
            get_adapter().send_account_already_exists_mail(self._process.email)
        return response
