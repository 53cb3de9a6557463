"""What people say about themselves."""

from __future__ import annotations

import zoneinfo
from collections import defaultdict
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.models import Theme, User
from core.editing import Conflict

# Names of the IANA database that are no place: kept out of the choice, but kept if someone has one.
NOT_PLACES = ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico")


Group = tuple[str, tuple[tuple[str, str], ...]]


@cache
def places() -> tuple[Group, ...]:
    """Time zones by region: (("Europe", (("Europe/Lisbon", "Lisbon"), ...)), ...). Read from the disk once."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region not in NOT_PLACES:
            groups[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return tuple((region, tuple(found)) for region, found in groups.items())


def time_zones(chosen: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones as grouped choices; UTC and `chosen` always."""
    known = {name for _region, found in places() for name, _label in found}
    others = [(name, name) for name in dict.fromkeys(["UTC", chosen]) if name and name not in known]
    return [("UTC", others), *((region, list(found)) for region, found in places())]


class ZoneSelect(forms.Select):
    """A choice of hundreds. A template for each of them costs more than all the rest of the page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        options = zone_options(tuple((region, tuple(map(tuple, zones))) for region, zones in self.choices))
        mark = format_html(' value="{}"', value)
        chosen = mark_safe(options.replace(mark, f"{mark} selected", 1))  # noqa: S308 - escaped, both of them
        return format_html("<select{}>{}</select>", flatatt(attributes), chosen)


@lru_cache(maxsize=16)
def zone_options(groups: tuple[Group, ...]) -> SafeString:
    """The options, none of them chosen."""
    lists = ((region, format_html_join("", '<option value="{}">{}</option>', found)) for region, found in groups)
    return format_html_join("\n", '<optgroup label="{}">{}</optgroup>', lists)


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
            label=_("Time zone"),
            choices=time_zones(self.instance.time_zone),
            initial=self.instance.time_zone,
            widget=ZoneSelect,
        )
        if len(settings.LANGUAGES) < 2:
            del self.fields["locale"]

    def save(self, commit: bool = True) -> User:
        """What stands in the form and nothing else: a password or a right that changed meanwhile stays changed.

        Raises Conflict where the account was closed meanwhile.
        """
        said = {name: getattr(self.instance, name) for name in self.fields}
        if not User.objects.filter(pk=self.instance.pk, is_active=True).update(**said):
            raise Conflict
        return self.instance

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
