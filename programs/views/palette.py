"""The command palette: a page of its own, which Ctrl K shows in a dialog."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core.htmx import is_partial
from programs.palette import find, page_at
from programs.views.weeks import MENU


class Palette(View):
    """`q`: what is looked for. `at`: the page from which, else the one that led here. `first`: go to what is on top."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET
        at = asked.get("at") or "/" + request.headers.get("referer", "").partition("://")[2].partition("/")[2]
        here = page_at(at, request.user)
        groups = find(asked.get("q", ""), request.user, here, MENU)
        # What is done there and then one sees before.
        if asked.get("first") and groups and not groups[0].entries[0].does:
            return redirect(groups[0].entries[0].url)
        context = {"groups": groups, "q": asked.get("q", ""), "at": at, "document": here.document}
        template = "programs/_palette_list.html" if is_partial(request) else "programs/palette.html"
        return render(request, template, context)
