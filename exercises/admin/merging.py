"""Two exercises side by side: they are one, or they are not."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from exercises import facts, history, merging
from exercises.admin.pages import PagesAdmin
from exercises.library import Refused
from exercises.matching import Matcher
from exercises.models import Exercise, Status
from exercises.signals import asked_how_often, asked_where_used

_MOST_FOUND = 20


class Compared(NamedTuple):
    """One fact of two exercises. asked: where they differ in it, a merge asks."""

    fact: str
    label: str
    one: list[str]
    other: list[str]
    asked: bool

    @property
    def differs(self) -> bool:
        return sorted(self.one) != sorted(self.other)


def compare(one: Exercise, other: Exercise) -> list[Compared]:
    asked = merging.differences(one, other)
    rows = [
        Compared(
            name,
            facts.label(name),
            facts.words(name, getattr(one, name)),
            facts.words(name, getattr(other, name)),
            name in asked,
        )
        for name in facts.FACTS
    ]
    return [row for row in rows if row.one or row.other]


class MergingAdmin(PagesAdmin):
    """The pages of an exercise on which it is merged."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("<path:object_id>/merge/", self.admin_site.admin_view(self.merge_view), name=f"{name}_merge"),
        ]
        return [*own, *super().get_urls()]

    def used(self, request: HttpRequest, exercise: Exercise) -> list[tuple[str, str]]:
        return [line for lines in asked_where_used.answers(exercise=exercise, user=request.user) for line in lines]

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows what it could be merged into, then both side by side; POST merges."""
        duplicate = self.get_object(request, object_id)
        if not self.has_change_permission(request, duplicate):
            raise PermissionDenied
        if duplicate is None:
            return self.nowhere(request, object_id)
        given = request.POST if request.method == "POST" else request.GET
        into = self._library().filter(pk=(given.get("into") or "").replace("\0", "")).first()
        said = ""
        if request.method == "POST" and into is not None:
            stood = history.stood(into)
            try:
                kept: Any = merging.merge(duplicate, into, agreed="agreed" in given)
            except merging.Asks:
                said = _("Tick that you have seen what differs, then merge.")
            except Refused as refusal:
                said = str(refusal)
            else:
                kept.stood = stood
                return self._merged(request, duplicate, object_id, kept)
        elif request.method == "POST":
            said = _("Choose what it is merged into.")
        return self._merge_page(request, duplicate, into, said)

    def _library(self) -> Any:
        return Exercise.objects.filter(status=Status.LIBRARY)

    def _merged(self, request: HttpRequest, duplicate: Exercise, pk: str, kept: Exercise) -> HttpResponse:
        duplicate.pk = pk  # Django empties it on delete()
        sentence = _("Merged “%(one)s” into “%(other)s”.") % {"one": duplicate.name, "other": kept.name}
        self.log_change(request, kept, sentence)
        self.log_deletions(request, [duplicate])  # type: ignore[arg-type]  # any that can be gone through
        self.message_user(request, sentence, messages.SUCCESS)
        return redirect(reverse("admin:exercises_exercise_change", args=[kept.pk]))

    def _merge_page(self, request: HttpRequest, duplicate: Exercise, into: Exercise | None, said: str) -> HttpResponse:
        context: dict[str, Any] = {
            "original": duplicate,
            "said": said,
            "into": into,
            "query": request.GET.get("q", ""),
        }
        if into is None:
            context["found"] = self._candidates(duplicate, request)
        else:
            context |= {
                "compared": compare(duplicate, into),
                "asks": merging.differences(duplicate, into),
                "used": self.used(request, duplicate),
                "used_into": self.used(request, into),
                "may_turn": duplicate.status == Status.LIBRARY,
            }
        title = _("Merge “%(name)s”") % {"name": duplicate.name}
        return self.page(request, "merge", title, context, 422 if said else 200)

    def _candidates(self, duplicate: Exercise, request: HttpRequest) -> list[Exercise]:
        """What was searched for, else what has the most similar names."""
        words = request.GET.get("q", "").replace("\0", "").strip()
        if words:
            return list(self._library().search(words).exclude(pk=duplicate.pk).order_by("name_key")[:_MOST_FOUND])
        return nearest(duplicate, Matcher(request.user))


def nearest(exercise: Exercise, matcher: Matcher, limit: int = 8) -> list[Exercise]:
    """What is in the library of the most similar names."""
    in_sport = matcher.in_sport(exercise.sport)
    exact = in_sport.exact(exercise.name)
    similar = [candidate.exercise for candidate in in_sport.similar(exercise.name, limit + 1)]
    ranked = dict.fromkeys([*([exact] if exact else []), *similar])
    return [other for other in ranked if other.status == Status.LIBRARY and other.pk != exercise.pk][:limit]


def how_often(exercises: Iterable[Exercise]) -> dict[str, int]:
    """In how many sessions each of these stands. One query of each app that knows."""
    return dict(ChainMap(*asked_how_often.answers(ids=[row.pk for row in exercises])))
