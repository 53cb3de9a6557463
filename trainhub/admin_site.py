"""The door of the admin: the site's own sign-in, and nothing said to those who have no business behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from core.htmx import own_page
from trainhub.admin_input import is_searchable, names_rows

# For whoever is signed in and has no business there.
NOT_YOURS = _("This part of the admin is not yours to enter. Whoever runs this TrainHub can let you in.")


class AutocompleteView(AutocompleteJsonView):
    """What fits, twenty at a time: nobody turns so many pages that all which fit had to be counted."""

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        from core.admin.pages import UpTo  # whose package asks for this site

        return UpTo(*args, **kwargs)


class AdminSite(admin.AdminSite):
    """Django's, whose own sign-in and change of password are left out: they know no rate limit and no second factor."""

    site_title = site_header = _("TrainHub admin")
    index_title = _("What there is")
    enable_nav_sidebar = False  # the start page has the same links; on a list they cost as much as its filters

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """403 for whoever is signed in and may not enter, or may do nothing at all with this model.

        Django sends the first to a form of its own, and looks an object up for the second
        before it asks what they may, so that its answer tells which ids exist.
        """
        inside = super().admin_view(view, cacheable)
        owner = getattr(view, "__self__", None)

        @wraps(inside)
        def at_the_door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                raise PermissionDenied(NOT_YOURS)
            model_admin = self._shown(**kwargs) if view is shortcut else owner
            if isinstance(model_admin, admin.ModelAdmin) and not any(model_admin.get_model_perms(request).values()):
                raise PermissionDenied(NOT_YOURS)
            if not is_searchable(request.GET):
                raise BadRequest
            if isinstance(owner, admin.ModelAdmin) and not names_rows(request.POST, owner.model):
                raise BadRequest
            return inside(request, *args, **kwargs)

        return at_the_door

    def _shown(self, content_type_id: str, object_id: str) -> admin.ModelAdmin:
        """Whose "view on site" that is. Of a model that is not here nothing is said."""
        kind = ContentType.objects.filter(pk=content_type_id).first() if content_type_id.isdecimal() else None
        model = kind.model_class() if kind else None
        if model not in self._registry:
            raise PermissionDenied(NOT_YOURS)
        return self._registry[model]

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
        home = reverse("admin:index", current_app=self.name)
        address = own_page(request, get_next_redirect_url(request) or "", home)
        if not request.user.is_authenticated:
            return redirect_to_login(address)
        if not self.has_permission(request):
            raise PermissionDenied(NOT_YOURS)
        return redirect(address)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return AutocompleteView.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Worked out where it is shown; Django asks for it on every page."""
        return SimpleLazyObject(lambda: super(AdminSite, self).get_app_list(request, app_label))
