"""import_session FILE --author EMAIL: a workout of a trainer as a session in its coach's list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.people import by_email
from core.management.files import content_of
from programs.exchange import workouts
from programs.exchange.save import save_session
from programs.exchange.values import MOST_BYTES, UnreadableFile
from programs.management.telling import listed, sentence


class Command(BaseCommand):
    help = (
        "Import a workout (.zwo, .mrc, .erg) as a session of one coach (docs/formats.md), in one undoable step. What "
        "found no place in it is listed. Each import makes a session."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input (then say --format)")
        parser.add_argument("--author", required=True, metavar="EMAIL", help="whose session it becomes")
        parser.add_argument("--format", choices=workouts.READ, help="else the file's ending says it")
        parser.add_argument("--name", help="call the session so; else the file's own name for it, or the file name")
        parser.add_argument("--strict", action="store_true", help="refuse the file if not all of it can be read")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        author, file = by_email(options["author"]), options["file"]
        known = options["format"] or Path(file).suffix.lstrip(".").lower()
        if known not in workouts.READ:
            raise CommandError("Say what it is: --format zwo, --format mrc or --format erg.")
        try:
            program, left_out = workouts.reading(known)(content_of(file, MOST_BYTES))
        except UnreadableFile as error:
            raise CommandError(f"{file}: {error}") from error
        if left_out and options["strict"]:
            lines = map(sentence, left_out)
            raise CommandError("\n".join(["Not all of it can be read, so nothing was imported:", *lines]))
        from_file = "" if program.name or file == "-" else Path(file).stem
        session = save_session(workouts.named(program.sessions[0], options["name"] or from_file), author)
        if options["json"]:
            facts = {"id": session.pk, "name": session.name, "sport": session.sport, "left_out": listed(left_out)}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        elif options["verbosity"]:
            self.stdout.write(f"Imported “{session.name}” for {author.email}: {session.pk}")
            for part in left_out:
                self.stdout.write(f"Left out: {sentence(part)}")
