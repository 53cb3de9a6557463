"""A session's rows as the steps of a workout: what is planned, in the order in which it is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from sessions_app.arranging import blocks
from sessions_app.prescription import Group, Prescription, Rest, Row, Target
from sessions_app.prescription.clock import span
from sessions_app.prescription.values import MOST_METRES, MOST_SECONDS, distance_text
from sessions_app.totals import UNSAID_PIECE_REST_S, UNSAID_REST_S

from .values import MOST_STEPS, Cue, LeftOut, Part, Repeat, Step, Unwritable, count, cues_of, flat, length


def parts_of(rows: Sequence[Row], sport: str, whole_repeats: bool = False) -> tuple[tuple[Part, ...], list[LeftOut]]:
    """The steps, and what a device's file cannot say of the rows. Unwritable where it would be another workout.

    Nobody rests after the very last set; with `whole_repeats` a repeat at the end stays one, its last rest included.
    """
    said = _Said(sport)
    parts: list[Part] = []
    for block in blocks(rows):
        group = block[0].group
        if group is None:
            parts += said.row(block[0])
        elif group.rounds is None and group.cap_s is None:
            parts += said.in_turn(block)
        else:
            parts += said.group(block, group)
    if not (whole_repeats and parts and isinstance(parts[-1], Repeat)):
        parts = without_last_rest(parts)
    if not parts:
        raise Unwritable(_("The session has no lines yet."))
    if sum(map(count, parts)) > MOST_STEPS:
        raise Unwritable(_("Written out set by set it has more than %(most)s steps.") % {"most": f"{MOST_STEPS:,}"})
    steps = flat(parts)
    if any((step.seconds or 0) > MOST_SECONDS or (step.metres or 0) > MOST_METRES for step in steps):
        raise Unwritable(_("A step of it is longer than any workout's."))  # both sides of what is at the limit for each
    return tuple(parts), list(dict.fromkeys(said.left_out))


def without_last_rest(parts: list[Part]) -> list[Part]:
    """Without the rest after the very last set, wherever it stands."""
    while parts:
        last = parts[-1]
        if isinstance(last, Step):
            if last.role != "rest":
                break
            parts = parts[:-1]
            continue
        ending = without_last_rest(list(last.parts))
        if len(ending) == len(last.parts) and tuple(ending) == last.parts:
            break
        rounds = last.times - 1
        repeated: list[Part] = [replace(last, times=rounds)] if rounds else []
        if rounds == 1:
            repeated = list(last.parts)
            repeated[0] = _with_cues(repeated[0], last.cues)
        elif not rounds and ending:
            ending[0] = _with_cues(ending[0], last.cues)
        return [*parts[:-1], *repeated, *ending]
    return parts


def _with_cues(part: Part, cues: tuple[Cue, ...]) -> Part:
    return replace(part, cues=(*part.cues, *cues)) if cues else part


class _Said:
    """Collects what had to be left out while rows become steps."""

    def __init__(self, sport: str) -> None:
        self.sport = sport
        self.left_out: list[LeftOut] = []

    def lacks(self, row: Row, text: str, reason: str) -> None:
        self.left_out.append(LeftOut(row.name or _("a line"), text, reason))

    # --- Rows -------------------------------------------------------------------

    def row(self, row: Row) -> list[Part]:
        """All of its sets, each with its rest."""
        works, rest = self._sets(row), self.rest(row)
        cues = self._cues(row)
        between = [rest] if rest else []
        alike = all(work == works[0] for work in works[1:])
        if alike and len(works) > 1:
            inner: tuple[Part, ...] = (works[0], *between)
            return [Repeat(len(works), inner, cues)]
        parts: list[Part] = []
        for work in works:
            parts += [work, *between]
        return [_with_cues(parts[0], cues), *parts[1:]]

    def _cues(self, row: Row) -> tuple[Cue, ...]:
        p = row.prescription
        if p.tempo:
            self.lacks(row, p.tempo, _("A lifting tempo has no place in this file."))
        return cues_of(p.notes)

    def _sets(self, row: Row) -> list[Part]:
        p = row.prescription
        if p.sets_max:
            text = f"{p.sets}-{p.sets_max}"
            self.lacks(row, text, _("A range of sets is written as its lower end."))
        sets = p.sets or (1 if row.group and row.group.rounds else p.list_length or 1)
        if sets > MOST_STEPS:
            raise Unwritable(_("%(name)s has more than %(most)s sets.") % {"name": row.name, "most": f"{MOST_STEPS:,}"})
        return [self._one(row, p, index) for index in range(sets)]

    def _one(self, row: Row, p: Prescription, index: int) -> Part:
        """One set: a step, or the reps of it where each has its own time or length."""
        step = Step(
            targets=tuple(_target_of_set(target, index) for target in p.intensity.targets) if p.intensity else (),
            cadence=p.cadence,
            role="warm_up" if p.is_warm_up else row.section,
            name=row.name,
        )
        if p.duration_max or p.distance_max:
            low, high = self._range(p)
            self.lacks(row, f"{low}-{high}", _("A range is written as its lower end."))
        sides = 2 if p.per_side else 1
        if p.duration is not None:
            if p.distance is not None:
                self.lacks(row, distance_text(p.distance, p.distance_unit), _("The step ends by its time."))
            return replace(step, seconds=p.duration * (1 if p.amrap else sides))
        if p.distance is not None:
            return replace(step, metres=p.distance * sides)
        reps = p.reps
        if reps is not None and (reps.each_seconds or reps.each_metres) and reps.low is not None:
            inner = replace(step, seconds=reps.each_seconds or None)
            if reps.each_metres:
                inner = replace(inner, metres=reps.each_metres)
            return self._reps(inner, int(reps.low) * sides, p.rest)
        if reps is not None:
            return replace(step, name=f"{row.name} {reps}".strip())
        return step

    def _reps(self, step: Step, reps: int, rest: Rest | None) -> Part:
        """3x13x30s r0:15/3:00: the rest between reps stands within a set, none after its last."""
        if reps < 2:
            return step
        if rest is None or rest.set_seconds is None:
            return Repeat(reps, (step,))
        pause = self._rest_step(rest)
        if not pause.seconds:
            return Repeat(reps, (step,))
        return Repeat(1, (Repeat(reps - 1, (step, pause)), step)) if reps > 2 else Repeat(1, (step, pause, step))

    @staticmethod
    def _range(p: Prescription) -> tuple[str, str]:
        if p.duration_max:
            return span(p.duration or 0), span(p.duration_max)
        unit = p.distance_unit
        return tuple(distance_text(metres, unit) for metres in (p.distance, p.distance_max) if metres)  # type: ignore[return-value]

    # --- Rests ------------------------------------------------------------------

    def rest(self, row: Row) -> Step | None:
        p = row.prescription
        if p.every is not None:
            return self._until_next(row, p)
        if p.rest is not None:
            if p.rest.seconds_max:
                self.lacks(row, p.rest.amount, _("A range is written as its lower end."))
            pause = self._rest_step(p.rest)
            # r0:20/4:00: the first stands between reps, inside of each set; the second between sets
            if p.rest.set_seconds is not None:
                pause = replace(pause, seconds=p.rest.set_seconds)
            return None if pause.seconds == 0 else pause
        in_rounds = row.group is not None and row.group.rounds is not None
        if in_rounds or (p.sets or p.list_length or 1) < 2:
            return None
        seconds = UNSAID_REST_S.get(self.sport, UNSAID_PIECE_REST_S) if row.section == "main" else 15
        return Step(seconds=seconds, role="rest", is_said=False)

    def _until_next(self, row: Row, p: Prescription) -> Step | None:
        """What a send-off leaves; of a distance nobody knows it."""
        if p.duration is None:
            return Step(role="rest", every=p.every)
        left = (p.every or 0) - p.duration
        return Step(seconds=left, role="rest") if left > 0 else None

    @staticmethod
    def _rest_step(rest: Rest) -> Step:
        targets = rest.intensity.targets if rest.intensity else ()
        said = cues_of(rest.words) if rest.words else ()
        seconds = rest.seconds
        if seconds is None and rest.distance is None:
            return Step(seconds=UNSAID_PIECE_REST_S, role="rest", targets=targets, cues=said, is_said=False)
        return Step(seconds=seconds, metres=rest.distance, role="rest", targets=targets, cues=said)

    # --- Groups -----------------------------------------------------------------

    def in_turn(self, block: Sequence[Row]) -> list[Part]:
        """A group of which nothing is said: its rows alternate by their own sets."""
        done = [(self._cues(row), self._sets(row), self.rest(row)) for row in block]
        parts: list[Part] = []
        for turn in range(max(len(works) for _cues, works, _rest in done)):
            for cues, works, rest in done:
                if turn < len(works):
                    work = works[turn]
                    parts.append(_with_cues(work, cues) if not turn else work)
                    parts += [rest] if rest else []
        return parts

    def group(self, block: Sequence[Row], group: Group) -> list[Part]:
        if group.rounds is None or group.cap_s is not None or group.kind not in ("rounds", "emom"):
            sentence = _("Group %(letter)s is done against the clock, which no step says.")
            raise Unwritable(sentence % {"letter": group.letter})
        one: list[Part] = []
        cues: list[Cue] = []
        at = 0
        for row in block:
            works, rest = self._sets(row), self.rest(row)
            cues += [Cue(cue.at + at, cue.text) for cue in self._cues(row)]
            for work in works:
                one += [work, *([rest] if rest else [])]
            at = sum(map(length, one))
        rest_s, set_rest_s = self._round_rests(group, block, at)
        return self._rounds(one, group, rest_s, set_rest_s, tuple(cues))

    @staticmethod
    def _round_rests(group: Group, block: Sequence[Row], seconds: int) -> tuple[int, int]:
        if group.every_s is not None:
            if any(row.prescription.duration is None for row in block):
                raise Unwritable(
                    _("The rounds of group %(letter)s start by the clock, which needs the time of each line.")
                    % {"letter": group.letter}
                )
            return max(0, group.every_s - seconds), max(0, group.every_s - seconds)
        rest = group.rest_s or 0
        return rest, rest if group.set_rest_s is None else group.set_rest_s

    @staticmethod
    def _rounds(one: list[Part], group: Group, rest_s: int, set_rest_s: int, cues: tuple[Cue, ...]) -> list[Part]:
        def pause(seconds: int) -> list[Part]:
            return [Step(seconds=seconds, role="rest")] if seconds else []

        rounds, sets = group.rounds or 1, group.sets_of_rounds or 1
        if rest_s == set_rest_s:
            return [Repeat(rounds * sets, (*one, *pause(rest_s)), cues)]
        first: list[Part] = [Repeat(rounds - 1, (*one, *pause(rest_s)))] if rounds > 1 else []
        whole = (*first, *one, *pause(set_rest_s))
        return [Repeat(sets, whole, cues)]


def _target_of_set(target: Target, index: int) -> Target:
    """Of a list its own number."""
    number = target.number(index) if target.per_set else None
    return target if number is None else replace(target, start=number, end=number, per_set=())
