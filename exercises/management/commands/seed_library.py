from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises import catalogue, seeding


class Command(BaseCommand):
    help = "Write the catalogue into the library. Safe to run again; own exercises stay untouched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        try:
            counts = seeding.seed(catalogue.read(), write=not dry)
        except catalogue.CatalogueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            would = "Would be: " if dry else "Library: "
            self.stdout.write(f"{would}{counts.added} added, {counts.updated} updated, {counts.kept} kept.")
