"""Forms of the admin: an exercise with the languages of its aliases, and the facts of many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exercises.catalogue import LANGUAGES
from exercises.forms import FactsForm, MuscleField
from exercises.models import Exercise, Muscle, Status

# Merges add names, and so do languages: more than a coach's own exercise has.
_MOST_ALIASES = 100
_FOREIGN = re.compile(r"([a-z]{2}):\s*(.+)")


class CuratedForm(FactsForm):
    """Aliases stand one a line; `de: Kniebeuge` is one of another language."""

    class Meta(FactsForm.Meta):
        help_texts = {
            "aliases": _("One name or abbreviation a line; a foreign one behind its language: de: Kniebeuge.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.status = Status.LIBRARY
        languages = self.instance.alias_languages
        self.initial["aliases"] = tuple(
            f"{languages[alias]}: {alias}" if alias in languages else alias for alias in self.instance.aliases
        )
        self.languages: dict[str, str] = languages

    def clean_aliases(self) -> tuple[str, ...]:
        given = [" ".join(line.split()) for line in self.cleaned_data["aliases"]]
        read = [_FOREIGN.fullmatch(line) for line in given]
        foreign = [(found[1], found[2]) for found in read if found]
        unknown = next((code for code, _alias in foreign if code not in LANGUAGES), None)
        if unknown is not None:
            raise ValidationError(
                _("%(code)s is no language that aliases have here: %(known)s."),
                params={"code": unknown, "known": ", ".join(LANGUAGES)},
            )
        self.cleaned_data["aliases"] = [found[2] if found else line for found, line in zip(read, given, strict=True)]
        self.languages = {alias: code for code, alias in foreign}
        return self._lines("aliases", 120, most=_MOST_ALIASES)

    def _post_clean(self) -> None:
        if "aliases" in self.cleaned_data:
            self.instance.alias_languages = self.languages
        super()._post_clean()


class TogetherForm(forms.Form):
    """What many exercises get, and what is taken from them."""

    add_muscles = MuscleField(choices=Muscle.choices, required=False, label=_("Add main muscles"))
    add_secondary_muscles = MuscleField(choices=Muscle.choices, required=False, label=_("Add also worked"))
    remove_muscles = MuscleField(choices=Muscle.choices, required=False, label=_("Take muscles away"))
    add_equipment = forms.CharField(
        required=False, max_length=60, label=_("Add equipment"), widget=forms.TextInput(attrs={"list": "equipment"})
    )
    remove_equipment = MuscleField(choices=[], required=False, label=_("Take equipment away"))

    def __init__(self, data: Any, exercises: Iterable[Exercise]) -> None:
        super().__init__(data)
        pieces = sorted({piece for exercise in exercises for piece in exercise.equipment})
        field: Any = self.fields["remove_equipment"]
        field.choices = [(piece, piece) for piece in pieces]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.values()):
            raise ValidationError(_("Say what to add or to take away."))
        return values
