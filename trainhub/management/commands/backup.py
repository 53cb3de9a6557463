"""backup [TARGET] [--keep N] [--with-secret] [--json]: the database in one checked file. See docs/deploying.md."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from trainhub.backups import Problem, verbs
from trainhub.management.ending import ended_cleanly


class Command(BaseCommand):
    help = "Back up the database while it is used, check the copy, and write it as one file."
    requires_system_checks: list[str] = []  # a backup is wanted most when something is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target",
            nargs="?",
            metavar="TARGET",
            help="a folder, for a name made of the time; or a new file, name.zip (default: backups/ in TRAINHUB_VAR)",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="afterwards delete all but the newest N backups of that folder"
        )
        parser.add_argument(
            "--with-secret", action="store_true", help="include the secret key: then the file is a secret itself"
        )
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def run_from_argv(self, argv: list[str]) -> None:
        os.nice(10)  # packing takes a processor for a while: those who write meanwhile come first
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        keep = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep needs a number from 1 on.", returncode=2)
        target = Path(options["target"] or settings.VAR_DIR / "backups").expanduser()
        connection.close()
        try:
            with ended_cleanly():
                taken = verbs.take(connection.settings_dict, target, keep=keep or 0, with_secret=options["with_secret"])
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(_facts(taken)))
        elif options["verbosity"]:
            self._report(taken)

    def _report(self, taken: verbs.Taken) -> None:
        manifest = taken.manifest
        size = taken.file.stat().st_size / 1024 / 1024
        self.stdout.write(
            f"Backed up to {taken.file}\n{size:.1f} MB, {len(manifest.tables)} tables with {manifest.rows} rows,"
            f" in {taken.seconds:.1f} s. Checked: {taken.checked}."
        )
        for path in taken.removed:
            self.stdout.write(f"Deleted the older {path.name}")


def _facts(taken: verbs.Taken) -> dict[str, Any]:
    return {
        "file": str(taken.file),
        "bytes": taken.file.stat().st_size,
        "made_at": taken.manifest.made_at,
        "engine": taken.manifest.engine,
        "tables": len(taken.manifest.tables),
        "rows": taken.manifest.rows,
        "checked": taken.checked,
        "seconds": round(taken.seconds, 2),
        "removed": [str(path) for path in taken.removed],
    }
