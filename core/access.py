"""Access is scoping: what is not visible is 404, what is visible but not yours to change is 403."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

M = TypeVar("M")


def only_or_404(found: Sequence[M]) -> M:
    """Of what a query by an identity found (core.prepared), the one row."""
    if not found:
        raise Http404
    return found[0]


class VisibleMixin:
    """For detail views of a model whose queryset has `visible_to(user)`."""

    model: Any
    request: HttpRequest

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.request.user)


class EditableMixin(VisibleMixin):
    """Fetches what is visible, and refuses with 403 what is not this person's to change."""

    def get_object(self, queryset: Any = None) -> Any:
        obj = super().get_object(queryset)  # type: ignore[misc]
        if not obj.is_editable_by(self.request.user):
            raise PermissionDenied
        return obj


class PublicMixin(VisibleMixin):
    """Anonymous people read what is public; for the rest they are asked to sign in, as if it existed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())
