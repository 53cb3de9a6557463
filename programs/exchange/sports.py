"""The sport of a table that states none: by majority of its exercises, one vote a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from exercises.models import Sport
from sessions_app.prescription import Row

from .naming import Finder
from .values import ProgramValue, SessionValue

# What a row's own words say, where the library does not know its name.
STEMS = (
    (Sport.SWIMMING, ("swim", "freestyle", "butterfly", "backstroke", "breaststroke", "stroke", "pull buoy", "kick")),
    (Sport.CYCLING, ("ride", "bike", "cycl", "spin", "ftp", "rpm")),
    (Sport.ROWING, ("rowing", "row erg", "erg", "scull")),
    (Sport.RUNNING, ("run", "jog", "walk", "marathon", "stride", "fartlek")),
    (Sport.MOBILITY, ("stretch", "mobility", "yoga")),
)


def guess(value: ProgramValue, finder: Finder) -> str:
    """The sport that more than half of the telling rows belong to, "" (mixed) if none has so many."""
    votes: Counter[str] = Counter()
    for placing in value.placings:
        votes.update(filter(None, (_vote(row, finder) for row in placing.session.rows)))
    return _winner(votes)


def with_sport(value: ProgramValue, sport: str, finder: Finder) -> ProgramValue:
    """The same program in that sport; in a mixed one each session gets the sport of its own rows."""
    known: dict[SessionValue, SessionValue] = {}
    for session in value.sessions:
        known[session] = replace(session, sport=sport or sport_of(session, finder))
    placings = tuple(replace(placing, session=known[placing.session]) for placing in value.placings)
    return replace(value, sport=sport, placings=placings)


def sport_of(session: SessionValue, finder: Finder) -> str:
    """As `guess`, of one session."""
    return _winner(Counter(filter(None, (_vote(row, finder) for row in session.rows))))


def _winner(votes: Counter[str]) -> str:
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] * 2 > votes.total() else ""


def _vote(row: Row, finder: Finder) -> str:
    sports = finder.sports_of(row.name)
    if len(sports) == 1:
        return next(iter(sports))
    p = row.prescription
    words = f" {row.name} {p.notes} {p.intensity or ''} {p.rest or ''}".casefold()
    said = next((sport for sport, stems in STEMS if any(f" {stem}" in words for stem in stems)), "")
    if said and (not sports or said in sports):
        return said
    is_lift = p.reps is not None and p.duration is None and p.distance is None
    return Sport.STRENGTH if is_lift and (not sports or Sport.STRENGTH in sports) else ""
