"""What a session adds up to and the pictures of it, for its page. Works on rows that are read already: no query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.units import distance, hours
from core.units import from_kg, plain, rounded
from exercises.models import Muscle
from sessions_app import profile as shape
from sessions_app.lines import ENDURANCE
from sessions_app.models import Section, Session, SessionExercise, values_of
from sessions_app.prescription import Row
from sessions_app.totals import Totals, totals

MOST_MUSCLES = 6
ZONES = (
    gettext_lazy("Z1 Easy"),
    gettext_lazy("Z2 Steady"),
    gettext_lazy("Z3 Tempo"),
    gettext_lazy("Z4 Threshold"),
    gettext_lazy("Z5 VO₂max"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    number: str
    unit: str
    caption: str


@dataclass(frozen=True, slots=True)
class Share:
    label: str
    value: str
    percent: int
    kind: str = ""
    depth: int = 3


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of the table that says what a chart shows."""

    name: str
    sets: int
    time: str
    effort: str


class Summary:
    """Of a session's rows, in the units of whoever looks on."""

    session: Session
    rows: Sequence[SessionExercise]
    user: Any

    @property
    def units(self) -> str:
        return getattr(self.user, "units", "metric")

    @cached_property
    def values(self) -> list[Row]:
        return values_of(self.rows)

    # What it adds up to

    @cached_property
    def sums(self) -> Totals:
        exercises: Any = {row.exercise_id: (row.exercise.muscles, row.exercise.secondary_muscles) for row in self.rows}
        effort = float(self.session.effort) if self.session.effort is not None else None
        return totals(self.values, effort, exercises)

    @property
    def minutes(self) -> int:
        return self.sums.minutes

    @cached_property
    def sport(self) -> str:
        return sport_of(self.session, self.sums)

    @cached_property
    def is_endurance(self) -> bool:
        return self.sport in ENDURANCE

    @cached_property
    def figures(self) -> list[Figure]:
        sums, endurance = self.sums, self.is_endurance
        figures = [_split(hours(sums.seconds), _("Estimated time"))]
        if not endurance and sums.working_sets + sums.warm_up_sets:
            figures.append(Figure(str(sums.working_sets + sums.warm_up_sets), _("sets"), self._kinds_of_sets()))
        # Five minutes on the erg before lifting are no distance that anybody asks for.
        metres = sums.distance_m - (0 if endurance else sums.from_time_m)
        if metres >= 100:
            called = _("Distance, estimated") if endurance and sums.from_time_m else _("Distance")
            figures.append(_split(distance(metres, self.units), called))
        if endurance and sums.hard_s >= 30:
            figures.append(_split(hours(sums.hard_s), _("Hard")))
        if sums.tonnage_kg:
            figures.append(self._tonnage(sums.tonnage_kg))
        effort = self.session.effort
        at = _("Load, at RPE %s") % plain(effort) if effort is not None else _("Load, from the lines")
        return [*figures, Figure(number_format(sums.load), "", at)]

    def _kinds_of_sets(self) -> str:
        """`19 working, 4 work-up, 6 easy`: work-up sets apart from those of warm-up and cool-down."""
        sums = self.sums
        if not sums.warm_up_sets:
            return _("all working")
        parts = [_("%s working") % sums.working_sets]
        if sums.work_up_sets:
            parts.append(_("%s work-up") % sums.work_up_sets)
        if easy := sums.warm_up_sets - sums.work_up_sets:
            parts.append(_("%s easy") % easy)
        return ", ".join(parts)

    def _tonnage(self, kg: int) -> Figure:
        caption = _("Lifted, where weights are written")
        if self.units == "imperial":
            return Figure(number_format(int(from_kg(Decimal(kg), "lb")), force_grouping=True), "lb", caption)
        if kg < 1000:
            return Figure(str(kg), "kg", caption)
        return Figure(number_format(plain(rounded(Decimal(kg), 100) / 1000)), "t", caption)

    @cached_property
    def zones(self) -> list[Share]:
        """Endurance: how long in each zone, the hardest first."""
        if not self.is_endurance or not self.sums.seconds:
            return []
        sums = self.sums
        most = max(*sums.zones, sums.not_said_s) or 1
        zones = [
            Share(str(ZONES[index]), hours(seconds) if seconds else "–", round(100 * seconds / most), f"f-d{index + 1}")
            for index, seconds in reversed(list(enumerate(sums.zones)))
        ]
        if sums.not_said_s:
            zones.append(Share(_("Not said"), hours(sums.not_said_s), round(100 * sums.not_said_s / most), "f-d0"))
        return zones

    @cached_property
    def muscles(self) -> list[Share]:
        """Strength: the most worked muscles by working sets. In endurance sets do not say what is worked."""
        if self.is_endurance:
            return []
        counts = self.sums.muscles[:MOST_MUSCLES]
        most = max((count for _muscle, count in counts), default=1) or 1
        return [
            Share(
                str(Muscle(muscle).label),
                number_format(plain(rounded(Decimal(count), "0.5"))),
                round(100 * count / most),
                depth=_third(count / most),
            )  # type: ignore[arg-type]
            for muscle, count in counts
            if muscle in Muscle.values
        ]

    @property
    def muscle_depths(self) -> dict[str, int]:
        most = max((count for _muscle, count in self.sums.muscles), default=1) or 1
        return {muscle: _third(count / most) - 1 for muscle, count in self.sums.muscles}

    @property
    def muscles_spoken(self) -> str:
        return _("Muscles worked: %s") % ", ".join(f"{share.label} {share.value}" for share in self.muscles)

    @cached_property
    def equipment(self) -> str:
        pieces = dict.fromkeys(piece for row in self.rows for piece in row.exercise.equipment)
        first, *others = pieces or ("",)
        return ", ".join(
            [first, *(piece if piece[:2].isupper() else piece[:1].lower() + piece[1:] for piece in others)]
        )

    # Charts

    @cached_property
    def _pieces(self) -> list[shape.Piece]:
        return shape.pieces(self.values)

    @cached_property
    def profile(self) -> shape.Chart | None:
        return shape.over_time(self._pieces) if self.is_endurance and self._pieces else None

    @cached_property
    def effort_chart(self) -> shape.Chart | None:
        if self.is_endurance or not self._pieces:
            return None
        return shape.set_by_set(self._pieces, [_under(row) for row in self.rows])

    @property
    def chart_rows(self) -> list[ChartRow]:
        """The chart as a table: the same, for whoever does not see it."""
        said = lru_cache(None)(_rpe)
        return [
            ChartRow(self.rows[line.row].name, line.sets, hours(line.seconds), said(line.low, line.high, line.zone))
            for line in shape.by_row(self._pieces)
        ]

    @property
    def effort_spoken(self) -> str:
        sums = self.sums
        said = _("%(easy)s easy, %(moderate)s moderate, %(hard)s hard") % {
            "easy": hours(sums.easy_s), "moderate": hours(sums.moderate_s), "hard": hours(sums.hard_s),
        }  # fmt: skip
        if not sums.not_said_s:
            return said
        return _("%(said)s, %(time)s of which it is not said") % {"said": said, "time": hours(sums.not_said_s)}


def sport_of(session: Any, sums: Totals) -> str:
    """The session's sport, else the one that takes most time; "" while there is nothing to go by."""
    return session.sport or max(sums.by_sport, key=lambda pair: pair[1], default=("", 0))[0]


def _split(text: str, caption: str) -> Figure:
    """`62 min` as number and unit; `1 h 05` stays whole."""
    number, _space, unit = text.rpartition(" ")
    return Figure(number, unit, caption) if number and not unit.isdigit() else Figure(text, "", caption)


def _third(share: float) -> int:
    """2 to 4: the three depths of a muscle, by its share of the most worked one."""
    return 4 if share > 0.66 else 3 if share > 0.4 else 2


def _rpe(least: float, most: float, zone: int) -> str:
    """`8, zone 5`; of a ramp from and to. In no zone is what is given in watts or a pace."""
    if not zone:
        return _("not said")
    low, high = plain(rounded(Decimal(least), "0.5")), plain(rounded(Decimal(most), "0.5"))
    rpe = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("%(rpe)s, zone %(zone)s") % {"rpe": rpe, "zone": zone}


def _under(row: SessionExercise) -> str:
    """What stands under a row's bars: section, group letter, or the last word of the name."""
    if row.section != Section.MAIN:
        return str(Section(row.section).label)
    if row.group is not None:
        return row.group.letter
    last = row.name.split()[-1][:10]
    return last[:1].upper() + last[1:]
