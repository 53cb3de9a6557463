"""The library as one looks through it: words, sport, facets with counts, one page of it. One query fetches its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.prepared import Prepared
from exercises import facets
from exercises.facets import Facet, Option
from exercises.filters import Filters
from exercises.mine import mine
from exercises.models import Exercise
from exercises.search import Query
from exercises.stacks import look_through

__all__ = ["PAGE", "Facet", "Filters", "Result", "browse"]

PAGE = 50


@dataclass
class Result:
    filters: Filters
    tabs: list[Option]
    facets: list[Facet]
    count: int  # that fit all filters
    total: int  # offered in all
    exercises: list[Exercise]
    next_key: str = ""
    previous_key: str | None = None
    too_many: bool = False
    chips: list[tuple[str, Option]] = field(default_factory=list)


def browse(user: Any, filters: Filters, after: str = "") -> Result:
    """Six queries, and one more where the uses changed. `after`: the id of the last exercise of the page before."""
    person = mine(user)
    look = look_through(user, filters, person.among(filters.only))
    ids, next_key, previous_key = look.page(after, PAGE)
    exercises = _fetch(ids, look.query)
    person.mark(exercises)
    shown = facets.facets(look.found, filters, person.counts(look.fitting(person.ids)))
    return Result(
        filters=filters,
        tabs=facets.tabs(look.found, filters),
        facets=shown,
        count=look.found.count,
        total=look.total,
        exercises=exercises,
        next_key=next_key,
        previous_key=previous_key,
        too_many=bool(filters.words) and look.found.count > PAGE,
        chips=[(facet.name, option) for facet in shown for option in facet.options if option.chosen],
    )


_by_id = Prepared(lambda *pks: Exercise.objects.filter(pk__in=pks).order_by())


def _fetch(ids: list[str], query: Query | None) -> list[Exercise]:
    rows = {row.pk: row for row in _by_id(*ids)} if ids else {}
    found = [rows[pk] for pk in ids if pk in rows]
    for row in found:
        row.found_as = query.found_as(row) if query else ""
    return found
