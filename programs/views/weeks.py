"""One week of a program: what it says of itself, and the verbs of its menu, each shown before it is done."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View

from core.htmx import is_partial, respond
from programs import week_forms
from programs.grid import read_grid
from programs.hints import too_heavy
from programs.models import Program, ProgramSession, ProgramWeek
from programs.views.base import ProgramVerb, get_program, outcome
from programs.weeks.board import do, foresee
from programs.weeks.copying import Copy
from programs.weeks.describing import describe_week
from programs.weeks.foretelling import in_words
from programs.weeks.templating import save_as_template
from sessions_app.editing import Refused


def check_week(program: Program, number: int) -> None:
    if not 1 <= number <= program.duration_weeks:
        raise Http404


def get_week(program: Program, number: int) -> ProgramWeek:
    """What is said of week `number`, saved or not."""
    saved = ProgramWeek.objects.filter(program=program, number=number).first()
    return saved or ProgramWeek(program=program, number=number)


class WeekDetail(View):
    """The menu of a week: what it adds up to, and what can be done with it."""

    def get(self, request: HttpRequest, pk: str, week: int) -> HttpResponse:
        program = get_program(request, pk)
        check_week(program, week)
        template = "programs/_week_menu.html" if is_partial(request) else "programs/week_detail.html"
        row = read_grid(program).rows[week - 1]
        return render(request, template, {"program": program, "number": week, "row": row, "verbs": MENU})


class WeekVerbView(ProgramVerb):
    """GET: the form, with what it would do as it stands there. POST: do it, in one step."""

    http_method_names = ["get", "head", "post"]
    form_class: type[week_forms.WeekVerbForm]
    fields_template = "programs/_week_fields.html"
    slug: str
    icon: str
    name: Any  # in the menu
    title: Any  # of the form
    button: Any
    key = ""  # in the menu, of the menu
    is_danger = False
    is_foreseen = True  # does it change the weeks, so that one sees before how?
    number: int

    def setup_objects(self, **kwargs: Any) -> None:
        super().setup_objects(**kwargs)
        self.number = kwargs["week"]
        check_week(self.program, self.number)
        placings = ProgramSession.objects.filter(program=self.program, week=self.number).select_related("session")
        self.placings = placings.order_by("day", "order")  # read once, by the forms that ask

    def get_form(self) -> week_forms.WeekVerbForm:
        self.bound = self.form(self.request.POST)
        return self.bound

    def form(self, data: Any = None) -> week_forms.WeekVerbForm:
        return self.form_class(data, program=self.program, number=self.number, placings=self.placings)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_objects(**kwargs)
        form = self.form()
        return self.page(form, 200, self.foresee(self.form(form.said)) if self.is_foreseen else {})

    def preview(self, **kwargs: Any) -> HttpResponse:
        """What the form would do, and the form as it was sent; to htmx only the former. Nothing is written."""
        self.setup_objects(**kwargs)
        form = self.get_form()
        foreseen = self.foresee(form)
        if is_partial(self.request):
            return render(self.request, "programs/_week_foreseen.html", self.context(form) | foreseen)
        return self.page(form, 422 if form.errors else 200, foreseen)

    def foresee(self, form: week_forms.WeekVerbForm) -> dict[str, Any]:
        if not form.is_valid():
            return {"failed": form}
        try:
            foreseen = foresee(self.program, form.verb)
            return {"foreseen": foreseen, "row": foreseen.before.rows[self.number - 1]}
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return {"failed": form}

    def page(self, form: forms.BaseForm, status: int, foreseen: dict[str, Any]) -> HttpResponse:
        template = "programs/_week_verb.html" if is_partial(self.request) else "programs/week_verb.html"
        return render(self.request, template, self.context(form) | foreseen, status=status)

    def context(self, form: forms.BaseForm) -> dict[str, Any]:
        arguments = [self.program.pk, self.number]
        return {
            "program": self.program,
            "number": self.number,
            "form": form,
            "view": self,
            "verbs": MENU,
            "title": self.title % {"week": self.number},
            "address": reverse(f"programs:week_{self.slug}", args=arguments),
            "preview_address": reverse("programs:week_preview", args=[*arguments, self.slug]),
        }

    def act(self, data: dict[str, Any]) -> Any:
        do(self.program, self.request.user, self.bound.verb)

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        return self.page(form, 422, {"failed": form})


class WeekCopy(WeekVerbView):
    slug, icon, key, name = "copy", "copy", "C", _("Copy week to…")
    form_class = week_forms.CopyForm
    title, button = _("Copy week %(week)s"), _("Copy")


class WeekProgress(WeekVerbView):
    slug, icon, key, name = "progress", "progression", "P", _("Copy with progression…")
    form_class = week_forms.ProgressForm
    fields_template = "programs/_week_progress.html"
    title, button = _("Copy week %(week)s with progression"), _("Copy")

    def foresee(self, form: week_forms.WeekVerbForm) -> dict[str, Any]:
        """What it comes to in words, too: one sees weeks and hours, not what is on the bar."""
        found = super().foresee(form)
        if "foreseen" not in found:
            return found
        outlook = in_words(cast(Copy, form.verb), self.placings)
        return found | {"outlook": outlook, "warnings": too_heavy(found["foreseen"].after)}


class WeekDeload(WeekVerbView):
    slug, icon, key, name = "deload", "deload", "D", _("Make it a deload…")
    form_class = week_forms.DeloadForm
    title, button = _("Make week %(week)s a deload"), _("Make it a deload")


class WeekTaper(WeekVerbView):
    slug, icon, key, name = "taper", "arrow-down", "T", _("Taper to a day in it…")
    form_class = week_forms.TaperForm
    title, button = _("Taper to week %(week)s"), _("Taper")

    def foresee(self, form: week_forms.WeekVerbForm) -> dict[str, Any]:
        """Where the work goes down already it would go down twice: said, for it may be meant."""
        found = super().foresee(form)
        weeks = found["foreseen"].weeks if "foreseen" in found else []
        down = [str(old.number) for _number, old, _new in weeks if old and old.is_lighter]
        said = ngettext(
            "Week %(weeks)s is lighter already; this comes on top.",
            "Weeks %(weeks)s are lighter already; this comes on top.",
            len(down),
        )
        return found | {"warnings": [said % {"weeks": ", ".join(down)}] if down else []}


class WeekInsert(WeekVerbView):
    slug, icon, key, name = "insert", "insert", "I", _("Insert weeks…")
    form_class = week_forms.InsertForm
    title, button = _("Insert beside week %(week)s"), _("Insert")


class WeekShift(WeekVerbView):
    slug, icon, key, name = "shift", "shift", "S", _("Shift this and later…")
    form_class = week_forms.ShiftForm
    title, button = _("Shift week %(week)s and later"), _("Shift")


class WeekDays(WeekVerbView):
    slug, icon, name = "days", "calendar", _("Move weekdays…")
    form_class = week_forms.DaysForm
    fields_template = "programs/_week_days.html"
    title, button = _("Move weekdays"), _("Move")


class WeekDescribe(WeekVerbView):
    slug, icon, key, name = "describe", "edit", "E", _("Phase and notes…")
    title, button = _("Phase and notes of week %(week)s"), _("Save week")
    is_foreseen = False

    def setup_objects(self, **kwargs: Any) -> None:
        super().setup_objects(**kwargs)
        self.week = get_week(self.program, self.number)

    def form(self, data: Any = None) -> Any:
        return week_forms.WeekForm(data, instance=self.week, initial={"version": self.week.version})

    def act(self, data: dict[str, Any]) -> Any:
        facts = {name: data[name] for name in ("phase", "until", "is_deload", "notes")}
        describe_week(self.program, self.request.user, self.number, **facts, seen=data["version"])


class WeekTemplate(WeekVerbView):
    slug, icon, name = "template", "star", _("Save as week template…")
    form_class = week_forms.TemplateForm
    title, button = _("Save week %(week)s as a template"), _("Save template")
    is_foreseen = False

    def act(self, data: dict[str, Any]) -> Any:
        self.template = save_as_template(self.program, self.request.user, self.number, data["name"])

    def answer(self, step: Any) -> HttpResponse:
        back = self.program.get_absolute_url()
        return respond(self.request, [], {}, back, *outcome(self.template.last_step))


class WeekClear(WeekVerbView):
    slug, icon, key, name = "clear", "clear", "Delete", _("Clear week…")
    form_class = week_forms.ClearForm
    title, button = _("Clear week %(week)s"), _("Clear week")
    is_danger = True


MENU = [
    *(WeekCopy, WeekProgress, WeekDeload, WeekTaper),
    *(WeekInsert, WeekShift, WeekDays, WeekDescribe, WeekTemplate),
    WeekClear,
]
VERBS = {verb.slug: verb for verb in MENU if verb.is_foreseen}


class WeekPreview(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, verb: str, **kwargs: Any) -> HttpResponse:
        if verb not in VERBS:
            raise Http404
        view = VERBS[verb]()
        view.setup(request, **kwargs)
        return view.preview(**kwargs)
