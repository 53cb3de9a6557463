"""What a flat table has no column for, said in its notes: each side, tempo, groups. For people; it is not read back."""

from __future__ import annotations

from dataclasses import replace

from sessions_app.prescription import Group, Prescription, Row
from sessions_app.prescription.clock import clock
from sessions_app.prescription.values import MOST_SETS

from .values import NOTES_LENGTH


def with_the_unsaid(row: Row) -> Row:
    """The row with its group counted into its sets, and the rest of what no column holds in its notes."""
    p = row.prescription
    unsaid = [*_of_group(row.group), *_of_row(p)]
    if not unsaid:
        return row
    said = [*([p.notes] if p.notes else []), *unsaid]
    if row.group and row.group.rounds:
        rounds = row.group.rounds * (row.group.sets_of_rounds or 1)
        p = replace(p, sets=min(MOST_SETS, rounds * (p.sets or 1)), sets_max=None)
    return replace(row, group=None, prescription=replace(p, notes="; ".join(said)[:NOTES_LENGTH].strip()))


def _of_group(group: Group | None) -> list[str]:
    if group is None:
        return []
    kind = group.kind.replace("_", " ")
    count = f"{group.rounds} rounds" if group.kind == "rounds" and group.rounds else kind
    rests = (("rest", group.rest_s), ("rest between sets", group.set_rest_s))
    times = (("every", group.every_s), ("cap", group.cap_s), *rests)
    sets = [f"{group.sets_of_rounds} times"] if group.sets_of_rounds else []
    return [", ".join([f"group {group.letter}: {count}", *sets, *(f"{word} {clock(s)}" for word, s in times if s)])]


def _of_row(p: Prescription) -> list[str]:
    facts = (
        ("work-up", p.is_warm_up),
        ("each side", p.per_side),
        ("AMRAP", p.amrap),
        (f"every {clock(p.every or 0)}", p.every),
        (f"tempo {p.tempo}", p.tempo),
        (f"cadence {p.cadence}", p.cadence),
    )
    return [words for words, is_so in facts if is_so]
