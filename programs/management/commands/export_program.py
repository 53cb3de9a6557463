"""export_program ID --format FORMAT [-o FILE]: a program as a file. docs/formats.md describes the files."""

from __future__ import annotations

import json
import sys
from pathlib import PurePath
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.management import files
from programs import calendars
from programs.exchange import formats
from programs.exchange.load import load
from programs.exchange.values import Unwritable
from programs.management.telling import by_id
from programs.models import Program
from programs.some_weeks import NoSuchWeeks, read_weeks

ICS, PDF = "ics", "pdf"
CHOICES = sorted([*formats.WRITTEN, ICS])


class Command(BaseCommand):
    help = (
        "Write a program as JSON or text (all of it), CSV (a flat table, adjustments applied), XLSX (a workbook to "
        "show to a client), PDF (for paper) or ICS (for calendars, from a start date on), to the terminal or a file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID", help="the program's id, as in its address")
        parser.add_argument("--format", choices=CHOICES, help="else the ending of FILE says it")
        parser.add_argument("-o", "--output", metavar="FILE", help="write there; an existing file is replaced")
        parser.add_argument("--start", metavar="DATE", help="ICS: when week 1 is, like 2027-01-04")
        parser.add_argument(
            "--tz", metavar="ZONE", help="ICS: of its times of day, like Europe/Berlin; else the coach's"
        )
        parser.add_argument("--sessions", action="store_true", help="PDF: the sessions, too, with boxes to write in")
        parser.add_argument("--weeks", metavar="5-8", help="PDF: only those weeks, under their numbers")
        parser.add_argument("--json", action="store_true", help="say what was written to FILE as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["output"] if options["output"] != "-" else None
        name = options["format"] or (_format_of(file) if file else None)
        if name is None:
            raise CommandError(f"Say what to write: --format {', '.join(CHOICES)}.")
        if name != ICS and (options["start"] or options["tz"]):
            raise CommandError("--start and --tz are for --format ics: the others hold weeks, not dates.")
        if name != PDF and options["sessions"]:
            raise CommandError("--sessions is for --format pdf: the others hold the sessions anyway.")
        if name != PDF and options["weeks"] is not None:
            raise CommandError("--weeks is for --format pdf: the others hold the whole program.")
        if options["json"] and not file:
            raise CommandError("--json says what was written to a file: name one with -o FILE.")
        if not options["output"] and not _is_text(name):
            raise CommandError(f"{name.upper()} is no text for a terminal: say -o FILE, or -o - for a pipe.")
        program = by_id(Program.objects.select_related("author"), options["id"], "program")
        data = _written(program, name, options)
        if not file:
            _put(self.stdout, data, _is_text(name))
            return
        files.write(file, data)
        placings = program.placings.count()
        if options["json"]:
            told = {"id": program.pk, "name": program.name, "format": name, "file": file, "placings": placings}
            self.stdout.write(json.dumps(told | {"bytes": len(data)}, ensure_ascii=False))
        elif options["verbosity"]:
            self.stdout.write(f"Wrote “{program.name}”, {placings} sessions, to {file}")


def _format_of(file: str) -> str | None:
    known = formats.to_write(file)
    return known.name if known else ICS if PurePath(file).suffix.lower() == f".{ICS}" else None


def _written(program: Program, name: str, options: dict[str, Any]) -> bytes:
    try:
        if name == ICS:
            return _calendar(program, options)
        return formats.FORMATS[name].file(load(program), **(_paper(program, options) if name == PDF else {}))
    except (calendars.Unfit, NoSuchWeeks, Unwritable) as refusal:
        raise CommandError(str(refusal)) from refusal


def _paper(program: Program, options: dict[str, Any]) -> dict[str, Any]:
    author, weeks = program.author, options["weeks"]
    return {
        "units": author.units,
        "with_sessions": options["sessions"],
        "coach": author.byline,
        "weeks": read_weeks(weeks, program.duration_weeks) if weeks is not None else None,
    }


def _calendar(program: Program, options: dict[str, Any]) -> bytes:
    if not options["start"]:
        raise CommandError("Say when week 1 is: --start 2027-01-04.")
    start = calendars.read_start(options["start"])
    return calendars.file_of(program, start, calendars.read_zone(options["tz"] or program.author.time_zone))


def _is_text(name: str) -> bool:
    return name == ICS or formats.FORMATS[name].is_text


def _put(stdout: Any, content: bytes, is_text: bool) -> None:
    if is_text:
        stdout.write(content.decode(), ending="")
    else:
        sys.stdout.buffer.write(content)
