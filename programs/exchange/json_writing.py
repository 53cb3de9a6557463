"""Writing a program as JSON: the keys of the form always, our own only where they say something."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sessions_app.prescription import Group, Rest, Row

from . import credit
from .json_words import DAY_KINDS, FORMAT, GROUP_NUMBERS, MIXED, SHORT, VERSION
from .texts import intensity_text, length_text, states_no_sections, whole_metres
from .values import PlacingValue, ProgramValue, WeekValue


def write(value: ProgramValue) -> str:
    return json.dumps(keys_of(value), ensure_ascii=False, indent=1) + "\n"


def keys_of(value: ProgramValue) -> dict[str, Any]:
    """The keys of the form always, our own only where they say something."""
    notes, source, licence = credit.split(value.description)
    program = {
        "name": value.name,
        "sport": _sport_word(value.sport),
        "weeks": value.weeks,
        "source": source or None,
        "source_licence": licence or None,
        "day_kind": next(word for word, names in DAY_KINDS.items() if names == value.day_names),
        "notes": notes or None,
        **_said(difficulty=value.difficulty, template=value.is_template),
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": program,
        **_said(week_facts=[_week_keys(week) for week in value.week_facts]),
        "sessions": [_placing_keys(placing, value.sport) for placing in value.placings],
    }


def _week_keys(week: WeekValue) -> dict[str, Any]:
    return {"week": week.number, **_said(phase=week.phase, deload=week.is_deload, notes=week.notes)}


def _said(**keys: Any) -> dict[str, Any]:
    """Without the keys that say nothing; 0 says something."""
    nothing: tuple[Any, ...] = (None, "", [])
    return {key: value for key, value in keys.items() if value is not False and value not in nothing}


def _sport_word(sport: str) -> str:
    return SHORT.get(sport, sport) or MIXED


def _number(value: Decimal | None) -> int | float | None:
    return value if value is None else int(value) if value == int(value) else float(value)


def _placing_keys(placing: PlacingValue, sport: str) -> dict[str, Any]:
    session = placing.session
    groups = {row.group.letter: row.group for row in session.rows if row.group}
    sections = not states_no_sections(session.rows)
    return {
        "week": placing.week,
        "day": placing.day,
        "order": placing.order,
        "name": session.name,
        **_said(
            session=session.key,
            sport=_sport_word(session.sport) if session.sport != sport else None,
            effort=_number(session.effort),
            course=session.course,
            pool_length=_number(session.pool_length),
            session_notes=session.note,
            adjustment=str(placing.adjustment or ""),
            time_of_day=placing.time_of_day.isoformat("auto").removesuffix(":00") if placing.time_of_day else None,
            notes=placing.notes,
            groups=[_group_keys(groups[letter]) for letter in sorted(groups)],
        ),
        "exercises": [_row_keys(row, sections) for row in session.rows],
    }


def _group_keys(group: Group) -> dict[str, Any]:
    numbers = {key: getattr(group, key) for key in GROUP_NUMBERS}
    return {"letter": group.letter, "kind": group.kind, **_said(**numbers)}


def _row_keys(row: Row, sections: bool) -> dict[str, Any]:
    p = row.prescription
    metres = p.distance
    plain_length = metres is None or (p.distance_unit == "m" and metres == whole_metres(metres))
    plain_rest = p.rest is None or p.rest == Rest(seconds=p.rest.seconds or 0)
    return {
        "name": row.name,
        "sets": p.sets,
        "reps": str(p.reps) if p.reps else None,
        "duration_s": p.duration,
        "distance_m": None if metres is None else whole_metres(metres),
        "intensity": intensity_text(p.intensity) if p.intensity else None,
        "rest_s": p.rest.seconds if p.rest else None,
        "notes": p.notes or None,
        **_said(
            exercise=row.exercise,
            sport=_sport_word(row.sport) if row.sport else None,
            section=row.section if sections else None,
            section_title=row.section_title,
            group=row.group.letter if row.group else None,
            sets_max=p.sets_max,
            duration_max_s=p.duration_max,
            distance=None if plain_length or metres is None else length_text(metres, p.distance_unit),
            distance_max=None if p.distance_max is None else length_text(p.distance_max, p.distance_unit),
            rest=None if plain_rest else str(p.rest),
            every_s=p.every,
            tempo=p.tempo,
            cadence=str(p.cadence or ""),
            per_side=p.per_side,
            amrap=p.amrap,
            warm_up=p.is_warm_up,
        ),
    }
