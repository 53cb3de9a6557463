"""What our pages of the admin have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ALL_VAR, SEARCH_VAR, ChangeList
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import text


def people(name: str) -> Prefetch:
    """Whom a column of a list names: by a query of their names, once for all rows."""
    return Prefetch(name, get_user_model()._default_manager.only("name", "email", "closed_at"))


class List(ChangeList):
    """The list with one form for search and filters, and rows that hold only what is shown."""

    model_admin: BaseAdmin
    is_cut = False  # there may be more than are listed

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.model_admin.list_only:
            # Not in the queryset itself: an action works with whole rows.
            self.result_list = self.result_list.only(*self.model_admin.list_only)
        self.result_list = self.result_list.prefetch_related(*self.model_admin.list_prefetch)
        self.is_cut = isinstance(self.paginator, UpTo) and self.result_count == UpTo.MOST

    def apply_select_related(self, qs: QuerySet) -> QuerySet:
        """Whom the rows name is fetched for the page alone (`list_prefetch`): a join is made for each row before it."""
        return qs

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of search and filters carries along unseen: the order of the rows, a popup's mark."""
        seen = {SEARCH_VAR, *(name for spec in self.filter_specs for name in spec.expected_parameters() or ())}
        return [(name, value) for name, value in self.params.items() if name not in seen]


class BaseAdmin(admin.ModelAdmin):
    change_list_template = "admin/list.html"
    change_form_template = "admin/form.html"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count for each choice of each filter
    list_only: Sequence[str] = ()  # columns that the list reads; all of them if it names none
    list_prefetch: Sequence[Any] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return List

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Without what a form left empty: `?sport=` asks for nothing."""
        given = request.GET.copy()
        for name, value in request.GET.items():
            if not value and name != ALL_VAR:
                del given[name]
        request.GET = given  # type: ignore[assignment]  # a copy that may be changed
        return super().changelist_view(request, extra_context)

    def nowhere(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """As Django answers at its own addresses of an object that is not shown."""
        django: Any = super()
        return django._get_obj_does_not_exist_redirect(request, self.opts, object_id)

    def about(self, request: HttpRequest, obj: Any) -> Any:
        """A sentence above the form: what cannot be changed here, and why."""
        return ""

    def beside(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the page of one row says beside its fields."""
        return {"about": self.about(request, obj)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        if isinstance(answer, TemplateResponse):
            context = answer.context_data or {}
            answer.context_data = context | self.beside(request, context.get("original"))
        return answer


class UpTo(Paginator):
    """Counts no further than anybody turns pages: of a table without end, only the first are listed.

    For lists without actions: "all" would be more than it says.
    """

    MOST = 1_000

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        rows: Any = self.object_list
        return int(rows.order_by()[: self.MOST].count())


class ReadingAdmin(BaseAdmin):
    """What is looked at here and changed elsewhere: by its owner, with undo, through the verbs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DocumentAdmin(ReadingAdmin):
    """What coaches write: `name`, `author`, `visibility`. Found by name or email."""

    list_prefetch = [people("author")]
    search_fields = ["name", "author__email"]
    search_help_text = _("Part of the name, or a coach's email with its @.")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """One or the other: a search in both joins every row with its coach."""
        if "@" in search_term:
            return queryset.filter(author__email_key__contains=text.key(search_term)), False
        return queryset.filter(name__icontains=search_term) if search_term else queryset, False

    def about(self, request: HttpRequest, obj: Any) -> Any:
        return _("A coach's own. It is read here and changed where they change it: a change here would have no undo.")

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Only what staff can see there too, where they are coaches like any other."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.visibility == "public" else None


class ReadingInline(admin.TabularInline):
    """Rows of what stands on the page. What changed them here would have no undo and leave what is derived behind."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
