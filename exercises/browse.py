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
from exercises.stacks import look_through

__all__ = ["PAGE", "Facet", "Filters", "Result", "browse"]

PAGE = 50


@dataclass
class Shown:
    """The one beside the list."""

    exercise: Exercise
    easier: list[Exercise]
    harder: list[Exercise]


@dataclass
class Result:
    filters: Filters
    tabs: list[Option]
    facets: list[Facet]
    count: int  # that fit all filters
    total: int  # offered in all
    exercises: list[Exercise]
    shown: Shown | None
    next_key: str = ""
    previous_key: str | None = None
    too_many: bool = False
    chips: list[tuple[str, Option]] = field(default_factory=list)


def browse(user: Any, filters: Filters, after: str = "", show: str = "") -> Result:
    """Six queries, and one more where the uses changed. `after`: the id of the last exercise of the page before.
    `show`: of the one that is shown beside the list, the first if it is not there."""
    person = mine(user)
    look = look_through(user, filters, person.among(filters.only))
    ids, next_key, previous_key = look.page(after, PAGE)
    exercises = look.rows(ids)
    for row in exercises:
        row.found_as = look.query.found_as(row) if look.query else ""
    shown = _whole(show if show in ids else ids[0]) if ids else []
    person.mark([*exercises, *shown])
    counted = facets.facets(look.found, filters, person.counts(look.fitting(person.ids)))
    return Result(
        filters=filters,
        tabs=facets.tabs(look.found, filters),
        facets=counted,
        count=look.found.count,
        total=look.total,
        exercises=exercises,
        shown=Shown(shown[0], *look.relatives(shown[0])) if shown else None,
        next_key=next_key,
        previous_key=previous_key,
        too_many=bool(filters.words) and look.found.count > PAGE,
        chips=[(facet.name, option) for facet in counted for option in facet.options if option.chosen],
    )


# What lists show is known without asking; the long texts of the one beside the list are not.
_whole = Prepared(lambda pk: Exercise.objects.filter(pk=pk).order_by())
