"""What the words of sheets mean: headings of columns, weeks, days, rests, totals, notes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .vocabulary import (
    COUNTED_DAYS,
    DAY_BEHIND,
    DAY_NUMBER,
    DAYS_AT,
    DELOAD,
    FURTHER_DAYS,
    FURTHER_NUMBERS,
    LETTER_WEEKS,
    LETTERED_DAY,
    NOTE,
    NOTHING,
    NUMBER_WORDS,
    NUMBERED_SET,
    OTHER_WORDS,
    REST_DAY,
    ROLE_OF,
    SECTIONS,
    SETS_BY_REPS,
    TO,
    TOTAL,
    UNIT_OF,
    UNNUMBERED,
    WEEK_AT,
    WEEK_BEHIND,
    WEEK_DAY_TIGHT,
    WEEK_TIGHT,
    WHY_NOT,
)

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # PlannedDuration
OF_A_SET = ("reps", "load", "percent", "rpe", "rir", "tempo", "rest")  # Set 1 kg, Set 1 reps
DONE = re.compile(r"(?:actual|done|completed|achieved|ist|real|realise|logged)\s+")
PLANNED = re.compile(r"^(?:target|planned|plan|prescribed|soll|prevu|geplante?|goal|objetivo de)\s+(?=\S)")


class Column(NamedTuple):
    """role "" is a column that is not read, unit then says why."""

    role: str
    unit: str = ""


class DayLabel(NamedTuple):
    """days: of the week, or counted; none where only a new session begins. rest: what else the text says."""

    days: tuple[int, ...]
    is_weekday: bool
    rest: str = ""
    names: tuple[str, ...] = ()


class WeekLabel(NamedTuple):
    """weeks: empty for a week that has a word instead of a number. rest: what else the text says."""

    weeks: tuple[int, ...]
    is_deload: bool = False
    rest: str = ""
    is_calendar: bool = False


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, dashes and quotes in one way, single spaces. As long as the text, but for spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for odd, usual in (("–", "-"), ("—", "-"), ("−", "-"), ("‑", "-"), ("’", "'"), ("′", "'"), ("×", "x"), ("_", " ")):
        plain = plain.replace(odd, usual)
    return " ".join(plain.split())


def is_nothing(text: str) -> bool:
    return text.strip() in NOTHING


def is_rest_day(text: str) -> bool:
    return REST_DAY.fullmatch(fold(text).strip(" .!*-()")) is not None


def is_total(text: str) -> bool:
    return TOTAL.match(fold(text)) is not None


def is_note(text: str) -> bool:
    return text.lstrip().startswith(("*", "†", "※", "→", "http")) or NOTE.match(fold(text)) is not None


def section_of(text: str) -> str:
    """The section that a heading names, "" for any other text."""
    plain = fold(text).replace("-", " ").strip(" .:*#()")
    return next((section for section, words in SECTIONS.items() if words.fullmatch(plain)), "")


@lru_cache(maxsize=2048)
def column_of(text: str) -> Column | None:
    """What a heading says its column holds; None where it is no heading that is known."""
    plain = fold(CAMEL.sub(" ", text)).strip(" .:*?")
    if not plain or len(plain) > 60:
        return None
    done = DONE.match(plain)
    if done and _column(plain[done.end() :]):
        return Column("", "what was done is no part of a plan")
    plain = PLANNED.sub("", plain)
    found = _column(plain)
    if found:
        return found
    inside = re.fullmatch(r"(.*?)\s*[(\[]\s*(.*?)\s*[)\]]\s*", plain)
    base, unit = (inside[1], inside[2]) if inside else _unit_behind(plain)
    found = _column(base.strip(" .:*"))
    if not found or not found.role:
        return found
    if found.role in ("load", "intensity", "scheme") and unit:
        inner = _column(unit)
        measures = ("distance", "duration") if found.role == "scheme" else ()  # Volume (km)
        if inner and inner.role in ("rpe", "rir", "percent", "zone", "pace", "power", "hr", *measures):
            return inner
    return Column(found.role, UNIT_OF.get(unit, found.unit))


def _column(plain: str) -> Column | None:
    if plain in WHY_NOT:
        return Column("", WHY_NOT[plain])
    if SETS_BY_REPS.fullmatch(plain):
        return Column("scheme")
    numbered = NUMBERED_SET.fullmatch(plain)
    if numbered:
        inner = _column(numbered[2]) if numbered[2] else None
        if numbered[2] and (not inner or inner.role not in OF_A_SET):
            return None
        return Column(f"set{numbered[1]}", f"{inner.role} {inner.unit}".strip() if inner else "")
    dashed = plain.replace("-", " ").replace("/", " ").replace(".", " ").replace("'", " ")
    role = ROLE_OF.get(plain) or ROLE_OF.get(" ".join(dashed.split()))
    if role is None:
        return None
    unit = UNIT_OF.get(plain, "")
    if role == "percent":
        unit = next((of for of in ("FTP", "TM", "CSS", "HRmax") if of.casefold() in plain), "")
        unit = "HRmax" if re.search(r"fc ?max|hf ?max", plain) else unit
    return Column(role, unit)


def _unit_behind(plain: str) -> tuple[str, str]:
    """`gewicht kg`, `pause in s`, `rest, sec`."""
    match = re.fullmatch(r"(.+?)(?:\s+in|\s+en|,|\s*/|:)?\s+(\S+)", plain) or re.fullmatch(r"(.+?)(/)(\S+)", plain)
    return (match[1], match[match.re.groups]) if match and match[match.re.groups] in UNIT_OF else ("", "")


@lru_cache(maxsize=4096)
def day_of(text: str) -> DayLabel | None:
    """Monday, MON\\nUpper, Lundi – Haut du corps, Mon/Wed/Fri, Day 2, Workouts 1-3; the text has to begin with it."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if not lines or len(lines[0]) > 100:
        return None
    plain = fold(lines[0])
    below = " ".join(lines[1:])
    found = DAYS_AT.match(plain)
    if found and _is_day(plain, found):
        rest = below or _behind(lines[0], found.group())
        return DayLabel(_days_of(found), True, rest)
    found = COUNTED_DAYS.match(plain)
    if found and (found[1] or found.end() == len(plain)):
        numbers = _listed(int(found[3]), found[4])
        rest = below or _behind(lines[0], found.group())
        word = re.match(r"[^\W\d_]+", lines[0])
        named = tuple(f"{_singular(word[0])} {number}" for number in numbers) if word and len(numbers) > 1 else ()
        return DayLabel(numbers, False, rest, named) if numbers else None
    found = LETTERED_DAY.match(plain)
    if found:
        return DayLabel((), False, below or _behind(lines[0], found.group()))
    return None


def _is_day(plain: str, found: re.Match[str]) -> bool:
    """A short word is a day only where a mark, a clock word or nothing follows: `Do 3 sets` is no Thursday."""
    word, behind = found[1], plain[found.end() :]
    return (
        len(word) > 3
        or not behind
        or DAY_BEHIND.match(behind) is not None
        or len(word) == 3
        and word not in OTHER_WORDS
    )


def _days_of(found: re.Match[str]) -> tuple[int, ...]:
    first = _day_number(found[1])
    days = [first]
    for mark, name in FURTHER_DAYS.findall(found[2]):
        day = _day_number(name)
        if mark in TO and day > days[-1]:
            days += range(days[-1] + 1, day + 1)
        else:
            days.append(day)
    return tuple(dict.fromkeys(days))


def _day_number(name: str) -> int:
    return DAY_NUMBER.get(name) or DAY_NUMBER[name.removesuffix("s")]


def _listed(first: int, more: str) -> tuple[int, ...]:
    numbers = [first]
    for mark, digits in FURTHER_NUMBERS.findall(more):
        number = int(digits)
        if mark in TO:
            numbers += range(numbers[-1] + 1, number + 1)
        else:
            numbers.append(number)
    return tuple(number for number in dict.fromkeys(numbers) if 1 <= number <= 366)


def _singular(word: str) -> str:
    return word[:-1] if word.casefold().endswith("s") and not word.casefold().endswith("ss") else word


def _behind(line: str, taken: str) -> str:
    """The text behind what was read, without the marks between."""
    collapsed = " ".join(line.split())
    return collapsed[len(taken) :].strip(" -–—:|.,()/") if len(fold(line)) == len(collapsed) else ""


@lru_cache(maxsize=4096)
def week_of(text: str, *, anywhere: bool = False) -> WeekLabel | None:
    """Week 3, Woche 3 – Aufbau, 3. Woche, W3, Weeks 1-4, Deload. anywhere: a title may name its week at the end."""
    plain = fold(text.replace("\n", " "))
    if not plain or len(plain) > 120:
        return None
    is_deload = DELOAD.search(plain) is not None
    both = WEEK_DAY_TIGHT.match(plain)
    if both:
        return WeekLabel((int(both[1]),), is_deload, f"Day {both[2]} {_behind(text, both.group())}".strip())
    tight = WEEK_TIGHT.fullmatch(plain.strip(" .:()"))
    if tight:
        return _week(int(tight[1]), tight[2], "-", is_deload, "", plain.startswith("kw"))
    for pattern in (WEEK_AT, WEEK_BEHIND):
        found = pattern.search(plain) if anywhere else pattern.match(plain)
        if found:
            second = found[3] if pattern is WEEK_AT else None
            mark = found[2] if pattern is WEEK_AT else ""
            return _week(_count(found[1]), second, mark, is_deload, _around(text, found), "kw" in found.group())
    if UNNUMBERED.fullmatch(plain.strip(" .:()-")):
        return WeekLabel((), is_deload, text.strip())
    return None


def _count(word: str) -> int:
    return NUMBER_WORDS.get(word) or int(word)


def _week(first: int, second: str | None, mark: str, is_deload: bool, rest: str, is_calendar: bool) -> WeekLabel | None:
    last = _count(second) if second else first
    if not 0 <= first <= 53 or last > 53:
        return None
    if mark in ("/",):  # Week 1/12: of twelve
        last = first
    weeks = (
        (first, last) if mark in ("&", "and", "und", "et", "y", "+", ",") and last != first else range(first, last + 1)
    )
    return WeekLabel(tuple(weeks) or (first,), is_deload, rest, is_calendar)


def _around(text: str, found: re.Match[str]) -> str:
    """What stands before and behind the week's own words."""
    collapsed = " ".join(text.split())
    if len(collapsed) != len(fold(text.replace("\n", " "))):
        return ""
    pieces = (collapsed[: found.start()], collapsed[found.end() :])
    return " ".join(piece.strip(" -–—:|.,()/") for piece in pieces).strip()


def is_letter_week(cells: list[str]) -> bool:
    """M T W T F S S, and the like in other languages."""
    return "".join(fold(cell) for cell in cells) in LETTER_WEEKS and all(len(cell.strip()) == 1 for cell in cells)
