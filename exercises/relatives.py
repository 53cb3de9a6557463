"""Easier and harder ones: those that are said to be; where none is, by level those that move alike.

easier, harder = relatives(exercise, user)                       # asked of the database: one or two queries
easier, harder = relatives_among(exercise, library.kin, own.kin)  # of what is in memory
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import islice, takewhile
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Q

from core import text
from core.fields import ListField
from exercises.models import Exercise, Level, Pattern
from exercises.names import EQUIPMENT_WORDS

T = TypeVar("T")
Pair = tuple[list[T], list[T]]

MOST = 3
# A marathon is not a harder walk: these patterns say too little to step up or down by.
_NO_LADDER = (Pattern.LOCOMOTION, Pattern.DRILL, Pattern.STRETCH)
_LOOKED_AT = 200


class Kin:
    """Who is named as whose easier one, and who moves alike. Built once of rows in their order, by name."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows
        self.naming: dict[tuple[str, str], list[Any]] = {}
        self.alike: dict[tuple[str, str, str], list[Any]] = {}
        for row in rows:
            for name in row.easier:
                self.naming.setdefault((row.sport, name), []).append(row)
            for muscle in row.muscles if row.pattern else ():
                self.alike.setdefault((row.sport, row.pattern, muscle), []).append(row)

    def named(self, sport: str, key: str) -> list[Any]:
        start = bisect_left(self._rows, key, key=attrgetter("name_key"))
        same = takewhile(lambda row: row.name_key == key, islice(self._rows, start, None))
        return [row for row in same if row.sport == sport]


def relatives(exercise: Exercise, user: Any) -> Pair[Exercise]:
    others = Exercise.objects.visible_to(user).offered().filter(sport=exercise.sport).exclude(pk=exercise.pk)
    named = {text.key(name) for name in exercise.easier}
    said = others.filter(Q(name_key__in=named) | Q(easier__contains=ListField.word(exercise.name)))
    found = list(said.only("id", "name", "name_key", "easier"))
    easier = [other for other in found if other.name_key in named]
    harder = [other for other in found if exercise.name in other.easier]
    if not (easier or harder) and _has_ladder(exercise):
        alike = others.filter(pattern=exercise.pattern, muscles__contains=ListField.word(exercise.muscles[0]))
        found = list(alike.exclude(level=exercise.level).only("id", "name", "level", "search_key")[:_LOOKED_AT])
        easier, harder = _ladder(exercise, found)
    return easier[:MOST], harder[:MOST]


def relatives_among(exercise: Exercise, *all_kin: Kin) -> Pair[Any]:
    def others(found: Iterable[Sequence[Any]]) -> Iterable[Any]:
        in_order = merge(*found, key=lambda row: (row.name_key, row.id))
        return (other for other in in_order if other.id != exercise.pk)

    sport, named = exercise.sport, {text.key(name) for name in exercise.easier}
    easier = list(others(kin.named(sport, key) for kin in all_kin for key in named))
    harder = list(others(kin.naming.get((sport, exercise.name), ()) for kin in all_kin))
    if not (easier or harder) and _has_ladder(exercise):
        alike = others(kin.alike.get((sport, exercise.pattern, exercise.muscles[0]), ()) for kin in all_kin)
        found = (other for other in alike if other.level != exercise.level)
        easier, harder = _ladder(exercise, islice(found, _LOOKED_AT))
    return easier[:MOST], harder[:MOST]


def _has_ladder(exercise: Exercise) -> bool:
    return bool(exercise.level and exercise.muscles) and exercise.pattern not in ("", *_NO_LADDER)


def _ladder(exercise: Exercise, alike: Iterable[Any]) -> Pair[Any]:
    """By level, the likest names first."""
    mine = _words(exercise) - EQUIPMENT_WORDS
    ranked = sorted(alike, key=lambda other: (-len(mine & _words(other)), other.name))
    at = Level.values.index(exercise.level)
    levels = Level.values[:at], Level.values[at + 1 :]
    easier, harder = ([other for other in ranked if other.level in some] for some in levels)
    return easier, harder


def _words(row: Any) -> set[str]:
    """Of its folded name, with which its search key begins."""
    return set(row.search_key.partition("\t")[0].split())
