"""What a session adds up to: time, sets, distance, weight, load, effort, muscles. docs/formulas.md has every formula.

Pure. Of a placed session it is worked out from its digest, so a program's page computes its weeks without the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from core.units import to_kg

from .prescription import Adjustment, Group, Prescription, Reps, Row, Target, level, zone_of
from .prescription.applying import applied
from .prescription.digest import rows_of
from .prescription.kinds import KINDS

REP_S = 4.0  # a repetition without a tempo
AMRAP_REPS = 10
UNSAID_SET_S = 40  # a set of which nothing is said
# Rest after a set when none is said, by sport; in endurance it is asked for only between repeated pieces.
UNSAID_REST_S = {"strength": 90, "mobility": 15, "team_sports": 60, "other": 60, "swimming": 15}
UNSAID_PIECE_REST_S = 60
UNSAID_ROUND_REST_S = {"strength": 60, "mobility": 15}
# Seconds per metre at an easy effort, and how much shorter it gets at a moderate and a hard one.
EASY_PACE = {"running": 0.36, "cycling": 0.13, "swimming": 1.2, "rowing": 0.27}
WALKING = 0.6
FASTER = {"easy": 1.0, "moderate": 0.9, "hard": 0.8}
# RPE of a row that states no effort, by section or sport.
UNSAID_RPE = {"warm_up": 3.0, "cool_down": 2.0, "strength": 6.0, "mobility": 2.0, "team_sports": 6.0}
EASY_RPE = 3.0
# Places in what is counted by effort.
EASY, MODERATE, HARD, NOT_SAID = range(4)
LEVELS = {"easy": EASY, "moderate": MODERATE, "hard": HARD}
# How hard is written in watts or a pace, which says it only to who knows the person: the middle of moderate, and of the
# scale, so that nobody's plan counts as all easy or all hard (docs/formulas.md).
NOT_SAID_RPE = 5.0

Muscles = Mapping[Hashable, tuple[Iterable[str], Iterable[str]]]


Efforts = tuple[int, int, int, int]  # easy, moderate, hard, not said


@dataclass(frozen=True, slots=True)
class Part:
    """What of a session is of one sport. sets: working sets; efforts: seconds, set_efforts: working sets."""

    sport: str
    seconds: int
    load: float
    metres: float
    sets: int
    efforts: Efforts
    set_efforts: Efforts


@dataclass(frozen=True, slots=True)
class Totals:
    """seconds are of the whole session, rests included; load is in minutes x RPE; muscles in working sets.

    work_up_sets: those of the warm_up_sets that stand in the main part. zones: seconds in zone 1 to 5, rests in 1.
    not_said_s: of work in a pace or watts, of which it is not said how hard they are: neither easy, moderate nor hard.
    parts: the same by sport. from_time_m: how much of the distance follows from time alone.
    """

    seconds: int = 0
    working_sets: int = 0
    warm_up_sets: int = 0
    work_up_sets: int = 0
    distance_m: int = 0
    tonnage_kg: int = 0
    load: int = 0
    parts: tuple[Part, ...] = ()
    easy_s: int = 0
    moderate_s: int = 0
    hard_s: int = 0
    not_said_s: int = 0
    zones: tuple[int, ...] = (0, 0, 0, 0, 0)
    muscles: tuple[tuple[str, float], ...] = ()
    from_time_m: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @property
    def by_sport(self) -> tuple[tuple[str, int], ...]:
        return tuple((part.sport, part.seconds) for part in self.parts if part.seconds)


@dataclass(frozen=True, slots=True)
class Work:
    """One row, once through: sets, seconds of work, of rest after each set, metres, kilograms, what it counts as."""

    sets: int
    work_s: float
    rest_s: float  # all of the row's rests
    last_rest_s: float  # the one after its last set
    metres: float
    kg: float
    rpe: float
    warm: bool
    is_said: bool = True  # is it said how hard it is?
    from_time: bool = False  # do the metres follow from the time, at the sport's pace?

    @property
    def level(self) -> int:
        return LEVELS[level(self.rpe)] if self.is_said else NOT_SAID


def totals(rows: Iterable[Row], effort: float | None = None, exercises: Muscles | None = None) -> Totals:
    """effort: the session's planned RPE; None takes the rows' own. exercises: key -> (primary, secondary) muscles."""
    rows = tuple(rows)
    sums = _Sums()
    place = 0
    while place < len(rows):
        group, end = rows[place].group, place + 1
        while group is not None and end < len(rows) and rows[end].group == group:
            end += 1
        members = rows[place:end]
        if group is None or _own_sets(group):
            for row in members:
                sums.add(row, work(row, False), 1)
        else:
            _add_group(sums, group, members)
        place = end
    return sums.totals(effort, exercises or {})


def _own_sets(group: Group) -> bool:
    """A group of which nothing is said: its rows alternate by their own sets."""
    return group.rounds is None and group.cap_s is None


class _OfSport:
    """What is summed up of one sport: effort_s in seconds x RPE, the others as in Part."""

    __slots__ = ("effort_s", "efforts", "metres", "seconds", "set_efforts")

    def __init__(self) -> None:
        self.seconds = self.effort_s = self.metres = 0.0
        self.efforts, self.set_efforts = [0.0] * 4, [0.0] * 4


class _Sums:
    def __init__(self) -> None:
        self.rows: list[tuple[Row, Work, float]] = []
        self.seconds = self.last_rest = 0.0
        self.by_sport: dict[str, _OfSport] = defaultdict(_OfSport)
        self.zones = [0.0] * 5

    def add(self, row: Row, done: Work, times: float, extra_rest: float = 0.0, last_rest: float | None = None) -> None:
        """A row done so many times over, and rests that belong to its group."""
        working, resting = done.work_s * times, done.rest_s * times + extra_rest
        self.rows.append((row, done, times))
        self.seconds += working + resting
        self.last_rest = done.last_rest_s if last_rest is None else last_rest
        part = self.by_sport[row.sport or "other"]
        part.seconds += working + resting
        part.effort_s += done.rpe * (working + resting)
        part.metres += done.metres * times
        part.efforts[done.level] += working
        part.efforts[EASY] += resting
        if not done.warm:
            part.set_efforts[done.level] += done.sets * times
        if done.is_said:
            self.zones[zone_of(done.rpe) - 1] += working
        self.zones[0] += resting

    def totals(self, effort: float | None, exercises: Muscles) -> Totals:
        seconds, parts = self.seconds - self.last_rest, self.by_sport  # no rest after the very last set
        effort_s = sum(part.effort_s for part in parts.values())
        if self.rows:
            last = parts[self.rows[-1][0].sport or "other"]
            last.seconds -= self.last_rest
            last.efforts[EASY] -= self.last_rest
            self.zones[0] -= self.last_rest
        rpe = effort if effort is not None else effort_s / self.seconds if self.seconds else 0.0
        times = [(row, done, done.sets * count) for row, done, count in self.rows]
        whole = [round(sum(part.efforts[place] for part in parts.values())) for place in range(4)]
        working = sum(part.seconds if effort is not None else part.effort_s for part in parts.values())
        load = seconds / 60 * rpe

        def share(part: _OfSport) -> float:
            mine = part.seconds if effort is not None else part.effort_s
            return round(load * mine / working, 2) if working else 0.0

        return Totals(
            seconds=round(seconds),
            working_sets=round(sum(sets for _, done, sets in times if not done.warm)),
            warm_up_sets=round(sum(sets for _, done, sets in times if done.warm)),
            work_up_sets=round(sum(sets for row, done, sets in times if done.warm and row.section == "main")),
            distance_m=round(sum(part.metres for part in parts.values())),
            tonnage_kg=round(sum(done.kg * count for _, done, count in self.rows if not done.warm)),
            load=round(load),
            parts=tuple(_part(sport, part, share(part)) for sport, part in parts.items()),
            easy_s=whole[EASY],
            moderate_s=whole[MODERATE],
            hard_s=whole[HARD],
            not_said_s=whole[NOT_SAID],
            zones=tuple(round(value) for value in self.zones),
            muscles=_muscles(times, exercises) if exercises else (),
            from_time_m=round(sum(done.metres * count for _, done, count in self.rows if done.from_time)),
        )


def _part(sport: str, part: _OfSport, load: float) -> Part:
    easy, moderate, hard, not_said = map(round, part.efforts)
    easy_sets, moderate_sets, hard_sets, unsaid_sets = map(round, part.set_efforts)
    return Part(sport, round(part.seconds), load, round(part.metres, 1), round(sum(part.set_efforts)),
                (easy, moderate, hard, not_said), (easy_sets, moderate_sets, hard_sets, unsaid_sets))  # fmt: skip


def _muscles(times: list[tuple[Row, Work, float]], exercises: Muscles) -> tuple[tuple[str, float], ...]:
    """Working sets by muscle, half a set for a secondary one; most first."""
    counts: dict[str, float] = defaultdict(float)
    for row, done, sets in times:
        if done.warm or row.exercise not in exercises:
            continue
        for share, muscles in zip((1.0, 0.5), exercises[row.exercise], strict=True):
            for muscle in muscles:
                counts[muscle] += sets * share
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _add_group(sums: _Sums, group: Group, members: tuple[Row, ...]) -> None:
    """Rounds of the rows; what the clock says goes before what the work would take."""
    done = [work(row, True) for row in members]
    one_round = sum(row.work_s + row.rest_s for row in done) or 1.0
    if group.cap_s is not None:
        seconds: float = group.cap_s
        rounds = seconds / group.every_s if group.every_s else seconds / one_round
        if group.kind == "alternating_emom":
            rounds /= len(members)
        if group.rounds is not None:
            rounds = group.rounds
            seconds = min(seconds, rounds * one_round)
    else:
        rounds = group.rounds or 1
        seconds = rounds * (group.every_s or one_round)
    sets = group.sets_of_rounds or 1
    stretch = seconds / (rounds * one_round) if rounds else 1.0
    rest = group.rest_s
    if rest is None:
        clocked = group.kind != "rounds" or group.every_s
        rest = 0 if clocked or done[-1].rest_s else UNSAID_ROUND_REST_S.get(members[-1].sport, 0)
    set_rest = group.set_rest_s if group.set_rest_s is not None else rest
    between = rest * (rounds - 1) * sets + set_rest * sets if group.kind in ("rounds", "for_time") else 0.0
    filled = min(stretch, 1.0)
    idle = max(0.0, seconds - rounds * one_round) * sets
    for index, (row, once) in enumerate(zip(members, done, strict=True)):
        last = index == len(members) - 1
        sums.add(row, _stretched(once, filled), rounds * sets, (between + idle) if last else 0.0,
                 (set_rest if between else once.last_rest_s) if last else None)  # fmt: skip


def _stretched(once: Work, factor: float) -> Work:
    """What a cap cuts short takes less time, in proportion."""
    if factor == 1.0:
        return once
    work_s, rest_s, last = once.work_s * factor, once.rest_s * factor, once.last_rest_s * factor
    metres = once.metres * factor if once.from_time else once.metres
    return replace(once, work_s=work_s, rest_s=rest_s, last_rest_s=last, metres=metres)


@lru_cache(maxsize=1024)
def work(row: Row, grouped: bool) -> Work:
    """One row once through (in a group: one round). Remembered: rows are values and come back in many weeks."""
    p = row.prescription
    sets = p.sets or (1 if grouped else p.list_length or 1)
    rpe, is_said = row_effort(row)
    one = _set_seconds(row, p, rpe)
    warm = row.section != "main" or p.is_warm_up
    metres, from_time = float(p.distance or _each_metres(p)) * sets, False
    sides = 2 if p.per_side else 1
    reps = _mean_reps(p)
    if p.every is not None:
        one = min(one, p.every)  # the clock decides
    if (p.duration or p.reps and p.reps.each_seconds) and not metres and row.sport in EASY_PACE:
        metres, from_time = one * sets / _pace(row, p, rpe), True
    if p.every is not None:
        idle = (p.every - one) * sets
        kg = _tonnage(p, sets, reps, sides)
        return Work(sets, one * sets, idle, 0.0, metres, kg, rpe, warm, is_said, from_time)
    rest, metres_rested = _rest(row, p, sets, grouped)
    last = rest
    resting = rest * sets
    if p.rest and p.rest.set_seconds is not None:
        last = float(p.rest.set_seconds)
        resting += last - rest
        if p.reps and p.reps.each is not None:  # 3x13x30s r0:15/3:00: between reps, then between sets
            resting = (rest * max(0.0, reps - 1) + last) * sets
    metres += metres_rested
    kg = _tonnage(p, sets, reps, sides)
    return Work(sets, one * sets, resting, last, metres, kg, rpe, warm, is_said, from_time)


def row_effort(row: Row) -> tuple[float, bool]:
    """The RPE a row stands for: its intensity's, else its section's or its sport's; and whether that is said at all."""
    p = row.prescription
    said = p.intensity.rpe if p.intensity else None
    if said is not None:
        return said, True
    if row.section != "main" or p.is_warm_up:
        return UNSAID_RPE["warm_up" if row.section == "main" else row.section], True
    if p.intensity and p.intensity.is_personal:
        return NOT_SAID_RPE, False
    return UNSAID_RPE.get(row.sport, EASY_RPE), True


def _mean_reps(p: Prescription) -> float:
    if p.reps is None:
        return 0.0
    return p.reps.average(AMRAP_REPS)


def _each_metres(p: Prescription) -> float:
    """Metres of one set of reps that each are a distance: 5x400m."""
    return float(p.reps.each_metres or 0) * _mean_reps(p) if p.reps else 0.0


def _set_seconds(row: Row, p: Prescription, rpe: float) -> float:
    """Seconds of work in one set: its time, else its distance at a pace, else its reps."""
    sides = 2 if p.per_side else 1
    if p.duration is not None:
        return p.duration * (1 if p.amrap else sides)
    if p.distance is not None:
        return float(p.distance) * _pace(row, p, rpe) * sides
    if p.reps is not None and p.reps.each_metres:
        return _each_metres(p) * _pace(row, p, rpe) * sides
    if p.reps is not None and p.reps.each_seconds:
        return _mean_reps(p) * p.reps.each_seconds * sides
    if p.reps is not None:
        return p.reps.pauses_s + _mean_reps(p) * (tempo_seconds(p.tempo) or row.rep_seconds or REP_S) * sides
    return UNSAID_SET_S if p.sets else 0.0


def tempo_seconds(tempo: str) -> float:
    """One rep at a tempo: the sum of its phases, X one second; 0 without a tempo."""
    return float(sum(1 if part == "X" else int(part) for part in tempo.split("-"))) if tempo else 0.0


def _pace(row: Row, p: Prescription, rpe: float) -> float:
    """Seconds per metre: the target's, else the sport's default at that effort."""
    for target in p.intensity.targets if p.intensity else ():
        said = target.seconds_per_metre
        if said is not None:
            return float(said)
    return EASY_PACE.get(row.sport, WALKING) * FASTER[level(rpe)]


def _rest(row: Row, p: Prescription, sets: int, grouped: bool) -> tuple[float, float]:
    """Seconds of rest after a set, and the metres of active rests."""
    if p.rest is not None:
        if p.rest.seconds is not None:
            return float(p.rest.seconds), 0.0
        if p.rest.distance is not None:
            metres = float(p.rest.distance)
            return metres * EASY_PACE.get(row.sport, WALKING), metres * sets
        return float(UNSAID_PIECE_REST_S), 0.0
    if grouped:
        return 0.0, 0.0
    if row.sport == "strength" and row.section == "main":
        return float(UNSAID_REST_S["strength"]) if p.reps or sets > 1 else 0.0, 0.0
    if sets < 2:
        return 0.0, 0.0
    return float(UNSAID_REST_S.get(row.sport, UNSAID_PIECE_REST_S) if row.section == "main" else 15), 0.0


def _tonnage(p: Prescription, sets: int, reps: float, sides: int) -> float:
    """Kilograms moved: sets x reps x weight, set by set where there is a list; pairs and sides twice."""
    if p.reps is None or p.intensity is None:
        return 0.0
    total = 0.0
    for target in p.intensity.targets:
        if target.kg() is None:
            continue
        if target.drops and p.reps.join == ">":
            return sets * sides * _drop_kg(p.reps, target)
        if not target.per_set and not p.reps.is_list:
            return sets * reps * float(target.kg() or 0) * sides
        total += sum(p.reps.mean(index, AMRAP_REPS) * float(target.kg(index) or 0) for index in range(sets)) * sides
        break
    return total


def _drop_kg(reps: Reps, target: Target) -> float:
    """Kilograms of one drop set: each part at its own weight."""
    hands = KINDS[target.kind].hands
    weights = (float(to_kg(value, target.unit)) * hands for value in target.drops)
    return sum(count * weight for count, weight in zip(reps.parts(AMRAP_REPS), weights, strict=False))


@lru_cache(maxsize=8192)
def placed_totals(text: str, adjustment: str = "", effort: float | None = None) -> Totals:
    """Totals of a placed session: its digest with the adjustment applied, leniently."""
    return totals(applied(rows_of(text), Adjustment.parse(adjustment)), effort)
