"""Two exercises that are one: every use of the duplicate is a use of the other from then on, and its names are aliases.

    merge(duplicate, into)                # Refused, or Asks where the two are not logged alike
    merge(duplicate, into, agreed=True)

What stands in sessions, and in the steps that coaches may still undo, is carried over by who knows it
(`signals.exercise_merged`). What is left of the duplicate is its Tombstone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from core import text
from exercises.library import Refused, bury
from exercises.models import MAX_NAME, Exercise, Favourite, Status
from exercises.names import folds
from exercises.signals import exercise_merged

# Where these are not the same, what was planned with the one may not be what the other means.
ASKED = ("sport", "measures", "per_side")


class Asks(Refused):
    """The two are not logged alike: only who has seen that may merge them."""


def differences(duplicate: Exercise, into: Exercise) -> list[str]:
    """The columns about which a merge asks first; a bare name says nothing of how it is logged."""
    asked = ASKED if duplicate.measures or duplicate.per_side else ("sport",)
    return [name for name in asked if _compared(duplicate, name) != _compared(into, name)]


def _compared(exercise: Exercise, name: str) -> Any:
    return set(exercise.measures) if name == "measures" else getattr(exercise, name)


def merge(duplicate: Exercise, into: Exercise, *, agreed: bool = False) -> Exercise:
    """Carry all uses over, take the duplicate away; returns `into` as it stands then. All of it or nothing."""
    try:
        with transaction.atomic():
            return _merge(duplicate.pk, into.pk, agreed)
    except (IntegrityError, RestrictedError) as error:  # a session took the duplicate at this very moment
        raise Refused(_("“%(name)s” is being used just now. Try again.") % {"name": duplicate.name}) from error


def _merge(duplicate_id: str, into_id: str, agreed: bool) -> Exercise:
    # Only against others who write them: a session that points to them meanwhile waits for nothing.
    rows = Exercise.objects.select_for_update(no_key=True).order_by("pk").in_bulk([duplicate_id, into_id])
    if len(rows) < 2:
        raise Refused(_("Choose two exercises that are there, and not the same."))
    duplicate, into = rows[duplicate_id], rows[into_id]
    if not duplicate.is_for_curators:
        raise Refused(_("“%(name)s” is a coach's own, and stays theirs.") % {"name": duplicate.name})
    if into.status != Status.LIBRARY:
        raise Refused(_("“%(name)s” is not offered in the library.") % {"name": into.name})
    if differences(duplicate, into) and not agreed:
        raise Asks(_("“%(one)s” and “%(other)s” are not logged alike.") % {"one": duplicate.name, "other": into.name})
    exercise_merged.send(sender=Exercise, duplicate=duplicate, into=into)
    Favourite.objects.carry_over(duplicate, into)
    _carry_easier(duplicate, into)
    bury(duplicate, into)
    _name(into, duplicate)
    duplicate.delete()
    into.curated_at = timezone.now()
    into.save(update_fields=["aliases", "alias_languages", "curated_at"])
    return into


def _name(into: Exercise, duplicate: Exercise) -> None:
    """The duplicate's name and aliases, as far as they mean nothing else in this sport and fit."""
    others = Exercise.objects.library().filter(sport=into.sport).exclude(pk__in=[into.pk, duplicate.pk])
    taken = {form for names in others.values_list("name", "aliases") for form in _forms([names[0], *names[1]])}
    known = {text.key(name) for name in (into.name, *into.aliases)}
    aliases: list[str] = list(into.aliases)
    languages = dict(into.alias_languages)
    for name in (duplicate.name, *duplicate.aliases):
        key = text.key(name)
        if key in known or len(key) > MAX_NAME or taken.intersection(folds(name)):
            continue
        known.add(key)
        aliases.append(name)
        if name in duplicate.alias_languages:
            languages[name] = duplicate.alias_languages[name]
    into.aliases, into.alias_languages = tuple(aliases), languages  # type: ignore[assignment]


def _forms(names: Iterable[str]) -> Iterable[str]:
    return (form for name in names for form in folds(name))


def _carry_easier(duplicate: Exercise, into: Exercise) -> None:
    """Lists of easier ones that name the duplicate name the other; in another sport it could not stand in them.

    Only lists that can mean it: a coach's own of that name comes first, and the library's before other coaches'.
    """
    lists = Exercise.objects.filter(sport=duplicate.sport, easier__icontains=duplicate.name).exclude(pk=duplicate.pk)
    namesakes = Exercise.objects.filter(sport=duplicate.sport, name_key=duplicate.name_key).exclude(pk=duplicate.pk)
    owners = set(namesakes.values_list("author", flat=True))
    if None in owners:  # a suggestion of a name that the library has
        lists = lists.filter(author=duplicate.author_id)
    else:
        lists = lists.exclude(author__in=owners)
    new = {duplicate.name_key: into.name if into.sport == duplicate.sport else ""}
    changed = list(lists.only("id", "name", "easier"))
    for exercise in changed:
        exercise.easier = easier_now(exercise.easier, new, exercise.name)  # type: ignore[assignment]
        if exercise.pk == into.pk:
            into.easier = exercise.easier
    Exercise.objects.bulk_update(changed, ["easier"], batch_size=200)


def easier_now(easier: Iterable[str], new: Mapping[str, str], own: str) -> tuple[str, ...]:
    """The list with what some names are called now (by key; "": nothing): each once, and none is easier than itself."""
    names = (new.get(text.key(name), name) for name in easier)
    return tuple(dict.fromkeys(name for name in names if name and name != own))
