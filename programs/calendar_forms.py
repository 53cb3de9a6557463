"""When a program begins, and by whose clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import ZoneSelect, time_zones
from accounts.models import User
from programs import calendars


class StartForm(forms.Form):
    """A start date, and the time zone of its times of day."""

    start = forms.DateField(
        label=_("Start on"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date", "min": calendars.FIRST.isoformat(), "max": calendars.LAST.isoformat()},
        ),
        error_messages={"invalid": _("Choose a day, or write it like 2027-01-04.")},
    )
    tz = forms.ChoiceField(
        label=_("Time zone"),
        widget=ZoneSelect,
        error_messages={"invalid_choice": _("Choose one of the time zones.")},
    )

    def __init__(self, user: User, said: Mapping[str, Any]) -> None:
        super().__init__(said)
        self.fields["tz"].choices = time_zones(user.time_zone)  # type: ignore[attr-defined]

    @classmethod
    def asked(cls, user: User, said: Mapping[str, Any]) -> Self:
        """What is asked for in an address; what is not is next Monday, and the person's own zone."""
        start = calendars.next_monday(timezone.localdate())
        return cls(user, {"start": start.isoformat(), "tz": user.time_zone} | {name: said[name] for name in said})

    def clean_start(self) -> date:
        try:
            return calendars.check_start(self.cleaned_data["start"])
        except calendars.Unfit as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
