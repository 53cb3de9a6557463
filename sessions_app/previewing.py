"""How a text reads, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.units import hours
from sessions_app import arranging, notation
from sessions_app.editing import Refused, reading
from sessions_app.editing.checks import check_text
from sessions_app.editing.names import write_a_name
from sessions_app.totals import totals

MOST_SHOWN = 200
MOST_PROBLEMS = 12


@dataclass(frozen=True, slots=True)
class ReadRow:
    label: str
    name: str
    group_text: str
    reads: str


@dataclass(frozen=True, slots=True)
class ReadHead:
    label: str
    rows: list[ReadRow]


@dataclass
class Preview:
    heads: list[ReadHead] = field(default_factory=list)
    problems: list[Any] = field(default_factory=list)
    facts: str = ""
    error: str = ""


def preview(written: str, sport: str = "") -> Preview:
    """Never raises: what cannot be read is a problem with its line."""
    try:
        read = notation.read_session(check_text(written), sport)
    except Refused as refusal:
        return Preview(error=str(refusal))
    reading.name_all(read)
    rows = read.rows[:MOST_SHOWN]
    sums = totals(read.rows, float(read.effort) if read.effort is not None else None)
    facts = _("%(time)s · load %(load)s") % {"time": hours(sums.seconds), "load": sums.load} if read.rows else ""
    places: dict[Any, int] = {}
    heads = [
        ReadHead(head.label, [_row(row, read.sport, places) for row in head.rows])
        for head in arranging.heads(rows)
        if head.rows
    ]
    nameless = reading.line_without_name(read)
    unnamed = [write_a_name(read.sport, nameless)] if nameless else []
    return Preview(heads, [*read.problems, *unnamed, *_kept(read)][:MOST_PROBLEMS], facts)


def _kept(read: notation.SessionText) -> list[str]:
    """What was not understood and will be kept as a note, line by line."""
    sentence = _("Line %(line)s: “%(words)s” is not understood and stays as a note.")
    return [sentence % {"line": part.line, "words": part.text} for part in read.kept]


def _row(row: Any, sport: str, places: dict[Any, int]) -> ReadRow:
    label = group_text = ""
    if row.group is not None:
        key = (row.section, row.section_title, row.group.letter)
        places[key] = places.get(key, 0) + 1
        label = f"{row.group.letter}{places[key]}"
        if places[key] == 1:
            text = notation.describe_group(row.group)
            group_text = f"{text}:" if text else ""
    reads = ", ".join(chip.text for chip in notation.describe(row.prescription, sport))
    return ReadRow(label, row.name, group_text, reads)
