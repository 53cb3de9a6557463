"""Where a session is used, and putting it into a program: the programs' side of a session's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.htmx import is_partial
from programs import schedule
from programs.days import day_choices
from programs.models import MAX_WEEKS, DayNames, Program, ProgramSession
from programs.steps import OutOfProgram
from programs.views.documents import undoable_message
from sessions_app.models import Session


class PlaceSessionForm(forms.Form):
    """Into which of one's programs, and on which day."""

    program = forms.ModelChoiceField(Program.objects.none(), label=_("Program"), empty_label=None)
    week = forms.IntegerField(min_value=1, max_value=MAX_WEEKS, initial=1, label=_("Week"))
    day = forms.TypedChoiceField(coerce=int, label=_("Day"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.editable_by(user).order_by("-updated_at")  # type: ignore[attr-defined]
        self.fields["day"].choices = day_choices(DayNames.WEEKDAY)  # type: ignore[attr-defined]


class SessionPlaces(View):
    """GET: the page, or for htmx the one line "Used in 12 places". POST: place it, in one step of that program."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self.page(request, self.get_session(request, pk), PlaceSessionForm(user=request.user))

    def get_session(self, request: HttpRequest, pk: str) -> Session:
        return get_object_or_404(Session.objects.visible_to(request.user), pk=pk)

    def page(self, request: HttpRequest, session: Session, form: forms.Form, status: int = 200) -> HttpResponse:
        placings = ProgramSession.objects.filter(session=session, program__in=Program.objects.editable_by(request.user))
        placings = placings.select_related("program").order_by("program__name", "program_id", "week", "day", "order")
        context = {"session": session, "placings": list(placings), "form": form, "belongs_to": "sessions"}
        template = "programs/_session_uses.html" if is_partial(request) else "programs/session_places.html"
        return render(request, template, context, status=status)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        session = self.get_session(request, pk)
        form = PlaceSessionForm(request.POST, user=request.user)
        if form.is_valid():
            program = form.cleaned_data["program"]
            try:
                schedule.place(program, request.user, session, form.cleaned_data["week"], form.cleaned_data["day"])
            except OutOfProgram as refusal:
                form.add_error("week", str(refusal))
            else:
                undoable_message(request, program)
                return redirect(program)
        return self.page(request, session, form, 422)
