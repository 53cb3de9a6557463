"""The profile, and the theme that one may choose before signing in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView, View

from accounts.forms import ProfileForm, ThemeForm
from accounts.models import User
from core.templatetags.ui import THEME_COOKIE
from core.views import safe_next

YEAR = 60 * 60 * 24 * 365


def remember_theme(response: HttpResponse, theme: str, *, secure: bool) -> None:
    """Keeps the theme in a cookie, so that the pages before signing in have it too."""
    response.set_cookie(THEME_COOKIE, theme, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


class ProfileView(SuccessMessageMixin, UpdateView):
    form_class = ProfileForm
    template_name = "accounts/profile.html"
    success_url = reverse_lazy("accounts:profile")
    success_message = gettext_lazy("Profile saved")

    def get_object(self, queryset: Any = None) -> User:
        # Not request.user: what the form refuses must not show up in the page around it.
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        response = super().form_valid(form)
        remember_theme(response, form.instance.theme, secure=self.request.is_secure())
        return response


@method_decorator(login_not_required, name="dispatch")
class ThemeView(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ThemeForm(request.POST)
        if not form.is_valid():
            raise BadRequest(_("There is no such theme."))
        theme = form.cleaned_data["theme"]
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(theme=theme)
        response = redirect(safe_next(request))
        remember_theme(response, theme, secure=request.is_secure())
        return response
