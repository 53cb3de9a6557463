"""import_exercises FILE: exercises from a file, all or nothing. docs/exercises.md describes the files."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.people import by_email
from core.management import files
from exercises.importing import BrokenFile, Decision, Kind, apply, formats, plan
from exercises.importing.values import MOST_BYTES
from exercises.library import Refused


class Command(BaseCommand):
    help = (
        "Bring exercises that are not there yet from a public set or from our own CSV or JSON, into the library or as "
        "somebody's own, and say of each what became of it. A file that breaks anywhere changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
        parser.add_argument("--format", choices=sorted(formats.FORMATS), help="else what stands in it says it")
        parser.add_argument("--user", metavar="EMAIL", help="make them this person's own; else the library's")
        parser.add_argument("--take-similar", action="store_true", help="also bring what only looks like one of ours")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each, change nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["user"]) if options["user"] else None
        try:
            file = formats.read(files.content_of(options["file"], MOST_BYTES), options["format"] or "")
            decisions = plan(file.candidates, user, options["take_similar"])
            if not options["dry_run"]:
                apply(decisions)
        except BrokenFile as error:
            raise CommandError(f"{options['file']}: {error} Nothing was changed.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        counted = Counter(decision.kind for decision in decisions)
        counts = {kind.value: counted[kind] for kind in Kind}
        if options["json"]:
            listed = [_facts(decision) for decision in decisions]
            answer = counts | {"dry_run": options["dry_run"], "notes": file.notes, "decisions": listed}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            would = "Would be: " if options["dry_run"] else ""
            said = "{new} new, {changed} changed, {there} there already, {skipped} skipped.".format(**counts)
            lines = (f"  {decision.kind.value:8}{decision}" for decision in decisions)
            self.stdout.write("\n".join([would + said, *file.notes, *lines]))


def _facts(decision: Decision) -> dict[str, Any]:
    exercise = decision.exercise
    return {
        "where": decision.candidate.where,
        "name": decision.candidate.name,
        "kind": decision.kind.value,
        "reason": decision.reason,
        "exercise": exercise and {"id": exercise.pk, "name": exercise.name, "sport": exercise.sport},
        "changes": {field: list(values) for field, values in decision.changes.items()},
    }
