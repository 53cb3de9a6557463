"""What one is asked before an account is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import closing

DELETE, KEEP = "delete", "keep"


class ClosingForm(forms.Form):
    """Asks about public content only where there is some; what is answered is `keep_public`."""

    public = forms.ChoiceField(label=gettext_lazy("What others can read"), widget=forms.RadioSelect)
    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone"),
        help_text=gettext_lazy("You are asked once more who you are; then it is done."),
    )

    def __init__(self, user: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        staying = closing.plan(user, keep_public=True).words("staying")
        if staying:
            keep = _("Leave it under “Former coach”: %(what)s") % {"what": listed(staying)}
            self.fields["public"].choices = [(KEEP, keep), (DELETE, _("Delete it with the rest"))]  # type: ignore[attr-defined]
        else:
            del self.fields["public"]

    @property
    def keep_public(self) -> bool:
        return self.cleaned_data.get("public") == KEEP


def listed(words: list[str]) -> str:
    """`3 programs, 12 sessions and 1 own exercise`"""
    return get_text_list(words, _("and"))
