"""A program that somebody pasted: as text in the notation, as cells of a spreadsheet, or as JSON, whichever it is."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from programs.exchange import formats
from programs.exchange.naming import Finder
from programs.exchange.save import save
from programs.exchange.sports import guess, with_sport
from programs.exchange.values import LeftOut, ProgramValue, UnreadableFile
from programs.models import Program


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read. left_out is missing in it, kept stands as notes; new: exercises that would be the coach's own."""

    value: ProgramValue
    left_out: tuple[LeftOut, ...] = ()
    kept: tuple[LeftOut, ...] = ()
    new: tuple[str, ...] = ()


def read_pasted(text: str, author: Any) -> Pasted:
    """UnreadableFile with a sentence where it is no program. Nothing is written."""
    kind, text = _kind(text)
    known = formats.FORMATS[kind]
    value, left_out = known.read(text)
    finder = Finder(author)
    if not known.states_sport:
        sport = guess(value, finder)
        value = with_sport(known.read(text, sport)[0], sport, finder)
    if not value.name:
        value = replace(value, name=_("Pasted program"))
    finder.find_all(value.sessions)
    kept = known.kept(text.encode()) if known.kept else []
    return Pasted(value, tuple(left_out), tuple(kept), tuple(exercise.name for exercise in finder.made))


def create(value: ProgramValue, author: Any) -> Program:
    """The author's own, in one undoable step."""
    return save(value, author, kept=True).program


def _kind(text: str) -> tuple[str, str]:
    """The format, and the text as that has it: cells come with tabs from a spreadsheet, with commas from a file."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if text.lstrip().startswith("{"):
        return "json", text
    if any(line.startswith("#") for line in lines):
        return "text", text
    if any("\t" in line for line in lines):
        out = io.StringIO()
        try:
            csv.writer(out).writerows(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
        except csv.Error as error:
            raise UnreadableFile(_("These cells cannot be read: %s.") % error) from None
        return "csv", out.getvalue()
    return "csv", text
