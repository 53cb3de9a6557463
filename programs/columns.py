"""Columns of spreadsheets as a coach set them right: known again by the head that they stand under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from programs.exchange import sheets
from programs.exchange.texts import shown
from programs.models import ColumnChoice
from programs.sheet_words import choices_of, mark_of, shown_heads

MOST_KEPT = 100  # heads of one coach


@dataclass(frozen=True, slots=True)
class Chosen:
    """By the key of their head. by_hand: what the form says of those it showed; kept: said earlier, where it holds."""

    by_hand: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    kept: Mapping[str, ColumnChoice] = field(default_factory=dict)

    @property
    def choices(self) -> sheets.Choices:
        said = {key: choice.columns for key, choice in self.kept.items()} | dict(self.by_hand)
        return {key: columns for key, columns in said.items() if columns}


def choose(coach: Any, reading: sheets.Reading, posted: Mapping[str, str]) -> Chosen:
    """What holds for the heads of this reading: the form's word, and where it says nothing, the coach's last one."""
    by_hand = choices_of(reading, posted)
    marks = {mark_of(head): head.key for _sheet, head in shown_heads(reading)}
    kept = {marks[one.head]: one for one in ColumnChoice.objects.filter(coach=coach, head__in=list(marks))}
    return Chosen(by_hand, {key: one for key, one in kept.items() if by_hand.get(key, one.columns) == one.columns})


@transaction.atomic
def remember(coach: Any, reading: sheets.Reading, by_hand: Mapping[str, Mapping[int, str]]) -> None:
    """For the next sheet with such a head. Where nothing is set otherwise than it is read, nothing is kept."""
    for _sheet, head in shown_heads(reading):
        columns = by_hand.get(head.key)
        if columns is None:
            continue
        mine = {"coach": coach, "head": mark_of(head)}
        if columns:
            titles = " · ".join(" ".join(title.split()) for _column, title in sorted(head.titles.items()))
            said = {"name": shown(titles, 199), "roles": {str(column): role for column, role in columns.items()}}
            ColumnChoice.objects.update_or_create(**mine, defaults=said)
        else:
            ColumnChoice.objects.filter(**mine).delete()
    old = ColumnChoice.objects.filter(coach=coach).order_by("-updated_at", "-pk").values_list("pk", flat=True)
    if surplus := list(old[MOST_KEPT : 2 * MOST_KEPT]):
        ColumnChoice.objects.filter(pk__in=surplus).delete()
