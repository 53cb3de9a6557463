"""What people type about one week of a program, and the change of the weeks that they mean by it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exercises.models import Sport
from programs.days import day_choices
from programs.forms import AdjustmentField, VersionForm
from programs.models import DAYS, MAX_WEEKS, Program, ProgramSession, ProgramWeek
from programs.weeks.board import WeekVerb
from programs.weeks.copying import Copy
from programs.weeks.describing import Clear
from programs.weeks.growing import Growth, for_session
from programs.weeks.lightening import WEEK, Deload, Taper, less
from programs.weeks.shifting import Insert, Shift
from programs.weeks.weekdays import Rearrange
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.adjustment import NO_CHANGE

STEPS = ["+2.5%", "+2.5kg", "+1 rep", "+1 set", "+10min", "+400m", "volume +5%"]
LOAD_STEP = Adjustment.parse(STEPS[0])


class WeekForm(VersionForm, forms.ModelForm):
    field_order = ("phase", "until")
    until = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MAX_WEEKS,
        label=_("Until week"),
        widget=forms.NumberInput(attrs={"placeholder": _("This one")}),
    )

    class Meta:
        model = ProgramWeek
        fields = ["phase", "is_deload", "notes"]
        widgets = {
            "phase": forms.TextInput(attrs={"placeholder": _("Base, Build, Peak, Taper"), "autofocus": True}),
            "notes": forms.Textarea(attrs={"rows": 2}),
        }


class WeeksField(forms.CharField):
    """`4`, `4-6`, `4-6, 8`: weeks in their order, each once."""

    RUN = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?")

    def clean(self, value: Any) -> tuple[int, ...]:
        weeks: set[int] = set()
        for part in re.split(r"[,;]", super().clean(value)):
            run = self.RUN.fullmatch(part.strip())
            if run is None:
                raise forms.ValidationError(_("Write weeks as 4, or 4-6, 8."))
            first, last = int(run[1]), int(run[2] or run[1])
            if last < first:
                raise forms.ValidationError(_("The last week comes before the first."))
            weeks.update(range(first, last + 1))
        if not 1 <= min(weeks) <= max(weeks) <= MAX_WEEKS:
            raise forms.ValidationError(_("Weeks go from 1 to %(most)s."), params={"most": MAX_WEEKS})
        return tuple(sorted(weeks))


class GrowthField(AdjustmentField):
    """One step, or `0` for none where nothing typed means what is said elsewhere."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "growth-steps", "autocomplete": "off", "placeholder": _("No change")}
        super().__init__(widget=forms.TextInput(attrs=attrs | kwargs.pop("attrs", {})), **kwargs)

    def clean(self, value: Any) -> Adjustment | None:
        return NO_CHANGE if (value or "").strip() == "0" else super().clean(value)


class WeekVerbForm(forms.Form):
    """A form of one verb. `verb` is what it says, once it is valid."""

    def __init__(
        self, *args: Any, program: Program, number: int, placings: list[ProgramSession], **kwargs: Any
    ) -> None:
        self.program, self.number, self.placings = program, number, placings
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fields and first values that depend on the week."""

    @property
    def verb(self) -> WeekVerb:
        raise NotImplementedError

    @property
    def said(self) -> dict[str, Any]:
        """What the page first shows, as if it had been sent."""
        shown = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return {name: value for name, value in shown.items() if value not in (None, False)}


class CopyForm(WeekVerbForm):
    weeks = WeeksField(
        max_length=200,
        label=_("To weeks"),
        help_text=_("4, or 4-6, 8. Past the end makes the program longer."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    add = forms.BooleanField(required=False, label=_("Keep what stands there, and add to it"))

    def prepare(self) -> None:
        following = min(self.number + 1, MAX_WEEKS)
        last = max(self.program.duration_weeks, following)
        self.initial.setdefault("weeks", self.first_weeks(following, last))

    def first_weeks(self, following: int, last: int) -> str:
        return str(following)

    @property
    def targets(self) -> tuple[int, ...]:
        return tuple(week for week in self.cleaned_data["weeks"] if week != self.number)

    @property
    def verb(self) -> Copy:
        return Copy(self.number, self.targets, add=self.cleaned_data["add"])


class ProgressForm(CopyForm):
    """Each week a step further: a field for each sport of the week, and for each session that differs."""

    deload_every = forms.IntegerField(
        required=False,
        min_value=2,
        max_value=12,
        label=_("Deload every"),
        help_text=_("4: every 4th week from this one. Empty: never."),
    )
    deload_volume = forms.IntegerField(
        required=False,
        min_value=5,
        max_value=90,
        initial=40,
        label=_("Percent less then"),
    )

    def first_weeks(self, following: int, last: int) -> str:
        return f"{following}-{last}" if last > following else str(following)

    def prepare(self) -> None:
        super().prepare()
        self.sessions: list[Session] = list({one.session_id: one.session for one in self.placings}.values())
        self.sports = list(dict.fromkeys(session.sport for session in self.sessions))
        for sport in self.sports:
            self.fields[f"sport-{sport}"] = GrowthField(label=sport_name(sport))
            if sport == Sport.STRENGTH and any(
                for_session(one, LOAD_STEP) for one in self.sessions if one.sport == sport
            ):
                self.initial.setdefault(f"sport-{sport}", str(LOAD_STEP))
        for session in self.sessions:
            self.fields[f"session-{session.pk}"] = GrowthField(
                label=session.name, attrs={"placeholder": _("As its sport")}
            )

    @property
    def sport_fields(self) -> list[tuple[str, forms.BoundField]]:
        return [(sport, self[f"sport-{sport}"]) for sport in self.sports]

    @property
    def session_fields(self) -> list[tuple[str, forms.BoundField]]:
        return [(session.sport, self[f"session-{session.pk}"]) for session in self.sessions]

    @property
    def has_own_steps(self) -> bool:
        return any(field.value() or field.errors for _sport, field in self.session_fields)

    steps = STEPS

    @property
    def verb(self) -> Copy:
        data = self.cleaned_data
        sports = {sport: data[f"sport-{sport}"] or NO_CHANGE for sport in self.sports}
        own = {session.pk: data[f"session-{session.pk}"] for session in self.sessions}
        growth = Growth(sports=sports, sessions={pk: step for pk, step in own.items() if step is not None})
        deload = less(-(data["deload_volume"] or 40))
        return Copy(self.number, self.targets, growth, data["deload_every"], deload, data["add"])


class RepeatForm(VersionForm):
    """In which other weeks a placed session stands, too, and how it goes on there."""

    weeks = WeeksField(
        max_length=200, label=_("In weeks"), widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2-8"})
    )
    growth = GrowthField(label=_("Each week"))

    def __init__(self, *args: Any, placing: ProgramSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following, last = placing.week + 1, placing.program.duration_weeks
        if following <= last:
            self.initial.setdefault("weeks", f"{following}-{last}" if following < last else str(last))
        if for_session(placing.session, LOAD_STEP):
            self.initial.setdefault("growth", str(LOAD_STEP))

    steps = STEPS


def sport_name(sport: str) -> Any:
    return Sport(sport).label if sport else _("Several sports")


class DeloadForm(WeekVerbForm):
    volume = forms.IntegerField(
        min_value=5,
        max_value=90,
        initial=40,
        label=_("Percent less"),
        widget=forms.NumberInput(attrs={"autofocus": True}),
    )

    @property
    def verb(self) -> Deload:
        return Deload(self.number, -self.cleaned_data["volume"])


class TaperForm(WeekVerbForm):
    day = forms.TypedChoiceField(
        coerce=int, label=_("The day that counts"), widget=forms.Select(attrs={"autofocus": True})
    )
    weeks = forms.TypedChoiceField(
        coerce=int,
        initial=2,
        label=_("How long before it"),
        choices=[(1, _("1 week")), (2, _("2 weeks")), (3, _("3 weeks"))],
    )
    volume = forms.TypedChoiceField(
        coerce=int,
        initial=60,
        label=_("Volume in the end"),
        choices=[(20, "−20%"), (40, "−40%"), (60, "−60%")],
    )

    def prepare(self) -> None:
        self.fields["day"].choices = day_choices(self.program.day_names)  # type: ignore[attr-defined]
        self.initial.setdefault("day", max((placing.day for placing in self.placings), default=WEEK))

    @property
    def verb(self) -> Taper:
        data = self.cleaned_data
        return Taper(self.number, data["day"], data["weeks"], -data["volume"])


class InsertForm(WeekVerbForm):
    count = forms.IntegerField(
        min_value=1,
        max_value=MAX_WEEKS,
        initial=1,
        label=_("How many weeks"),
        widget=forms.NumberInput(attrs={"autofocus": True}),
    )
    where = forms.ChoiceField(
        initial="below", label=_("Where"), choices=[("below", _("Below this week")), ("above", _("Above it"))]
    )

    @property
    def verb(self) -> Insert:
        data = self.cleaned_data
        return Insert(self.number - (data["where"] == "above"), data["count"])


class ShiftForm(WeekVerbForm):
    by = forms.IntegerField(
        min_value=1,
        max_value=MAX_WEEKS * WEEK,
        initial=1,
        label=_("By"),
        widget=forms.NumberInput(attrs={"autofocus": True}),
    )
    unit = forms.TypedChoiceField(
        coerce=int, initial=WEEK, label=_("Unit"), choices=[(WEEK, _("weeks")), (1, _("days"))]
    )
    direction = forms.TypedChoiceField(
        coerce=int, initial=1, label=_("Direction"), choices=[(1, _("later")), (-1, _("earlier"))]
    )

    @property
    def verb(self) -> Shift:
        data = self.cleaned_data
        return Shift(self.number, data["by"] * data["unit"] * data["direction"])


class DaysForm(WeekVerbForm):
    """For each day the one that its sessions go to."""

    first = forms.TypedChoiceField(
        coerce=int, initial=1, label=_("In which weeks"), widget=forms.Select(attrs={"autofocus": True})
    )

    def prepare(self) -> None:
        later = _now("This week and later") if self.number > 1 else ""
        self.fields["first"].choices = [(1, _("All weeks")), *([(self.number, later)] if later else [])]  # type: ignore[attr-defined]
        for day, name in day_choices(self.program.day_names):
            choices = day_choices(self.program.day_names)
            self.fields[f"day-{day}"] = forms.TypedChoiceField(coerce=int, initial=day, label=name, choices=choices)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[f"day-{day}"] for day in DAYS]

    @property
    def verb(self) -> Rearrange:
        return Rearrange(tuple(self.cleaned_data[f"day-{day}"] for day in DAYS), self.cleaned_data["first"])


class ClearForm(WeekVerbForm):
    @property
    def verb(self) -> Clear:
        return Clear(self.number)


class TemplateForm(WeekVerbForm):
    name = forms.CharField(max_length=120, label=_("Name"), widget=forms.TextInput(attrs={"autofocus": True}))

    def prepare(self) -> None:
        name = _now("%(name)s, week %(week)s") % {"name": self.program.name, "week": self.number}
        self.initial.setdefault("name", name[-120:])
