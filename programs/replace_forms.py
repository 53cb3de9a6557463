"""What people type to replace an exercise or a scheme in many sessions at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exercises.matching import Matcher
from exercises.models import Exercise
from programs.models import MAX_WEEKS, Program
from programs.replacing import Replacement, read_scheme, rows_of_program, scheme_of
from programs.week_forms import WeeksField
from sessions_app import swapping
from sessions_app.editing import Refused

MOST_SWAPS = 24
EVERYWHERE, HERE = "everywhere", "here"


class ReplaceForm(forms.Form):
    exercise = forms.ChoiceField(required=False, label=_("Exercise"), widget=forms.Select(attrs={"autofocus": True}))
    scheme = forms.ChoiceField(required=False, label=_("Scheme"))
    other = forms.CharField(
        required=False,
        max_length=120,
        label=_("New exercise"),
        widget=forms.TextInput(attrs={"list": "replace-by", "autocomplete": "off", "placeholder": _("As it is")}),
    )
    text = forms.CharField(
        required=False,
        max_length=500,
        label=_("New scheme"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("As it is")}),
    )
    weeks = WeeksField(max_length=200, label=_("In weeks"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    where = forms.ChoiceField(
        required=False,
        label=_("Sessions that other weeks or programs use, too"),
        choices=[
            (EVERYWHERE, _("Change everywhere")),
            (HERE, _("Only here: these weeks get their own")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, program: Program, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program, self.user = program, user
        self.near: list[str] = []
        rows = rows_of_program(program)
        self.exercises: dict[str, Exercise] = {row.exercise_id: row.exercise for row in rows}
        named = [(pk, exercise.name) for pk, exercise in self.exercises.items()]
        self.fields["exercise"].choices = [("", _now("Any")), *named]  # type: ignore[attr-defined]
        schemes = sorted({text for row in rows if (text := scheme_of(row))})
        self.fields["scheme"].choices = [("", _now("Any")), *((text, text) for text in schemes)]  # type: ignore[attr-defined]
        last = program.duration_weeks
        self.initial.setdefault("weeks", f"1-{last}" if last > 1 else "1")

    @property
    def swaps(self) -> list[str]:
        """Exercises that could stand in the place of the chosen one."""
        exercise = self.exercises.get(self["exercise"].value() or "")
        if exercise is None:
            return []
        return [choice.name for choice in swapping.choices(exercise, self.user, exercise.equipment)[:MOST_SWAPS]]

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Exercises that may be meant by a name that none has, each with the query of this form with it."""
        typed = {name: self[name].value() or "" for name in ("exercise", "scheme", "text", "weeks")}
        return [(name, urlencode(typed | {"other": name})) for name in self.near]

    def clean_weeks(self) -> tuple[int, ...]:
        weeks: tuple[int, ...] = self.cleaned_data["weeks"]
        if weeks[-1] > min(self.program.duration_weeks, MAX_WEEKS):
            raise forms.ValidationError(
                _now("The program has %(weeks)s weeks.") % {"weeks": self.program.duration_weeks}
            )
        return weeks

    def clean_other(self) -> Exercise | None:
        name = " ".join(self.cleaned_data["other"].split())
        if not name:
            return None
        matcher = Matcher(self.user, self.program.sport or None)
        exercise = matcher.exact(name)
        if exercise is not None and Exercise.objects.visible_to(self.user).offered().filter(pk=exercise.pk).exists():
            return exercise
        self.near = [one.exercise.name for one in matcher.similar(name, 3)]
        sentence = _now("No exercise is called “%(name)s”.") % {"name": name}
        if self.near:
            sentence += " " + _now("Did you mean %(names)s?") % {"names": ", ".join(self.near)}
        raise forms.ValidationError(sentence)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if not data["exercise"] and not data["scheme"]:
            self.add_error("exercise", _now("Choose an exercise, a scheme, or both."))
        elif not data["other"] and not data["text"]:
            self.add_error("other", _now("Write another exercise, another scheme, or both."))
        elif data["other"] and not data["exercise"]:
            self.add_error("exercise", _now("Choose the exercise that is replaced."))
        elif data["text"]:
            self.check_text(data["text"], data["other"] or self.exercises.get(data["exercise"]))
        return data

    def check_text(self, text: str, exercise: Exercise | None) -> None:
        """In the sport in which it will be read; of any exercise in a mixed program only the rows know it."""
        sport = self.program.sport or (exercise.sport if exercise else "")
        try:
            if sport:
                read_scheme(text, sport)
        except Refused as refusal:
            self.add_error("text", str(refusal))

    @property
    def replacement(self) -> Replacement:
        data = self.cleaned_data
        return Replacement(self.exercises.get(data["exercise"]), data["scheme"], data["other"], data["text"])

    @property
    def everywhere(self) -> bool | None:
        return {EVERYWHERE: True, HERE: False}.get(self.cleaned_data["where"])
