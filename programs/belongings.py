"""A person's programs, for a closing account and for the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.archive import Archive, facts, file_name
from accounts.belongings import Belongings, Going
from accounts.models import Visibility
from programs.exchange import json_format
from programs.exchange.load import load
from programs.models import CalendarFeed, ColumnChoice, Program, ProgramSession, ProgramWeek
from sessions_app.copying import duplicate_all
from sessions_app.models import Session

# What the export format does not say of a program, and its name to find it by.
LISTED = ("id", "name", "visibility", "copied_from", "silenced", "created_at", "updated_at")


class Programs(Belongings):
    model = Program
    public = Q(visibility=Visibility.PUBLIC)

    def needs(self, staying: QuerySet) -> Mapping[type[Model], QuerySet]:
        return {Session: ProgramSession.objects.filter(program__in=staying).values("session")}

    def delete(self, going: QuerySet) -> None:
        ProgramSession.objects.filter(program__in=going.values("pk")).delete()
        ProgramWeek.objects.filter(program__in=going.values("pk")).delete()
        going.delete()

    def give(self, staying: QuerySet, former: Any) -> None:
        """A public program stays; the secret addresses at which its coach's calendars asked for it are nobody's."""
        CalendarFeed.objects.filter(program__in=staying.values("pk")).delete()
        super().give(staying, former)

    def let_go(self, going: Going) -> None:
        """Programs of others with a session that goes get a copy of it, with credit."""
        placings = ProgramSession.objects.filter(session__in=going(Session).values("pk"))
        by_author: dict[Any, list[ProgramSession]] = defaultdict(list)
        for placing in placings.select_related("session", "program__author"):
            by_author[placing.program.author].append(placing)
        for author, theirs in by_author.items():
            copies = duplicate_all(list({placing.session for placing in theirs}), author, kept=False)
            for placing in theirs:
                placing.session = copies[placing.session_id]
            ProgramSession.objects.bulk_update(theirs, ["session"])

    def count(self, number: int) -> str:
        return ngettext("%d program", "%d programs", number) % number

    def write(self, user: Any, archive: Archive) -> None:
        listed = []
        programs = self.of(user).select_related("link").prefetch_related("feeds").order_by("created_at", "pk")
        for number, program in enumerate(programs, start=1):
            name = f"programs/{file_name(number, program.name, 'json')}"
            archive.text(name, json_format.write(load(program)))
            told = facts(program)
            link = facts(program.link) if hasattr(program, "link") else {}
            feeds = [facts(feed, ("id", "program", "token")) for feed in program.feeds.all()]
            listed.append(
                {"file": name}
                | {key: told[key] for key in LISTED if key in told}
                # Not the addresses themselves: they let people in.
                | {f"link_{key}": link[key] for key in ("created_at", "updated_at") if link}
                | ({"feeds": feeds} if feeds else {})
            )
        archive.json("programs.json", listed)
        kept = ColumnChoice.objects.filter(coach=user).order_by("pk")
        archive.json("columns.json", [facts(choice, ("id", "coach", "head")) for choice in kept])
        archive.say("columns.json", _("How you set columns of spreadsheets right, for the next with such headings."))
        archive.say("programs.json", _("Your programs: which file is which, when you made it, and who may see it."))
        archive.say("programs/", _("Each program in TrainHub's own form, which can be imported again."))
