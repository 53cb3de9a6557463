"""Going: the archive of one's data, and closing the account."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts import closing
from accounts.archive import archive
from accounts.closing_forms import ClosingForm, listed
from accounts.models import User

IN_MEMORY = 2 * 1024 * 1024
# Reading all that one has is the most expensive thing that one can ask for.
RATES = {"archive": "20/h/user"}


@method_decorator(never_cache, name="dispatch")
class ArchiveView(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not consume(request, app="accounts", action="archive", config=RATES, limit_get=True):
            return ratelimit.respond_429(request)
        # Written as a whole before the first byte goes out: what breaks half-way is an error page, not half a ZIP.
        file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
        archive(request.user, file)
        file.seek(0)
        name = f"trainhub-{timezone.localdate().isoformat()}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@method_decorator(never_cache, name="dispatch")
@method_decorator(reauthentication_required(allow_get=True), name="dispatch")
class CloseView(FormView):
    """Says what goes and what stays; the last thing it asks is who it is."""

    form_class = ClosingForm
    template_name = "accounts/close.html"
    success_url = reverse_lazy("account_login")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        goes = closing.plan(self.request.user, keep_public=False).words("going")
        kwargs.setdefault("refusal", self._refusal())
        return super().get_context_data(goes=listed(goes), **kwargs)

    def _refusal(self) -> str:
        try:
            closing.refuse_last_superuser([self.request.user])
        except closing.Refused as refusal:
            return str(refusal)
        return ""

    def form_invalid(self, form: ClosingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: ClosingForm) -> HttpResponse:
        user = cast(User, self.request.user)
        try:
            kept = closing.close(user, keep_public=form.keep_public)
        except closing.Refused as refusal:
            return self.render_to_response(self.get_context_data(form=form, refusal=str(refusal)), status=422)
        get_adapter(self.request).send_notification_mail(
            "account/email/account_closed", user, {"kept": kept}, email=user.email
        )
        logout(self.request)
        messages.success(self.request, _("Your account is closed. Thank you for having been here."))
        return redirect(self.get_success_url())
