"""A person's own exercises, for a closing account and for the archive. Those of the library are nobody's, and stay."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.archive import BATCH, Archive, facts
from accounts.arriving import Arrival, built, columns_of, refuse
from accounts.belongings import Belongings
from core import text
from exercises.models import MAX_NAME, Exercise, Favourite, Measure, Muscle, Status

# The keys are made of the names; the catalogue and curators write in the library only.
LEFT_OUT = {"name_key", "search_key", "author", "catalogue_key", "is_retired", "curated_at", "alias_languages"}
# A suggestion was made to the curators of where the archive was written.
NOT_READ = {"id", "updated_at", "status", "declined_because"}
COLUMNS = columns_of(Exercise, LEFT_OUT | NOT_READ)
CHOICES: dict[str, set[str]] = {
    "muscles": set(Muscle.values), "secondary_muscles": set(Muscle.values), "measures": set(Measure.values),
}  # fmt: skip
OF_A_STAR = {"id", "updated_at", "person", "exercise"}
STAR_COLUMNS = columns_of(Favourite, OF_A_STAR)


class Exercises(Belongings):
    model = Exercise

    def count(self, number: int) -> str:
        return ngettext("%d own exercise", "%d own exercises", number) % number

    def write(self, user: Any, archive: Archive) -> None:
        rows = self.of(user).order_by("pk").iterator(BATCH)
        archive.items("exercises.json", (facts(row, LEFT_OUT) for row in rows))
        archive.say("exercises.json", _("Your own exercises."))
        stars = Favourite.objects.filter(person=user).select_related("exercise").order_by("pk").iterator(BATCH)
        archive.items(
            "favourites.json",
            ({"exercise": star.exercise.name, "sport": star.exercise.sport} | facts(star, OF_A_STAR) for star in stars),
        )
        archive.say("favourites.json", _("The exercises that are your favourites, by name and sport."))

    def read(self, arrival: Arrival) -> None:
        known = {(one.sport, one.name_key): one.pk for one in self.of(arrival.user).only("sport", "name_key")}
        made: list[Exercise] = []
        for where, said in arrival.items("exercises.json"):
            exercise = self._built(said, where)
            key = (exercise.sport, exercise.name_key)
            if key in known:
                arrival.here["exercises"] += 1
            else:
                known[key] = exercise.pk
                exercise.author = arrival.user
                made.append(exercise)
            arrival.ids[Exercise][str(said.get("id", ""))] = known[key]
        Exercise.objects.bulk_create(made, batch_size=BATCH)
        arrival.made["exercises"] = len(made)
        self._stars(arrival)

    @staticmethod
    def _built(said: dict[str, Any], where: str) -> Exercise:
        facts = {name: value for name, value in said.items() if name not in NOT_READ}
        exercise = built(Exercise, facts, where, COLUMNS)
        exercise.status = Status.ARCHIVED if said.get("status") == Status.ARCHIVED else Status.OWN
        for name, choices in CHOICES.items():
            if not choices.issuperset(getattr(exercise, name)):
                refuse(f"{where}: {name}", _("one of them is not known here."))
        exercise.set_keys()
        if not exercise.name_key or len(exercise.name_key) > MAX_NAME:
            refuse(where, _("an exercise has a name, and not too long a one."))
        if not exercise.sport:
            refuse(where, _("an exercise has a sport."))
        return exercise

    @staticmethod
    def _stars(arrival: Arrival) -> None:
        """By name and sport: one's own, or the library's."""
        wanted = []
        for where, said in arrival.items("favourites.json"):
            name, sport = said.pop("exercise", None), said.pop("sport", None)
            if not isinstance(name, str) or not isinstance(sport, str):
                refuse(where, _("a favourite has the name and the sport of an exercise."))
            star = built(Favourite, said, where, STAR_COLUMNS)
            wanted.append((where, name, (sport, text.key(name)), star))
        names = Exercise.objects.visible_to(arrival.user).filter(name_key__in={key[1] for *_rest, key, _star in wanted})
        # So that it is one's own that is meant.
        own_last = sorted(names.only("sport", "name_key", "author"), key=lambda one: one.author_id is not None)
        known = {(one.sport, one.name_key): one.pk for one in own_last}
        starred = set(Favourite.objects.filter(person=arrival.user).values_list("exercise", flat=True))
        made = {}
        for where, name, key, star in wanted:
            if key not in known:
                arrival.left_out.append(f"{where}: {_('There is no exercise of this name and sport.')} [{name[:120]}]")
            elif known[key] in starred:
                arrival.here["favourites"] += 1
            else:
                star.person_id, star.exercise_id = arrival.user.pk, known[key]
                made[known[key]] = star
        Favourite.objects.bulk_create(made.values(), batch_size=BATCH)
        arrival.made["favourites"] = len(made)
