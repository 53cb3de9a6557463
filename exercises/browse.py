"""The library as one looks through it: words, sport, facets with counts, one page of it.

One slim query reads what the facets count by; counting and choosing is then done here, because a number for every
muscle, piece of equipment, level and sport would be some sixty conditional sums in SQL. A second query
fetches the exercises of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext_lazy as _

from core import text
from exercises.models import Exercise, Level, Muscle, Sport, Status
from exercises.names import fold

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


class Item(NamedTuple):
    pk: str
    name_key: str
    name: str
    aliases: tuple[str, ...]
    sport: str
    muscles: tuple[str, ...]
    secondary_muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    level: str
    author_id: str | None
    status: str


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
    """Two queries, three with words. `after` is the id of the last exercise of the page before."""
    visible = Exercise.objects.visible_to(user).exclude(status=Status.ARCHIVED, author=None)
    items = _read(visible.search(filters.words) if filters.words else visible)
    tests = _tests(filters, user)
    fitting = [item for item in items if all(test(item) for test in tests.values())]
    page, next_key, previous_key = _page(fitting, filters.words, after)
    facets = _facets(items, filters, tests, user)
    return Result(
        filters=filters,
        tabs=_tabs(items, filters, tests),
        facets=facets,
        count=len(fitting),
        total=visible.offered().count() if filters.words else sum(item.status != Status.ARCHIVED for item in items),
        exercises=_fetch(page),
        next_key=next_key,
        previous_key=previous_key,
        too_many=bool(filters.words) and len(fitting) > PAGE,
        chips=[(facet.name, option) for facet in facets for option in facet.options if option.chosen],
    )


def _read(offered: Any) -> list[Item]:
    """In the order of names, here and not by the database: collations differ."""
    rows = offered.order_by().values_list(*("id" if name == "pk" else name for name in Item._fields))
    return sorted((Item(*row) for row in rows), key=lambda item: (item.name_key, item.pk))


def _fetch(page: list[Item]) -> list[Exercise]:
    rows = Exercise.objects.in_bulk([item.pk for item in page])
    return [rows[item.pk] for item in page if item.pk in rows]


# --- What fits ------------------------------------------------------------------

Test = Callable[[Item], bool]


def _tests(filters: Filters, user: Any) -> dict[str, Test]:
    """One test for each kind of filter that is set. Muscles must all be worked, of the others one is enough."""
    archived = "archived" in filters.only
    tests: dict[str, Test] = {"archived": lambda item: (item.status == Status.ARCHIVED) == archived}
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


def _but(items: Iterable[Item], tests: dict[str, Test], *names: str) -> list[Item]:
    """Those that fit all filters but the named ones: what a count beside a choice has to promise."""
    others = [test for name, test in tests.items() if name not in names]
    return [item for item in items if all(test(item) for test in others)]


def _tabs(items: list[Item], filters: Filters, tests: dict[str, Test]) -> list[Option]:
    counts = Counter(item.sport for item in _but(items, tests, "sport"))
    every = Option("", _("All"), counts.total(), not filters.sport)
    return [every, *(Option(value, label, counts[value], value == filters.sport) for value, label in Sport.choices)]


def _facets(items: list[Item], filters: Filters, tests: dict[str, Test], user: Any) -> list[Facet]:
    fitting = _but(items, tests)
    muscles = Counter(muscle for item in fitting for muscle in {*item.muscles, *item.secondary_muscles})
    equipment = Counter(piece for item in _but(items, tests, "equipment") for piece in set(item.equipment))
    levels = Counter(item.level for item in _but(items, tests, "level"))
    return [
        Facet("only", _("Show"), _only(items, filters, tests, user)),
        Facet("muscle", _("Muscle"), _options(dict(Muscle.choices), muscles, filters.muscle)),
        Facet("equipment", _("Equipment"), _options({p: p for p in equipment}, equipment, filters.equipment)),
        Facet("level", _("Level"), _options(dict(Level.choices), levels, filters.level, by_count=False)),
    ]


def _only(items: list[Item], filters: Filters, tests: dict[str, Test], user: Any) -> list[Option]:
    own = sum(item.author_id == user.pk for item in _but(items, tests, "own"))
    free = sum(not item.equipment for item in _but(items, tests, "free"))
    options = [
        Option("own", ONLY["own"], own, "own" in filters.only),
        Option("free", ONLY["free"], free, "free" in filters.only),
    ]
    archived = sum(item.status == Status.ARCHIVED for item in _but(items, tests, "archived"))
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
    start = next((place for place, item in enumerate(items, 1) if item.pk == after), 0)
    page = items[start : start + PAGE]
    next_key = page[-1].pk if start + PAGE < len(items) else ""
    previous_key = None
    if start:
        previous_key = items[start - PAGE - 1].pk if start > PAGE else ""
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
    return place, item.name_key, item.pk


def matched_alias(exercise: Exercise, words: str) -> str:
    """The alias by which the words found it, if its own name does not hold them all; shown beside the name."""
    wanted = text.key(words).replace("-", " ").split()
    if not wanted or all(f" {word}" in f" {exercise.name_key.replace('-', ' ')}" for word in wanted):
        return ""
    spaced = ((alias, f" {text.key(alias).replace('-', ' ')}") for alias in exercise.aliases)
    return next((alias for alias, key in spaced if any(f" {word}" in key for word in wanted)), "")
