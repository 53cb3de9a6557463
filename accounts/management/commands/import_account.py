"""import_account FILE --account EMAIL: the archive of a person's data read into an account, all or nothing."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.arriving import MOST_BYTES, Refused, arrive
from accounts.management.people import by_email
from core.management import files


class Command(BaseCommand):
    help = (
        "Read the archive of an account (export_account, or the person's own download) into an account: its exercises, "
        "sessions, programs, favourites and columns of spreadsheets, under new ids. What is there is not changed, and "
        "nothing comes twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the ZIP, or - for standard input")
        parser.add_argument("--account", required=True, metavar="EMAIL", help="whose it becomes")
        parser.add_argument("--dry-run", action="store_true", help="say what would come, change nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["account"])
        content = files.content_of(options["file"], MOST_BYTES)
        try:
            arrival = arrive(user, io.BytesIO(content), dry_run=options["dry_run"])
        except Refused as refusal:
            raise CommandError(f"{options['file']}: {refusal}") from refusal
        if options["json"]:
            answer = {"account": user.email, "made": arrival.made, "already_here": arrival.here}
            answer |= {"left_out": arrival.left_out, "dry_run": options["dry_run"]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            done = "Would read" if options["dry_run"] else "Read"
            self.stdout.write(f"{done} {options['file']} into the account of {user.email}.")
            for word in ("programs", "sessions", "exercises", "favourites", "columns"):
                self.stdout.write(f"{word}: {arrival.made[word]} new, {arrival.here[word]} there already")
            for sentence in arrival.left_out:
                self.stdout.write(f"Left out: {sentence}")
