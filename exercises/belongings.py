"""A person's own exercises, for a closing account and for the archive. Those of the library are nobody's, and stay."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.archive import BATCH, Archive, facts
from accounts.belongings import Belongings
from exercises.models import Exercise, Favourite

# The keys are made of the names; the catalogue and curators write in the library only.
LEFT_OUT = {"name_key", "search_key", "author", "catalogue_key", "is_retired", "curated_at", "alias_languages"}
OF_A_STAR = {"id", "updated_at", "person", "exercise"}


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
