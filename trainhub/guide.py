"""The page that says how training is written: docs/notation.md, shown as it stands.

It is our own file, so only its own few forms of Markdown are known: headings, paragraphs, lists, tables, blocks of
examples, `code`, **strong** and links, of which only the words are shown. Everything is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.generic import TemplateView

INLINE = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\[(?P<link>[^\]]+)\]\([^)]*\)")
CELL = re.compile(r"(?<!\\)\|")


@method_decorator(login_not_required, name="dispatch")
class NotationGuide(TemplateView):
    """For everybody: coaches send it to each other."""

    template_name = "guide.html"
    http_method_names = ("get", "head", "options")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(guide=page(), **kwargs)


class Guide(NamedTuple):
    """headings: the address within the page, and the words."""

    title: str
    headings: list[tuple[str, str]]
    body: SafeString


@lru_cache(maxsize=1)
def page() -> Guide:
    """The file is part of the release: it is read once."""
    return rendered((settings.BASE_DIR / "docs" / "notation.md").read_text())


def rendered(text: str) -> Guide:
    title, _, body = text.removeprefix("# ").partition("\n")
    blocks = list(_blocks(body))
    headings = [(slugify(lines[0][3:]), lines[0][3:]) for lines in blocks if lines[0].startswith("## ")]
    return Guide(title.strip(), headings, _join(map(_block, blocks)))


def _blocks(text: str) -> Iterator[list[str]]:
    """Lines that belong together: between empty ones, but a block of examples is one as a whole."""
    is_code = False
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("```"):
            if not is_code and lines:
                yield lines
                lines = []
            is_code = not is_code
        lines.append(line)
        if line.startswith("```") and not is_code:
            yield lines
            lines = []
        elif not line and not is_code:
            yield from [lines[:-1]] if lines[:-1] else []
            lines = []
    yield from [lines] if lines else []


def _block(lines: list[str]) -> SafeString:
    if lines[0].startswith("```"):
        text = "\n".join(lines[1:-1])
        return format_html('<pre class="guide-example" data-kind="{}"><code>{}</code></pre>', lines[0][3:], text)
    if lines[0].startswith("## "):
        return format_html('<h2 id="{}">{}</h2>', slugify(lines[0][3:]), _inline(lines[0][3:]))
    if lines[0].startswith("|"):
        return _table(lines)
    if lines[0].startswith("* "):
        return format_html("<ul>{}</ul>", _join(format_html("<li>{}</li>", _inline(item)) for item in _items(lines)))
    return format_html("<p>{}</p>", _inline(" ".join(lines)))


def _items(lines: list[str]) -> Iterator[str]:
    for is_first, group in groupby(lines, key=lambda line: line.startswith("* ")):
        for line in group:
            if not is_first:
                raise ValueError(f"A point of a list is one line: {line}")
            yield line[2:]


def _table(lines: list[str]) -> SafeString:
    head, _, *rows = ([_inline(cell.strip()) for cell in CELL.split(line)[1:-1]] for line in lines)
    return format_html(
        '<table class="table-th guide-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in head)),
        _join(
            format_html("<tr>{}</tr>", format_html_join("", "<td>{}</td>", ((cell,) for cell in row))) for row in rows
        ),
    )


def _inline(text: str) -> SafeString:
    parts, end = [], 0
    for match in INLINE.finditer(text):
        parts.append(format_html("{}", text[end : match.start()]))
        if match["code"]:
            parts.append(format_html("<code>{}</code>", match["code"]))
        elif match["strong"]:
            parts.append(format_html("<strong>{}</strong>", match["strong"]))
        else:
            parts.append(format_html("{}", match["link"]))
        end = match.end()
    return _join([*parts, format_html("{}", text[end:])])


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped already
