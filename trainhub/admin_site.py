"""The door of the admin: the site's own sign-in, and nothing said to those who have no business behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache


class AdminSite(admin.AdminSite):
    """Django's, whose own sign-in and change of password are left out: they know no rate limit and no second factor."""

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """403 for whoever is signed in and may not enter, or may do nothing at all with this model.

        Django sends the first to a form of its own, and looks an object up for the second
        before it asks what they may, so that its answer tells which ids exist.
        """
        inside = super().admin_view(view, cacheable)
        model_admin = getattr(view, "__self__", None)

        @wraps(inside)
        def at_the_door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                raise PermissionDenied
            if isinstance(model_admin, admin.ModelAdmin) and not any(model_admin.get_model_perms(request).values()):
                raise PermissionDenied
            return inside(request, *args, **kwargs)

        return at_the_door

    def get_urls(self) -> list[Any]:
        """Strangers go to the site's sign-in, which leads them back to the page they asked for."""
        urls = super().get_urls()
        for url in urls:
            if isinstance(url, URLPattern):
                vars(url.callback).pop("login_url", None)
        return urls

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        address = get_next_redirect_url(request) or reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(address)
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(address)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")
