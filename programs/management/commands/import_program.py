"""import_program FILE --author EMAIL: a program from a file, all or nothing. docs/formats.md describes the files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.management.people import by_email
from accounts.models import User
from core.management.files import content_of
from programs import pasting
from programs.exchange import formats, sheets
from programs.exchange.naming import Finder
from programs.exchange.same import already_there
from programs.exchange.save import Saved, save
from programs.exchange.sports import guess, with_sport
from programs.exchange.texts import check_name
from programs.exchange.values import MOST_BYTES, LeftOut, ProgramValue, UnreadableFile
from programs.management.progress import watching
from programs.management.telling import listed, sentence


class Command(BaseCommand):
    help = (
        "Import a program from a JSON, CSV or text file or a spreadsheet of any layout (docs/formats.md). JSON is read "
        "in full or not at all; of the others what can be read is saved and the rest listed. The same file again makes "
        "no second program."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input (then say --format)")
        parser.add_argument("--author", required=True, metavar="EMAIL", help="whose program it becomes")
        parser.add_argument("--format", choices=sorted(formats.FORMATS), help="else its ending and its content say it")
        parser.add_argument("--name", help="call the program so; else the file's own name for it, or the file name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, change nothing")
        parser.add_argument("--strict", action="store_true", help="refuse the file if a part of it cannot be read")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        author = by_email(options["author"])
        finder = Finder(author)
        value, left_out, kept, guessed, is_guessed = _read(options, author, finder)
        if left_out and options["strict"]:
            lines = "\n".join(f"  {sentence(part)}" for part in left_out)
            raise CommandError(f"{_count(len(left_out), 'line')} cannot be read, so nothing was imported:\n{lines}")
        name = _name(options, value)
        same = already_there(value, author, name)
        saved = None if same else self._save(value, author, name, finder, options["dry_run"])
        if options["json"]:
            answer = _facts(value, name, saved, same.pk if same else None, left_out, options["dry_run"])
            answer |= {"kept_as_notes": listed(kept), "guessed": listed(guessed)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            self._report(value, name, saved, same, left_out, options, is_guessed)
            for part in kept:
                self.stdout.write(f"Kept as a note: {part.where}: [{part.text}]")
            for part in guessed:
                self.stdout.write(f"Guessed: {sentence(part)}")

    def _save(self, value: ProgramValue, author: User, name: str, finder: Finder, dry_run: bool) -> Saved:
        watch = watching(self.stderr, "Sessions")
        with transaction.atomic():  # only for the dry run, which takes everything back
            saved = save(value, author, name, finder=finder, watch=watch)
            if dry_run:
                transaction.set_rollback(True)
        return saved

    def _report(
        self,
        value: ProgramValue,
        name: str,
        saved: Saved | None,
        same: Any,
        left_out: Sequence[LeftOut],
        options: dict[str, Any],
        is_guessed: bool,
    ) -> None:
        size = (
            f"{_count(value.weeks, 'week')}, {_count(len(value.placings), 'session')} "
            f"({len(value.sessions)} different), sport: {value.sport or 'mixed'}{' (guessed)' if is_guessed else ''}"
        )
        if same:
            self.stdout.write(f"“{name}” is there already, exactly so: {same.pk}. Nothing was changed.\n{size}")
        elif saved:
            done = "Would import" if options["dry_run"] else "Imported"
            where = "" if options["dry_run"] else f": {saved.program.pk}"
            self.stdout.write(f"{done} “{name}” for {options['author']}{where}\n{size}")
            known, made = len(saved.exercises_matched), [exercise.name for exercise in saved.exercises_created]
            self.stdout.write(f"{_count(known, 'exercise')} found, {len(made)} new, the author's own")
            for exercise in made:
                self.stdout.write(f"  new: {exercise}")
        for part in left_out:
            self.stdout.write(f"Left out: {sentence(part)}")


def _file(options: dict[str, Any]) -> tuple[formats.Format, bytes]:
    known = formats.FORMATS.get(options["format"] or "")
    if known is None and formats.of_file(options["file"]) is None:
        raise CommandError(f"Say what it is, with --format: {', '.join(sorted(formats.FORMATS))}.")
    content = content_of(options["file"], MOST_BYTES)
    return known or formats.of_content(options["file"], content), content


class _Found(NamedTuple):
    """is_guessed: whether its sport is."""

    value: ProgramValue
    left_out: Sequence[LeftOut] = ()
    kept: Sequence[LeftOut] = ()
    guessed: Sequence[LeftOut] = ()
    is_guessed: bool = False


def _read(options: dict[str, Any], author: User, finder: Finder) -> _Found:
    known, content = _file(options)
    try:
        if known.is_table:
            book = sheets.book_of(content)
            found = pasting.read_book(book, author, finder)
            is_guessed = book.own is None or bool(found.chosen.choices)
            return _Found(found.value, found.left_out, (), found.guesses, is_guessed)
        value, left_out = known.read(content)
    except UnreadableFile as error:
        raise CommandError(f"{options['file']}: {error}") from error
    if not known.states_sport:
        sport = guess(value, finder)
        value = with_sport(known.read(content, sport)[0], sport, finder)
    return _Found(value, left_out, known.kept(content) if known.kept else (), (), not known.states_sport)


def _name(options: dict[str, Any], value: ProgramValue) -> str:
    """--name, the file's own, or the file name with spaces for its dashes."""
    name = options["name"] if options["name"] is not None else value.name
    if not name and options["file"] != "-":
        name = " ".join(Path(options["file"]).stem.replace("-", " ").replace("_", " ").split())
    try:
        return check_name(name)
    except ValueError as error:
        raise CommandError(f"The program needs a name, with --name: {error}") from error


def _facts(
    value: ProgramValue, name: str, saved: Saved | None, same: str | None, left_out: Sequence[LeftOut], dry_run: bool
) -> dict[str, Any]:
    """sessions counts the sessions of the file, so every placing; distinct_sessions those that differ."""
    made = [exercise.name for exercise in saved.exercises_created] if saved else []
    return {
        "id": same or (saved.program.pk if saved and not dry_run else None),
        "name": name,
        "sport": value.sport,
        "weeks": value.weeks,
        "sessions": len(value.placings),
        "distinct_sessions": len(value.sessions),
        "placings": len(value.placings),
        "exercises_created": len(made),
        "exercises_matched": len(saved.exercises_matched) if saved else None,
        "new_exercises": made,
        "left_out": listed(left_out),
        "already_there": same is not None,
        "dry_run": dry_run,
    }


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
