"""Confirming one's address with the code of our letter."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


@method_decorator([login_not_required, never_cache], name="dispatch")
class ConfirmEmailView(ConfirmEmailVerificationCodeView):
    """Stands in the place of allauth's, which sends a letter again to a new person only: a mail server takes time."""

    template_name = "account/confirm_email.html"

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Pressed twice is no reason for an error page: the code of the first letter stays good."""
        if not consume_email_verification_rate_limit(self.request, self._process.email, dry_run=True):
            messages.warning(self.request, _("We sent an email a moment ago. Look for it before you ask again."))
            return redirect(self.passthrough_next_url(reverse("account_email_verification_sent")))
        said = len(messages.get_messages(self.request))
        response = super()._resend_form_valid(form)
        if self._process.user is None:
            get_adapter().send_account_already_exists_mail(self._process.email)
        if len(messages.get_messages(self.request)) == said:  # else that the mail server does not answer
            messages.success(self.request, _("We sent another email. Only what stands in the last one is good."))
        return response

    def _verify_form_invalid(self, form: Any) -> HttpResponse:
        """After the last try to wait helps nobody: says what does. A new person has an account by now, unconfirmed."""
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        if self.request.user.is_authenticated:
            sentence, where = _("Too many wrong codes. Type the address again, and we send a new one."), "account_email"
        else:
            sentence = _("Too many wrong codes. Set a new password by email: that confirms your address as well.")
            where = "account_reset_password"
        messages.error(self.request, sentence)
        return redirect(where)
