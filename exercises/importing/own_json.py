"""Exercises as JSON, for scripts: the same fields as in the table, lists as lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from exercises.catalogue import LANGUAGES
from exercises.facts import CHOICES, FACTS, LISTS
from exercises.importing import reading
from exercises.importing.values import BrokenFile, Candidate, File, check
from exercises.models import Exercise

KEY, VERSION = "trainhub_exercises", 1
_ALL = ("id", *FACTS, "alias_languages")


def write(exercises: Iterable[Exercise]) -> bytes:
    listed = [{name: getattr(exercise, name) for name in _ALL} for exercise in exercises]
    return json.dumps({KEY: VERSION, "exercises": listed}, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> File:
    found = reading.parsed(content)
    if not isinstance(found, dict) or found.get(KEY) != VERSION:
        reason = _("This is not a file of exercises: “%(key)s”: %(version)d is missing.")
        raise BrokenFile(reason % {"key": KEY, "version": VERSION})
    return File([_candidate(entry, place) for place, entry in reading.entries(found.get("exercises"))])


def _candidate(entry: dict[str, Any], place: str) -> Candidate:
    unknown = sorted(set(entry) - set(_ALL))
    if unknown:
        raise BrokenFile(_("This field is not known."), place, unknown[0])
    values: dict[str, Any] = {}
    for name in FACTS:
        if name in entry or name in ("name", "sport"):
            values[name] = _value(entry, name, place)
    if "aliases" in values:
        languages = reading.typed(entry.get("alias_languages", {}), dict, place, "alias_languages")
        values["alias_languages"] = {alias: code for alias, code in languages.items() if alias in values["aliases"]}
        if not set(map(str, values["alias_languages"].values())) <= set(LANGUAGES):
            reason = _("A language is one of %(known)s.")
            raise BrokenFile(reason % {"known": ", ".join(LANGUAGES)}, place, "alias_languages")
    check(values, place)
    return Candidate(place, values, id=reading.text_of(entry, "id", place), is_curated=True)


def _value(entry: dict[str, Any], name: str, place: str) -> Any:
    if name == "per_side":
        return reading.typed(entry[name], bool, place, name)
    value: Any
    if name == "name":
        value = reading.name_of(entry, place)
    elif name in LISTS:
        value = tuple(" ".join(one.split()) for one in reading.list_of(entry, name, place, str) if one.strip())
    elif name == "description":
        value = reading.typed(entry[name], str, place, name)
    else:
        value = reading.text_of(entry, name, place)
    known = CHOICES[name].values if name in CHOICES else []
    for one in value if name in LISTS else [value]:
        if known and one not in known and (one or name == "sport"):
            reason = _("“%(word)s” is not one of %(known)s.")
            raise BrokenFile(reason % {"word": one, "known": ", ".join(known)}, place, name)
    return value
