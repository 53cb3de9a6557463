"""The form of an exercise of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import text
from exercises import matching
from exercises.models import Exercise, Measure, Muscle

_MOST_LINES = 20
_LONGEST_LINE = 200


class TupleField(forms.MultipleChoiceField):
    """Checkboxes; cleaned to a tuple in the order of the choices, as ListField keeps them."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        chosen = set(super().clean(value))
        return tuple(key for key, _label in self.choices if key in chosen)


class MuscleField(TupleField):
    """Many choices in the admin, where a list takes less room than 23 boxes."""

    widget = forms.SelectMultiple(attrs={"size": 7})


class LinkField(forms.URLField):
    """An address typed without its scheme is meant with https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class FactsForm(forms.ModelForm):
    """What an exercise says of itself, and that its name may stand once. For coaches and curators alike."""

    muscles = MuscleField(
        label=_("Main muscles"), choices=Muscle.choices, required=False, help_text=_("Count as a whole set each.")
    )
    secondary_muscles = MuscleField(
        label=_("Also worked"), choices=Muscle.choices, required=False, help_text=_("Count as half a set each.")
    )
    measures = TupleField(label=_("Logged as"), choices=Measure.choices, required=False)

    class Meta:
        model = Exercise
        fields = [
            "name", "sport", "aliases", "pattern", "level", "muscles", "secondary_muscles", "equipment", "measures",
            "per_side", "easier", "caution", "cues", "description", "video_url",
        ]  # fmt: skip
        field_classes = {"video_url": LinkField}
        labels = {
            "aliases": _("Also called"), "equipment": _("Equipment"), "cues": _("Cues"),
            "per_side": _("Each side on its own, as 8 per side"), "video_url": _("Video address"),
        }  # fmt: skip

    def _lines(self, name: str, longest: int = _LONGEST_LINE, most: int = _MOST_LINES) -> tuple[str, ...]:
        lines = tuple(dict.fromkeys(self.cleaned_data[name]))
        if len(lines) > most:
            raise ValidationError(_("At most %(most)s lines, please."), params={"most": most})
        if any(len(line) > longest for line in lines):
            raise ValidationError(_("A line has at most %(most)s characters."), params={"most": longest})
        return lines

    def clean_aliases(self) -> tuple[str, ...]:
        return self._lines("aliases", 120)

    def clean_easier(self) -> tuple[str, ...]:
        return self._lines("easier", 120)

    def clean_cues(self) -> tuple[str, ...]:
        return self._lines("cues")

    def clean_equipment(self) -> tuple[str, ...]:
        return self._lines("equipment", 60)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        main = values.get("muscles", ())
        values["secondary_muscles"] = tuple(m for m in values.get("secondary_muscles", ()) if m not in main)
        return values

    def _post_clean(self) -> None:
        """The name may stand once: the constraint needs the key and the author, which are no fields of the form."""
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.set_keys()
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error("name", error.messages)


class ExerciseForm(FactsForm):
    suggest = forms.BooleanField(
        label=_("Suggest it for the library"),
        required=False,
        help_text=_("Name and sport are enough: a curator adds the rest. Until then only you see it."),
    )

    class Meta(FactsForm.Meta):
        help_texts = {"video_url": _("Where to watch it, beginning with https.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.author = user
        else:
            del self.fields["suggest"]  # by its own button
        for name in ("muscles", "secondary_muscles"):  # in a list, a click without Ctrl takes all the others off
            choice: Any = self.fields[name]
            choice.widget = forms.CheckboxSelectMultiple(choices=choice.choices)
        for name, empty in {"sport": _("Choose a sport"), "pattern": _("None"), "level": _("Any")}.items():
            field: Any = self.fields[name]
            field.choices = [("", empty), *(choice for choice in field.choices if choice[0])]

    def clean(self) -> dict[str, Any]:
        """What the library has under another name, or in another spelling, needs no suggestion."""
        values = super().clean()
        name, sport = values.get("name", ""), values.get("sport", "")
        if values.get("suggest") and name and sport:
            known = matching.Matcher(self.user, sport).exact(name)
            if known and known.is_library and known.sport == sport and known.name_key != text.key(name):
                self.add_error(
                    "name",
                    gettext("“%(name)s” is in the library already, as “%(known)s”.")
                    % {"name": name, "known": known.name},
                )
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
