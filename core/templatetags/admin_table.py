"""The table of a list in the admin, for its template."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.admin import table

register = template.Library()


@register.simple_tag
def rows_of(cl: Any) -> SafeString:
    return table.table(cl)
