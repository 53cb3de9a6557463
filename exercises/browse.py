"""The library as one looks through it: words, sport, facets with counts, one page of it.

What is looked through lies in memory (`shelf`); counting and choosing is done here, because a number for every
muscle, piece of equipment, level and sport would be some sixty conditional sums in SQL. One query fetches the
exercises of the page.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from core import text
from exercises import shelf
from exercises.models import Exercise, Level, Muscle, Sport
from exercises.names import beginnings, fold
from exercises.shelf import Item

PAGE = 50
LONGEST_SEARCH = 100
_SHOWN_OF_A_FACET = 7

ONLY = {"own": _("Own"), "free": _("No equipment"), "archived": _("Archived")}


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
    """Four queries. `after` is the id of the last exercise of the page before."""
    offered = _offered(user)
    found = Found(_with_words(offered, filters.words), _tests(filters, user))
    page, next_key, previous_key = _page(found.fitting, filters.words, after)
    facets = _facets(found, filters, user)
    return Result(
        filters=filters,
        tabs=_tabs(found, filters),
        facets=facets,
        count=len(found.fitting),
        total=sum(not item.is_archived for item in offered),
        exercises=_fetch(page),
        next_key=next_key,
        previous_key=previous_key,
        too_many=bool(filters.words) and len(found.fitting) > PAGE,
        chips=[(facet.name, option) for facet in facets for option in facet.options if option.chosen],
    )


def _offered(user: Any) -> list[Item]:
    """The library without what is archived of it, and one's own, by name."""
    items = shelf.library().offered.copy()
    for item in shelf.own(user):
        insort(items, item, key=shelf.order)
    return items


def _with_words(items: list[Item], words: str) -> list[Item]:
    """As `Exercise.objects.search` finds them."""
    for beginning in beginnings(words):
        items = [item for item in items if beginning in item.search_key]
    return items


def _fetch(page: list[Item]) -> list[Exercise]:
    rows = Exercise.objects.in_bulk([item.id for item in page])
    return [rows[item.id] for item in page if item.id in rows]


# --- What fits ------------------------------------------------------------------

Test = Callable[[Item], bool]


def _tests(filters: Filters, user: Any) -> dict[str, Test]:
    """One test for each kind of filter that is set. Muscles must all be worked, of the others one is enough."""
    archived = "archived" in filters.only
    tests: dict[str, Test] = {"archived": lambda item: item.is_archived == archived}
    if filters.sport:
        tests["sport"] = lambda item: item.sport == filters.sport
    if "own" in filters.only:
        tests["own"] = lambda item: item.author_id == user.pk
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
    """What fits all filters, and for each filter what only that one keeps out: one pass over everything."""

    def __init__(self, items: Iterable[Item], tests: dict[str, Test]) -> None:
        self.fitting: list[Item] = []
        self._only: dict[str, list[Item]] = {name: [] for name in tests}
        pairs = list(tests.items())
        for item in items:
            kept_out_by = ""
            for name, test in pairs:
                if not test(item):
                    if kept_out_by:
                        break
                    kept_out_by = name
            else:
                (self._only[kept_out_by] if kept_out_by else self.fitting).append(item)

    def but(self, name: str) -> list[Item]:
        """Those that fit all filters but this one: what a count beside a choice has to promise."""
        return [*self.fitting, *self._only.get(name, ())]


def _tabs(found: Found, filters: Filters) -> list[Option]:
    counts = Counter(item.sport for item in found.but("sport"))
    every = Option("", _("All"), counts.total(), not filters.sport)
    return [every, *(Option(value, label, counts[value], value == filters.sport) for value, label in Sport.choices)]


def _facets(found: Found, filters: Filters, user: Any) -> list[Facet]:
    muscles = _each(Counter((*item.muscles, *item.secondary_muscles) for item in found.fitting))
    equipment = _each(Counter(item.equipment for item in found.but("equipment")))
    levels = Counter(item.level for item in found.but("level"))
    return [
        Facet("only", _("Show"), _only(found, filters, user)),
        Facet("muscle", _("Muscle"), _options(dict(Muscle.choices), muscles, filters.muscle)),
        Facet("equipment", _("Equipment"), _options({p: p for p in equipment}, equipment, filters.equipment)),
        Facet("level", _("Level"), _options(dict(Level.choices), levels, filters.level, by_count=False)),
    ]


def _each(lists: Counter[tuple[str, ...]]) -> Counter[str]:
    """How often each word stands in these lists. Many exercises have the same list: each is gone through once."""
    counts: Counter[str] = Counter()
    for words, times in lists.items():
        for word in set(words):
            counts[word] += times
    return counts


def _only(found: Found, filters: Filters, user: Any) -> list[Option]:
    own = sum(item.author_id == user.pk for item in found.but("own"))
    free = sum(not item.equipment for item in found.but("free"))
    options = [
        Option("own", ONLY["own"], own, "own" in filters.only),
        Option("free", ONLY["free"], free, "free" in filters.only),
    ]
    archived = sum(item.is_archived for item in found.but("archived"))
    if archived or "archived" in filters.only:
        options.append(Option("archived", ONLY["archived"], archived, "archived" in filters.only))
    return options


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


def _page(items: list[Item], words: str, after: str) -> tuple[list[Item], str, str | None]:
    """With words the best of all; without, the page after a key, the key of the next and of the one before."""
    if words:
        return sorted(items, key=lambda item: _rank(item, text.key(words)))[:PAGE], "", None
    start = next((place for place, item in enumerate(items, 1) if item.id == after), 0)
    page = items[start : start + PAGE]
    next_key = page[-1].id if start + PAGE < len(items) else ""
    previous_key = None
    if start:
        previous_key = items[start - PAGE - 1].id if start > PAGE else ""
    return page, next_key, previous_key


def _rank(item: Item, words: str) -> tuple:
    """Best match first: the very name, the very alias, a name that begins so, one that has it, the rest."""
    names = [text.key(name) for name in item.aliases]
    wanted = fold(words)
    if fold(item.name) == wanted:
        place = 0
    elif any(fold(name) == wanted for name in item.aliases):
        place = 1
    elif item.name_key.startswith(words):
        place = 2
    elif f" {words}" in item.name_key:
        place = 3
    elif any(name.startswith(words) for name in names):
        place = 4
    else:
        place = 5
    return place, item.name_key, item.id


def matched_alias(exercise: Exercise, words: str) -> str:
    """The alias by which the words found it, if its own name does not hold them all; shown beside the name."""
    wanted = text.key(words).replace("-", " ").split()
    if not wanted or all(f" {word}" in f" {exercise.name_key.replace('-', ' ')}" for word in wanted):
        return ""
    spaced = ((alias, f" {text.key(alias).replace('-', ' ')}") for alias in exercise.aliases)
    return next((alias for alias, key in spaced if any(f" {word}" in key for word in wanted)), "")
