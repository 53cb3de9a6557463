"""Sessions as a whole: list, create, look at, change the facts of, copy, keep, delete."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, TemplateView

from core.access import EditableMixin, PublicMixin
from core.conflicts import who_changed
from core.editing import Conflict
from core.htmx import respond
from core.paging import by_latest
from core.views import undo_url
from sessions_app import editing, printing
from sessions_app.browse import browse, card_of
from sessions_app.editing import InUse, Refused
from sessions_app.forms import SessionCreateForm, SessionFactsForm
from sessions_app.models import Session, rows_of
from sessions_app.page import SessionPage, page_of
from sessions_app.views.base import SessionVerb, seen_version


class SessionList(TemplateView):
    template_name = "sessions/session_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        get = self.request.GET
        found = browse(self.request.user, get.get("q", ""), get.get("sport", ""))
        page = by_latest(found.sessions, get.get("after", ""))
        cards = [card_of(session, self.request.user) for session in page.rows]
        is_first = not get.get("after")
        return super().get_context_data(found=found, listing=page, cards=cards, is_first=is_first, **kwargs)


class SessionCreate(TemplateView):
    """A name, or a pasted text, or both. What was typed stays where something is wrong."""

    template_name = "sessions/session_create.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SessionCreateForm(initial={"name": self.request.GET.get("name", "")[:120]}))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SessionCreateForm(request.POST)
        if form.is_valid():
            try:
                session = editing.create_session(form.chosen(), request.user, form.cleaned_data["text"])
            except Refused as refusal:
                form.add_error("text" if form.cleaned_data["text"] else "name", str(refusal))
            else:
                return redirect(session)
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(login_not_required, name="dispatch")
class SessionDetail(PublicMixin, DetailView):
    """For its owner the builder; others who may read it see it without forms, a public one also anonymously."""

    model = Session
    template_name = "sessions/session_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.object, self.request.user)
        page.choose_section(self.request.GET.get("section", ""))
        return super().get_context_data(page=page, saved_at=self.object.updated_at, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class SessionPrint(PublicMixin, DetailView):
    """A sheet to take along, for whoever may read the session."""

    model = Session
    template_name = "sessions/session_print.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = SessionPage(self.object, rows_of(self.object), self.request.user)
        done = printing.done(page.sport, page.units)
        sheet = {"heads": printing.sheet(page), "sport": printing.sport(page), "done": done}
        return super().get_context_data(page=page, **sheet, **kwargs)


class SessionUpdate(EditableMixin, DetailView):
    model = Session
    template_name = "sessions/session_update.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SessionFactsForm(instance=self.object))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = SessionFactsForm(request.POST, instance=self.object)
        if form.is_valid():
            try:
                editing.change_facts(form.instance, request.user, seen_version(request))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except Conflict as conflict:
                return self.conflict(form, conflict.theirs or self.get_object())
            else:
                return redirect(self.object)
        self.object.refresh_from_db(fields=["name"])  # the page's title is what is saved, the field what was typed
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def conflict(self, form: SessionFactsForm, theirs: Any) -> HttpResponse:
        """Both sides of each fact in which they differ. None: what was sent is what stands there."""
        differences = form.differences(theirs)
        if not differences:
            return redirect(theirs)
        context = {"form": form, "differences": differences, "version": theirs.version}
        who = who_changed(theirs, theirs, self.request.user)
        self.object.refresh_from_db(fields=["name"])
        return self.render_to_response(self.get_context_data(who=who, **context), status=409)


class SessionCopy(View):
    """Of one's own, or of what one may read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
        copy = editing.copy_session(session, request.user)
        message = _("Copied. This is your own %(name)s.") % {"name": copy.name}
        return respond(request, "includes/_empty.html", {}, copy, message)


class SessionKeep(SessionVerb):
    def act(self) -> str:
        editing.keep_session(self.session, self.request.user)
        return _("%(name)s is in your Sessions list now.") % {"name": self.session.name}


class SessionDelete(SessionVerb):
    def act(self) -> str:
        self.step = editing.delete_session(self.session, self.request.user, seen_version(self.request))
        return _("Deleted %(name)s") % {"name": self.session.name}

    def done(self, message: str | None) -> HttpResponse:
        return respond(self.request, [], {}, "sessions:session_list", message, undo_url(self.step.change))

    def refuse(self, refusal: Refused) -> HttpResponse:
        page = self.open()
        page.notice = str(refusal)
        return self.answer(page, status=409 if isinstance(refusal, InUse) else 422)
