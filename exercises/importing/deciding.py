"""What becomes of each exercise of a file. Nothing is written here.

Known is what has the name or an alias of one that is there, in whatever spelling, with or without the equipment that
the file names beside it. Two entries of one file are one exercise under the same rule.

A name that is only similar is not taken for the same, nor made a second time: it waits for a person. But what the file
itself has as another exercise is not what its own entry may have meant. So the answer does not depend on what the same
file brought earlier, and a file that was read once brings nothing when it is read again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from core import text
from exercises import shelf
from exercises.facts import FACTS, LISTS
from exercises.importing.values import Candidate, Decision, Kind
from exercises.library import equipment_name
from exercises.matching import Matcher
from exercises.models import Exercise, Muscle, Status, Tombstone
from exercises.names import equipment_in, equipment_of, fold, folds

_SPELLED = {"name", "alias", "folded"}


def plan(candidates: Iterable[Candidate], user: Any = None, take_similar: bool = False) -> list[Decision]:
    """One decision for each, in their order. `user`: whose exercises they become; None: the library's.

    Six queries, however many there are.
    """
    candidates = list(candidates)
    deciding = _Deciding(candidates, user, take_similar)
    return [deciding.on(candidate) for candidate in candidates]


class _Deciding:
    def __init__(self, candidates: list[Candidate], user: Any, take_similar: bool) -> None:
        self.user, self.take_similar = user, take_similar
        scope = Exercise.objects.library() if user is None else Exercise.objects.editable_by(user)
        ids = {candidate.id for candidate in candidates if candidate.id}
        # A curator's table lists what coaches have, too: to read it back must not make that the library's.
        known = Exercise.objects.filter(pk__in=ids) if user is None else scope.filter(pk__in=ids)
        self._by_id = {row.pk: row for row in known}
        self._names = {(sport, key): pk for pk, sport, key in scope.values_list("pk", "sport", "name_key")}
        # What curators declined or took out: the library does not take it from a file either.
        gone = Tombstone.objects.values_list("sport", "name") if user is None else ()
        self._gone = {(sport, form) for sport, name in gone for form in folds(name)}
        self._matcher = Matcher(user or AnonymousUser())
        self._sure = {candidate.where: self._found(candidate) for candidate in candidates}
        self._of_file: dict[str, str] = {}  # id of a new one -> where it stands

    @cached_property
    def _similar(self) -> Matcher:
        """Among all that nothing in the file surely is."""
        named = {found.pk for found in self._sure.values() if found is not None}
        person = self.user or AnonymousUser()
        items = [*shelf.library().items.values(), *shelf.own(person).items.values()]
        return Matcher(person, exercises=[item for item in items if item.id not in named])

    def on(self, candidate: Candidate) -> Decision:
        if candidate.problem:
            return Decision(Kind.SKIPPED, candidate, None, candidate.problem)
        known = self._by_id.get(candidate.id)
        if known is not None and self.user is None and not known.is_library:
            return Decision(Kind.SKIPPED, candidate, None, _("a coach's own, and stays so"))
        return self._change(candidate, known) if known is not None else self._match(candidate)

    # --- one of our own files, read back ---

    def _change(self, candidate: Candidate, row: Exercise) -> Decision:
        changes = {}
        for name, value in candidate.values.items():
            value = _settled(name, value)
            if value != _settled(name, getattr(row, name)):
                changes[name] = (getattr(row, name), value)
                setattr(row, name, value)
        if not changes:
            return Decision(Kind.THERE, candidate, row, _("is there, just so"))
        if self._names.setdefault(_named(row), row.pk) != row.pk:
            return Decision(Kind.SKIPPED, candidate, row, _("another exercise of this sport has this name"))
        if row.is_library:
            row.curated_at = timezone.now()
        return Decision(
            Kind.CHANGED, candidate, row, _("changed: %(fields)s") % {"fields": ", ".join(changes)}, changes
        )

    # --- all others ---

    def _match(self, candidate: Candidate) -> Decision:
        found = self._sure[candidate.where]
        if found is None and self._of_file:
            found = self._found_before(candidate)
        if found is not None:
            return self._there(candidate, found)
        if any((candidate.sport, form) in self._gone for form in folds(candidate.name)):
            return Decision(Kind.SKIPPED, candidate, None, _("a curator took it out of the library"))
        similar = self._similar.in_sport(candidate.sport).match(candidate.name).exercise
        if similar is not None and self._may_be(candidate, similar) and not self.take_similar:
            reason = _("looks like %(name)s; say whether it is") % {"name": similar.name}
            return Decision(Kind.SKIPPED, candidate, similar, reason)
        new, others = self._made(candidate)
        if _named(new) in self._names:
            return Decision(Kind.SKIPPED, candidate, None, _("another exercise of this sport has this name"))
        self._names[_named(new)] = new.pk
        self._matcher.add(new)
        self._of_file[new.pk] = candidate.where
        notes = [_("the alias “%(alias)s” is another exercise") % {"alias": alias} for alias in others]
        return Decision(Kind.NEW, candidate, new, "; ".join([_("new"), *candidate.notes, *notes]))

    def _found(self, candidate: Candidate) -> Exercise | None:
        """The one that it surely is."""
        found = self._of_any_sport(candidate)
        return found if found is not None and self._may_be(candidate, found) else None

    def _may_be(self, candidate: Candidate, found: Exercise) -> bool:
        """What a curator's table has in two sports is two exercises, as in the catalogue."""
        return found.sport == candidate.sport or not candidate.is_curated or self.user is not None

    def _found_before(self, candidate: Candidate) -> Exercise | None:
        """Among those that came before it in this file. Our own files mean each of their lines."""
        if not candidate.is_curated:
            return self._found(candidate)
        return self._called(candidate.name, candidate.sport)

    def _called(self, name: str, sport: str) -> Exercise | None:
        """The one of this sport that has this very name, however it is spelled."""
        found = self._matcher.in_sport(sport).match_by_name(name)
        if found is None or found.exercise is None or found.how not in _SPELLED:
            return None
        return found.exercise if found.exercise.sport == sport else None

    def _of_any_sport(self, candidate: Candidate) -> Exercise | None:
        matcher = self._matcher.in_sport(candidate.sport)
        found = matcher.match_by_name(candidate.name)  # most names of a set are new: no guess
        if found is not None and found.exercise is not None and found.is_exact:
            other = self._with_equipment(candidate, matcher) if _is_other(candidate, found.exercise) else None
            return other or found.exercise
        aliases = [alias for alias in candidate.values.get("aliases", ()) if alias not in _foreign(candidate)]
        return self._with_equipment(candidate, matcher) or next(filter(None, map(matcher.exact, aliases)), None)

    def _with_equipment(self, candidate: Candidate, matcher: Matcher) -> Exercise | None:
        """`Zottman curl`, which the file says is done with dumbbells, is our dumbbell Zottman curl."""
        if equipment_in(fold(candidate.name)):
            return None
        named = (matcher.exact(f"{piece} {candidate.name}") for piece in candidate.values.get("equipment", ()))
        return next(filter(None, named), None)

    def _there(self, candidate: Candidate, found: Exercise) -> Decision:
        if found.pk in self._of_file:
            reason = _("is the same as %(where)s, %(name)s")
            return Decision(
                Kind.SKIPPED, candidate, found, reason % {"where": self._of_file[found.pk], "name": found.name}
            )
        reason = _("is there already as %(name)s") % {"name": found.name}
        if found.status == Status.ARCHIVED:
            reason += _(", archived")
        if _is_other(candidate, found):
            reason += _(", there with %(equipment)s") % {"equipment": ", ".join(found.equipment)}
        theirs, ours = candidate.values.get("muscles", ()), (*found.muscles, *found.secondary_muscles)
        if theirs and ours and set(theirs).isdisjoint(ours):  # perhaps another exercise of this name
            labels = dict(Muscle.choices)
            reason += _(", there for %(muscles)s") % {"muscles": ", ".join(str(labels[one]) for one in found.muscles)}
        return Decision(Kind.THERE, candidate, found, reason)

    def _made(self, candidate: Candidate) -> tuple[Exercise, list[str]]:
        """The new exercise, and those of its aliases that are left out: they would stand for two."""
        values = dict(candidate.values)
        if self.user is not None:
            values |= candidate.sentences
        others = [alias for alias in values.get("aliases", ()) if self._called(alias, candidate.sport)]
        if others:
            values["aliases"] = tuple(alias for alias in values["aliases"] if alias not in others)
            languages = values.get("alias_languages", {})
            values["alias_languages"] = {alias: code for alias, code in languages.items() if alias not in others}
        new = Exercise(
            author=self.user,
            status=Status.LIBRARY if self.user is None else Status.OWN,
            **{name: _settled(name, value) for name, value in values.items()},
        )
        if candidate.is_curated and self.user is None:
            new.curated_at = timezone.now()
        new.set_keys()
        return new, others


def _named(exercise: Exercise) -> tuple[str, str]:
    return exercise.sport, text.key(exercise.name)


def _foreign(candidate: Candidate) -> Any:
    return candidate.values.get("alias_languages", {})


def _is_other(candidate: Candidate, found: Exercise) -> bool:
    """Is it done with something else there, as far as both say?"""
    theirs, ours = equipment_of(candidate.values.get("equipment", ())), equipment_of(found.equipment)
    return bool(theirs and ours) and not theirs & ours


def _settled(name: str, value: Any) -> Any:
    """As it would be stored: one spelling of each piece, lists without doubles, plain line breaks, single spaces."""
    if name == "equipment":
        value = [equipment_name(piece) for piece in value]
    if name in LISTS:
        return tuple(dict.fromkeys(" ".join(one.split()) for one in value if one.strip()))
    if name == "description":
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if name in FACTS and isinstance(value, str):
        return " ".join(value.split())
    return value
