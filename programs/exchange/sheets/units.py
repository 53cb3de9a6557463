"""Which units a book is written in, by what most of its cells say: what a bare number is of."""

from __future__ import annotations

import re
from collections import Counter

from .cells import Book
from .words import column_of

SAID = re.compile(r"[0-9]\s*(kg|lb|km|mi|k)(?:s|les?)?\b")
LOADS, LENGTHS = ("kg", "lb"), ("km", "mi")
MOST = 30  # characters of a heading that is asked for its unit


def units_of(book: Book) -> frozenset[str]:
    """kg or lb, and km or mi; neither of a kind of which nothing is said."""
    votes: Counter[str] = Counter()
    for sheet in book.sheets:
        for row in sheet.rows:
            for cell in row:
                if not cell.text:
                    continue
                found = SAID.search(cell.text.casefold())
                if found:
                    votes["km" if found[1] == "k" else found[1]] += 1
                elif len(cell.text) < MOST and (column := column_of(cell.text)):
                    votes[column.unit] += 1
    most = (max(kind, key=lambda unit: votes[unit]) for kind in (LOADS, LENGTHS))
    return frozenset(unit for unit in most if votes[unit])
