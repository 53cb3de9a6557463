"""A program as JSON: docs/formats.md has every key. Reading is strict; writing states everything that we hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from itertools import groupby
from typing import Any

from sessions_app.prescription import GROUP_KINDS, SECTIONS, Adjustment, Cadence, Group, Prescription, Rest, Row
from sessions_app.prescription.values import MOST_METRES, MOST_SECONDS, MOST_SETS, problems

from . import credit
from .json_reading import JsonError, Place, parse
from .json_words import DAY_KINDS, FORMAT, GROUP_NUMBERS, LETTERS, LEVELS, SPORT_WORDS, VERSION
from .json_writing import write
from .texts import (
    clean_notes,
    inferred_sections,
    length_text,
    read_intensity,
    read_length,
    read_reps,
    read_rest,
    whole_metres,
)
from .values import (
    ADJUSTMENT_LENGTH,
    DESCRIPTION_LENGTH,
    MOST_PLACINGS,
    MOST_ROWS,
    MOST_WEEKS,
    NAME_LENGTH,
    NOTES_LENGTH,
    PHASE_LENGTH,
    TITLE_LENGTH,
    LeftOut,
    PlacingValue,
    ProgramValue,
    SessionValue,
    WeekValue,
)

__all__ = ["read", "write"]

ONE = Decimal(1)


def read(data: bytes | str) -> tuple[ProgramValue, list[LeftOut]]:
    """The whole file or JsonError, never a part; so nothing is ever left out."""
    top = Place(parse(data), "")
    top.choice("format", {FORMAT: FORMAT})
    version = top.whole("version", 1, 999)
    if version not in (None, VERSION):
        raise top.error("version", f"this is version {version} of the form; {VERSION} is read here.")
    program = top.child("program")
    facts = _program(program)
    weeks = _weeks(top, facts["weeks"])
    placings = _placings(top, facts["sport"], facts["weeks"])
    top.done()
    return ProgramValue(**facts, week_facts=weeks, placings=placings), []


def _program(place: Place) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": place.text("name", NAME_LENGTH, required=True),
        "sport": place.choice("sport", SPORT_WORDS),
        "weeks": place.whole("weeks", 1, MOST_WEEKS, required=True),
        "day_names": place.choice("day_kind", DAY_KINDS, "weekday"),
        "difficulty": place.choice("difficulty", LEVELS),
        "is_template": place.flag("template"),
    }
    notes = place.text("notes", DESCRIPTION_LENGTH, lines=True)
    source, licence = place.text("source", 500), place.text("source_licence", 500)
    facts["description"] = credit.join(notes, source, licence)
    if len(facts["description"]) > DESCRIPTION_LENGTH:
        raise place.error("notes", f"with the source they have more than {DESCRIPTION_LENGTH} characters.")
    place.done()
    return facts


def _weeks(top: Place, weeks: int) -> tuple[WeekValue, ...]:
    found: dict[int, WeekValue] = {}
    for place in top.children("week_facts", MOST_WEEKS):
        number = place.whole("week", 1, weeks, required=True) or 0
        if number in found:
            raise place.error("week", f"week {number} stands here twice.")
        notes = place.text("notes", NOTES_LENGTH, lines=True)
        found[number] = WeekValue(number, place.text("phase", PHASE_LENGTH), place.flag("deload"), notes)
        place.done()
    return tuple(found[number] for number in sorted(found) if found[number] != WeekValue(number))


def _placings(top: Place, sport: str, weeks: int) -> tuple[PlacingValue, ...]:
    placings: dict[tuple[int, int, int], tuple[str, PlacingValue]] = {}
    known: dict[SessionValue, SessionValue] = {}
    keyed: dict[str, tuple[str, SessionValue]] = {}
    rows = 0
    for place in top.children("sessions", MOST_PLACINGS, required=True):
        placing = _placing(place, sport, weeks, known)
        where, session = keyed.setdefault(placing.session.key, (place.path, placing.session))
        if session.key and session != placing.session:
            raise place.error("session", f"“{session.key}” says something else at {where}.")
        if placing.place in placings:
            other = placings[placing.place][0]
            raise place.error("order", f"{other} has the same week, day and order.")
        placings[placing.place] = place.path, placing
        rows += len(placing.session.rows)
        if rows > MOST_ROWS:
            raise place.error("exercises", f"the file has more than {MOST_ROWS} exercises.")
    in_order = [placings[key] for key in sorted(placings)]
    _check_dense(in_order)
    return tuple(placing for _, placing in in_order)


def _check_dense(placings: Iterable[tuple[str, PlacingValue]]) -> None:
    for _, day in groupby(placings, key=lambda pair: pair[1].place[:2]):
        for expected, (path, placing) in enumerate(day, start=1):
            if placing.order != expected:
                raise JsonError(f"{path}.order", f"{placing.order}, but a day's sessions count 1, 2, 3.")


def _placing(place: Place, sport: str, weeks: int, known: dict[SessionValue, SessionValue]) -> PlacingValue:
    week = place.whole("week", 1, weeks, required=True) or 0
    day = place.whole("day", 1, 7, required=True) or 0
    order = place.whole("order", 1, MOST_PLACINGS, required=True) or 0
    session = _session(place, sport)
    value = PlacingValue(
        week,
        day,
        order,
        known.setdefault(session, session),
        place.parsed("adjustment", _read_adjustment) or None,
        place.parsed("time_of_day", _read_time_of_day),
        place.text("notes", NOTES_LENGTH, lines=True),
    )
    place.done()
    return value


def _read_adjustment(text: str) -> Adjustment:
    adjustment = Adjustment.parse(text)
    if len(str(adjustment)) > ADJUSTMENT_LENGTH:
        raise ValueError(f"an adjustment has at most {ADJUSTMENT_LENGTH} characters.")
    return adjustment


def _read_time_of_day(text: str) -> time:
    try:
        value = time.fromisoformat(text)
    except ValueError:
        raise ValueError("a time of day is written 17:30.") from None
    if value.tzinfo is not None:
        raise ValueError("a time of day has no time zone.")
    return value


def _session(place: Place, sport: str) -> SessionValue:
    sport = place.choice("sport", SPORT_WORDS, sport)
    groups = _groups(place)
    exercises = place.children("exercises", 500, required=True)
    states_sections = any(exercise.has("section") for exercise in exercises)
    rows = [_row(exercise, groups, sport) for exercise in exercises]
    if not states_sections:
        inferred = inferred_sections([(row.name, row.prescription.notes) for row in rows])
        rows = [_in_section(row, section) for row, section in zip(rows, inferred, strict=True)]
    used = {row.group.letter for row in rows if row.group}
    for letter in groups:
        if letter not in used:
            raise place.error("groups", f"no exercise is in group {letter}.")
    return SessionValue(
        name=place.text("name", NAME_LENGTH, required=True),
        sport=sport,
        effort=place.number("effort", ONE, Decimal(10), 1),
        note=place.text("session_notes", DESCRIPTION_LENGTH, lines=True),
        rows=tuple(rows),
        course=place.text("course", TITLE_LENGTH),
        pool_length=place.number("pool_length", ONE, Decimal(999), 3),
        key=place.text("session", 60),
    )


def _in_section(row: Row, section: str) -> Row:
    return Row(row.name, row.exercise, row.sport, section, row.section_title, row.group, row.prescription)


def _groups(place: Place) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for child in place.children("groups", len(LETTERS)):
        letter = child.choice("letter", LETTERS)
        if not letter or letter in groups:
            raise child.error("letter", "a group has a letter of its own.")
        least = {"rest_s": 0, "set_rest_s": 0}
        numbers = {key: child.whole(key, least.get(key, 1), most) for key, most in GROUP_NUMBERS.items()}
        groups[letter] = Group(letter, child.choice("kind", {kind: kind for kind in GROUP_KINDS}, "rounds"), **numbers)
        child.done()
    return groups


def _row(place: Place, groups: dict[str, Group], session_sport: str) -> Row:
    sport = place.choice("sport", SPORT_WORDS)
    row = Row(
        name=place.text("name", NAME_LENGTH, required=True),
        exercise=place.text("exercise", NAME_LENGTH) or None,
        sport=sport,
        section=place.choice("section", {section: section for section in SECTIONS}, "main"),
        section_title=place.text("section_title", TITLE_LENGTH),
        group=groups.get(place.choice("group", {letter: letter for letter in groups})),
        prescription=_prescription(place, sport or session_sport),
    )
    place.done()
    return row


def _prescription(place: Place, sport: str) -> Prescription:
    distance, unit = _distance(place)
    prescription = Prescription(
        sets=place.whole("sets", 1, MOST_SETS),
        sets_max=place.whole("sets_max", 1, MOST_SETS),
        reps=place.parsed("reps", read_reps),
        duration=place.whole("duration_s", 1, MOST_SECONDS),
        duration_max=place.whole("duration_max_s", 1, MOST_SECONDS),
        distance=distance,
        distance_max=(place.parsed("distance_max", read_length) or (None,))[0],
        distance_unit=unit,
        intensity=place.parsed("intensity", lambda text: read_intensity(text, sport)),
        rest=_rest(place),
        every=place.whole("every_s", 1, MOST_SECONDS),
        tempo=place.text("tempo", 20),
        cadence=place.parsed("cadence", Cadence.parse),
        per_side=place.flag("per_side"),
        amrap=place.flag("amrap"),
        is_warm_up=place.flag("warm_up"),
        notes=clean_notes(place.text("notes", NOTES_LENGTH, lines=True)),
    )
    for sentence in problems(prescription):
        raise JsonError(place.path, sentence)
    return prescription


def _distance(place: Place) -> tuple[Decimal | None, str]:
    exact = place.parsed("distance", read_length)
    metres = place.number("distance_m", Decimal(0) if exact else Decimal("0.001"), MOST_METRES, 4)
    if exact is None:
        return metres, "m" if metres is not None else ""
    if metres is not None and whole_metres(metres) != whole_metres(exact[0]):
        raise place.error("distance", f"{length_text(*exact)} is not {metres} m.")
    return exact


def _rest(place: Place) -> Rest | None:
    seconds = place.whole("rest_s", 0, MOST_SECONDS)
    full = place.parsed("rest", read_rest)
    if full is None:
        return None if seconds is None else Rest(seconds=seconds)
    if seconds is not None and full.seconds != seconds:
        raise place.error("rest", f"{full} is not {seconds} s.")
    return full
