"""export_session ID --format zwo|json|text [-o FILE]: one session as a file. docs/formats.md describes the files."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.management import files
from programs.exchange import formats, workouts
from programs.exchange.load import rows_by_session, session_value
from programs.exchange.values import LeftOut, SessionValue, Unwritable
from programs.management.telling import by_id, listed, sentence
from sessions_app.models import Session

WHOLE = ("json", "text")  # those of programs that hold everything: a session is a program of one day


class Command(BaseCommand):
    help = (
        "Write a session for a trainer, a watch or a bike computer, or as JSON or text (all of it). What the file "
        "cannot say is listed; a session that cannot be such a file at all is refused, saying why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID", help="the session's id, as in its address")
        choices = sorted([*workouts.WORKOUTS, *WHOLE])
        parser.add_argument("--format", choices=choices, help="else the ending of FILE says it")
        parser.add_argument("-o", "--output", metavar="FILE", help="write there; an existing file is replaced")
        parser.add_argument("--ftp", metavar="WATTS", help="the athlete's FTP, where the file states watts")
        parser.add_argument("--strict", action="store_true", help="refuse if the file cannot say all of it")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object; needs -o")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["output"] or "-"
        known = options["format"] or _of_ending(file)
        if known is None:
            raise CommandError("Say what to write: --format zwo, --format json or the like.")
        if options["json"] and file == "-":
            raise CommandError("--json answers on the terminal, so say with -o where the file goes.")
        session = by_id(Session.objects.all(), options["id"], "session")
        try:
            content, left_out = _written(known, session_value(session, _rows(session)), _ftp(options["ftp"]))
        except Unwritable as error:
            raise CommandError(f"“{session.name}” cannot be written as {known}: {error}") from error
        if left_out and options["strict"]:
            raise CommandError("\n".join(["Not all of it can be written, so nothing was:", *map(sentence, left_out)]))
        self._put(file, content)
        if options["json"]:
            self.stdout.write(json.dumps(_facts(session, known, file, content, left_out), ensure_ascii=False))
        elif options["verbosity"]:
            for part in left_out:
                self.stderr.write(f"Left out: {sentence(part)}")
            if file != "-":
                self.stdout.write(f"Wrote “{session.name}” to {file}")

    def _put(self, file: str, content: bytes) -> None:
        if file == "-":
            try:
                self.stdout.write(content.decode(), ending="")
            except UnicodeDecodeError:
                sys.stdout.buffer.write(content)
            return
        files.write(file, content)


def _of_ending(file: str) -> str | None:
    ending = Path(file).suffix.lstrip(".").lower()
    known = formats.ENDINGS.get(ending, ending)
    return known if known in workouts.WORKOUTS or known in WHOLE else None


def _ftp(text: str | None) -> Decimal | None:
    try:
        return workouts.read_ftp(text) if text else None
    except ValueError as error:
        raise CommandError(str(error)) from error


def _written(name: str, value: SessionValue, ftp: Decimal | None) -> tuple[bytes, list[LeftOut]]:
    if name in WHOLE:
        return formats.FORMATS[name].file(workouts.program_of(value, value.name)), []
    return workouts.write(name, value, ftp)


def _rows(session: Session) -> list[Any]:
    return rows_by_session([session.pk]).get(session.pk, [])


def _facts(session: Session, known: str, file: str, content: bytes, left_out: list[LeftOut]) -> dict[str, Any]:
    return {"id": session.pk, "name": session.name, "format": known, "file": file, "bytes": len(content),
            "left_out": listed(left_out)}  # fmt: skip
