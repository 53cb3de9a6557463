"""export_program ID --format json|csv|text [-o FILE]: a program as a file. docs/formats.md describes the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.ids import ID_LENGTH
from programs.exchange import formats
from programs.exchange.load import load
from programs.exchange.values import Unwritable
from programs.models import Program


class Command(BaseCommand):
    help = (
        "Write a program as JSON or text (all of it) or CSV (a flat table, adjustments applied), to the terminal or "
        "a file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID", help="the program's id, as in its address")
        parser.add_argument("--format", choices=sorted(formats.FORMATS), help="else the ending of FILE says it")
        parser.add_argument("-o", "--output", metavar="FILE", help="write there; an existing file is replaced")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["output"]
        known = formats.FORMATS.get(options["format"] or "") or (formats.of_file(file) if file else None)
        if known is None:
            raise CommandError("Say what to write: --format json, --format csv or --format text.")
        value = load(_program(options["id"]))
        try:
            text = known.write(value)
        except Unwritable as error:
            raise CommandError(str(error)) from error
        if not file or file == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(file).write_bytes(text.encode())
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise CommandError(f"{file} cannot be written: {reason}.") from error
        if options["verbosity"]:
            self.stdout.write(f"Wrote “{value.name}”, {len(value.placings)} sessions, to {file}")


def _program(pk: str) -> Program:
    well_formed = len(pk) == ID_LENGTH and pk.isascii() and pk.isalnum()
    program = Program.objects.filter(pk=pk).first() if well_formed else None
    if program is None:
        raise CommandError(f"There is no program with the id {pk[:60]!r}.")
    return program
