"""How many exercises each choice would show, and the choices with these numbers: tabs, facets, chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from exercises.filters import ONLY, Filters, Kind, tests
from exercises.models import Level, Muscle, Sport

_SHOWN_OF_A_FACET = 7


class Found:
    """Which kinds fit all filters, and what is counted beside each choice: those that fit all filters but its sort."""

    def __init__(self, kinds: Mapping[tuple, int], filters: Filters, own: str = "nobody") -> None:
        checks = list(tests(filters, own).items())
        fitting: dict[Kind, int] = {}
        kept_out: dict[str, dict[Kind, int]] = {name: {} for name, _test in checks}  # by one filter alone
        for kind, times in zip(map(Kind._make, kinds), kinds.values(), strict=True):
            failed = [name for name, test in checks if not test(kind)]
            if not failed:
                fitting[kind] = times
            elif len(failed) == 1:
                kept_out[failed[0]][kind] = times

        def but(name: str) -> dict[Kind, int]:
            return fitting | kept_out.get(name, {})

        self.kinds: frozenset[tuple] = frozenset(fitting)
        self.count = sum(fitting.values())
        self.counts: dict[str, Counter[str]] = {
            "sport": _each(but("sport"), lambda kind: (kind.sport,)),
            "muscle": _each(fitting, lambda kind: {*kind.muscles, *kind.secondary_muscles}),
            "equipment": _each(but("equipment"), lambda kind: kind.equipment),
            "level": _each(but("level"), lambda kind: (kind.level,)),
            "only": Counter(
                own=sum(times for kind, times in but("own").items() if kind.author_id == own),
                free=sum(times for kind, times in but("free").items() if not kind.equipment),
                archived=sum(times for kind, times in but("archived").items() if kind.is_archived),
            ),
        }

    def with_own(self, own: Found) -> Found:
        both = copy(self)
        both.kinds, both.count = self.kinds | own.kinds, self.count + own.count
        both.counts = {name: counts + own.counts[name] for name, counts in self.counts.items()}
        return both


def _each(kinds: Mapping[Kind, int], words: Callable[[Kind], Iterable[str]]) -> Counter[str]:
    """How often each word stands there."""
    counts: Counter[str] = Counter()
    for kind, times in kinds.items():
        for word in words(kind):
            counts[word] += times
    return counts


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


def tabs(found: Found, filters: Filters) -> list[Option]:
    counts = found.counts["sport"]
    every = Option("", _("All"), counts.total(), not filters.sport)
    return [every, *(Option(value, label, counts[value], value == filters.sport) for value, label in Sport.choices)]


def facets(found: Found, filters: Filters, personal: Counter[str]) -> list[Facet]:
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
