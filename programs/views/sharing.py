"""Share links: what opens by one, a new one in its place, and the copy that a reader takes along."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from core.access import PublicMixin
from core.editing import Conflict
from core.views import conflict
from programs import documents
from programs.models import Program
from programs.views.base import get_program, placing_in
from programs.views.documents import undoable_message
from programs.views.placings import placing_page, read_placing
from programs.views.reading import addresses, print_page, read_context

# What a stranger asked to copy before signing in, in their session.
WANTED = "program_to_copy"
WISH_S = 1800  # whoever signs in on this browser later is somebody else


class LinkRenew(View):
    """Another link in place of the one that there was."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_program(request, pk)
        back = program.get_absolute_url()
        try:
            documents.renew_link(program, request.user)
        except Conflict:
            return conflict(request, back)
        return redirect(f"{back}?share")


@method_decorator(login_not_required, name="dispatch")
class LinkPage(View):
    """Open to whoever has the link, signed in or not. A link that is wrong, ended or resting is one and the same 404.

    The address is the secret: search engines are told to forget it, only the browser's own cache keeps the page, and no
    other site is told. That holds for all our pages, by `same-origin`; with `no-referrer` browsers send forms without
    saying where from, which Django refuses.
    """

    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Http404:
            sentence = _("This link is not shared any more, or was never one. Ask the coach who sent it.")
            response = render(request, "404.html", {"status": 404, "sentence": sentence}, status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get_program(self, token: str) -> Program:
        return get_object_or_404(Program.objects.opened_by(token).select_related("author"))


class SharedProgram(LinkPage):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = read_context(request, self.get_program(token), token)
        return render(request, "programs/program_read.html", context)


class SharedPlacing(LinkPage):
    """A session of it, as placed: to be read, by its coach too."""

    def get(self, request: HttpRequest, token: str, pk: str) -> HttpResponse:
        placing = placing_in(Program.objects.opened_by(token), pk)
        return placing_page(request, read_placing(placing, addresses(placing.program, token)["home"]))


class SharedPrint(LinkPage):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return print_page(request, self.get_program(token), token)


class CopyView(View):
    """A copy of one's own of a program that may be read.

    A stranger's wish waits in their session while they sign in or up; led back here, it is fulfilled, once. A GET of
    somebody who pressed no button only asks.
    """

    http_method_names = ["get", "head", "post"]

    def get_program(self, **kwargs: str) -> Program:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        program = self.get_program(**kwargs)
        if request.method == "GET" and request.user.is_authenticated and self.was_wished(program):
            return self.copy(program)
        home = addresses(program, kwargs.get("token", ""))["home"]
        return render(request, "programs/program_copy.html", {"program": program, "home": home})

    def was_wished(self, program: Program) -> bool:
        wanted, at = self.request.session.pop(WANTED, ("", 0))
        return wanted == program.pk and time.time() - at < WISH_S

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        program = self.get_program(**kwargs)
        if request.user.is_authenticated:
            return self.copy(program)
        request.session[WANTED] = program.pk, time.time()
        return redirect_to_login(request.path)

    def copy(self, program: Program) -> HttpResponse:
        try:
            copy = documents.copy(program, self.request.user)
        except Conflict:  # it went meanwhile
            raise Http404 from None
        undoable_message(self.request, copy)
        return redirect(copy)


@method_decorator(login_not_required, name="dispatch")
class ProgramCopy(PublicMixin, CopyView):
    model = Program

    def get_program(self, **kwargs: str) -> Program:
        return get_object_or_404(self.get_queryset().select_related("author"), **kwargs)


class SharedCopy(CopyView, LinkPage):
    def get_program(self, token: str) -> Program:  # type: ignore[override]
        return LinkPage.get_program(self, token)
