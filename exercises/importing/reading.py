"""Bytes into text and JSON, with the place of whatever is wrong."""

from __future__ import annotations

import codecs
import json
from html import unescape
from typing import Any

import nh3
from django.utils.translation import gettext as _

from core.text import is_storable
from exercises.importing.values import MOST_BYTES, MOST_ENTRIES, BrokenFile

_BREAKS = ("<br>", "<p>", "</p>", "<li>", "</li>")
_NAMES = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}


def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8, else what Windows writes."""
    if len(content) > MOST_BYTES:
        raise BrokenFile(_("The file is larger than %(size)d MB.") % {"size": MOST_BYTES // 1_000_000})
    by_mark = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if by_mark else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise BrokenFile(_("This is no text: neither UTF-8 nor Windows-1252."))


def parsed(content: bytes) -> Any:
    text = decoded(content)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = _("line %(line)d, column %(column)d") % {"line": error.lineno, "column": error.colno}
        raise BrokenFile(_("This is not JSON: %(reason)s.") % {"reason": error.msg}, where) from None
    except (RecursionError, ValueError):
        raise BrokenFile(_("This JSON is nested too deeply, or has a number that is none.")) from None


def entries(found: Any) -> list[tuple[str, dict[str, Any]]]:
    """Each with its place, as `entry 3`."""
    if not isinstance(found, list):
        raise BrokenFile(_("A list of exercises is expected here."))
    if len(found) > MOST_ENTRIES:
        raise BrokenFile(_("The file has more than %(most)d exercises.") % {"most": MOST_ENTRIES})
    return [(where(number), typed(entry, dict, where(number))) for number, entry in enumerate(found, start=1)]


def where(number: int) -> str:
    return _("entry %(number)d") % {"number": number}


def typed(value: Any, kind: type, place: str, field: str = "") -> Any:
    if not isinstance(value, kind):
        raise BrokenFile(_("%(kind)s is expected here.") % {"kind": _NAMES[kind].capitalize()}, place, field)
    if isinstance(value, str) and not is_storable(value):
        raise BrokenFile(_("There is a character in it that no text has."), place, field)
    return value


def text_of(entry: dict[str, Any], field: str, place: str) -> str:
    """The text without needless spaces; nothing where there is none or null."""
    value = entry.get(field)
    return "" if value is None else " ".join(typed(value, str, place, field).split())


def name_of(entry: dict[str, Any], place: str, field: str = "name") -> str:
    name = text_of(entry, field, place)
    if not name:
        raise BrokenFile(_("There is no name."), place, field)
    return name


def list_of(entry: dict[str, Any], field: str, place: str, kind: type) -> list[Any]:
    value = entry.get(field)
    return [typed(one, kind, place, field) for one in typed([] if value is None else value, list, place, field)]


def plain(html: str) -> str:
    """The words of a piece of HTML: no tag, no script, a line for each paragraph or item."""
    clean = nh3.clean(html, tags={"p", "br", "li"}, attributes={}, link_rel=None)
    for mark in _BREAKS:
        clean = clean.replace(mark, "\n")
    lines = (" ".join(line.split()) for line in unescape(clean).split("\n"))
    return "\n".join(line for line in lines if line)


def cut(text: str, most: int) -> str:
    """As many whole lines as fit."""
    while len(text) > most:
        text = text.rpartition("\n")[0] if "\n" in text else text[: most - 1].rstrip() + "…"
    return text
