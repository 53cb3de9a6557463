"""The facts of a session as forms. Lines have no form of fields: they are lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.units import plain
from exercises.models import Exercise, Sport
from sessions_app.editing.checks import MOST_TEXT
from sessions_app.models import Session

RECENT = 12
SPORTS = [("", _("Several sports")), *Sport.choices]


class SessionCreateForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    sport = forms.ChoiceField(label=_("Sport"), choices=SPORTS, required=False, initial=Sport.STRENGTH)
    text = forms.CharField(
        label=_("Lines"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "t-mono"}),
        help_text=_(
            "One exercise a line. Paste from a message or a sheet, or leave it empty and type on the next page."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("name") and not cleaned.get("text", "").strip():
            self.add_error("name", _("Give it a name, or paste its lines."))
        return cleaned

    def chosen(self) -> Session:
        """Unsaved, with what the form says."""
        return Session(name=self.cleaned_data["name"], sport=self.cleaned_data["sport"])


class SessionFactsForm(forms.ModelForm):
    """Nothing is written here: `editing.change_facts` does that, in one undoable step."""

    class Meta:
        model = Session
        fields = ["name", "sport", "effort", "course", "pool_length", "note"]
        widgets = {
            "effort": forms.NumberInput(attrs={"min": 1, "max": 10, "step": 0.5, "inputmode": "decimal"}),
            "pool_length": forms.NumberInput(attrs={"min": 1, "step": "any", "inputmode": "decimal"}),
            "note": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {"pool_length": _("Metres. Shortened distances stay whole lengths.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sport"] = forms.ChoiceField(label=_("Sport"), choices=SPORTS, required=False)

    def differences(self, theirs: Session) -> list[tuple[str, str, str]]:
        """The facts that this form and the stored session say in two ways: (label, theirs, mine)."""
        names = [name for name in self.fields if getattr(theirs, name) != getattr(self.instance, name)]
        return [(str(self.fields[name].label), _shown(theirs, name), _shown(self.instance, name)) for name in names]


def _shown(session: Session, name: str) -> str:
    value = session.get_sport_display() if name == "sport" else getattr(session, name)
    return str(plain(value) if isinstance(value, Decimal) else value or "–")


class AddExerciseForm(forms.Form):
    """Into which of one's sessions, and how much. No session is a new one, of that name."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=_("Session"),
        required=False,
        error_messages={"invalid_choice": _("That session is not there any more.")},
    )
    name = forms.CharField(label=_("Name of a new session"), max_length=120, required=False)
    text = forms.CharField(
        label=_("How much"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: Any, exercise: Exercise, usually: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Session.objects.editable_by(user).order_by("-updated_at", "-id")
        field: Any = self.fields["session"]
        field.queryset = mine
        lately = list(mine.kept().defer("digest", "note")[:RECENT])
        likely = [session for session in lately if session.sport in ("", exercise.sport)]
        others = [session for session in lately if session not in likely]
        field.choices = [*((one.pk, one.name) for one in (*likely, *others)), ("", _("A new session"))]
        self.initial |= {"session": likely[0].pk if likely else "", "text": usually}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("session") is None and not cleaned["name"].strip():
            self.add_error("name", _("Choose a session, or name a new one."))
        return cleaned

    def chosen(self) -> Session:
        """The chosen one, or a new one that is not saved yet."""
        return self.cleaned_data["session"] or Session(name=self.cleaned_data["name"])
