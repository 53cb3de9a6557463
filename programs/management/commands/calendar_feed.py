"""calendar_feed ID --account EMAIL [--start DATE] [--tz ZONE] [--renew|--end]: addresses for calendars to ask."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.people import by_email
from programs import calendars
from programs.management.telling import address, program_of, standing
from programs.models import CalendarFeed


class Command(BaseCommand):
    help = (
        "Make a secret address at which calendars ask for a program's sessions, or say it again: there is one for each "
        "start and time zone. Without --start, list those that there are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID", help="the program's id, as in its address")
        parser.add_argument("--account", required=True, metavar="EMAIL", help="whose program it is")
        parser.add_argument("--start", metavar="DATE", help="when week 1 is, like 2027-01-04")
        parser.add_argument("--tz", metavar="ZONE", help="of its times of day, like Europe/Berlin; else the coach's")
        verb = parser.add_mutually_exclusive_group()
        verb.add_argument("--renew", action="store_true", help="a new address: the one before leads nowhere any more")
        verb.add_argument("--end", action="store_true", help="no address any more")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["account"])
        program = program_of(user, options["id"])
        if options["start"] is None:
            if options["tz"] is not None or options["renew"] or options["end"]:
                raise CommandError("Say which feed: --start 2027-01-04.")
            feeds = list(program.feeds.all())
        else:
            feeds = self._feed(program, user, options)
        if options["json"]:
            told = {"id": program.pk, "name": program.name, "feeds": [_facts(feed) for feed in feeds]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif options["verbosity"]:
            for feed in feeds:
                self.stdout.write(f"From {feed.start_date} in {feed.time_zone}: {address(feed)}")
            if not feeds:
                self.stdout.write("Ended." if options["end"] else f"“{program.name}” is in no calendar.")

    def _feed(self, program: Any, user: Any, options: dict[str, Any]) -> list[CalendarFeed]:
        """The one that is meant, as it is afterwards: none where it was ended."""
        try:
            start = calendars.read_start(options["start"])
            zone = calendars.read_zone(user.time_zone if options["tz"] is None else options["tz"])
        except calendars.Unfit as refusal:
            raise CommandError(str(refusal)) from refusal
        with standing():
            if not (options["renew"] or options["end"]):
                return [calendars.make_feed(program, user, start, zone)]
            feed = program.feeds.filter(start_date=start, time_zone=zone).first()
            if feed is None:
                raise CommandError(f"“{program.name}” has no feed from {start} in {zone}.")
            if options["renew"]:
                return [calendars.renew_feed(feed, user)]
            calendars.end_feed(feed, user)
            return []


def _facts(feed: CalendarFeed) -> dict[str, str]:
    return {"start": feed.start_date.isoformat(), "time_zone": feed.time_zone, "address": address(feed)}
