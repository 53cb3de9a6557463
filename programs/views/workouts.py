"""A session as a file for a trainer, a watch or a bike computer, and such a file as a session of one's own."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView

from core.access import PublicMixin
from core.text import file_name
from core.views import file_answer
from programs.exchange import formats, workouts
from programs.exchange.load import session_value
from programs.exchange.save import save_session
from programs.exchange.values import LeftOut, SessionValue, UnreadableFile
from programs.views.documents import undoable_message
from programs.views.limits import refused
from sessions_app.formats.values import MOST_BYTES
from sessions_app.models import Session, rows_of

# What each format is called, and for whom it is.
FORMATS = {
    "zwo": ("ZWO", gettext_lazy("Zwift and other programs for a trainer: ramps, intervals, cadence and cues.")),
    "mrc": ("MRC", gettext_lazy("Trainers and their programs: minutes and % of FTP.")),
    "erg": ("ERG", gettext_lazy("Trainers and their programs: minutes and watts of one athlete.")),
    "fit": ("FIT", gettext_lazy("Watches and bike computers: steps, repeats and targets.")),
    "json": ("JSON", gettext_lazy("All of it, for a program to read.")),
    "text": (gettext_lazy("Text"), gettext_lazy("All of it, as it is typed.")),
}
WHOLE = ("json", "text")
LEFT_OUT = "left_out_of_import"  # in the browser's session: shown once, after the redirect
MOST_SHOWN = 50


@method_decorator(login_not_required, name="dispatch")
class SessionDownload(PublicMixin, DetailView):
    """In which formats the session can go out, and why not in the others."""

    model = Session
    template_name = "programs/session_download.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = {offer.name: offer for offer in workouts.offers(value_of(self.object))}
        choices = [
            {"name": name, "title": title, "about": about, "offer": offers.get(name)}
            for name, (title, about) in FORMATS.items()
        ]
        return super().get_context_data(session=self.object, choices=choices, belongs_to="sessions", **kwargs)


@method_decorator(login_not_required, name="dispatch")
class SessionFile(PublicMixin, View):
    """The file; 422 with the reason where the session cannot be one."""

    model = Session
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: str, format: str) -> HttpResponse:
        session = self.get_queryset().filter(pk=pk).first()
        if session is None or format not in FORMATS:
            raise Http404
        if too_often := refused(request, "small_file"):
            return too_often
        typed = request.GET.get("ftp", "")[:20]
        try:
            content, ending, media_type = self.write(format, value_of(session), typed)
        except ValueError as problem:
            page = SessionDownload(request=request, object=session)
            context = page.get_context_data(problem=str(problem), ftp=typed)
            return render(request, page.template_name, context, status=422)
        return file_answer(content, media_type, file_name(session.name, ending, "session"))

    @staticmethod
    def write(name: str, value: SessionValue, typed: str) -> tuple[bytes, str, str]:
        if name in WHOLE:
            known = formats.FORMATS[name]
            return known.file(workouts.program_of(value, value.name)), known.ending, known.content_type
        ftp: Decimal | None = workouts.read_ftp(typed) if typed.strip() else None
        return workouts.write(name, value, ftp)[0], name, workouts.WORKOUTS[name].media_type


def value_of(session: Session) -> SessionValue:
    return session_value(session, rows_of(session))


# --- In -------------------------------------------------------------------------


class SessionImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workout of a trainer (.zwo, .mrc, .erg), at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".zwo,.mrc,.erg"}),
    )

    def clean_file(self) -> Any:
        """What was read in the file's place: the session, and what found no room in it."""
        upload = self.cleaned_data["file"]
        ending = PurePath(upload.name).suffix.lstrip(".").lower()
        if ending not in workouts.READ:
            raise forms.ValidationError(_("A workout file ends in .zwo, .mrc or .erg; this one does not."))
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("A workout file has at most 1 MB; this one has more."))
        try:
            program, left_out = workouts.reading(ending)(upload.read())
        except UnreadableFile as problem:
            raise forms.ValidationError(str(problem)) from problem
        session = program.sessions[0]
        return workouts.named(session, "" if program.name else PurePath(upload.name).stem), left_out


class SessionImport(View):
    """One step: the file becomes a session in one's list. What was left out stands on the page after it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context: dict[str, Any] = {"form": SessionImportForm(), "belongs_to": "sessions"}
        pk, left_out = request.session.pop(LEFT_OUT, ("", []))
        session = Session.objects.editable_by(request.user).filter(pk=pk).first() if pk else None
        if session is not None:
            context |= {"session": session, "left_out": left_out}
        return render(request, "programs/session_import.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SessionImportForm(request.POST, request.FILES)
        if not form.is_valid():
            context = {"form": form, "belongs_to": "sessions"}
            return render(request, "programs/session_import.html", context, status=422)
        value, left_out = form.cleaned_data["file"]
        session = save_session(value, request.user)
        undoable_message(request, session)
        if not left_out:
            return redirect(session)
        request.session[LEFT_OUT] = (session.pk, _shown(left_out))
        return redirect("programs:session_import")


def _shown(left_out: list[LeftOut]) -> list[dict[str, str]]:
    shown = [asdict(part) for part in left_out[:MOST_SHOWN]]
    if len(left_out) > MOST_SHOWN:
        more = _("and %(n)s more") % {"n": len(left_out) - MOST_SHOWN}
        shown.append({"where": more, "text": "", "reason": ""})
    return shown
