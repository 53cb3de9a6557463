"""The table of a list in the admin.

Django's own looks each column up anew for every row, and renders a template for each tick box: of a page of 10,000
exercises that was three quarters of the time. Here a column is worked out once, and then is a function of the row.
The markup and its class names are Django's, for its style and scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, quote
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Reader = Callable[[Any], str]
_PLACE = "PLACE"  # of an id in an address


def table(cl: Any) -> SafeString:
    """The headings and rows of a `ChangeList`; nothing where it is empty."""
    rows = "".join(_rows(cl))
    if not rows:
        return mark_safe(f'<p class="nothing">{escape(_("Nothing fits."))}</p>')  # noqa: S308
    head = "".join(_heading(header) for header in result_headers(cl))
    return mark_safe(  # noqa: S308, cells are escaped where they are made
        '<div class="results"><table id="result_list">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _heading(header: dict[str, Any]) -> str:
    text = header["text"]  # the box that ticks all is markup already
    text = text if isinstance(text, SafeString) else capfirst(text)
    if not header["sortable"]:
        return format_html(
            '<th scope="col"{}><div class="text"><span>{}</span></div><div class="clear"></div></th>',
            header["class_attrib"],
            text,
        )
    options = ""
    if header["sort_priority"]:
        options = format_html(
            '<div class="sortoptions"><a class="sortremove" href="{}" title="{}"></a>'
            '<a href="{}" class="toggle {}" title="{}"></a></div>',
            header["url_remove"],
            _("Remove from sorting"),
            header["url_toggle"],
            "ascending" if header["ascending"] else "descending",
            _("Toggle sorting"),
        )
    return format_html(
        '<th scope="col"{}>{}<div class="text"><a href="{}">{}</a></div><div class="clear"></div></th>',
        header["class_attrib"],
        options,
        header["url_primary"],
        text,
    )


def _rows(cl: Any) -> Iterator[str]:
    columns = list(_columns(cl))
    for row in cl.result_list:
        yield "<tr>"
        for start, read, end in columns:
            yield start
            yield read(row)
            yield end
        yield "</tr>"


def _columns(cl: Any) -> Iterator[tuple[str, Reader, str]]:
    """What stands before the cell, what it says of a row, and what stands after."""
    linked = False
    for name in cl.list_display:
        if name == "action_checkbox":
            yield '<td class="action-checkbox">', _tick, "</td>"
            continue
        read, css = _reader(cl, name)
        is_link = bool(cl.list_display_links is not None) and (
            name in cl.list_display_links if cl.list_display_links else not linked
        )
        tag = "th" if is_link and not linked else "td"
        start, end = f'<{tag} class="field-{name}{css}">', f"</{tag}>"
        yield start, _link(cl, read) if is_link else read, end
        linked = linked or is_link


def _tick(row: Any) -> str:
    label = _("Select this object for an action - %s") % row
    return (
        f'<input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="{escape(row.pk)}" class="action-select"'
        f' aria-label="{escape(label)}">'
    )


def _link(cl: Any, read: Reader) -> Reader:
    """The cell as a link to the row's page, which leads back to the list as it was filtered."""
    address = reverse(f"admin:{cl.opts.app_label}_{cl.opts.model_name}_change", args=[_PLACE])
    whole = add_preserved_filters({"preserved_filters": cl.preserved_filters, "opts": cl.opts}, address)
    before, after = escape(whole).split(_PLACE)
    key = str(cl.to_field or cl.pk_attname)

    def link(row: Any) -> str:
        opener = f' data-popup-opener="{escape(row.serializable_value(key))}"' if cl.is_popup else ""
        return f'<a href="{before}{quote(row.pk)}{after}"{opener}>{read(row)}</a>'

    return link


def _reader(cl: Any, name: str) -> tuple[Reader, str]:
    """How the column is read, as HTML, and its further classes."""
    empty = conditional_escape(cl.model_admin.get_empty_value_display())
    try:
        field = cl.lookup_opts.get_field(name)
    except FieldDoesNotExist:
        return _method(cl, name, empty), ""
    if isinstance(field, models.ForeignKey):
        return lambda row: _said(getattr(row, field.name), empty), " nowrap"
    if isinstance(field, models.DateTimeField):
        return lambda row: moment(getattr(row, field.attname)) or empty, " nowrap"
    if isinstance(field, models.BooleanField):
        icons = {value: conditional_escape(display_for_value(value, empty, True)) for value in (True, False, None)}
        return lambda row: icons[getattr(row, field.attname)], ""
    if field.choices:
        labels = {value: conditional_escape(label) if value else empty for value, label in field.flatchoices}
        return lambda row: labels.get(getattr(row, field.attname)) or _said(getattr(row, field.attname), empty), ""
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return lambda row: _said(getattr(row, field.attname), empty), ""
    return lambda row: conditional_escape(display_for_field(getattr(row, field.attname), field, empty)), ""


def _method(cl: Any, name: str, empty: str) -> Reader:
    """A method of the admin or, as `__str__`, of the row."""
    said: Any = getattr(cl.model_admin, name, None) if name != "__str__" else str
    if said is None:
        said = getattr(cl.model, name)
    boolean = getattr(said, "boolean", False)
    if boolean:
        return lambda row: conditional_escape(display_for_value(said(row), empty, boolean))
    return lambda row: _said(said(row), empty)


def _said(value: Any, empty: str) -> str:
    return empty if value is None or value == "" else conditional_escape(value)


def moment(value: datetime | None) -> str:
    """In the reader's time zone, in the order that sorts: 50 dates in words cost as much as all names."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
