"""Nothing inline: the content policy would block it, so a template that has it is broken."""

import json
import posixpath
import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    # data for a script is no script
    "script element": re.compile(
        r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.IGNORECASE
    ),
    "event handler": re.compile(r"<[^>]*\s(?:on[a-z]{3,}|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "evaluated htmx value": re.compile(
        r"hx-(?:vals|headers|vars)\s*=\s*[\"']?js:|hx-trigger\s*=\s*[\"'][^\"']*\[", re.IGNORECASE
    ),
}
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)


def inline(text: str) -> list[str]:
    """What a template holds that the content policy forbids."""
    text = COMMENT.sub("", text)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def templates() -> list[Path]:
    folders = [settings.BASE_DIR / "templates", *settings.BASE_DIR.glob("*/templates")]
    return sorted(
        path for folder in folders for path in folder.rglob("*.*") if path.suffix in {".html", ".svg", ".txt"}
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_template_has_nothing_inline(path):
    assert inline(path.read_text()) == []


@pytest.mark.parametrize("path", [path for path in templates() if path.suffix == ".html"], ids=name_of)
def test_template_compiles(path):
    """A page that no test opens still has to name tags and filters that exist."""
    name = path.parts[path.parts.index("templates") + 1 :]
    assert get_template("/".join(name)).template.nodelist is not None


STATIC_TAG = re.compile(r"""{% static ["']([^"'{]+)["']""")
CSS_URL = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)""")


def made_at_install(name: str) -> bool:
    return name.startswith("fonts/")


@pytest.mark.parametrize("path", [path for path in templates() if path.suffix == ".html"], ids=name_of)
def test_static_files_of_a_template_exist(path):
    named = [name for name in STATIC_TAG.findall(path.read_text()) if not made_at_install(name)]
    assert [name for name in named if finders.find(name) is None] == []


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "static").rglob("*.css")), ids=name_of)
def test_files_of_a_stylesheet_exist(path):
    folder = posixpath.dirname(path.relative_to(settings.BASE_DIR / "static"))
    named = [posixpath.normpath(posixpath.join(folder, url)) for url in CSS_URL.findall(path.read_text())]
    assert [name for name in named if not made_at_install(name) and finders.find(name) is None] == []


def allauth_templates_with_something_inline() -> list[str]:
    folder = Path(allauth.__file__).parent / "templates"
    found = (path for path in (folder / "account").rglob("*.html") if inline(path.read_text()))
    # we ask nobody for a telephone number
    return sorted(str(path.relative_to(folder)) for path in found if "phone" not in path.name)


@pytest.mark.parametrize("name", allauth_templates_with_something_inline())
def test_inline_templates_of_allauth_are_replaced_by_ours(name):
    assert (settings.BASE_DIR / "templates" / name).exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color: red">', ["style attribute"]),
        ("<style>p {}</style>", ["style element"]),
        ("<script>go()</script>", ["script element"]),
        ('<script type="module">go()</script>', ["script element"]),
        ('<button onclick="go()">', ["event handler"]),
        ('<button\n  hx-on:click="go()">', ["event handler"]),
        ('<a href="javascript:go()">', ["script address"]),
        ("<form hx-vals='js:{a: 1}'>", ["evaluated htmx value"]),
        ('<script type="module" src="/static/a.js"></script>', []),
        ('<script type="application/json" id="data">{}</script>', []),
        ('<table data-style="x"><td class="on"><option value="one">', []),
        ("{# <p style='x'> says why #}<p>", []),
    ],
)
def test_the_rule_sees_what_the_policy_forbids(text, found):
    assert inline(text) == found


def test_what_htmx_brings_in_works_at_once():
    """With htmx's default of 20 ms a form just swapped in is not yet bound, and Enter would load a whole page."""
    base = (settings.BASE_DIR / "templates/base.html").read_text()
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", base)[1])
    assert config["defaultSettleDelay"] == 0
