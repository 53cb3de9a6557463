"""Home: with no program yet, the sentence that builds one; else one's programs and those that work for others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.htmx import is_partial
from exercises.models import Sport
from programs import ready, starter
from programs.days import day_names
from programs.models import Program
from programs.preview import preview
from programs.shapes import read_shapes

RECENT = 4


class SentenceForm(forms.Form):
    """The gaps of the sentence. Each is a choice, so that nothing can be wrong with it."""

    sport = forms.ChoiceField(label=_("Sport"), choices=[(value, Sport(value).label) for value in starter.WEEKS])
    days = forms.TypedChoiceField(
        label=_("Days a week"), coerce=int, choices=[(n, _("%d days") % n) for n in range(2, 7)]
    )
    weeks = forms.TypedChoiceField(
        label=_("Weeks"), coerce=int, choices=[(n, _("%d weeks") % n) for n in (4, 6, 8, 10, 12, 16, 20, 24)]
    )
    growth = forms.TypedChoiceField(
        label=_("Growth a week"),
        coerce=float,
        choices=[("0", "0%"), ("2.5", "2.5%"), ("5", "5%"), ("8", "8%"), ("10", "10%")],
    )
    lighter_every = forms.TypedChoiceField(
        label=_("Lighter week"),
        coerce=int,
        choices=[(3, _("3rd")), (4, _("4th")), (5, _("5th")), (6, _("6th")), (0, _("no"))],
    )

    def sentence(self) -> starter.Sentence:
        return starter.Sentence(**self.cleaned_data)


def first_words() -> dict[str, str]:
    start = starter.Sentence()
    return {"sport": start.sport, "days": "4", "weeks": "8", "growth": "8", "lighter_every": "4"}


class Home(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        words = {name: request.GET.get(name, word) for name, word in first_words().items()}
        form = SentenceForm(words)
        if not form.is_valid():
            form = SentenceForm(first_words())
            form.full_clean()
        context: dict[str, Any] = {"form": form, "preview": preview(form.sentence()), "days": day_names("weekday")}
        if is_partial(request):
            return render(request, "programs/_preview.html", context)
        return render(request, "programs/home.html", context | home_lists(request))


def home_lists(request: HttpRequest) -> dict[str, Any]:
    own = list(Program.objects.editable_by(request.user).select_related("author").order_by("-updated_at")[:RECENT])
    ids = {one.pk: place for place, one in enumerate(ready.everything())}
    public = Program.objects.filter(visibility="public").select_related("author")
    templates = sorted(public.filter(pk__in=ids), key=lambda program: ids[program.pk])
    others = list(public.exclude(author=request.user).exclude(pk__in=ids).order_by("-updated_at")[:RECENT])
    shapes = read_shapes([*own, *templates, *others])
    return {
        "own": [(program, shapes[program.pk]) for program in own],
        "templates": [(program, shapes[program.pk]) for program in templates],
        "public": [(program, shapes[program.pk]) for program in others],
    }


class Start(View):
    """Builds the program of the sentence."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SentenceForm(request.POST)
        if not form.is_valid():
            context = {"form": form, "preview": None, "days": []} | home_lists(request)
            return render(request, "programs/home.html", context, status=422)
        sentence = form.sentence()
        return redirect(starter.create(sentence, request.user, str(Sport(sentence.sport).label)))
