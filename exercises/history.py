"""Who changed what of the library, and the way back. It stands in Django's log of the admin, fact by fact.

    before = history.stood(exercise)
    ...
    history.write(user, [(exercise, history.Step(before, history.stood(exercise), "Accepted."))])
    history.revert(exercise, step)

An entry keeps the facts that were changed, as they were and as they became: nothing where a verb changed none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from exercises import facts, library
from exercises.models import Exercise

Facts = Mapping[str, Any]
_KEPT = (*facts.FACTS, "alias_languages")


def stood(exercise: Exercise) -> dict[str, Any]:
    """Its facts as JSON keeps them."""
    return {name: plain(getattr(exercise, name)) for name in _KEPT}


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, str) else value


class Difference(NamedTuple):
    label: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class Step:
    """What was done to one exercise."""

    was: Facts
    now: Facts
    said: str = ""

    @property
    def changed(self) -> list[str]:
        return [name for name in self.was if name in self.now and self.was[name] != self.now[name]]

    @property
    def differences(self) -> list[Difference]:
        return differences(self.was, self.now)

    @property
    def message(self) -> str:
        """As the log stores it: a sentence, or JSON of which Django reads the first part and passes over the other."""
        if not self.changed:
            return self.said
        labels = [facts.label(name) for name in self.changed]
        sides = {side: {name: getattr(self, side)[name] for name in self.changed} for side in ("was", "now")}
        return json.dumps([{"changed": {"fields": labels}}, {"said": self.said} | sides], ensure_ascii=False)

    @classmethod
    def of(cls, entry: LogEntry) -> Step:
        """What an entry says, of earlier releases and of Django too."""
        try:
            parts = json.loads(entry.change_message)
        except ValueError:
            parts = entry.change_message
        if isinstance(parts, list) and parts and all(isinstance(part, dict) for part in parts):
            own = parts[-1]
            if isinstance(own.get("was"), dict) and isinstance(own.get("now"), dict):
                return cls(own["was"], own["now"], str(own.get("said", "")))
            return cls({}, {}, entry.get_change_message())
        return cls({}, {}, entry.change_message if parts else str(entry.get_action_flag_display()))


def differences(was: Facts, now: Facts) -> list[Difference]:
    names = [name for name in _KEPT if name in was and name in now and was[name] != now[name]]
    return [Difference(facts.label(name), facts.words(name, was[name]), facts.words(name, now[name])) for name in names]


def write(user: Any, steps: Iterable[tuple[Exercise, Step]]) -> None:
    """Entries of the log: one statement for all."""
    kind = ContentType.objects.get_for_model(Exercise)
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=user.pk,
            content_type=kind,
            object_id=exercise.pk,
            object_repr=exercise.name[:200],
            action_flag=CHANGE,
            change_message=step.message,
        )
        for exercise, step in steps
    )


def entries(exercise: Exercise) -> Any:
    """Of this exercise, the last first."""
    kind = ContentType.objects.get_for_model(Exercise)
    return LogEntry.objects.filter(content_type=kind, object_id=exercise.pk).select_related("user").order_by("-pk")


def reverted(exercise: Exercise, step: Step) -> dict[str, Any]:
    """The facts that a revert would change, as they would be then."""
    now = stood(exercise)
    return {name: step.was[name] for name in step.changed if name in now and now[name] != step.was[name]}


def revert(exercise: Exercise, step: Step) -> Step:
    """Put the facts back that this step changed; what was done to others since stays. Raises library.Refused."""
    before, values = stood(exercise), reverted(exercise, step)
    if not values:
        raise library.Refused(_("“%(name)s” is as it was before that already.") % {"name": exercise.name})
    for name, value in values.items():
        setattr(exercise, name, tuple(value) if isinstance(value, list) else value)
    library.curate(exercise)
    return Step(before, stood(exercise), _("Reverted."))
