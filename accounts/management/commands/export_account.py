"""export_account EMAIL -o FILE: the archive of a person's data, for who asks for it by mail."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.archive import archive
from accounts.management.people import by_email
from accounts.models import User
from core.management import files


class Command(BaseCommand):
    help = (
        "Write all that TrainHub holds of a person as one ZIP (docs/formats.md), the same as they download themselves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "-o", "--output", metavar="FILE", required=True, help="an existing file is replaced; - is standard output"
        )
        parser.add_argument("--json", action="store_true", help="say what was written to FILE as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["email"])
        file = options["output"]
        if file == "-":
            if options["json"]:
                raise CommandError("--json says what was written to a file: name one with -o FILE.")
            archive(user, sys.stdout.buffer)
            return
        with files.refusing(file, "written"):
            _write(user, Path(file))
        size = Path(file).stat().st_size
        if options["json"]:
            self.stdout.write(json.dumps({"account": user.email, "file": file, "bytes": size}, ensure_ascii=False))
        elif options["verbosity"]:
            self.stdout.write(f"Wrote the data of {user.email} to {file} ({size:,} bytes)")


def _write(user: User, path: Path) -> None:
    """Beside it first: what breaks half-way leaves the file that was there. Nobody else may read it."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:  # made with 0600
        try:
            archive(user, file)
            file.flush()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
