"""Exercises as a table for a spreadsheet, one a line: docs/exercises.md. What was written reads back the same."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core import text
from core.formula import escape, unescape
from exercises.catalogue import LANGUAGES
from exercises.facts import CHOICES, FACTS, LISTS
from exercises.importing import reading
from exercises.importing.values import MOST_ENTRIES, BrokenFile, Candidate, File, check
from exercises.models import Exercise

COLUMNS = ("id", *FACTS)
NEEDED = ("name", "sport")
_SEPARATORS = ",;\t"
_YES, _NO = {"yes", "y", "true", "x", "1"}, {"", "no", "n", "false", "0"}

# Entries of a list stand between bars; a bar, a backslash or a bracket of their own gets a backslash.
_PART = re.compile(r"\\[\\|\[]|[|\n]|[^\\|\n]+|\\")
_ESCAPED = re.compile(r"\\([\\|\[])")
_IN_LANGUAGE = re.compile(rf"(?:(.*\S)\s+)?\[({'|'.join(LANGUAGES)})\]", re.DOTALL)


# --- writing ---


def write(exercises: Iterable[Exercise]) -> bytes:
    """With a mark by which every spreadsheet knows that it is UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for exercise in exercises:
        writer.writerow([escape(_cell(exercise, column).strip()) for column in COLUMNS])
    return stream.getvalue().encode("utf-8-sig")


def _cell(exercise: Exercise, column: str) -> str:
    value = getattr(exercise, column)
    if column == "aliases":
        languages = exercise.alias_languages
        return " | ".join(_alias(entry, languages.get(entry, "")) for entry in value)
    if column in LISTS:
        return " | ".join(map(_escaped, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _escaped(entry: str) -> str:
    return entry.replace("\\", "\\\\").replace("|", "\\|")


def _alias(entry: str, language: str) -> str:
    if language in LANGUAGES:
        return f"{_escaped(entry)} [{language}]"
    entry = _escaped(entry)
    if _IN_LANGUAGE.fullmatch(entry):  # it only looks as if it said its language
        before, _bracket, after = entry.rpartition("[")
        return f"{before}\\[{after}"
    return entry


# --- reading ---


def read(content: bytes) -> File:
    """The columns may stand in any order, between commas, semicolons or tabs; what is not there is not said."""
    lines = _lines(reading.decoded(content))
    header, notes = _header(next(lines, ("", [])))
    candidates: list[Candidate] = []
    for place, cells in lines:
        if len(candidates) >= MOST_ENTRIES:
            raise BrokenFile(_("The file has more than %(most)d exercises.") % {"most": MOST_ENTRIES})
        if any(cell.strip() for cell in cells[len(header) :]):
            reason = _("The line has %(cells)d cells, the first line %(columns)d.")
            raise BrokenFile(reason % {"cells": len(cells), "columns": len(header)}, place)
        said = {name: unescape(cell.strip()) for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
        candidates.append(_candidate(said, place))
    return File(candidates, notes)


def _lines(content: str) -> Iterator[tuple[str, list[str]]]:
    """Each line that says something, with its place: a line of a table may take several of the file."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=_separator(content), strict=True)
    while True:
        place = _("line %(number)d") % {"number": reader.line_num + 1}
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BrokenFile(_("This is not CSV: %(reason)s.") % {"reason": error}, place) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield place, cells


def _separator(content: str) -> str:
    """The one that makes known columns of the first line."""
    first = content.lstrip().split("\n", 1)[0].replace('"', "")
    return max(_SEPARATORS, key=lambda one: sum(_column(cell) in COLUMNS for cell in first.split(one)))


def _column(cell: str) -> str:
    return text.key(cell).replace(" ", "_").replace("-", "_")


def _header(line: tuple[str, list[str]]) -> tuple[list[str], tuple[str, ...]]:
    place, cells = line
    header = [_column(cell) for cell in cells]
    for name in NEEDED:
        if name not in header:
            raise BrokenFile(_("The first line has to name the columns: there is no “%(name)s”.") % {"name": name})
    for name in header:
        if name in COLUMNS and header.count(name) > 1:
            raise BrokenFile(_("The column “%(name)s” is there twice.") % {"name": name}, place)
    unknown = [cell.strip() for name, cell in zip(header, cells, strict=True) if name and name not in COLUMNS]
    note = _("The column “%(name)s” is not known, so it was not read.")
    return header, tuple(note % {"name": name} for name in unknown)


def _candidate(said: Mapping[str, str], place: str) -> Candidate:
    values: dict[str, Any] = {}
    for name, cell in said.items():
        if name != "id":
            values |= _READERS.get(name, _text)(name, cell, place)
    if not values.get("name"):
        raise BrokenFile(_("There is no name."), place, "name")
    check(values, place)
    return Candidate(place, values, id=said.get("id", ""), is_curated=True)


def _text(name: str, cell: str, place: str) -> dict[str, Any]:
    if name == "description":
        return {name: cell.replace("\r\n", "\n").replace("\r", "\n")}
    return {name: " ".join(cell.split())}


def _choice(name: str, cell: str, place: str) -> dict[str, Any]:
    return {name: _chosen(name, cell, place) if cell or name == "sport" else ""}


def _choices(name: str, cell: str, place: str) -> dict[str, Any]:
    """Words without bars or commas of their own, so that either stands between them."""
    entries = map(str.strip, re.split(r"[|,;\n]", cell))
    return {name: tuple(dict.fromkeys(_chosen(name, entry, place) for entry in entries if entry))}


def _chosen(name: str, word: str, place: str) -> str:
    known = CHOICES[name]
    for value, label in known.choices:
        if text.key(word) in (value, text.key(str(label))):
            return value
    reason = _("“%(word)s” is not one of %(known)s.")
    raise BrokenFile(reason % {"word": word, "known": ", ".join(known.values)}, place, name)


def _list(name: str, cell: str, place: str) -> dict[str, Any]:
    return {name: tuple(dict.fromkeys(_ESCAPED.sub(r"\1", entry) for entry in _entries(cell)))}


def _aliases(name: str, cell: str, place: str) -> dict[str, Any]:
    """`Squat | Kniebeuge [de]`"""
    languages: dict[str, str] = {}
    names = []
    for entry in _entries(cell):
        found = _IN_LANGUAGE.fullmatch(entry)
        alias = _ESCAPED.sub(r"\1", (found[1] or "") if found else entry)
        names += [alias] if alias else []
        if found and alias:
            languages[alias] = found[2]
    return {name: tuple(dict.fromkeys(names)), "alias_languages": languages}


def _entries(cell: str) -> list[str]:
    entries = [""]
    for part in _PART.findall(cell):
        if part in "|\n":
            entries.append("")
        else:
            entries[-1] += part
    return [" ".join(entry.split()) for entry in entries if entry.strip()]


def _yes(name: str, cell: str, place: str) -> dict[str, Any]:
    word = text.key(cell)
    if word not in _YES | _NO:
        raise BrokenFile(_("“%(word)s” is neither yes nor no.") % {"word": cell}, place, name)
    return {name: word in _YES}


_READERS: dict[str, Callable[[str, str, str], dict[str, Any]]] = {
    "sport": _choice,
    "pattern": _choice,
    "level": _choice,
    "muscles": _choices,
    "secondary_muscles": _choices,
    "measures": _choices,
    "aliases": _aliases,
    "equipment": _list,
    "easier": _list,
    "cues": _list,
    "per_side": _yes,
}
