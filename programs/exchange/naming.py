"""Which exercises an import means. Only a certain name is taken; every other one becomes the author's own exercise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import text
from exercises.matching import Matcher
from exercises.models import Exercise, Sport, Status

from .texts import WORDS
from .values import SessionValue

# (name to look for, sport, whether the file itself states that sport for the row)
Wanted = tuple[str, str, bool]
# Every sport has its own of these: one of another sport is not meant.
GENERAL = WORDS["warm"] | WORDS["cool"]


def wanted_by(session: SessionValue) -> list[Wanted]:
    """For each row, in order."""
    return [(str(row.exercise or row.name), row.sport or session.sport, bool(row.sport)) for row in session.rows]


class Finder:
    """Finds or makes exercises for `author`. Three queries, however many names; what it made is not saved yet."""

    def __init__(self, author: Any) -> None:
        self.author = author
        self._known = Matcher(author)
        self.matched: dict[str, Exercise] = {}
        self.made: list[Exercise] = []
        self._made_ids: set[str] = set()
        self._matchers: dict[str, Matcher] = {}
        self._sports: dict[str, frozenset[str]] = {}
        self._found: dict[Wanted, Exercise] = {}

    def _matcher(self, sport: str) -> Matcher:
        if sport not in self._matchers:
            self._matchers[sport] = self._known.in_sport(sport)
        return self._matchers[sport]

    def known(self, name: str, sport: str, is_stated: bool = False) -> Exercise | None:
        """The exercise that certainly is meant; one of another sport only if the name leaves no doubt."""
        found = self._matcher(sport).exact(name)
        if found is None or not sport or found.sport == sport:
            return found
        if is_stated or text.key(name) in GENERAL or found.pk in self._made_ids:
            return None
        return found if len(self.sports_of(name)) == 1 else None

    def sports_of(self, name: str) -> frozenset[str]:
        """The sports that know an exercise of this name."""
        if name not in self._sports:
            matcher = self._matcher("")
            found = matcher.match(name) if matcher.exact(name) else None
            certain = [entry.exercise for entry in found.alternatives if entry.confidence == 1] if found else []
            exercises = [found.exercise, *certain] if found else []
            self._sports[name] = frozenset(exercise.sport for exercise in exercises if exercise)
        return self._sports[name]

    def find(self, wanted: Wanted) -> Exercise:
        if wanted not in self._found:
            name, sport, is_stated = wanted
            found = self.known(name, sport, is_stated)
            if found is not None and found.pk not in self._made_ids:
                self.matched[found.pk] = found
            self._found[wanted] = found or self._make(name, sport)
        return self._found[wanted]

    def find_all(self, sessions: Iterable[SessionValue]) -> dict[Wanted, Exercise]:
        return {wanted: self.find(wanted) for session in sessions for wanted in wanted_by(session)}

    def _make(self, name: str, sport: str) -> Exercise:
        exercise = Exercise(name=name.strip(), sport=sport or Sport.OTHER, author=self.author, status=Status.OWN)
        exercise.set_keys()
        self.made.append(exercise)
        self._made_ids.add(exercise.pk)
        self._known.add(exercise)  # another spelling further down means this one
        return exercise
