"""A person's sessions, for a closing account and for the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.archive import BATCH, Archive
from accounts.arriving import Arrival
from accounts.belongings import Belongings, Going
from accounts.models import Visibility
from exercises.models import Exercise
from sessions_app.arriving import ThereAlready, batched, facts_of, read_batch, with_all
from sessions_app.copying import own_versions
from sessions_app.digests import refresh_digest
from sessions_app.editing import text_of
from sessions_app.models import Session, SessionExercise, SessionGroup


class Sessions(Belongings):
    model = Session
    public = Q(visibility=Visibility.PUBLIC)

    def needs(self, staying: QuerySet) -> Mapping[type[Model], QuerySet]:
        return {Exercise: SessionExercise.objects.filter(session__in=staying).values("exercise")}

    def delete(self, going: QuerySet) -> None:
        SessionExercise.objects.filter(session__in=going.values("pk")).delete()
        SessionGroup.objects.filter(session__in=going.values("pk")).delete()
        going.only("pk").delete()  # without their digests: there may be tens of thousands

    def give(self, staying: QuerySet, former: Any) -> None:
        rows = SessionExercise.objects.filter(session__in=staying.values("pk"))
        rows.update(coach="", updated_at=F("updated_at"))
        super().give(staying, former)

    def let_go(self, going: Going) -> None:
        """Sessions of others with an exercise that goes get it as their author's own, as a copy would."""
        rows = SessionExercise.objects.filter(exercise__in=going(Exercise).values("pk"))
        by_author: dict[Any, list[SessionExercise]] = defaultdict(list)
        for row in rows.select_related("exercise", "session__author"):
            by_author[row.session.author].append(row)
        for author, theirs in by_author.items():
            own = own_versions({row.exercise for row in theirs}, author)
            for row in theirs:
                row.exercise = own[row.exercise_id]
            SessionExercise.objects.bulk_update(theirs, ["exercise"])
            for session in {row.session for row in theirs}:
                refresh_digest(session)

    def count(self, number: int) -> str:
        return ngettext("%d session", "%d sessions", number) % number

    def write(self, user: Any, archive: Archive) -> None:
        sessions = with_all(self.of(user).order_by("pk"))
        archive.items("sessions.json", (_told(session) for session in sessions.iterator(BATCH)))
        archive.say(
            "sessions.json",
            _("Your sessions, also those in no program. The text of one can be typed into a new session."),
        )

    def read(self, arrival: Arrival) -> None:
        copies: list[tuple[Session, str]] = []
        there = ThereAlready(arrival.user)
        for batch in batched(arrival.items("sessions.json"), BATCH):
            copies += read_batch(arrival, batch, there)
        # What one was copied from may stand after it.
        known = arrival.ids[Session]
        for session, original in copies:
            session.copied_from_id = known.get(original)
        credited = [session for session, _original in copies if session.copied_from_id]
        Session.objects.bulk_update(credited, ["copied_from"], batch_size=BATCH)


def _told(session: Session) -> dict[str, Any]:
    return facts_of(session) | {"text": text_of(session)}
