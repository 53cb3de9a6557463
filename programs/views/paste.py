"""A program from what was pasted: shown while one types, saved when the coach says so."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core.htmx import is_partial
from programs import pasting
from programs.days import day_names
from programs.exchange.values import UnreadableFile
from programs.preview import preview_of


class Paste(View):
    """The page; what is posted is read and shown, and nothing is saved."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "programs/paste.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        return shown(request, "programs/_pasted.html" if is_partial(request) else "programs/paste.html")


class PasteCreate(View):
    """Makes the program. What cannot be read leaves the page as it was typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            pasted = pasting.read_pasted(request.POST.get("text", ""), request.user)
        except UnreadableFile:
            return shown(request, "programs/paste.html", status=422)
        return redirect(pasting.create(pasted.value, request.user))


def shown(request: HttpRequest, template: str, status: int = 200) -> HttpResponse:
    text = request.POST.get("text", "")
    context: dict[str, Any] = {"text": text}
    if text.strip() or status != 200:
        try:
            pasted = pasting.read_pasted(text, request.user)
            preview = preview_of(pasted.value)
            context |= {"pasted": pasted, "preview": preview, "name": pasted.value.name, "days": day_names("weekday")}
        except UnreadableFile as refusal:
            context["refusal"] = str(refusal)
    return render(request, template, context, status=status)
