"""Says in plain words what an operator must mend. Ends with 1 when something must be, else with 0."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trainhub import doctor
from trainhub.doctor import database, machine, mail, people, safety, watching

MARKS = {doctor.OK: "ok        ", doctor.HINT: "hint      ", doctor.MEND: "MUST MEND "}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--send-test", metavar="ADDRESS", default="", help="send a letter there")

    def handle(self, *, send_test: str, **options: Any) -> None:
        about_database = database.checks()
        checks = [*safety.checks(), *about_database, *mail.checks(send_test), *machine.checks()]
        if database.migrations in about_database:  # it answers
            checks += people.checks()
        found = doctor.examine([*checks, *watching.checks()])
        to_mend = [finding for finding in found if finding.level == doctor.MEND]
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not to_mend, "findings": [vars(one) for one in found]}, indent=2))
        else:
            self.tell(found, len(to_mend))
        if to_mend:
            sys.exit(1)

    def tell(self, found: list[doctor.Finding], to_mend: int) -> None:
        for one in found:
            self.stdout.write(f"{MARKS[one.level]}{one.sentence}")
            if one.how:
                self.stdout.write(f"{'':10}{one.how}")
        hints = sum(one.level == doctor.HINT for one in found)
        self.stdout.write(f"\n{to_mend} to mend, {hints} hints, {len(found) - to_mend - hints} in order.")
