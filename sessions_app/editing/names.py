"""From the name on a line to an exercise: a known one, else the coach's own, made on the spot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import text
from exercises import library
from exercises.matching import Matcher
from exercises.models import Exercise, Sport
from sessions_app.editing.checks import Refused
from sessions_app.examples import example
from sessions_app.models import Session, SessionExercise

MOST_NAME = 120


class Names:
    """What this coach's names mean in this session. Rows that stand there keep their exercise under its name."""

    def __init__(self, session: Session, user: Any, rows: Iterable[SessionExercise] = ()) -> None:
        self.session = session
        self.user = user
        self._here: dict[str, Exercise] = {}
        self.see(rows)

    def see(self, rows: Iterable[SessionExercise]) -> None:
        self._here |= {text.key(row.name): row.exercise for row in rows}

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.user, self.session.sport or None)

    def known(self, name: str) -> Exercise | None:
        return self._here.get(text.key(name)) or self.matcher.exact(name)

    def __contains__(self, name: object) -> bool:
        """For the notation: a known name at the beginning of a line is taken whole."""
        return isinstance(name, str) and self.known(name) is not None

    def sport_of(self, exercise: Exercise) -> str:
        """The sport in which a line of this exercise is read and written: the session's, else its own."""
        return self.session.sport or exercise.sport

    @property
    def unknown_sport(self) -> str:
        """What an exercise that nobody knows is taken for: the session's sport, else the one of most rows here."""
        if self.session.sport or not self._here:
            return self.session.sport or Sport.OTHER
        [(sport, count)] = Counter(exercise.sport for exercise in self._here.values()).most_common(1)
        return sport if count * 2 > len(self._here) else Sport.OTHER

    def exercise(self, name: str) -> tuple[Exercise, str]:
        """(the exercise, the name as written where it differs from the exercise's own)."""
        name = " ".join(name.split())
        if not name:
            raise Refused(write_a_name(self.unknown_sport))
        if len(name) > MOST_NAME:
            raise Refused(
                _("A name has at most %(most)s characters: “%(start)s…” is longer.")
                % {"most": MOST_NAME, "start": name[:40]}
            )
        exercise = self.known(name) or self._make(name)
        return exercise, "" if exercise.name == name else name

    def _make(self, name: str) -> Exercise:
        if len(text.key(name)) > MOST_NAME:  # NFKC can make a name longer than it looks
            raise Refused(_("This name is too long: “%(start)s…”.") % {"start": name[:40]})
        similar = self.matcher.similar(name, 1)
        try:
            exercise = library.named(self.user, name, self.unknown_sport)
        except library.Refused as refusal:
            raise Refused(str(refusal)) from refusal
        self.matcher.add(exercise)
        # For whoever asks `news_of`: this name was not known, and what it may have been meant for.
        exercise.made_instead_of = similar[0].exercise.name if similar else ""  # type: ignore[attr-defined]
        return exercise


def write_a_name(sport: str, line: int = 0) -> str:
    """What to say of a line without a name, with its number where there are others."""
    sentence = _("Write the name of the exercise first, then how much of it: %(example)s.") % {
        "example": example(sport)
    }
    return _("Line %(line)s: %(sentence)s") % {"line": line, "sentence": sentence} if line else sentence


def news_of(rows: Iterable[SessionExercise]) -> str:
    """What to say of names that nobody knew: they became exercises of one's own. Empty if all were known."""
    made = {row.exercise_id: row.exercise for row in rows if hasattr(row.exercise, "made_instead_of")}.values()
    if not made:
        return ""
    names = ", ".join(f"“{exercise.name}”" for exercise in made)
    news = ngettext(
        "%(names)s is new: now an exercise of your own.", "%(names)s are new: now exercises of your own.", len(made)
    ) % {"names": names}
    meant = list(dict.fromkeys(exercise.made_instead_of for exercise in made if exercise.made_instead_of))
    return f"{news} {_('Did you mean %(names)s?') % {'names': ', '.join(meant)}}" if meant else news
