"""Home: with no program yet, the sentence that builds one; else one's programs and those that work for others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.htmx import is_partial
from exercises.models import Sport
from programs import ready, starter
from programs.days import day_names
from programs.models import DAYS, MAX_WEEKS, Program
from programs.preview import in_words, preview
from programs.shapes import read_shapes, shape_of
from programs.wording import GROWTHS, LEAST_WEEKS, LIGHTER, MOST_DAYS, MOST_WORDS, Asked, least_of, read_words

RECENT = 4
ORDINALS = {3: _("3rd"), 4: _("4th"), 5: _("5th"), 6: _("6th"), 0: _("no")}


class SentenceForm(forms.Form):
    """The gaps of the sentence. Each is a choice, so that nothing can be wrong with it."""

    what = forms.ChoiceField(label=_("What you coach"))
    days = forms.TypedChoiceField(
        label=_("Days a week"), coerce=int, choices=[(n, _("%d days") % n) for n in range(2, MOST_DAYS + 1)]
    )
    weeks = forms.TypedChoiceField(
        label=_("Weeks"), coerce=int, choices=[(n, _("%d weeks") % n) for n in range(LEAST_WEEKS, MAX_WEEKS + 1)]
    )
    growth = forms.TypedChoiceField(
        label=_("Growth a week"), coerce=float, choices=[(f"{n:g}", f"{n:g}%") for n in GROWTHS]
    )
    lighter_every = forms.TypedChoiceField(
        label=_("Lighter week"), coerce=int, choices=[(n, ORDINALS[n]) for n in LIGHTER]
    )
    # The weekday of the race or the match, where the words named its date.
    last_day = forms.TypedChoiceField(
        coerce=int, choices=[(day, day) for day in DAYS], required=False, empty_value=None, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sports = [(sport, str(Sport(sport).label).lower()) for sport in starter.WEEKS]
        programs = [(one.slug, one.value.name) for one in ready.everything()]
        self.fields["what"].choices = [(_("A sport"), sports), (_("A program of ours"), programs)]

    def sentence(self) -> starter.Sentence:
        return starter.Sentence(**self.cleaned_data)


def as_words(sentence: starter.Sentence) -> dict[str, str]:
    """What the form is filled with."""
    return {
        "what": sentence.what,
        "days": str(max(sentence.days, least_of(sentence.what))),
        "weeks": str(sentence.weeks),
        "growth": f"{sentence.growth:g}",
        "lighter_every": str(sentence.lighter_every),
        "last_day": str(sentence.last_day or ""),
    }


def read_form(request: HttpRequest) -> tuple[SentenceForm, Asked | None]:
    """Of the coach's own words, if there are any, else of the choices; another program comes with its own weeks."""
    if words := request.GET.get("words", "").strip():
        asked = read_words(words, timezone.localdate())
        return _filled(asked.sentence), asked
    form = SentenceForm(as_words(starter.Sentence()) | request.GET.dict())
    if not form.is_valid():
        return _filled(starter.Sentence()), None
    sentence = form.sentence()
    is_another = request.GET.get("was", sentence.what) != sentence.what
    return _filled(starter.Sentence(sentence.what).as_usual() if is_another else sentence), None


def _filled(sentence: starter.Sentence) -> SentenceForm:
    form = SentenceForm(as_words(sentence))
    form.full_clean()
    return form


class Home(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        form, asked = read_form(request)
        sentence = form.sentence()
        context: dict[str, Any] = {
            "form": form,
            "sentence": sentence,
            "preview": preview(sentence),
            "name": starter.build(sentence).name,
            "said": in_words(sentence),
            "asked": asked,
            "days": day_names("weekday"),
            "words": request.GET.get("words", "")[:MOST_WORDS],
            "most_words": MOST_WORDS,
        }
        if is_partial(request):
            return render(request, "programs/_sentence_changed.html", context)
        return render(request, "programs/home.html", context | home_lists(request))


def home_lists(request: HttpRequest) -> dict[str, Any]:
    own = list(Program.objects.editable_by(request.user).select_related("author").order_by("-updated_at")[:RECENT])
    ids = {one.pk: one.slug for one in ready.everything()}
    public = Program.objects.filter(visibility="public").select_related("author")
    templates = sorted(public.filter(pk__in=ids), key=lambda program: ready.SLUGS.index(ids[program.pk]))
    others = list(public.exclude(author=request.user).exclude(pk__in=ids).order_by("-updated_at")[:RECENT])
    shapes = read_shapes([*own, *others])
    return {
        "own": [(program, shapes[program.pk]) for program in own],
        "templates": [(program, shape_of(ids[program.pk])) for program in templates],
        "public": [(program, shapes[program.pk]) for program in others],
    }


class Start(View):
    """Builds the program of the sentence."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SentenceForm(request.POST)
        if not form.is_valid():
            context = {"form": form, "preview": None, "days": [], "most_words": MOST_WORDS} | home_lists(request)
            return render(request, "programs/home.html", context, status=422)
        return redirect(starter.create(form.sentence(), request.user))
