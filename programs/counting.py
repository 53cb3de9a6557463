"""What one placed session says and adds up to, as often as it is placed like that: kept by what was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from programs.hints import HARD_RPE, HARD_S, HARD_STRENGTH_RPE
from programs.maxima import OverMax, over_max
from sessions_app.prescription import Adjustment
from sessions_app.prescription.digest import names_lacking_max
from sessions_app.totals import HARD, Efforts, Part, Totals, placed_totals

# What the grid shows of a session: name, sport, digest, planned effort.
Shown = tuple[str, str, str, float | None]
# How hard their time is says little: of strength it is mostly rest. Its sets are counted apart, by their effort.
NOT_BY_TIME = frozenset(("strength", "mobility"))
NO_EFFORTS: Efforts = (0, 0, 0, 0)


@dataclass(frozen=True, eq=False, slots=True)
class Counted:
    """What a placed session adds up to.

    face: of its card the name, sport, seconds, working sets, metres, badge and whether that is down. numbers: what a
    week sums up: seconds, load, metres, working sets, seconds of endurance by effort, working sets of strength by
    effort. lacking_max: exercise and session of rows that are a % of a max that there is not; over_max: lines that are
    above their exercise's max.
    """

    face: tuple[str, str, int, int, int, str, bool]
    numbers: tuple[float, ...]
    parts: tuple[Part, ...]
    is_hard: bool
    lacking_max: tuple[tuple[str, str], ...]
    over_max: tuple[OverMax, ...]


@lru_cache(maxsize=1024)
def counted(session: Shown, adjustment: Adjustment | None) -> Counted:
    name, sport, digest, effort = session
    said = str(adjustment or "")
    total = placed_totals(digest, said, effort)
    badge, is_down = (adjustment.badge, adjustment.is_down) if adjustment else ("", False)
    efforts = added(part.efforts for part in total.parts if part.sport not in NOT_BY_TIME)
    set_efforts = added(part.set_efforts for part in total.parts if part.sport == "strength")
    return Counted(
        face=(name, sport, total.seconds, total.working_sets, round(total.distance_m), badge, is_down),
        numbers=(total.seconds, total.load, total.distance_m, total.working_sets, *efforts, *set_efforts),
        parts=total.parts,
        is_hard=_is_hard(total),
        lacking_max=tuple((exercise, name) for exercise in names_lacking_max(digest)),
        over_max=over_max(digest, said),
    )


def _is_hard(total: Totals) -> bool:
    by_time = [part for part in total.parts if part.sport not in NOT_BY_TIME]
    if sum(part.efforts[HARD] for part in by_time) >= HARD_S:
        return True
    rpe = HARD_RPE if by_time else HARD_STRENGTH_RPE
    return total.seconds > 0 and (total.load + 0.5) * 60 >= rpe * total.seconds  # a load is rounded


def added(found: Iterable[Efforts]) -> Efforts:
    easy, moderate, hard, not_said = map(sum, zip(NO_EFFORTS, *found, strict=True))
    return easy, moderate, hard, not_said
