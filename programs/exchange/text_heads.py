"""The headings of a program as text, both ways: a week's, a day's, and which exercise a name means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import NamedTuple

from core.units import METRES, plain
from sessions_app.notation.sessions import RPE, SPORT_KEYS
from sessions_app.prescription import Adjustment
from sessions_app.prescription.tokens import quote

MOST_HEAD = 1_000  # characters of a heading that are looked at

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MATCH_DAY = 6
DAYS = {word[:length]: day for day, word in enumerate(WEEKDAYS, 1) for length in range(3, len(word) + 1)}
SHORT_DAYS = [word[:3].capitalize() for word in WEEKDAYS]

WEEK = re.compile(
    r"""week\s*(?P<first>\d{1,4})(?:\s*[-–]\s*(?P<last>\d{1,4}))?
    (?:\s*(?:·|:|\s[-–])\s*(?P<phase>"(?:[^"]|"")*"|.*?))??
    (?:\s*(?P<deload>\(deload\)))?
    (?:\s*=\s*week\s*(?P<base>\d{1,4})\b\s*(?P<change>.*?)(?P<each>\s*/\s*week)?)?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
DAY = re.compile(
    r"""(?:day\s*(?P<number>\d{1,4})|md\s*(?P<away>[-+−]\s*\d)?|(?P<word>[^\W\d_]+)\.?)(?![\w+−])
    (?:\s+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?
    (?:\s*(?:[·:|]|[-–](?=\s))|\s+|$)\s*(?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
# Pieces between free-standing points; a quoted text is one, whatever stands in it.
PIECE = re.compile(r'(?:(?<![^\s,·])"(?:[^"]|"")*"(?![^\s,·])|[^·])+')
GLUED = re.compile(r"\s(?=[-+]\s?[0-9]|volume\s)", re.IGNORECASE)
QUOTED = re.compile(r'"(?:[^"]|"")*"')
OWN = re.compile(r"(?:its\s+)?own(?:\s+([0-9]{1,4}))?", re.IGNORECASE)
POOL = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*(m|yd)\s+pool", re.IGNORECASE)
COURSE = re.compile(r"course\s+(.+)", re.IGNORECASE)

WEEK_EXPECTED = (
    "Write ## Week 2, ## Week 4 · Base (deload), ## Week 2 = Week 1 +2.5% or ## Week 2-4 = Week 1 +2.5%/week."
)
DAY_EXPECTED = "A day is Mon to Sun, Day 1 to Day 7 or MD-2: write ### Tue · Lower A, or ### Tue 17:30 · Lower A +5%."


class HeadError(ValueError):
    """What is wrong with a heading: the piece that is not understood, and what would have been."""

    def __init__(self, text: str, expected: str) -> None:
        super().__init__(expected)
        self.text, self.expected = text, expected


class WeekHead(NamedTuple):
    """`first` to `last`; the week that they take over and how far from it, once for all or once more each week."""

    first: int
    last: int
    phase: str = ""
    is_deload: bool = False
    base: int | None = None
    change: Adjustment | None = None
    each: bool = False


class DayHead(NamedTuple):
    """kind: how the day is called. None is not said. own: which one of sessions that say the same."""

    day: int
    kind: str = "weekday"
    time_of_day: time | None = None
    name: str = ""
    sport: str | None = None
    effort: Decimal | None = None
    course: str = ""
    pool_length: Decimal | None = None
    own: int = 0
    adjustment: Adjustment | None = None


# --- weeks ----------------------------------------------------------------------------------------------------------


def read_week(text: str) -> WeekHead:
    match = WEEK.fullmatch(text[:MOST_HEAD].strip())
    if not match:
        raise HeadError(text, WEEK_EXPECTED)
    first = int(match["first"])
    return WeekHead(
        first,
        int(match["last"] or first),
        _unquoted((match["phase"] or "").strip()),
        match["deload"] is not None,
        int(match["base"]) if match["base"] else None,
        _adjustment(match["change"] or ""),
        match["each"] is not None,
    )


def week_text(head: WeekHead) -> str:
    """`Week 4 · Base (deload) = Week 1 volume -40%`; the phase is quoted where it would misread."""
    text = ""
    for phase in (head.phase, quote(head.phase)):
        text = f"Week {head.first}" + (f"-{head.last}" if head.last != head.first else "")
        text += f" · {phase}" if head.phase else ""
        text += " (deload)" if head.is_deload else ""
        text += f" = Week {head.base}" if head.base is not None else ""
        text += f" {head.change}" if head.change else ""
        text += "/week" if head.each else ""
        if _reads(read_week, text, head):
            return text
    return text


# --- days -----------------------------------------------------------------------------------------------------------


def read_day(text: str) -> DayHead:
    text = text[:MOST_HEAD].strip()
    match = DAY.fullmatch(text)
    day, kind = _day(match) if match else (0, "")
    if not match or not 1 <= day <= 7:
        raise HeadError(text, DAY_EXPECTED)
    return DayHead(day, kind, _time(match["time"]), **_facts(match["rest"]))


def _day(match: re.Match) -> tuple[int, str]:
    if match["number"]:
        return int(match["number"]), "numbered"
    if match["word"]:
        return DAYS.get(match["word"].lower(), 0), "weekday"
    return MATCH_DAY + int((match["away"] or "0").replace("−", "-").replace(" ", "")), "match"


def _time(text: str | None) -> time | None:
    if text is None:
        return None
    try:
        return time.fromisoformat(f"0{text}" if text[1] == ":" else text)
    except ValueError:
        raise HeadError(text, "A time of day is written 17:30.") from None


def _facts(text: str) -> dict:
    """The name, then facts, then the adjustment; what is none of these belongs to the name."""
    pieces = [piece.strip() for piece in PIECE.findall(text)]
    facts: dict = {}
    if pieces:
        pieces[-1:] = _split_adjustment(pieces[-1], facts, is_name=len(pieces) == 1)
    while len(pieces) > 1 and _fact(pieces[-1], facts):
        pieces.pop()
    name = " · ".join(pieces)
    facts["name"] = _unquoted(name)
    return facts


def _split_adjustment(piece: str, facts: dict, is_name: bool) -> list[str]:
    """The piece without the adjustment that it ends with, or that it is."""
    start = QUOTED.match(piece).end() if QUOTED.match(piece) and is_name else 0  # type: ignore[union-attr]
    starts = [match.end() for match in GLUED.finditer(piece, max(start - 1, 0)) if match.end() >= start]
    if not is_name:  # `RPE 7 +5%` is a fact and a change; `Back squat +5%` as a whole is one
        starts.sort(key=lambda at: _said(piece[:at].strip()) is None)
        starts.insert(sum(_said(piece[:at].strip()) is not None for at in starts), 0)
    for at in starts:
        try:
            adjustment = Adjustment.parse(piece[at:])
        except ValueError:
            continue
        facts["adjustment"] = adjustment or None
        return [piece[:at].strip()] if at else []
    if not is_name and re.match(r"[-+]\s?[0-9]|volume\s", piece, re.IGNORECASE):
        _adjustment(piece)
    return [piece]


def _fact(piece: str, facts: dict) -> bool:
    """Whether the piece states a fact that was not said yet."""
    said = _said(piece)
    if said is None or said[0] in facts:
        return False
    facts[said[0]] = said[1]
    return True


def _said(piece: str) -> tuple[str, object] | None:
    low = piece.lower()
    if low in SPORT_KEYS:
        return "sport", SPORT_KEYS[low]
    if match := RPE.fullmatch(piece):
        effort = Decimal(match[1])
        return ("effort", effort) if 1 <= effort <= 10 else None
    if match := POOL.fullmatch(piece):
        metres = round(Decimal(match[1]) * METRES[match[2].lower()], 3)
        return ("pool_length", metres) if 1 <= metres <= 999 else None
    if match := OWN.fullmatch(piece):
        return "own", int(match[1] or 2)
    if match := COURSE.fullmatch(piece):
        return "course", _unquoted(match[1])
    return None


def day_text(head: DayHead) -> str:
    """`Tue 17:30 · Lower A · running · RPE 7 +5%`; what would misread is quoted: the reader itself is asked."""
    text = ""
    for name, course, short in ((head.name, head.course, True), (quote(head.name), quote(head.course), False)):
        pieces = [name]
        pieces += [(head.sport or "mixed").replace("_", " ")] if head.sport is not None else []
        pieces += [f"RPE {plain(head.effort)}"] if head.effort is not None else []
        pieces += [f"{plain(head.pool_length)}m pool"] if head.pool_length is not None else []
        pieces += [f"course {course}"] if head.course else []
        pieces += [f"own {head.own}"] if head.own else []
        text = f"{_day_text(head)} · {' · '.join(pieces)}{_change(head.adjustment, short)}"
        if _reads(read_day, text, head):
            return text
    return text


def _day_text(head: DayHead) -> str:
    away = f"{head.day - MATCH_DAY:+d}" if head.day != MATCH_DAY else ""
    names = {"numbered": f"Day {head.day}", "match": f"MD{away}"}
    text = names.get(head.kind) or SHORT_DAYS[head.day - 1]
    return f"{text} {head.time_of_day.isoformat('auto').removesuffix(':00')}" if head.time_of_day else text


def _change(adjustment: Adjustment | None, short: bool) -> str:
    """` +5%`; one that begins with a row's name stands behind a point."""
    if not adjustment:
        return ""
    general = str(Adjustment(adjustment.amounts))
    rows = [_row_change(Adjustment(rows=(row,)), short) for row in adjustment.rows]
    return f"{' ' if general else ' · '}{', '.join([*([general] if general else []), *rows])}"


def _row_change(adjustment: Adjustment, short: bool) -> str:
    text, name = str(adjustment), adjustment.rows[0][0]
    return text if short or not text.startswith(name) else f"{quote(name)}{text.removeprefix(name)}"


# --- exercises ------------------------------------------------------------------------------------------------------

Meaning = tuple[str | None, str]  # the exercise's own name, if it is another one, and its sport, if it is another one


def read_meaning(text: str) -> Meaning:
    """`Back squat · strength` behind the `=`."""
    name, point, sport = text.strip().rpartition("·")
    if point and sport.strip().lower() in SPORT_KEYS:
        return _unquoted(name.strip()) or None, SPORT_KEYS[sport.strip().lower()]
    return _unquoted(text.strip()) or None, ""


def meant(meaning: Meaning, sport: str) -> Meaning:
    """What an entry says of a row in a session of this sport: nothing of the sport, where the exercise has the same."""
    exercise, own = meaning
    return exercise, "" if own == sport else own


def meaning_text(name: str | None, sport: str) -> str:
    text = ""
    for written in (name or "", quote(name or "")):
        text = f"{written} · {sport.replace('_', ' ')}" if sport else written
        text = text.strip()
        if read_meaning(text) == (name, sport):
            return text
    return text


def read_entry(text: str) -> tuple[str, Meaning] | None:
    """`Squat = Back squat · strength`: a name as written and what it means."""
    quoted = QUOTED.match(text)
    name, sign, rest = text[quoted.end() :].partition("=") if quoted else text.partition(" = ")
    if not sign or quoted and name.strip():
        return None
    return (_unquoted(quoted.group()) if quoted else name.strip()), read_meaning(rest)


def entry_text(name: str, meaning: Meaning) -> str:
    text = ""
    for written in (name, quote(name)):
        text = f"{written} = {meaning_text(*meaning)}"
        if written[:1] not in ("#", ">") and read_entry(text) == (name, meaning):
            return text
    return text


# --- both -----------------------------------------------------------------------------------------------------------


def _adjustment(text: str) -> Adjustment | None:
    try:
        return Adjustment.parse(text.strip()) or None
    except ValueError as error:
        raise HeadError(text.strip(), str(error)) from None


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if len(text) > 1 and QUOTED.fullmatch(text) else text


def _reads(read: Callable[[str], NamedTuple], text: str, head: NamedTuple) -> bool:
    try:
        return read(text) == head
    except HeadError:
        return False
