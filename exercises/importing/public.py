"""Public sets in their own schema: the facts of each entry in our words. Their sentences come apart from the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from exercises.catalogue import LANGUAGES
from exercises.importing import reading, vocabulary
from exercises.importing.values import BrokenFile, Candidate, File, check
from exercises.models import MAX_NAME, Exercise

_LONGEST_TEXT = Exercise._meta.get_field("description").max_length or 0


def free_exercise_db(content: bytes) -> File:
    """A list of entries, as in the set's dist/exercises.json."""
    return File([_of_free_exercise_db(entry, place) for place, entry in reading.entries(reading.parsed(content))])


def _of_free_exercise_db(entry: dict[str, Any], place: str) -> Candidate:
    name = reading.name_of(entry, place)
    words = {field: reading.list_of(entry, field, place, str) for field in ("primaryMuscles", "secondaryMuscles")}
    said = {field: reading.text_of(entry, field, place) for field in ("category", "equipment", "level", "force")}
    lines = [reading.plain(line) for line in reading.list_of(entry, "instructions", place, str)]
    return _candidate(
        place,
        name,
        words=(words["primaryMuscles"], words["secondaryMuscles"]),
        pieces=[said["equipment"]] if said["equipment"] else [],
        category=said["category"],
        level=said["level"],
        force=said["force"],
        is_isolation=reading.text_of(entry, "mechanic", place) == "isolation",
        sentences="\n".join(filter(None, lines)),
    )


# wger's languages by their numbers (its core/fixtures/languages.json).
_LANGUAGES = {1: "de", 2: "en", 4: "es", 6: "nl", 7: "pt", 12: "fr", 13: "it"}


def wger(content: bytes) -> File:
    """Pages of the API's /exerciseinfo/: `{"next": …, "results": […]}`, or a list of such results."""
    found, notes = reading.parsed(content), []
    if isinstance(found, dict):
        following = reading.text_of(found, "next", "")
        if following:
            notes.append(_("This is one page of several; the next one is %(address)s.") % {"address": following})
        found = found.get("results")
    return File([_of_wger(entry, place) for place, entry in reading.entries(found)], tuple(notes))


def _of_wger(entry: dict[str, Any], place: str) -> Candidate:
    translations = reading.list_of(entry, "translations", place, dict)
    names: dict[str, list[str]] = {}
    description, aliases = "", []
    for translation in translations:
        number = translation.get("language")
        language = _LANGUAGES.get(number, "") if isinstance(number, int) else ""
        names.setdefault(language, []).append(reading.name_of(translation, place, "name"))
        if language == "en":
            description = description or reading.plain(reading.text_of(translation, "description", place))
            others = reading.list_of(translation, "aliases", place, dict)
            aliases += [reading.name_of(other, place, "alias") for other in others]
    if not translations:
        raise BrokenFile(_("There is no name in any language."), place, "translations")
    first, *others = names.get("en") or next(iter(names.values()))
    category = reading.typed(entry.get("category") or {}, dict, place, "category")
    return _candidate(
        place,
        first,
        words=(_named(entry, "muscles", place), _named(entry, "muscles_secondary", place)),
        pieces=_named(entry, "equipment", place),
        category=reading.text_of(category, "name", place),
        aliases=[*others, *aliases] if "en" in names else [],
        foreign={name: code for code in LANGUAGES for name in names.get(code, ())},
        sentences=description,
        problem="" if "en" in names else _("it has no English name"),
    )


def _named(entry: dict[str, Any], field: str, place: str) -> list[str]:
    """Of each muscle or piece the English name, which not all have."""
    found = reading.list_of(entry, field, place, dict)
    return [reading.text_of(one, "name_en", place) or reading.name_of(one, place, "name") for one in found]


def _candidate(
    place: str,
    name: str,
    *,
    words: tuple[Sequence[str], Sequence[str]],
    pieces: Iterable[str],
    category: str,
    level: str = "",
    force: str = "",
    is_isolation: bool = False,
    aliases: Iterable[str] = (),
    foreign: dict[str, str] | None = None,
    sentences: str = "",
    problem: str = "",
) -> Candidate:
    primary, unknown = vocabulary.muscles(words[0], name)
    secondary, unknown_too = vocabulary.muscles(words[1], name)
    equipment, odd = vocabulary.equipment(pieces)
    notes = [_("the muscle “%(word)s” is not known here") % {"word": word} for word in [*unknown, *unknown_too]]
    notes += [_("the equipment “%(word)s” is not known here") % {"word": word} for word in odd]
    foreign = foreign or {}
    called = [other for other in dict.fromkeys([*aliases, *foreign]) if other != name and len(other) <= MAX_NAME]
    values = {
        "name": name[:MAX_NAME],
        "sport": vocabulary.sport(category, name),
        "aliases": tuple(called),
        "alias_languages": {other: code for other, code in foreign.items() if other in called},
        "muscles": tuple(primary),
        "secondary_muscles": tuple(muscle for muscle in secondary if muscle not in primary),
        "equipment": tuple(equipment or ()),
        "level": vocabulary.level(level),
        "pattern": vocabulary.pattern(category, force, is_isolation, primary),
        "measures": tuple(vocabulary.measures(category, force, equipment)),
        "per_side": vocabulary.per_side(name),
    }
    check(values, place)
    if len(name) > MAX_NAME:
        problem = _("its name is longer than %(most)d letters") % {"most": MAX_NAME}
    return Candidate(
        where=place,
        values=values,
        sentences={"description": reading.cut(sentences, _LONGEST_TEXT)} if sentences else {},
        notes=tuple(notes),
        problem=problem,
    )
