"""What may be there twice, pair by pair: merge it, or say once that it is not the same."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from exercises import duplicates, shelf
from exercises.admin.merging import Compared, compare, how_often
from exercises.admin.pages import PagesAdmin
from exercises.models import Distinct, Exercise, Status

_PAGE = 20


class Side(NamedTuple):
    exercise: Exercise
    name: str  # by which it was found
    uses: int


class Twice(NamedTuple):
    """The one that is used less stands first: it is the one to go."""

    one: Side
    other: Side
    differs: list[Compared]

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.other


class DuplicatesAdmin(PagesAdmin):
    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "exercises_exercise"
        own = [
            path("duplicates/", view(self.duplicates_view), name=f"{name}_duplicates"),
            path("different/", view(self.different_view), name=f"{name}_different"),
        ]
        return [*own, *super().get_urls()]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        library = shelf.library()
        likely = library.once("duplicates", lambda: duplicates.likely(library.offered))
        different = set(Distinct.objects.values_list("one_id", "other_id"))
        page = Paginator([pair for pair in likely if pair.ids not in different], _PAGE).get_page(request.GET.get("p"))
        context = {"page": page, "pairs": _shown(list(page))}
        return self.page(request, "duplicates", _("What may be there twice"), context)

    def different_view(self, request: HttpRequest) -> HttpResponse:
        """POST: these two are not the same, and are not shown again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = {(request.POST.get(side) or "").replace("\0", "") for side in ("one", "other")}
        pair = list(Exercise.objects.library().filter(pk__in=asked))
        if len(pair) == 2:
            one, other = duplicates.pair_of(pair[0].pk, pair[1].pk)
            Distinct.objects.get_or_create(one_id=one, other_id=other)
            sentence = _("“%(one)s” and “%(other)s” are two exercises.")
            messages.success(request, sentence % {"one": pair[0].name, "other": pair[1].name})
        else:
            messages.warning(request, _("Choose two exercises that are there, and not the same."))
        number = request.POST.get("p", "")
        back = reverse("admin:exercises_exercise_duplicates")
        return redirect(f"{back}?p={number}" if number.isdecimal() else back)


def _shown(pairs: list[duplicates.Pair]) -> list[Twice]:
    """Two queries for a page."""
    found = Exercise.objects.filter(status=Status.LIBRARY).in_bulk({pk for pair in pairs for pk in pair.ids})
    uses = how_often(found.values())
    shown = []
    for pair in pairs:
        sides = [(pair.one.id, pair.one_name), (pair.other.id, pair.other_name)]
        if not {pk for pk, _name in sides} <= found.keys():
            continue  # merged or archived at this very moment
        one, other = sorted((Side(found[pk], name, uses.get(pk, 0)) for pk, name in sides), key=lambda side: side.uses)
        differs = [row for row in compare(one.exercise, other.exercise) if row.differs and row.fact != "name"]
        shown.append(Twice(one, other, differs))
    return shown
