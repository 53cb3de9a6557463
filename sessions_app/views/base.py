"""What the verbs of a session share: whose it is, what the page saw, and what they answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Reader
from core.access import only_or_404
from core.conflicts import last_change, who_changed
from core.editing import Conflict, is_written
from core.htmx import is_partial, respond
from core.prepared import Prepared
from core.rows import key
from sessions_app.changes import LineChanges, changes_of
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.page import SessionPage, open_page, page_after

# What a verb may change beside the lines: each part of the page carries its own hx-swap-oob.
PARTS = ["sessions/_history.html", "sessions/_profile.html", "sessions/_totals.html", "sessions/_quick_error.html"]


def seen_version(request: HttpRequest) -> int | None:
    """The version that the form was made from; none is fine (a script), a wrong one never matches.

    `over` is the version of the other's change that a person has seen and writes over.
    """
    return version_of(request.POST.get("over") or request.POST.get("version", ""))


def version_of(text: str) -> int | None:
    """None where none is sent (a script); 0 never matches."""
    return (int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0) if text else None


_visible = Prepared(lambda pk, reader: Session.objects.visible_to(Reader(reader)).filter(pk=pk))


class SessionVerb(View):
    """A POST that changes one session of one's own. Subclasses say `act`, and may say what goes into the page."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            self.session = self.get_session(kwargs["pk"])
            self.word = self.session.word = request.POST.get("once", "")[:40]
        return super().dispatch(request, *args, **kwargs)

    def get_session(self, pk: str) -> Session:
        return self.editable(only_or_404(_visible(pk, self.request.user.pk or "-")))  # nobody has that id

    def editable(self, session: Session) -> Session:
        if not session.is_editable_by(self.request.user):
            raise PermissionDenied
        return session

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            message = self.act()
        except (Conflict, Refused) as problem:
            if is_written(self.session, request.user, self.word):  # its answer was lost, and so it was sent again
                return self.answer(self.open())
            self.refuse_foreign()
            return self.refuse(problem) if isinstance(problem, Refused) else self.conflict(problem)
        return self.done(message)

    def refuse_foreign(self) -> None:
        """404 when what it is about was never of this session; what was of it and went lately is a conflict."""

    def act(self) -> str | None:
        """Do it; returns what to say, if the page itself does not show it."""
        raise NotImplementedError

    # Answers

    def open(self) -> SessionPage:
        """As it stands now; 404 when it went meanwhile."""
        try:
            return open_page(self.session.pk, self.request.user)
        except Session.DoesNotExist as gone:
            raise Http404 from gone

    def after(self) -> SessionPage:
        return page_after(self.session, self.request.user)

    def done(self, message: str | None) -> HttpResponse:
        return self.answer(self.after(), message=message)

    def answer(
        self, page: SessionPage, status: int = 200, message: str | None = None, lines: bool = True
    ) -> HttpResponse:
        """The parts that changed for htmx; else a redirect, or the whole page where something is to be put right."""
        context = {"page": page, "session": page.session, "saved_at": page.session.updated_at}
        if not is_partial(self.request) and status >= 400:
            return render(self.request, "sessions/session_detail.html", context, status=status)
        parts = [*self.parts(), *PARTS]
        if lines and is_partial(self.request):
            context["changes"] = self.changes(page) if status == 200 else None
            parts.insert(0, "sessions/_lines_changed.html" if context["changes"] else "sessions/_lines.html")
        elif not self.knows_lines:
            page.shown = self.request.POST.get("seen", "")  # lines that another changed are not sent, and stay unknown
        done = self.session.last_step is not None and self.session.last_step.change is not None
        undo = self.undo_url(page) if message and done else None
        back = reverse("sessions:session_detail", args=[page.session.pk])
        return respond(self.request, parts, context | {"oob": True}, back, message, undo, status)

    def parts(self) -> list[str]:
        return []

    @property
    def knows_lines(self) -> bool:
        """Are the lines in the browser those that stood before this step?"""
        step = self.session.last_step
        before = step.before.get(key(self.session)) if step is not None and self.session.left is not None else None
        return before is not None and self.request.POST.get("seen") == str(before["version"])

    def changes(self, page: SessionPage) -> LineChanges | None:
        return changes_of(page, self.session) if self.knows_lines else None

    def undo_url(self, page: SessionPage) -> str:
        return reverse("sessions:session_undo", args=[page.session.pk]) + f"?step={page.undo.pk}"

    def refuse(self, refusal: Refused) -> HttpResponse:
        page = self.open()
        page.notice = str(refusal)
        return self.answer(page, status=422)

    def conflict(self, conflict: Conflict) -> HttpResponse:
        page = self.open()
        who = who_changed(self.session, conflict.theirs, self.request.user)
        page.notice = _("%(who)s So nothing was done; it stands below as it is now.") % {"who": who}
        return self.answer(page, status=409)


class PartVerb(SessionVerb):
    """A verb of one row of the session. Here it is no more than its id: it is read with the session, under its lock."""

    model: Any
    named: str  # in the address

    def get_session(self, pk: str) -> Session:
        session = super().get_session(pk)
        self.part_pk = self.kwargs[self.named]
        self.part = self.model(pk=self.part_pk, session=session)
        return session

    def refuse_foreign(self) -> None:
        stands = self.model.objects.filter(pk=self.part_pk, session=self.session)
        if not stands.exists() and last_change(self.session, self.part) is None:
            raise Http404

    @property
    def seen(self) -> int | None:
        return seen_version(self.request)
