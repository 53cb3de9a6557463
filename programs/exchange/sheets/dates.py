"""Dates as sheets have them: 2027-04-03, 3.4.2027, 3 April 2027, and 03/04/2027, of which the sheet says the order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .cells import Book
from .quantities import MONTH_NUMBER
from .words import day_of, fold, week_of

WEEKDAY = r"(?:[^\W\d]{2,10}\.?,?\s*)?"
ISO = re.compile(rf"{WEEKDAY}([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})")
DOTTED = re.compile(rf"{WEEKDAY}([0-9]{{1,2}})\.\s?([0-9]{{1,2}})\.\s?([0-9]{{4}}|[0-9]{{2}})(?![0-9.])")
SLASHED = re.compile(rf"{WEEKDAY}([0-9]{{1,2}})([/-])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}})(?![0-9/-])")
WORDED = re.compile(
    rf"{WEEKDAY}(?:([0-9]{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s+|-)(?:de\s+)?([a-z]{{3,10}})\.?|([a-z]{{3,10}})\.?\s+"
    r"([0-9]{1,2})(?:st|nd|rd|th)?),?(?:\s+|-)(?:de\s+)?([0-9]{4})"
)


class Order(NamedTuple):
    """day_first: how 03/04/2027 is read. guess: where no other reading was ruled out, the first such date's place."""

    day_first: bool = True
    guess: tuple[str, str] | None = None


def date_in(text: str, day_first: bool = True) -> date | None:
    plain = fold(text)
    try:
        if found := ISO.match(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DOTTED.match(plain):
            return date(_year(found[3]), int(found[2]), int(found[1]))
        if found := SLASHED.match(plain):
            day, month = (found[1], found[3]) if day_first else (found[3], found[1])
            return date(_year(found[4]), int(month), int(day))
        if (found := WORDED.match(plain)) and (month := MONTH_NUMBER.get(found[2] or found[3])):
            return date(int(found[5]), int(month), int(found[1] or found[4]))
    except ValueError:
        return None
    return None


def column_free(text: str) -> bool:
    """A place and not its heading: a number, a week, a day, a date."""
    is_date = date_in(text) is not None or date_in(text, day_first=False) is not None
    return text.isdecimal() or week_of(text) is not None or day_of(text) is not None or is_date


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def order_of(book: Book, is_imperial: bool) -> Order:
    """By what is possible, by the weekdays beside, and by what comes one after the other in the fewest days.

    Where nothing says it, the month comes first for those who count in miles and pounds.
    """
    found = list(_slashed(book))
    if not found:
        return Order()
    ratings = {day_first: _rating([one[1:] for one in found], day_first) for day_first in (True, False)}
    if ratings[True] == ratings[False]:
        day_first, is_sure = not is_imperial, False
    else:
        day_first = ratings[True] > ratings[False]
        is_sure = ratings[True][:2] != ratings[False][:2]
    return Order(day_first, None if is_sure else found[0][:2])


def _slashed(book: Book) -> Iterator[tuple[str, str, int | None]]:
    """Dates with strokes: the place, the text, and the weekday that stands in the same row."""
    for sheet in book.sheets:
        for row, cells in enumerate(sheet.rows):
            dates = [column for column, cell in enumerate(cells) if len(cell.text) < 30 and SLASHED.match(cell.text)]
            if not dates:
                continue
            labels = [label for cell in cells if cell.text and (label := day_of(cell.text)) and label.is_weekday]
            weekday = labels[0].days[0] if len(labels) == 1 and len(labels[0].days) == 1 else None
            for column in dates:
                yield sheet.place(row, column), cells[column].text, weekday


def _rating(found: list[tuple[str, int | None]], day_first: bool) -> tuple[int, int, int, timedelta]:
    """More is better: dates that exist, weekdays that agree, steps forward, few days from the first to the last."""
    dates = [(date_in(text, day_first), weekday) for text, weekday in found]
    days = [day for day, _weekday in dates if day]
    agree = sum(1 if day.isoweekday() == weekday else -1 for day, weekday in dates if day and weekday)
    forward = sum(1 for before, after in zip(days, days[1:], strict=False) if before <= after)
    return len(days), agree, forward, -(max(days) - min(days)) if days else timedelta()
