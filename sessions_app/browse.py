"""The Sessions list as one looks through it: words, a tab for each sport with its count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import text
from core.templatetags.units import distance, hours
from exercises.models import Sport
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription.digest import rows_of

LONGEST_SEARCH = 100
MIXED = "mixed"
MOST_NAMES = 4


@dataclass(frozen=True)
class Tab:
    value: str  # "" is all
    sport: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Card:
    """A session in a list: its totals and its first lines, both from the digest."""

    session: Session
    facts: str
    lines: str


def card_of(session: Session, user: Any) -> Card:
    sums = totals_of(session)
    names = list(dict.fromkeys(row.name for row in rows_of(session.digest)))
    facts = [hours(sums.seconds)] if names else [_("no lines yet")]
    if session.sport in (Sport.STRENGTH, "") and sums.working_sets:
        facts.append(ngettext("%s set", "%s sets", sums.working_sets) % sums.working_sets)
    elif sums.distance_m >= 100:
        facts.append(distance(sums.distance_m, user.units))
    more = len(names) - MOST_NAMES
    lines = ", ".join(names[:MOST_NAMES])
    return Card(
        session,
        " · ".join(facts),
        _("%(names)s and %(more)s more") % {"names": lines, "more": more} if more > 0 else lines,
    )


@dataclass(frozen=True)
class Found:
    words: str
    sport: str
    tabs: list[Tab]
    total: int  # in the list at all, whatever the words say
    count: int  # that fit words and sport
    sessions: QuerySet


def browse(user: Any, words: str = "", sport: str = "") -> Found:
    """What `user` keeps. Two queries to count, the rows themselves come when the queryset is read.

    Words are compared folded, in Python: SQLite and PostgreSQL fold case differently.
    """
    words = " ".join(words.replace("\x00", " ").split())[:LONGEST_SEARCH]
    sport = sport if sport in (MIXED, *Sport.values) else ""
    mine = Session.objects.editable_by(user).kept()
    if words:
        names = list(mine.values_list("pk", "sport", "name"))
        fit = [(pk, own) for pk, own, name in names if text.begins_words(name, words)]
        counts, total = Counter(own for _pk, own in fit), len(names)
        mine = mine.filter(pk__in=[pk for pk, _own in fit])
    else:
        counts = Counter(dict(mine.order_by().values_list("sport").annotate(Count("pk"))))
        total = sum(counts.values())
    if sport:
        mine = mine.filter(sport="" if sport == MIXED else sport)
    count = sum(counts.values()) if not sport else counts["" if sport == MIXED else sport]
    return Found(words, sport, _tabs(counts, sport), total, count, mine)


def _tabs(counts: Counter[str], chosen: str) -> list[Tab]:
    tabs = [Tab("", "", _("All"), sum(counts.values()), not chosen)]
    tabs += [Tab(value, value, str(Sport(value).label), counts[value], chosen == value) for value in Sport.values]
    if counts[""]:
        tabs.append(Tab(MIXED, "", _("Mixed"), counts[""], chosen == MIXED))
    return tabs
