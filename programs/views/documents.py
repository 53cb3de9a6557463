"""Whole programs: the list, new, facts, visibility, copy, delete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import CreateView, TemplateView, UpdateView

from core.access import EditableMixin
from core.conflicts import who_changed
from core.editing import Conflict, Document, stack
from core.paging import by_latest
from core.views import conflict, undo_url
from exercises.models import Sport
from programs import documents
from programs.forms import ProgramForm, VisibilityForm
from programs.models import Program
from programs.shapes import read_shapes
from programs.views.base import ProgramVerb, get_program, in_words, remember


def undoable_message(request: HttpRequest, document: Document) -> None:
    """Say what was done last to a program or session, with the way back."""
    step = stack(document, request.user)[0]
    if step:
        remember(request, step.label, undo_url(step))


class ProgramList(TemplateView):
    """One's own programs, the templates to start from, or everybody's public ones; by name and sport, latest first."""

    template_name = "programs/program_list.html"

    @property
    def show(self) -> str:
        """Whose: "" is one's own."""
        said = self.request.GET.get("show", "")
        return said if said in ("templates", "public") else ""

    def get_queryset(self) -> Any:
        user, wanted = self.request.user, self.request.GET
        programs = Program.objects.select_related("author")
        if self.show == "templates":
            programs = programs.templates_for(user)
        elif self.show == "public":
            programs = programs.filter(visibility="public").exclude(author=user)
        else:
            programs = programs.editable_by(user)
        if name := " ".join(wanted.get("q", "").split())[:120]:
            programs = programs.filter(name__icontains=name)
        if wanted.get("sport") in Sport.values:
            programs = programs.filter(sport=wanted["sport"])
        return programs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = by_latest(self.get_queryset(), self.request.GET.get("after", ""))
        shapes = read_shapes(page.rows)
        filtered = any(self.request.GET.get(name) for name in ("q", "sport", "after"))
        return super().get_context_data(
            programs=[(program, shapes[program.pk]) for program in page.rows],
            next_key=page.next_key,
            show=self.show,
            filtered=filtered,
            sports=Sport.choices,
            **kwargs,
        )


class ProgramCreate(CreateView):
    model = Program
    form_class = ProgramForm
    template_name = "programs/program_form.html"

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        program = documents.create(form.save(commit=False), self.request.user)
        return redirect(program)

    def form_invalid(self, form: forms.ModelForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ProgramUpdate(EditableMixin, UpdateView):
    """Facts of a program. Another tab's change in between is a 409, not lost."""

    model = Program
    form_class = ProgramForm
    template_name = "programs/program_form.html"

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        program = form.save(commit=False)
        seen = self.request.POST.get("version", "")
        try:
            documents.change(program, self.request.user, int(seen) if seen.isdecimal() and len(seen) < 10 else None)
        except Conflict as clash:
            yours, theirs = in_words(program), in_words(clash.theirs)
            who = who_changed(program, clash.theirs, self.request.user)
            return conflict(self.request, program.get_absolute_url(), yours=yours, theirs=theirs, who=who)
        except documents.WeeksInUse as refusal:
            form.add_error("duration_weeks", str(refusal))
            return self.form_invalid(form)
        undoable_message(self.request, program)
        return redirect(program)

    def form_invalid(self, form: forms.ModelForm) -> HttpResponse:
        # With the version that the first page saw: what another tab changed since is still a conflict.
        form.instance.version = self.request.POST.get("version") or form.instance.version
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ProgramVisibility(ProgramVerb):
    form_class = VisibilityForm

    def act(self, data: dict[str, Any]) -> Any:
        documents.set_visibility(self.program, self.request.user, data["visibility"], seen=data["version"])

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        if form.has_error("visibility"):  # a button says it: there is nothing to show again
            raise BadRequest(_("Choose who can see it: nobody else, whoever has the link, or everybody."))
        raise BadRequest(_("The form did not say which version of the program it was made from."))


class ProgramDelete(View):
    http_method_names = ["post"]
    success_url = reverse_lazy("programs:program_list")

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_program(request, pk)
        documents.delete(program, request.user)
        undoable_message(request, program)
        return redirect(self.success_url)
