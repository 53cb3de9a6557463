"""seed_templates: the programs that are ready to start from, where every coach finds them."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.models import Exercise
from programs import house, ready


class Command(BaseCommand):
    help = "Write the ready programs as public templates. Safe to run again; what coaches made of them stays untouched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        if not dry and not Exercise.objects.library().exists():
            call_command("seed_library", verbosity=0)  # else every name would become the house's own
        try:
            counts = house.seed(ready.everything(), write=not dry)
        except ready.ReadyError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            would = "Would be: " if dry else "Templates: "
            self.stdout.write(f"{would}{counts.added} added, {counts.updated} updated, {counts.kept} kept.")
