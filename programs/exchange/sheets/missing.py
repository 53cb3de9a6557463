"""What was taken for read, and is nowhere in what was made: a net under all the rules above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..values import LeftOut, ProgramValue
from .cells import Sheet
from .heads import Head, filled
from .phrasing import BODYWEIGHT, MOST
from .words import column_of, day_of, fold, is_nothing, is_rest_day, is_total, section_of, week_of

WORD = re.compile(r"[^\W\d_]{4,}")


def missing(
    value: ProgramValue, listed: Iterable[LeftOut], sheets: Iterable[tuple[Sheet, list[Head]]]
) -> Iterator[tuple[Sheet, int, int, str]]:
    """Cells of plain words of which not one is in the program or in what was listed: sheet, row, column, text."""
    told = _words(value) | {word for part in listed for word in WORD.findall(fold(f"{part.text} {part.reason}"))}
    for sheet, heads in sheets:
        over = {row: head for head in heads for row in range(head.first, head.last + 1)}
        for row in range(len(sheet.rows)):
            for column, cell in filled(sheet, row):
                if row in over and cell.text == over[row].titles.get(column) and over[row].knows(column):
                    continue
                words = WORD.findall(fold(cell.text))
                if words and told.isdisjoint(words) and not _is_structure(cell.text):
                    yield sheet, row, column, cell.text


def _words(value: ProgramValue) -> set[str]:
    texts = {value.name, value.description}
    texts |= {text for week in value.week_facts for text in (week.phase, week.notes)}
    for session in value.sessions:
        texts |= {session.name, session.note}
        for row in session.rows:
            p = row.prescription
            texts |= {row.name, row.section_title, p.notes}
            texts |= {str(p.intensity)} if p.intensity else set()
            texts |= {p.rest.words} if p.rest else set()
    return {word for text in texts for word in WORD.findall(fold(text))}


def _is_structure(text: str) -> bool:
    """Whether it says where something stands or how much, which the program has in a form of its own."""
    plain = fold(text)
    said = (week_of, day_of, column_of, section_of, is_nothing, is_rest_day, is_total)
    return bool(
        any(map(str.isdigit, text))
        or any(test(text) for test in said)
        or BODYWEIGHT.fullmatch(plain)
        or MOST.fullmatch(plain)
    )
