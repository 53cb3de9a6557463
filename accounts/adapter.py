"""What allauth asks us about people, their addresses, and how often one may try."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import has_verified_email
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import consume, get_rates
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import events, pending
from accounts.models import User
from core import text

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_taken": _("There is an account with this address already."),
        "email_password_mismatch": _(
            "This email and this password do not belong together. "
            "If you never typed the code that we sent, set a new password by email."
        ),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This is not the code of our last email."),
        "duplicate_email": _("You sign in with this address already."),
    }

    def clean_email(self, email: str) -> str:
        """Addresses that count as one are stored as one: `email_key` is unique, so a look-alike must be found here."""
        return super().clean_email(text.key(email))

    def is_safe_url(self, url: str) -> bool:
        """What Python's reader of addresses cannot read (`http://[`) is none of ours; allauth raises."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """With where to set a new password, for whoever did not do it."""
        link = {"reset_url": build_absolute_uri(self.request, reverse("account_reset_password"))}
        super().send_notification_mail(template_prefix, user, link | (context or {}), email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that fails must not undo what the person did: they read so, and can ask again."""
        try:
            super().send_mail(template_prefix, email, context | _public(context))
        except OSError as problem:  # smtplib's errors are OSErrors, too
            log.error("The letter %s could not be sent: %s", template_prefix, problem)
            self.say_that_no_letter_went()

    def say_that_no_letter_went(self) -> None:
        if context.request is not None:
            sentence = _("Our mail server does not answer, so no email went out. Ask for it again in a few minutes.")
            messages.error(context.request, sentence)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The address is taken first, where it is unique: allauth meets that in its last step, with the others done."""
        person = User.objects.filter(pk=email_address.user_id)
        try:
            with transaction.atomic():
                person.update(email=email_address.email, email_key=text.key(email_address.email))
        except IntegrityError:  # somebody signed up with it in this very moment
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return super().confirm_email(request, email_address)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def set_password(self, user: User, password: str) -> None:
        """The password and nothing else: allauth writes every column, as it was read some time ago."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """After too many wrong tries nothing is looked at any more, not even the right password.

        A network is counted apart: allauth forgets all of `login_failed` when a second factor was right, and one's own
        would be a key to everybody's account. And first: a network that is refused shuts nobody out.
        """
        try:
            network = consume(request, app="allauth.account", action="login_failed_network")
            if network is None:
                raise self.validation_error("too_many_login_attempts")
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            events.note("too many tries to sign in", typed=text.key(credentials.get("email", "")))
            rates = get_rates(app="allauth.account", action="login_failed")
            minutes = round(max((rate.duration for rate in rates), default=0) / 60)
            answer = render(request, "account/too_many_tries.html", {"minutes": minutes}, status=429)
            raise ImmediateHttpResponse(answer) from None
        self._login_failed_rl_usage.usage += network.usage  # given back together, after a right password

    def pre_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse | None:
        pending.begin(request.session, user)
        return super().pre_login(request, user, **about)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """An account that was never confirmed is nobody's: not even its password opens it.

        Else one could sign up with any address, sign in with the same password, and learn whether it was free.
        """
        user = super().authenticate(request, **credentials)
        if user is None:
            return None
        if not has_verified_email(user):
            events.note("unconfirmed sign-in refused", user=user, typed=text.key(credentials.get("email", "")))
            return None
        super()._rollback_login_failed_rl_usage()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Counted by person, by the view. Counted by address, the tries of strangers would shut people out while in."""
        right = user.check_password(password)
        if not right:
            events.note("password refused", user=user)
        return right

    def _rollback_login_failed_rl_usage(self) -> None:
        """Not yet. Giving the try back to any right password, and counting it again, would take time that tells."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by account. allauth adds the Host header, of which the one who tries has any number."""
        return text.key(credentials.get("email", ""))


def _public(context: dict[str, Any]) -> dict[str, Any]:
    """The links of a letter lead to the public address: whoever asks for the letter chooses the Host header."""
    if not settings.PUBLIC_URL:
        return {}
    home = urlsplit(settings.PUBLIC_URL)
    links = {name: urlsplit(value) for name, value in context.items() if name.endswith("_url")}
    public = {name: link._replace(scheme=home.scheme, netloc=home.netloc).geturl() for name, link in links.items()}
    return public | {"current_site": SimpleNamespace(domain=home.netloc)}
