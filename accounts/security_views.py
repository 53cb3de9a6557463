"""Signing in safely: one page for second factors and devices, and the verbs on devices. The rest is allauth.mfa's."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView, TemplateView

from accounts import devices, factors


@method_decorator(never_cache, name="dispatch")
class SecurityView(TemplateView):
    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, session_key = self.request.user, self.request.session.session_key
        here = devices.devices_of(user, session_key)
        if not any(device.is_this for device in here):
            UserSession.objects.create_from_request(self.request)
            here = devices.devices_of(user, session_key)
        return context | {
            "factors": factors.factors_of(user),
            "devices": here,
        }


class SignOutView(View):
    """Ends one other session, or all others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        ended = devices.sign_out(request.user, request.session.session_key, pk)
        if pk is not None and not ended:
            raise Http404
        if ended:
            text = ngettext("Signed out on %(count)s device", "Signed out on %(count)s devices", ended)
            messages.success(request, text % {"count": ended})
        else:
            messages.info(request, _("You are signed in nowhere else"))
        return redirect("accounts:security")


class ToSecurityView(RedirectView):
    http_method_names = ["get", "head"]
    pattern_name = "accounts:security"
