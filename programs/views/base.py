"""What the verbs of the builder share: fetch by scope, check the form, call one domain function, answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from accounts.models import Reader
from core.access import only_or_404
from core.conflicts import who_changed
from core.editing import Conflict, Edit, stack
from core.htmx import UNDO_TAG, is_partial, respond
from core.prepared import Prepared
from core.rows import key
from core.views import conflict, safe_next, undo_url
from programs.changes import compare, everything, grids_of
from programs.days import day_name
from programs.forms import VersionForm
from programs.grid import Grid
from programs.hints import read_hints
from programs.models import Program, ProgramSession
from programs.strip import read_strip
from programs.week_sums import MEASURES
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.prescription import AdjustmentError

ZOOMS = ("overview", "detail", "season")
SHEET = "sheet"  # the element beside the grid; what is dragged asks for no part of it


def get_program(request: HttpRequest, pk: str) -> Program:
    """A program that this person may change: 404 if not visible, 403 if not theirs."""
    programs = Program.objects.visible_to(request.user).select_related("author")
    return editable(request, get_object_or_404(programs, pk=pk))


def get_placing(request: HttpRequest, pk: str) -> ProgramSession:
    return only_or_404(_visible_placing(pk, request.user.pk or "-"))  # nobody has that id


def placing_in(programs: QuerySet, pk: str) -> ProgramSession:
    """A placed session that may be read through its program."""
    return get_object_or_404(_placings_in(programs), pk=pk)


def _placings_in(programs: QuerySet) -> QuerySet:
    return ProgramSession.objects.filter(program__in=programs).select_related("program__author", "session")


_visible_placing = Prepared(lambda pk, reader: _placings_in(Program.objects.visible_to(Reader(reader))).filter(pk=pk))


def editable(request: HttpRequest, program: Program) -> Program:
    if not program.is_editable_by(request.user):
        raise PermissionDenied
    return program


class ProgramVerb(View):
    """A POST that changes a program in one undoable step. Subclasses say `act` and how to show the form again."""

    http_method_names = ["post"]
    form_class: type[forms.BaseForm] = VersionForm
    request: HttpRequest
    program: Program

    def setup_objects(self, **kwargs: Any) -> None:
        self.program = get_program(self.request, kwargs["pk"])

    def get_form(self) -> forms.BaseForm:
        return self.form_class(self.request.POST)

    def act(self, data: dict[str, Any]) -> Any:
        raise NotImplementedError

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        """422 with what was typed and what is wrong with it."""
        raise NotImplementedError

    def part(self, grid: Grid) -> tuple[str, dict[str, Any]] | None:
        """The template (and its context) that htmx puts into the side sheet after the step; None empties it."""
        return None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_objects(**kwargs)
        form = self.get_form()
        if not form.is_valid():
            return self.refused(form)
        try:
            self.act(form.cleaned_data)
        except Conflict as clash:
            who = who_changed(self.program, clash.theirs, request.user)
            back = self.program.get_absolute_url()
            return conflict(request, back, yours=typed(form), theirs=in_words(clash.theirs), who=who)
        except (Refused, AdjustmentError) as refusal:
            form.add_error(None, str(refusal))
            return self.refused(form)
        return self.answer(self.program.last_step)

    def answer(self, step: Edit) -> HttpResponse:
        """A redirect, or the parts of the page that changed: all of its weeks if it showed something older."""
        message, undo = outcome(step)
        back = safe_next(self.request, self.program.get_absolute_url())
        if not is_partial(self.request):
            return respond(self.request, [], {}, back, message, undo)
        before, after = grids_of(self.program)
        if len(after.rows) != len(before.rows):
            return reload_with(self.request, step)
        seen = str(step.before[key(self.program)]["version"])
        context = builder_context(self.request, self.program, after) | {"oob": True}
        is_seen = self.request.POST.get("seen") == seen
        context["changes"] = compare(before, after, *shown_of(self.request)) if is_seen else everything(after)
        templates = ["programs/_changed.html"]
        if self.request.htmx.target == SHEET and (part := self.part(after)):  # type: ignore[attr-defined]
            template, more = part
            templates.insert(0, template)
            context = more | context
        response = respond(self.request, templates, context, back, message, undo)
        return trigger_client_event(response, "sessions") if _other_sessions(step) else response

    def open(self, session: Session, step: Edit) -> HttpResponse:
        """To the page of a session of this step, with the way back to the program."""
        remember(self.request, *outcome(step))
        address = f"{session.get_absolute_url()}?back={self.program.get_absolute_url()}"
        return HttpResponseClientRedirect(address) if is_partial(self.request) else redirect(address)


def _other_sessions(step: Edit) -> bool:
    """Whether sessions were made, written or taken away, which the drawer beside the grid lists."""
    rows = (*step.change.before, *step.change.after) if step.change else ()
    return any(label == Session._meta.label_lower for label, _pk, _columns in rows)


def typed(form: forms.BaseForm) -> str:
    """What was sent, in words: `Week: 3, Day: Tue`."""
    shown = [form[name] for name in form.fields if not form[name].is_hidden]
    return ", ".join(f"{field.label}: {_chosen(field)}" for field in shown if field.value())


def _chosen(field: forms.BoundField) -> Any:
    choices = {str(value): label for value, label in getattr(field.field, "choices", ())}
    return choices.get(str(field.value()), field.value())


def in_words(row: Any) -> str:
    """What stands there now, for the person whose change met another; of a row that is gone, that."""
    if isinstance(row, ProgramSession):
        place = _("%(name)s in week %(week)s, %(day)s")
        day = day_name(row.program.day_names, row.day)
        adjustment = f" ({row.adjustment})" if row.adjustment else ""
        return place % {"name": row.session.name, "week": row.week, "day": day} + adjustment
    if isinstance(row, Program):
        weeks = ngettext("%(n)s week", "%(n)s weeks", row.duration_weeks) % {"n": row.duration_weeks}
        return f"{row.name}, {weeks}, {row.get_visibility_display()}"
    return _("Not there any more.")


def outcome(step: Edit) -> tuple[str, str | None]:
    """What was done, and where it is undone; or that nothing was."""
    return (step.change.label, undo_url(step.change)) if step.change else (_("Nothing to change."), None)


def remember(request: HttpRequest, message: str, undo: str | None) -> None:
    """Say it on the next page, with the way back."""
    messages.success(request, message, extra_tags=f"{UNDO_TAG}{undo}" if undo else "")


def reload_with(request: HttpRequest, step: Edit) -> HttpResponse:
    """So much looks different that the page comes anew, and says then what was done: another number of weeks."""
    remember(request, *outcome(step))
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


def zoom_of(request: HttpRequest) -> str:
    """How near the grid is looked at, else all of it."""
    return next((zoom for zoom in _chosen_last(request, "zoom") if zoom in ZOOMS), ZOOMS[0])


def measure_of(request: HttpRequest) -> str:
    """What the chart above the grid shows, else time."""
    return next((measure for measure in _chosen_last(request, "show") if measure in MEASURES), "time")


def shown_of(request: HttpRequest) -> tuple[str, str]:
    """What the chart shows, and in which units."""
    return measure_of(request), units_of(request)


def _chosen_last(request: HttpRequest, name: str) -> tuple[str | None, ...]:
    """As the page shows it that sends a verb, else as asked for now, else as it was left, in whichever tab."""
    return request.POST.get(name), request.GET.get(name), request.COOKIES.get(name)


def units_of(request: HttpRequest) -> str:
    return getattr(request.user, "units", "metric")


def builder_context(request: HttpRequest, program: Program, grid: Grid) -> dict[str, Any]:
    """What the head and the strip of the builder show."""
    step, zoom = program.last_step, zoom_of(request)
    undoable, redoable = (step.change, None) if step and step.change else stack(program, request.user)
    return {
        "program": program,
        "grid": grid,
        "hints": read_hints(grid),
        "strip": read_strip(grid, *shown_of(request)),
        "system": units_of(request),
        "zoom": zoom,
        "next_zoom": ZOOMS[(ZOOMS.index(zoom) + 1) % len(ZOOMS)],
        "undoable": undoable,
        "redoable": redoable,
    }
