"""Columns of spreadsheets as a coach set them right: known again by the head that they stand under."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.archive import facts
from accounts.arriving import Arrival, built, columns_of, refuse
from programs.exchange import sheets
from programs.exchange.texts import shown
from programs.models import ColumnChoice
from programs.sheet_words import ROLES, choices_of, mark_of, shown_heads

MOST_KEPT = 100  # heads of one coach
MARK = re.compile(r"[0-9a-f]{64}")
COLUMN = re.compile(r"[0-9]{1,3}")
FILE = "columns.json"


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


# --- In the archive of an account -------------------------------------------------------------------------------------


def archived(coach: Any) -> list[dict[str, Any]]:
    return [facts(one, ("id", "coach")) for one in ColumnChoice.objects.filter(coach=coach).order_by("pk")]


def arrive(arrival: Arrival) -> None:
    """What is remembered here of a head stays; there is room for so many."""
    listed = arrival.objects(FILE, MOST_KEPT) if FILE in arrival.zip.namelist() else ()
    here = set(ColumnChoice.objects.filter(coach=arrival.user).values_list("head", flat=True))
    made: dict[str, ColumnChoice] = {}
    for where, said in listed:
        choice = _built(said, where)
        if choice.head in here:
            arrival.here["columns"] += 1
        elif len(here) + len(made) < MOST_KEPT and choice.head:
            choice.coach = arrival.user
            made[choice.head] = choice
        else:
            arrival.left_out.append(_("%(name)s: how its columns were set.") % {"name": choice.name})
    arrival.made["columns"] = len(ColumnChoice.objects.bulk_create(made.values()))


def _built(said: dict[str, Any], where: str) -> ColumnChoice:
    choice: ColumnChoice = built(ColumnChoice, said, where, columns_of(ColumnChoice, ()))
    if choice.head and not MARK.fullmatch(choice.head):  # archives had none once
        refuse(f"{where}: head", _("the mark of a head is expected."))
    roles = choice.roles
    if not isinstance(roles, dict) or not all(COLUMN.fullmatch(one) and str(roles[one]) in ROLES for one in roles):
        refuse(f"{where}: roles", _("what each column is, by its number, is expected."))
    return choice
