"""What Django's admin asks the database for as it was sent, and what would break that: refused at the door."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import ValidationError
from django.http import QueryDict

MOST_WORDS = 50  # a condition for each in each column: SQLite takes no more than 1,000 in one another


def is_searchable(asked: QueryDict) -> bool:
    """In the search of a list, and of a choice in a form."""
    return all(len(asked.get(name, "").split()) <= MOST_WORDS for name in (SEARCH_VAR, "term"))


def names_rows(sent: QueryDict, model: Any) -> bool:
    """Could each row that is ticked, or chosen in a list of many, be one? Not whether it is there."""
    lists = {field.name: field.related_model for field in model._meta.many_to_many}
    return all(
        _may_be_id(kind, text)
        for name, kind in {ACTION_CHECKBOX_NAME: model, **lists}.items()
        for text in sent.getlist(name)
    )


def _may_be_id(model: Any, text: str) -> bool:
    key = model._meta.pk
    try:
        key.run_validators(key.to_python(text))
    except ValidationError:
        return False
    return True
