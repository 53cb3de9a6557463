"""A program on paper, as a tagged PDF: a page for each week and, if asked for, its sessions with boxes to write in.

typst sets it from the templates in `typst/`. What people typed goes in as data, never as markup, and the templates'
folder is all that they can read.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.templatetags.units import distance, hours
from core.units import plain
from programs.days import day_name
from programs.printing import Placed, Sheet, sheet_of, sheets_of
from programs.progression import PlacedLine, placed_lines
from sessions_app.prescription import Adjustment

from .as_done import Done, DoneWeek, program_facts, week_facts, week_name, weeks_as_done
from .turns import NoTurn, turn
from .values import BusyWriting, LeftOut, ProgramValue, UnreadableFile, Unwritable

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "typst"
TYPESETTER = Path(__file__).parent / "typesetter.py"
# Inter, and what has the letters that it has not; typst looks for them itself.
TYPEFACES = ("fontpkg_inter", "fontpkg_noto_sans_thai", "noto_cjk_sans_otc")
LONGEST_S = 40  # ten times what a year takes; with the wait for it less than the server gives an answer
LONGEST_WAIT_S = 10
AT_ONCE = 2
MOST_MEMORY = 2_000_000_000  # of addresses, of which the threads of typst reserve more than they use
# What typst lays out in one process: so many letters of a part's data, for some 45 MB. A sheet's count twice, as its
# rows have a cell for each fact.
LETTERS_OF_A_PART = 180_000
Lines = Callable[[Done], list[PlacedLine]]


def write(
    value: ProgramValue,
    units: str = "metric",
    with_sessions: bool = False,
    coach: str = "",
    weeks: range | None = None,
) -> bytes:
    """`weeks`: only those, under the numbers that they have in the program."""
    return _compiled(_data(value, units, with_sessions, coach, weeks))


def read(_data: bytes) -> tuple[ProgramValue, list[LeftOut]]:
    raise UnreadableFile("A PDF is for paper and holds no program: import the workbook, the text or the JSON.")


def _compiled(data: dict[str, Any], **options: Any) -> bytes:
    """In a process of its own (`typesetter.py`). Unwritable where that needs more than one may have.

    RuntimeError with typst's words for a template that is wrong.
    """
    asked = {
        "path": sys.path,
        "folder": str(TEMPLATES),
        "fonts": _typefaces(),
        "parts": [json.dumps(part, ensure_ascii=False) for part in _parts(data)],
        "options": options,
        "most_memory": MOST_MEMORY,
        "longest_s": LONGEST_S,
    }
    try:
        with turn(settings.VAR_DIR / "tmp", "typesetter", AT_ONCE, LONGEST_WAIT_S) as handle:
            done = _typeset(json.dumps(asked).encode(), handle)
    except NoTurn:
        raise BusyWriting(_("Others are writing PDFs just now. Try again in a moment.")) from None
    except subprocess.TimeoutExpired:
        raise _too_large(f"it took longer than {LONGEST_S} s") from None
    said = done.stderr.decode(errors="replace")[-2_000:]
    if done.returncode < 0 or "MemoryError" in said:  # Rust ends by a signal where it gets no memory
        raise _too_large(said)
    if done.returncode:
        raise RuntimeError(f"typst failed: {said}")
    return done.stdout


def _typeset(asked: bytes, handle: int) -> subprocess.CompletedProcess[bytes]:
    """It keeps the turn as long as it runs, even if this process is ended meanwhile; each of its processes ends by
    itself at its time."""
    return subprocess.run(  # noqa: S603  # our own, and nothing that anybody typed is among its arguments
        [sys.executable, "-I", str(TYPESETTER)],
        input=asked,
        capture_output=True,
        timeout=LONGEST_S,
        check=False,
        pass_fds=[handle],
    )


def _too_large(why: str) -> Unwritable:
    logger.warning("A PDF was given up: %s", why)
    return Unwritable(_("This program is too large for one PDF: print fewer weeks."))


def _parts(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The data with some of its weeks and sheets each, in their order and about as long."""
    pages = [
        (kind, page, len(json.dumps(page, ensure_ascii=False)) * weight)
        for kind, weight in (("weeks", 1), ("sheets", 2))
        for page in data[kind]
    ]
    letters = sum(length for _kind, _page, length in pages)
    count = max(1, -(-letters // LETTERS_OF_A_PART))
    parts = [data | {"weeks": [], "sheets": [], "first": not n, "whole": count == 1} for n in range(count)]
    before = 0
    for kind, page, length in pages:
        parts[before * count // letters][kind].append(page)
        before += length
    return [part for part in parts if part["first"] or part["weeks"] or part["sheets"]]


@lru_cache(maxsize=1)
def _typefaces() -> list[str]:
    """The folders of those that come as wheels."""
    found = []
    for package in TYPEFACES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"The package {package.replace('_', '-')} is missing: run make install.")
        found.append(str(Path(spec.origin).parent))
    return found


def _data(
    value: ProgramValue, units: str, with_sessions: bool, coach: str, chosen: range | None = None
) -> dict[str, Any]:
    if chosen is not None:
        value = replace(value, placings=tuple(placing for placing in value.placings if placing.week in chosen))
    weeks = [week for week in weeks_as_done(value) if chosen is None or week.number in chosen]
    used = sorted({placing.day for placing in value.placings}) or [1]
    read = _reading()
    sessions = (done for week in weeks for done in week.sessions)
    made = ((one.placing, partial(_sheet_of, one, read, units)) for one in sessions)
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": value.name,
        "coach": coach,
        "facts": program_facts(value, weeks),
        "description": value.description,
        "days": [day_name(value.day_names, day) for day in used],
        "weeks": [_week(week, used, units, read) for week in weeks],
        "sheets": [_sheet(one) for one in sheets_of(made, value.day_names)] if with_sessions else [],
        "words": {
            "exercise": _("Exercise"),
            "do": _("Do"),
            "name": _("Name"),
            "date": _("Date"),
            "notes": _("Notes"),
            "hard": _("How hard, 1 to 10"),
        },
    }


def _reading() -> Lines:
    """What gives the lines of a session as placed, and reads those that are the same once."""
    known: dict[tuple[int, Adjustment | None], list[PlacedLine]] = {}

    def read(done: Done) -> list[PlacedLine]:
        same = id(done.placing.session), done.placing.adjustment
        if same not in known:
            known[same] = placed_lines(done.rows, in_words=True)
        return known[same]

    return read


def _sheet_of(done: Done, read: Lines, units: str) -> Sheet:
    return sheet_of(done.placing, done.rows, read(done), done.totals, units)


def _week(week: DoneWeek, days: list[int], units: str, read: Lines) -> Any:
    return {
        "name": week_name(week),
        "facts": week_facts(week, distance(week.distance_m, units) if week.distance_m else ""),
        "notes": week.facts.notes,
        "days": [[_card(done, read) for done in week.sessions if done.placing.day == day] for day in days],
    }


def _card(done: Done, read: Lines) -> dict[str, Any]:
    placing, session = done.placing, done.placing.session
    facts = [
        f"{placing.time_of_day:%H:%M}" if placing.time_of_day else "",
        hours(done.totals.seconds) if done.totals.seconds else "",
        f"RPE {plain(session.effort)}" if session.effort is not None else "",
    ]
    lines = [[line.label, line.name, line.line] for line in read(done)]
    notes = "\n".join(filter(None, (session.note, placing.notes)))
    return {"name": session.name, "facts": " · ".join(filter(None, facts)), "lines": lines, "notes": notes}


def _sheet(one: Placed) -> dict[str, Any]:
    sheet = one.sheet
    facts = [
        one.where,
        _("about %(time)s") % {"time": hours(sheet.seconds)} if sheet.seconds else "",
        f"RPE {plain(sheet.effort)}" if sheet.effort is not None else "",
        sheet.course,
    ]
    return {
        "name": sheet.name,
        "change": sheet.change,
        "facts": " · ".join(filter(None, facts)),
        "done": sheet.done,
        "places": list(one.places),
        "parts": [
            {"label": head.label, "rows": [[row.label, row.name, row.do, len(row.boxes)] for row in head.rows]}
            for head in sheet.heads
        ],
        "notes": "\n".join(filter(None, (sheet.note, sheet.placing_note))),
    }
