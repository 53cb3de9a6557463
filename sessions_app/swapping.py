"""Another exercise for a line: of the same pattern, and first those for which all that it takes is at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from exercises import shelf
from exercises.models import Exercise, Level
from exercises.shelf import Item
from sessions_app import recalling
from sessions_app.editing.checks import Refused
from sessions_app.editing.lines import Version
from sessions_app.editing.sheet import sheet
from sessions_app.models import Session, SessionExercise

_LEVELS = {level: place for place, level in enumerate(Level.values)}


@dataclass(frozen=True, slots=True)
class Choice:
    pk: str
    name: str
    sport: str
    equipment: tuple[str, ...]
    needs: tuple[str, ...]  # what of it is not at hand


def equipment_of(session: Session) -> tuple[str, ...]:
    """All that the session's lines take, each once. One query."""
    rows = SessionExercise.objects.filter(session=session).order_by("order")
    return tuple(dict.fromkeys(chain.from_iterable(rows.values_list("exercise__equipment", flat=True))))


def choices(exercise: Exercise, user: Any, at_hand: Collection[str]) -> list[Choice]:
    """All that could stand in its place, best first: at hand, the same muscles, used lately, of its level.

    The same pattern and sport; an exercise without a pattern has what works its first muscle.
    """
    library, own = shelf.library(), shelf.own(user)
    serves = partial(_serves, exercise)
    question = ("swaps", exercise.sport, exercise.pattern, "" if exercise.pattern else exercise.muscles[:1])
    common = library.once(question, lambda: list(filter(serves, library.offered)))
    items = chain(filter(serves, own.offered), common)
    known = {piece.casefold() for piece in at_hand}
    recent = {pk: place for place, pk in enumerate(recalling.recent(user))}
    found = [
        (_needs(item, known), -_alike(item, exercise), recent.get(item.id, len(recent)), _steps(item, exercise), item)
        for item in items
        if item.id != exercise.pk
    ]
    found.sort(key=lambda one: (bool(one[0]), *one[1:4], shelf.order(one[4])))
    return [Choice(item.id, item.name, item.sport, item.equipment, needs) for needs, *_rest, item in found]


def _serves(exercise: Exercise, item: Item) -> bool:
    if item.sport != exercise.sport:
        return False
    if exercise.pattern:
        return item.pattern == exercise.pattern
    return bool(exercise.muscles) and exercise.muscles[0] in item.muscles


def _needs(item: Item, known: Collection[str]) -> tuple[str, ...]:
    return tuple(piece for piece in item.equipment if piece.casefold() not in known)


def _alike(item: Item, exercise: Exercise) -> int:
    """How much of what is worked is the same; what is worked first counts double."""
    return 2 * _shared(item.muscles, exercise.muscles) + _shared(item.secondary_muscles, exercise.secondary_muscles)


def _shared(some: Iterable[str], others: Iterable[str]) -> int:
    return len({*some} & {*others})


def _steps(item: Item, exercise: Exercise) -> int:
    return abs(_LEVELS.get(item.level, 1) - _LEVELS.get(exercise.level, 1))


def swap_line(row: SessionExercise, user: Any, pk: str, seen: Version = None) -> Edit:
    """Put another exercise into a line; how much of it stays. Refused when this person has no such exercise."""
    exercise = Exercise.objects.visible_to(user).offered().filter(pk=pk.replace("\0", "")).first()
    if exercise is None:
        raise Refused(_("This exercise is no longer offered. Choose another one."))
    with sheet(row.session, user, seen=(row, seen)) as page:
        standing = page.rows[page.find(row)]
        page.step.label = _("Swapped %(old)s for %(new)s") % {"old": standing.name, "new": exercise.name}
        standing.exercise, standing.written_as = exercise, ""
    return page.step
