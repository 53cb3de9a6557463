"""What people type about programs, weeks and placings."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Visibility
from exercises.models import Sport
from programs.days import day_choices
from programs.documents import WeeksInUse, refuse_cutting_off
from programs.models import MAX_WEEKS, Program
from sessions_app.models import Session
from sessions_app.prescription import Adjustment


class VersionForm(forms.Form):
    """Carries the version that the page saw."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        """What is wrong with a field that nobody sees is said above those that one sees."""
        super().full_clean()
        for field in self.hidden_fields():
            for error in self.errors.pop(field.name, []):
                self.add_error(None, f"{field.label}: {error}")


class KeysField(forms.Field):
    """Which hints are meant. Those that there are no more are the verb's business."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return [str(key) for key in value or ()][:MAX_WEEKS]


class HearForm(VersionForm):
    hint = KeysField(label=_("Advice"))


class SilenceForm(HearForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ProgramForm(forms.ModelForm):
    duration_weeks = forms.IntegerField(min_value=1, max_value=MAX_WEEKS, initial=4, label=_("Weeks"))

    class Meta:
        model = Program
        fields = ["name", "sport", "duration_weeks", "day_names", "difficulty", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["sport"].choices = [("", _("Several sports")), *self.fields["sport"].choices[1:]]
        self.fields["difficulty"].choices = [("", _("Not said")), *self.fields["difficulty"].choices[1:]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.pk and not self.instance._state.adding and "duration_weeks" in data:
            self.instance.duration_weeks = data["duration_weeks"]
            try:
                refuse_cutting_off(self.instance)
            except WeeksInUse as refusal:
                self.add_error("duration_weeks", str(refusal))
        return data


class VisibilityForm(VersionForm):
    visibility = forms.ChoiceField(choices=Visibility.choices)


class PlaceForm(VersionForm):
    """Where on the grid. The schedule knows which weeks there are and says so."""

    week = forms.IntegerField(min_value=1, max_value=MAX_WEEKS, label=_("Week"))
    day = forms.TypedChoiceField(coerce=int, label=_("Day"), choices=[(day, str(day)) for day in range(1, 8)])
    position = forms.IntegerField(
        required=False, min_value=1, max_value=1000, label=_("Position"), widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = day_choices(program.day_names)  # type: ignore[attr-defined]
        self.fields["week"].widget.attrs["max"] = program.duration_weeks


class MoveForm(PlaceForm):
    """Where a placed session goes: without scripts, too, to an earlier or later place of its day."""

    position = forms.IntegerField(required=False, min_value=1, max_value=1000, label=_("Position"))


class CardsField(forms.CharField):
    """`id.version,id.version`: the cards that are meant, and which version the page shows of each."""

    ONE = re.compile(r"(c[0-9a-z]{24})(?:\.([0-9]{1,9}))?")

    def clean(self, value: Any) -> dict[str, int | None]:
        found = [self.ONE.fullmatch(one) for one in super().clean(value).split(",")]
        if not all(found):
            raise forms.ValidationError(_("Choose the sessions first."))
        return {one[1]: int(one[2]) if one[2] else None for one in found if one}


class CardsForm(VersionForm):
    cards = CardsField(max_length=40_000, error_messages={"required": _("Choose the sessions first.")})

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class CarryForm(PlaceForm):
    """Where the first of them comes."""

    cards = CardsField(max_length=40_000, error_messages={"required": _("Choose the sessions first.")})


class PlacingForm(PlaceForm):
    """A session, or name and lines of a new one, or what is typed in the drawer (`q`: any of these); and where."""

    q = forms.CharField(required=False, max_length=120, label=_("Session"))
    new = forms.BooleanField(required=False)  # though one of that name is there
    sport = forms.ChoiceField(required=False, choices=[("", _("Several sports")), *Sport.choices], label=_("Sport"))
    name = forms.CharField(required=False, max_length=120, label=_("Name"))
    line = forms.CharField(required=False, max_length=100_000, label=_("Exercises"), strip=False)
    session = forms.ModelChoiceField(
        Session.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("That session is not there any more.")},
    )

    def __init__(self, *args: Any, user: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, program=program, **kwargs)
        self.fields["session"].queryset = Session.objects.visible_to(user)  # type: ignore[attr-defined]
        if program.sport:  # unsaid, a session is of that
            self.fields["sport"].choices = Sport.choices  # type: ignore[attr-defined]


class AdjustmentField(forms.CharField):
    """`+2.5%`, `+1 rep`, `volume -40%`, `Back squat +2.5kg`; empty is none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 500)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Adjustment | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Adjustment.parse(text) or None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class AdjustForm(VersionForm):
    adjustment = AdjustmentField(
        label=_("Adjustment"),
        widget=forms.TextInput(attrs={"placeholder": "+2.5%", "autocomplete": "off"}),
        help_text=_("How this placing differs: +2.5%, +1 rep, +1 set, +10min, volume -40%, Back squat +2.5kg."),
    )


class AnnotateForm(VersionForm):
    time_of_day = forms.TimeField(
        required=False, label=_("Time of day"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    notes = forms.CharField(required=False, max_length=2000, label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))
