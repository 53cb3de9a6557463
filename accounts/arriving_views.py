"""The archive of one's data, read back by a page."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView

from accounts.arriving import MOST_BYTES, Refused, arrive

RATES = {"arriving": "20/h/user"}
MOST_SHOWN = 50


class ArrivalForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The archive"),
        help_text=gettext_lazy("The ZIP that TrainHub wrote, of this account or of another one. At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


class ArrivalView(FormView):
    """Reads it, all or nothing, and says what came and what was here already."""

    form_class = ArrivalForm
    template_name = "accounts/arriving.html"
    most_bytes = MOST_BYTES

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not consume(request, app="accounts", action="arriving", config=RATES):
            return ratelimit.respond_429(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ArrivalForm) -> HttpResponse:
        try:
            arrival = arrive(self.request.user, form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        more = len(arrival.left_out) - MOST_SHOWN
        left_out = arrival.left_out[:MOST_SHOWN] + ([_("and %(n)s more") % {"n": more}] if more > 0 else [])
        said = {"came": _listed(arrival.made), "here": _listed(arrival.here), "left_out": left_out}
        return self.render_to_response(self.get_context_data(form=ArrivalForm(), read=said))

    def form_invalid(self, form: ArrivalForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _listed(counts: Any) -> list[str]:
    words = {
        "programs": ngettext("%(n)s program", "%(n)s programs", counts["programs"]),
        "sessions": ngettext("%(n)s session", "%(n)s sessions", counts["sessions"]),
        "exercises": ngettext("%(n)s own exercise", "%(n)s own exercises", counts["exercises"]),
        "favourites": ngettext("%(n)s favourite", "%(n)s favourites", counts["favourites"]),
        "columns": ngettext("columns of %(n)s spreadsheet", "columns of %(n)s spreadsheets", counts["columns"]),
    }
    return [word % {"n": counts[name]} for name, word in words.items() if counts[name]]
