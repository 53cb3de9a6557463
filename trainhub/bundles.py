"""Our scripts and styles as they are served: a few small files made from many readable ones.

static/js/ and static/css/ hold one module for each behaviour, and browsers load them as they stand where DEBUG is on
and in tests. An *entry* is a file that a page names. Collecting the static files puts in each entry's place what it
imports, in the order in which a browser would run it, made as small as the machine can; what is part of an entry is
then served no more by itself.

It knows the few forms of import and export that our modules use, and refuses any other, with the file's name.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, field
from pathlib import Path

import rjsmin

from trainhub.stylesheets import Styles, smaller_css

# Not every machine has a wheel of it (requirements-smaller.in).
minify = importlib.import_module("minify") if importlib.util.find_spec("minify") else None

SCRIPTS = ("page.js",)
STYLES = ("base.css",)

IMPORT = re.compile(
    r'^import\s+(?:(?:\{(?P<names>[^}]*)\}|\*\s+as\s+(?P<space>\w+))\s+from\s+)?"\./(?P<file>[\w-]+\.js)";\n?', re.M
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.M)
MODULE_WORD = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.M)


class CannotBundle(ValueError):
    """A module is written in a way that the bundles do not know."""


@dataclass
class Bundles:
    """files: what is served in another form than it is written, by name under the folder; parts: what is not served."""

    files: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)


def bundles(folder: Path) -> Bundles:
    """Of a folder with js/ and css/. Entries that are not there are left out."""
    made = Bundles()
    for entry in SCRIPTS:
        _add(made, "js", entry, _Scripts(folder / "js"), folder)
    for entry in STYLES:
        _add(made, "css", entry, Styles(folder / "css"), folder)
    for path in folder.glob("css/*.css"):
        if (name := f"css/{path.name}") not in made.parts and name not in made.files:
            made.files[name] = smaller_css(path.read_text())
    return made


def _add(made: Bundles, kind: str, entry: str, reader: _Scripts | Styles, folder: Path) -> None:
    if not (folder / kind / entry).exists():
        return
    made.files[f"{kind}/{entry}"] = reader.bundle(entry)
    for name in reader.order:
        if name == entry:
            continue
        if f"{kind}/{name}" in made.parts:
            raise CannotBundle(f"{name} is part of two bundles: it would run twice.")
        made.parts.add(f"{kind}/{name}")


class _Scripts:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.order: list[str] = []  # imported ones before those that import them
        self.done: dict[str, str] = {}
        self.under_way: list[str] = []

    def bundle(self, entry: str) -> str:
        self.read(entry)
        return smaller_js("".join(self.done[name] for name in self.order))

    def read(self, name: str) -> None:
        if name in self.done:
            return
        if name in self.under_way:
            raise CannotBundle(f"{name} imports itself, by way of {self.under_way[-1]}.")
        self.under_way.append(name)
        text = (self.folder / name).read_text()
        heads = []
        for found in IMPORT.finditer(text):
            self.read(found["file"])
            wanted = found["space"] or (found["names"] and f"{{{found['names'].replace(' as ', ': ')}}}")
            if wanted:
                heads.append(f"const {wanted} = {_variable(found['file'])};\n")
        text = IMPORT.sub("", text)
        exported = EXPORT.findall(text)
        text = EXPORT.sub("", text)
        if left := MODULE_WORD.search(text):
            raise CannotBundle(f"{name}: bundles do not know {left[0]!r}.")
        body = "".join(heads) + text
        # Each in a scope of its own, as modules are, and that is a function: out of a mere block the minifier lets
        # functions get, and takes the browser's `history` for another module's.
        if exported:
            body = f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n"
        elif body.strip():
            body = f"(() => {{\n{body}\n}})();\n"
        self.done[name] = body
        self.order.append(name)
        self.under_way.pop()


def smaller_js(text: str) -> str:
    """Without comments and spaces; where the machine has a package for it, with short names as well."""
    if minify is None:
        return str(rjsmin.jsmin(text)).strip() + "\n"
    # Names at the top stay long, as they could be another script's: in a function of ours they are nobody's.
    return str(minify.string("application/javascript", f"(() => {{\n{text}}})();")).strip() + "\n"


def _variable(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")
