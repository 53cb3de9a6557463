"""export_exercises: the library, or somebody's own exercises, as a table or JSON. docs/exercises.md describes them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.management.people import by_email
from core.management import files
from exercises.importing import formats
from exercises.models import Exercise


class Command(BaseCommand):
    help = (
        "Write the exercises of the library that are offered, or somebody's own, as CSV for a spreadsheet or as JSON. "
        "import_exercises reads the file back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=sorted(formats.WRITTEN), default="csv")
        parser.add_argument("--user", metavar="EMAIL", help="this person's own; else the library's")
        parser.add_argument("-o", "--output", metavar="FILE", help="write there; an existing file is replaced")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Exercise.objects.offered()
        found = found.editable_by(by_email(options["user"])) if options["user"] else found.library()
        content = formats.write(found.order_by("sport", "name_key", "id"), options["format"])
        file = options["output"]
        if not file or file == "-":
            self.stdout.write(content.decode("utf-8-sig"), ending="")
            return
        files.write(file, content)
        if options["verbosity"]:
            self.stdout.write(f"Wrote {found.count()} exercises to {file}")
