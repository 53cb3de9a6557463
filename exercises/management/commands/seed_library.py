import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises import catalogue, seeding


class Command(BaseCommand):
    help = (
        "Write the catalogue into the library. Safe to run again; own exercises and what a curator changed stay "
        "untouched, and what left the catalogue is archived."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument("--check", action="store_true", help="the same, and exit with 1 if anything would change")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        only_said = options["dry_run"] or options["check"]
        try:
            entries = list(catalogue.read())
        except catalogue.CatalogueError as error:
            raise CommandError(str(error)) from error
        if not entries:  # a broken installation: all of the library would be archived
            raise CommandError(f"There is no catalogue in {catalogue.FOLDER}.")
        seeded = seeding.seed(entries, write=not only_said)
        if options["json"]:
            self.stdout.write(json.dumps(seeded.counts | {"written": not only_said, "changes": _listed(seeded)}))
        elif options["verbosity"]:
            counts = ", ".join(f"{count} {what}" for what, count in seeded.counts.items())
            self.stdout.write(f"{'Would be' if only_said else 'Library'}: {counts}.")
            for what, one in _changes(seeded) if only_said or options["verbosity"] > 1 else ():
                self.stdout.write(f"  {what} {one}")
        if options["check"] and seeded.differs:
            sys.exit(1)


def _changes(seeded: seeding.Seeded) -> list[tuple[str, seeding.Written]]:
    kinds = ("added", "updated", "retired")
    return [(what, one) for what in kinds for one in getattr(seeded, what)]


def _listed(seeded: seeding.Seeded) -> list[dict[str, Any]]:
    return [
        {"what": what, "sport": one.exercise.sport, "name": one.exercise.name, "was": one.was, "fields": one.fields}
        for what, one in _changes(seeded)
    ]
