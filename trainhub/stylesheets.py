"""Stylesheets as they are served: joined, without comments and spaces, of Bootstrap only what our pages can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import crispy_bootstrap5
import crispy_forms
import django_include_bootstrap
from allauth import __file__ as allauth_file
from django.conf import settings

IMPORT = re.compile(r'^@import "(?P<file>[\w.-]+\.css)";\n?', re.M)
# Texts, comments (one that begins with ! is a licence), spaces around what needs none, other spaces.
TOKEN = re.compile(r"""("[^"]*"|'[^']*'|/\*!.*?\*/)|/\*.*?\*/|\s*([{};,])\s*|\s+""", re.S)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
BOOTSTRAP = Path(django_include_bootstrap.__file__).parent / "static" / "css"
# Where a class may be written: our own, and the packages whose templates make forms and pages for us.
PACKAGES = [Path(name).parent for name in (crispy_bootstrap5.__file__, crispy_forms.__file__, allauth_file)]
APPS = ("core", "accounts", "exercises", "sessions_app", "programs", "trainhub")


class Styles:
    """Of one folder. An import that is not there is Bootstrap's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.order: list[str] = []

    def bundle(self, entry: str) -> str:
        return smaller_css(self.read(entry))

    def read(self, name: str) -> str:
        self.order.append(name)
        own = self.folder / name
        if not own.exists():
            return used(smaller_css((BOOTSTRAP / name).read_text()), words())
        return IMPORT.sub(lambda found: self.read(found["file"]), own.read_text())


def smaller_css(text: str) -> str:
    return TOKEN.sub(lambda found: found[1] or found[2] or ("" if found[0].startswith("/*") else " "), text).strip()


@cache
def words() -> frozenset[str]:
    """Every word in our templates, scripts and code, and in the packages': a class that is in use is among them."""
    root = settings.BASE_DIR
    paths = [*root.glob("templates/**/*.html"), *root.glob("static/js/*.js")]
    for app in APPS:
        paths += [path for path in root.glob(f"{app}/**/*.py") if "tests" not in path.parts]
    for package in PACKAGES:
        paths += [path for kind in ("html", "py") for path in package.glob(f"**/*.{kind}")]
    return frozenset(word for path in paths for word in WORD.findall(path.read_text(errors="replace")))


def used(text: str, known: frozenset[str]) -> str:
    """The rules of a small stylesheet without the selectors that need a class nobody knows."""
    return "".join(_used(text, known))


def _used(text: str, known: frozenset[str]) -> Iterator[str]:
    for head, body in _rules(text):
        if head.startswith(("@media", "@supports")):
            if inner := used(body or "", known):
                yield f"{head}{{{inner}}}"
        elif body is None or head.startswith("@"):
            yield head if body is None else f"{head}{{{body}}}"
        elif kept := [one for one in _selectors(head) if known.issuperset(CLASS.findall(one))]:
            yield f"{','.join(kept)}{{{body}}}"


def _rules(text: str) -> Iterator[tuple[str, str | None]]:
    """Each rule's head and body; a licence and an @charset have no body."""
    at = 0
    while at < len(text):
        if text.startswith("/*", at):
            end = text.index("*/", at) + 2
            yield text[at:end], None
            at = end
            continue
        opening = text.find("{", at)
        if opening < 0:
            return
        if text[at] == "@" and 0 <= (semicolon := text.find(";", at, opening)):
            yield text[at : semicolon + 1], None
            at = semicolon + 1
            continue
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield text[at:opening].strip(), text[opening + 1 : end - 1]
        at = end


def _selectors(head: str) -> Iterator[str]:
    """Those of a list; a comma in parentheses parts none."""
    depth, start = 0, 0
    for place, letter in enumerate(head):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            yield head[start:place]
            start = place + 1
    yield head[start:]
