"""What the page of a session shows, worked out from its rows. No query but those for the rows and the undo steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import stack
from core.templatetags.units import distance, hours
from core.units import from_kg, plain, rounded
from exercises.models import Muscle, Sport
from sessions_app import arranging, notation
from sessions_app import profile as shape
from sessions_app.lines import ENDURANCE, BlockView, HeadView, RowView
from sessions_app.models import Section, Session, SessionExercise, rows_of, values_of
from sessions_app.prescription import Row
from sessions_app.totals import Totals, totals

MOST_MUSCLES = 8
LONG = 30
EXAMPLES = {
    Sport.RUNNING: "easy run 10:00 Z1",
    Sport.CYCLING: "ride 3x12min @ 90% r5:00",
    Sport.SWIMMING: "freestyle 8x100m on 1:40",
    Sport.ROWING: "row 4x1000m @ 2k+8 r3:00",
    Sport.MOBILITY: "couch stretch 3x1:00/side",
}


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


@dataclass
class SessionPage:
    session: Session
    rows: Sequence[SessionExercise]
    user: Any
    undo: Any = None
    redo: Any = None
    notice: str = ""
    quick_error: str = ""
    typed: str = ""
    add_to: str = Section.MAIN
    row: RowView | None = None
    sections: Any = field(default=Section)

    @property
    def editable(self) -> bool:
        return self.session.is_editable_by(self.user)

    @property
    def units(self) -> str:
        return getattr(self.user, "units", "metric")

    @property
    def is_long(self) -> bool:
        """More than one looks over at once: then the sections can be jumped to."""
        return len(self.rows) > LONG

    def choose_section(self, section: str) -> None:
        if section in Section.values:
            self.add_to = section

    # The lines

    @cached_property
    def values(self) -> list[Row]:
        return values_of(self.rows)

    @cached_property
    def heads(self) -> list[HeadView]:
        views = iter(self._row_views())
        return [self._head(head, views) for head in arranging.heads(self.rows)]

    def _row_views(self) -> list[RowView]:
        views: list[RowView] = []
        number, places = 0, {}  # type: ignore[var-annotated]
        for index, row in enumerate(self.rows):
            label = ""
            if row.group is not None:
                places[row.group.pk] = places.get(row.group.pk, 0) + 1
                label = f"{row.group.letter}{places[row.group.pk]}"
            number += not label
            sport = self.session.sport or row.exercise.sport
            chips = notation.describe(row.prescription, sport)
            text = notation.render_prescription(row.prescription, sport)
            views.append(
                RowView(
                    row, index, number, label, sport, row.name, text, chips, label.endswith("1") and len(label) == 2
                )
            )
        return views

    def _head(self, head: arranging.Head, views: Any) -> HeadView:
        found: list[BlockView] = []
        for block in head.blocks:
            rows = [next(views) for _row in block]
            rows[0].is_section_first = not found
            group = block[0].group
            text = notation.render_group(group.value).partition(":")[2].strip() if group is not None else ""
            found.append(BlockView(rows, group, text))
        return HeadView(head.section, head.label, found, self._facts(self.values[head.start : head.end]))

    def _facts(self, rows: list[Row]) -> str:
        """`2 exercises · 8 min`, with the distance where there is one."""
        if not rows:
            return ""
        sums = totals(rows)
        facts = [ngettext("%s exercise", "%s exercises", len(rows)) % len(rows), hours(sums.seconds)]
        if sums.distance_m and self.is_endurance:
            facts = [facts[1], distance(sums.distance_m, self.units)]
        return " · ".join(facts)

    def find(self, pk: str) -> RowView | None:
        return next((row for head in self.heads for row in head.rows if row.pk == pk), None)

    def keep_group(self, pk: str, text: str, error: str) -> None:
        for head in self.heads:
            for block in head.blocks:
                if block.group is not None and block.group.pk == pk:
                    block.text, block.error = text, error

    # What it adds up to

    @cached_property
    def sums(self) -> Totals:
        exercises: Any = {row.exercise_id: (row.exercise.muscles, row.exercise.secondary_muscles) for row in self.rows}
        effort = float(self.session.effort) if self.session.effort is not None else None
        return totals(self.values, effort, exercises)

    @property
    def minutes(self) -> int:
        return self.sums.minutes

    @property
    def sport(self) -> str:
        """The session's sport, else the one that takes most time; "" while there is nothing to go by."""
        return self.session.sport or max(self.sums.by_sport, key=lambda pair: pair[1], default=("", 0))[0]

    @property
    def is_endurance(self) -> bool:
        return self.sport in ENDURANCE

    @property
    def example(self) -> str:
        return EXAMPLES.get(self.sport, "back squat 5x5 @ 80%")  # type: ignore[call-overload]

    @property
    def figures(self) -> list[Figure]:
        sums, endurance = self.sums, self.is_endurance
        figures = [_split(hours(sums.seconds), _("Estimated time"))]
        if not endurance and sums.working_sets + sums.warm_up_sets:
            parts = {"working": sums.working_sets, "easy": sums.warm_up_sets}
            caption = _("%(working)s working, %(easy)s easy") % parts if sums.warm_up_sets else _("all working")
            figures.append(Figure(str(sums.working_sets + sums.warm_up_sets), _("sets"), caption))
        if sums.distance_m >= 100:
            figures.append(_split(distance(sums.distance_m, self.units), _("Distance")))
        if endurance and sums.hard_s >= 30:
            figures.append(_split(hours(sums.hard_s), _("Hard")))
        if sums.tonnage_kg:
            figures.append(self._tonnage(sums.tonnage_kg))
        effort = self.session.effort
        at = _("Load, at RPE %s") % plain(effort) if effort is not None else _("Load, from the lines")
        return [*figures, Figure(number_format(sums.load), "", at)]

    def _tonnage(self, kg: int) -> Figure:
        caption = _("Lifted, where weights are written")
        if self.units == "imperial":
            return Figure(number_format(int(from_kg(Decimal(kg), "lb")), force_grouping=True), "lb", caption)
        if kg < 1000:
            return Figure(str(kg), "kg", caption)
        return Figure(number_format(plain(rounded(Decimal(kg), 100) / 1000)), "t", caption)

    @property
    def zones(self) -> list[Share]:
        """Endurance: how long it is easy, moderate and hard."""
        if not self.is_endurance or not self.sums.seconds:
            return []
        parts = (
            (_("Hard"), self.sums.hard_s, "f-d5"),
            (_("Moderate"), self.sums.moderate_s, "f-d3"),
            (_("Easy"), self.sums.easy_s, "f-d1"),
        )
        most = max(seconds for _label, seconds, _kind in parts) or 1
        return [
            Share(label, hours(seconds) if seconds else "–", round(100 * seconds / most), kind)
            for label, seconds, kind in parts
        ]

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

    @property
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

    @property
    def profile(self) -> shape.Chart | None:
        return shape.over_time(self._pieces) if self.is_endurance and self._pieces else None

    @property
    def effort_chart(self) -> shape.Chart | None:
        if self.is_endurance or not self._pieces:
            return None
        return shape.set_by_set(self._pieces, [_under(row) for row in self.rows])

    @property
    def effort_spoken(self) -> str:
        sums = self.sums
        return _("%(easy)s easy, %(moderate)s moderate, %(hard)s hard") % {
            "easy": hours(sums.easy_s), "moderate": hours(sums.moderate_s), "hard": hours(sums.hard_s),
        }  # fmt: skip


def _split(text: str, caption: str) -> Figure:
    """`62 min` as number and unit; `1 h 05` stays whole."""
    number, _space, unit = text.rpartition(" ")
    return Figure(number, unit, caption) if number and not unit.isdigit() else Figure(text, "", caption)


def _third(share: float) -> int:
    """2 to 4: the three depths of a muscle, by its share of the most worked one."""
    return 4 if share > 0.66 else 3 if share > 0.33 else 2


def _under(row: SessionExercise) -> str:
    """What stands under a row's bars: section, group letter, or the last word of the name."""
    if row.section != Section.MAIN:
        return str(Section(row.section).label)
    if row.group is not None:
        return row.group.letter
    return row.name.split()[-1][:10].capitalize()


def page_of(session: Session, user: Any) -> SessionPage:
    """The page; undo and redo only for whoever may change it. Rows are read if they are not there yet."""
    page = SessionPage(session, rows_of(session), user)
    if page.editable:
        page.undo, page.redo = stack(session, user)
    return page


def open_page(pk: str, user: Any) -> SessionPage:
    """The page as it stands now, after a verb."""
    return page_of(Session.objects.with_rows().get(pk=pk), user)


def page_after(session: Session, user: Any) -> SessionPage:
    """The page as the verb on this very object left it. Nothing of it is read again."""
    step = session.last_step
    if step is None or session.left is None:
        return open_page(session.pk, user)
    page = SessionPage(session, session.left, user)
    page.undo, page.redo = (step.change, None) if step.change is not None else stack(session, user)
    return page
