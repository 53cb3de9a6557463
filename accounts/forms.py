"""What people say about themselves."""

from __future__ import annotations

import zoneinfo
from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Theme, User

# Names of the IANA database that are no place: kept out of the choice, but kept if someone has one.
NOT_PLACES = ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico")


def time_zones(chosen: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones as grouped choices: [("Europe", [("Europe/Lisbon", "Lisbon"), ...]), ...]; UTC and `chosen` always."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region not in NOT_PLACES:
            groups[region].append((name, place.replace("_", " ").replace("/", ", ")))
    known = {name for places in groups.values() for name, _label in places}
    others = [(name, name) for name in dict.fromkeys(["UTC", chosen]) if name and name not in known]
    return [("UTC", others), *groups.items()]


class SignupForm(forms.Form):
    """Added to allauth's own sign-up form by ACCOUNT_SIGNUP_FORM_CLASS."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class ProfileForm(forms.ModelForm):
    # What stands together on the page.
    you = ("name", "location", "bio", "is_public")
    numbers = ("units", "time_zone", "locale")
    app = ("theme", "single_keys")

    class Meta:
        model = User
        fields = ["name", "location", "bio", "is_public", "units", "time_zone", "locale", "theme", "single_keys"]
        labels = {"is_public": _("Public profile"), "single_keys": _("Single-key shortcuts")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "bio": forms.Textarea(attrs={"rows": 3}),
            "units": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=time_zones(self.instance.time_zone), initial=self.instance.time_zone
        )
        if len(settings.LANGUAGES) < 2:
            del self.fields["locale"]

    def _bound(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """(heading, fields) in the order of the page."""
        return [
            (_("You"), self._bound(self.you)),
            (_("Numbers and time"), self._bound(self.numbers)),
            (_("The app"), self._bound(self.app)),
        ]


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme.choices)
