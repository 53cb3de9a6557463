"""The library as one looks through it: words, sport, facets with counts, one page of it.

What is looked through lies in memory (`shelf`); counting and choosing is done here, because a number for every
muscle, piece of equipment, level and sport would be some sixty conditional sums in SQL. One query fetches the
exercises of the page.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain
from operator import attrgetter
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from exercises import search, shelf
from exercises.mine import mine
from exercises.models import Exercise, Level, Muscle, Sport
from exercises.search import Query
from exercises.shelf import Item, Own, Shelf

PAGE = 50
LONGEST_SEARCH = 100
_SHOWN_OF_A_FACET = 7

ONLY = {
    "favourite": _("Favourites"),
    "used": _("Used in my sessions"),
    "free": _("No equipment"),
    "own": _("Own"),
    "archived": _("Archived"),
}


class Values(Protocol):
    """What a query string offers."""

    def get(self, name: str, default: str = "") -> str: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Filters:
    """What was asked for. Values that do not exist are dropped: a stale link still shows a list."""

    words: str = ""
    sport: str = ""
    only: tuple[str, ...] = ()
    muscle: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    level: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Values) -> Filters:
        words = " ".join(values.get("q", "").replace("\x00", " ").split())[:LONGEST_SEARCH]
        sport = values.get("sport", "")
        return cls(
            words=words,
            sport=sport if sport in Sport.values else "",
            only=_known(values.getlist("only"), ONLY),
            muscle=_known(values.getlist("muscle"), Muscle.values),
            equipment=_short(values.getlist("equipment")),
            level=_known(values.getlist("level"), Level.values),
        )

    @property
    def chosen(self) -> bool:
        """Is anything ticked? (Words and sport stand elsewhere on the page.)"""
        return bool(self.only or self.muscle or self.equipment or self.level)


def _known(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in known if value in given)


def _short(given: list[str]) -> tuple[str, ...]:
    cleaned = (" ".join(value.replace("\x00", " ").split())[:60] for value in given[:20])
    return tuple(dict.fromkeys(value for value in cleaned if value))


@dataclass(frozen=True)
class Option:
    """One line of a facet, one tab, or one chip."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: Any
    options: list[Option]

    @property
    def first(self) -> list[Option]:
        """All, unless two or more would be left for `rest`."""
        return self.options if len(self.options) <= _SHOWN_OF_A_FACET + 1 else self.options[:_SHOWN_OF_A_FACET]

    @property
    def rest(self) -> list[Option]:
        return self.options[len(self.first) :]

    @property
    def rest_chosen(self) -> bool:
        return any(option.chosen for option in self.rest)

    @property
    def top(self) -> list[Option]:
        """What narrows the list most gently."""
        return [option for option in self.options if not option.chosen][:3]


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
    """Six queries. `after` is the id of the last exercise of the page before."""
    library, shelved, person = shelf.library(), shelf.own(user), mine(user)
    own = list(shelved.items.values())
    total = len(library.offered) + sum(not item.is_archived for item in own)
    query = _read(filters, library, shelved) if filters.words else None
    if person.kinds.keys().isdisjoint(filters.only):
        found = library.once((query, filters), lambda: Found(_with_words(library, query), filters))
    else:
        found = Found(person.narrow(_with_words(library, query), filters.only), filters)
        own = person.narrow(own, filters.only)
    if own:
        found = found.with_own(Found(query.filtered(own) if query else own, filters, user.pk))
    page, next_key, previous_key = _page(found.fitting, query, after)
    facets = _facets(found, filters, person.counts(found.fitting))
    exercises = _fetch(page, query)
    person.mark(exercises)
    return Result(
        filters=filters,
        tabs=_tabs(found, filters),
        facets=facets,
        count=len(found.fitting),
        total=total,
        exercises=exercises,
        next_key=next_key,
        previous_key=previous_key,
        too_many=bool(filters.words) and len(found.fitting) > PAGE,
        chips=[(facet.name, option) for facet in facets for option in facet.options if option.chosen],
    )


def _read(filters: Filters, library: Shelf, own: Own) -> Query:
    """What the words look for, in all that is offered."""

    def finds(query: Query) -> bool:
        return bool(_with_words(library, query)) or any(
            query.fits(item.search_key) for item in own.items.values() if not item.is_archived
        )

    return search.read(filters.words, (library.vocabulary, own.vocabulary), finds)


def _with_words(library: Shelf, query: Query | None) -> list[Item]:
    return library.once(query, lambda: query.filtered(library.offered)) if query else library.offered


def _fetch(page: list[Item], query: Query | None) -> list[Exercise]:
    rows = Exercise.objects.in_bulk([item.id for item in page])
    found = [rows[item.id] for item in page if item.id in rows]
    for row in found:
        row.found_as = query.found_as(row) if query else ""
    return found


# --- What fits ------------------------------------------------------------------

Test = Callable[[Item], bool]


def _tests(filters: Filters, own: str) -> dict[str, Test]:
    """One test for each kind of filter that is set. Muscles must all be worked, of the others one is enough."""
    archived = "archived" in filters.only
    tests: dict[str, Test] = {"archived": lambda item: item.is_archived == archived}
    if filters.sport:
        tests["sport"] = lambda item: item.sport == filters.sport
    if "own" in filters.only:
        tests["own"] = lambda item: item.author_id == own
    if "free" in filters.only:
        tests["free"] = lambda item: not item.equipment
    if filters.muscle:
        tests["muscle"] = lambda item: all(
            muscle in item.muscles or muscle in item.secondary_muscles for muscle in filters.muscle
        )
    if filters.equipment:
        tests["equipment"] = lambda item: any(piece in item.equipment for piece in filters.equipment)
    if filters.level:
        tests["level"] = lambda item: item.level in filters.level
    return tests


class Found:
    """What fits all filters, and what is counted beside each choice: those that fit all filters but its own kind."""

    def __init__(self, items: list[Item], filters: Filters, own: str = "nobody") -> None:
        self.fitting: list[Item] = []
        tests = list(_tests(filters, own).items())
        kept_out: dict[str, list[Item]] = {name: [] for name, _test in tests}  # by one filter alone
        for item in items:
            by = ""
            for name, test in tests:
                if not test(item):
                    if by:
                        break
                    by = name
            else:
                (kept_out[by] if by else self.fitting).append(item)

        def but(name: str) -> list[Item]:
            return [*self.fitting, *kept_out.get(name, ())]

        self.counts: dict[str, Counter[str]] = {
            "sport": Counter(map(attrgetter("sport"), but("sport"))),
            "muscle": _each(Counter(map(attrgetter("muscles", "secondary_muscles"), self.fitting))),
            "equipment": _each(Counter((item.equipment,) for item in but("equipment"))),
            "level": Counter(map(attrgetter("level"), but("level"))),
            "only": Counter(
                own=sum(item.author_id == own for item in but("own")),
                free=sum(not item.equipment for item in but("free")),
                archived=sum(item.is_archived for item in but("archived")),
            ),
        }

    def with_own(self, own: Found) -> Found:
        both = copy(self)
        both.fitting = self.fitting.copy()
        for item in own.fitting:
            insort(both.fitting, item, key=shelf.order)
        both.counts = {name: counts + own.counts[name] for name, counts in self.counts.items()}
        return both


def _each(lists: Counter[tuple[tuple[str, ...], ...]]) -> Counter[str]:
    """How often each word stands in these lists. Many exercises have the same ones: they are gone through once."""
    counts: Counter[str] = Counter()
    for words, times in lists.items():
        for word in set(chain.from_iterable(words)):
            counts[word] += times
    return counts


def _tabs(found: Found, filters: Filters) -> list[Option]:
    counts = found.counts["sport"]
    every = Option("", _("All"), counts.total(), not filters.sport)
    return [every, *(Option(value, label, counts[value], value == filters.sport) for value, label in Sport.choices)]


def _facets(found: Found, filters: Filters, personal: Counter[str]) -> list[Facet]:
    counts = found.counts
    equipment = {piece: piece for piece in counts["equipment"]}
    return [
        Facet("only", _("Show"), _only(counts["only"] + personal, filters)),
        Facet("muscle", _("Muscle"), _options(dict(Muscle.choices), counts["muscle"], filters.muscle)),
        Facet("equipment", _("Equipment"), _options(equipment, counts["equipment"], filters.equipment)),
        Facet("level", _("Level"), _options(dict(Level.choices), counts["level"], filters.level, by_count=False)),
    ]


def _only(counts: Counter[str], filters: Filters) -> list[Option]:
    shown = [name for name in ONLY if name != "archived" or counts[name] or name in filters.only]
    return [Option(name, ONLY[name], counts[name], name in filters.only) for name in shown]


def _options(labels: dict[str, Any], counts: Counter, chosen: tuple[str, ...], by_count: bool = True) -> list[Option]:
    labels = labels | {value: value for value in chosen if value not in labels}
    options = [
        Option(value, label, counts[value], value in chosen)
        for value, label in labels.items()
        if counts[value] or value in chosen
    ]
    if by_count:
        options.sort(key=lambda option: (-option.count, str(option.label)))
    return options


# --- Which of them on this page -------------------------------------------------


def _page(items: list[Item], query: Query | None, after: str) -> tuple[list[Item], str, str | None]:
    """With words the best of all; without, the page after a key, the key of the next and of the one before."""
    if query:
        return nsmallest(PAGE, items, key=query.rank), "", None
    start = next((place for place, item in enumerate(items, 1) if item.id == after), 0) if after else 0
    page = items[start : start + PAGE]
    next_key = page[-1].id if start + PAGE < len(items) else ""
    previous_key = None
    if start:
        previous_key = items[start - PAGE - 1].id if start > PAGE else ""
    return page, next_key, previous_key
