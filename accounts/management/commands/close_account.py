"""close_account EMAIL: what a person asks for by mail is done as if they had done it on the site."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import closing
from accounts.management.people import by_email


class Command(BaseCommand):
    help = (
        "Close an account for good: private content goes, public content goes too or stays under “Former coach”. "
        "Write its data first (export_account), and run --dry-run to see what would go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--keep-public", action="store_true", help="leave public content under “Former coach”")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, change nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["email"])
        email, dry_run = user.email, options["dry_run"]
        plan = closing.plan(user, keep_public=options["keep_public"])
        counts = plan.counts()
        try:
            if dry_run:
                closing.refuse_last_superuser([user])
                stays = plan.keeps_something
            else:
                stays = closing.close(user, keep_public=options["keep_public"])
        except closing.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"email": email, "former_coach": stays, **counts, "dry_run": dry_run}))
        elif options["verbosity"]:
            self.stdout.write(f"{'Would close' if dry_run else 'Closed'} the account of {email}.")
            self.stdout.write(f"Gone: {_words(counts['going'])}")
            if stays:
                self.stdout.write(f"Stays under “Former coach”: {_words(counts['staying'])}")


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name if number != 1 else name[:-1]}" for name, number in counts.items())
