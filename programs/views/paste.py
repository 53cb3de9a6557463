"""A program from what was pasted or from a file: shown first, saved when the coach says so."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.htmx import is_partial
from exercises.models import Exercise
from programs import pasting
from programs.days import day_names
from programs.exchange.values import MOST_BYTES, UnreadableFile
from programs.models import ColumnChoice
from programs.preview import preview_of
from programs.sheet_words import layout_of, tables_of, weeks_of


class Paste(View):
    """The page; what is posted is read and shown, and nothing is saved."""

    most_bytes = MOST_BYTES
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "programs/paste.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        return shown(request, "programs/_pasted.html" if is_partial(request) else "programs/paste.html")


class PasteCreate(View):
    """Makes the program. What cannot be read leaves the page as it was typed."""

    most_bytes = MOST_BYTES
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            pasted = read(request, source_of(request))
        except UnreadableFile:
            return shown(request, "programs/paste.html", status=422)
        value = pasting.with_names(pasted.value, names_in(request, pasted))
        return redirect(pasting.create(value, request.user, pasted))


class PasteForget(View):
    """Reads the columns of such a head as anybody's again."""

    most_bytes = MOST_BYTES  # its button sends the form with the file that is chosen in it
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        get_object_or_404(ColumnChoice, pk=pk, coach=request.user).delete()
        request.POST = request.POST.copy()  # without what the form shows of it
        for name in [name for name in request.POST if name.startswith("column-")]:
            del request.POST[name]
        return shown(request, "programs/paste.html")


def source_of(request: HttpRequest) -> pasting.Source:
    """The file, if one was chosen; else what an earlier answer carried on, or the text."""
    file = request.FILES.get("file")
    if file is not None:
        file.seek(0)  # it may have been read to be refused
        return pasting.source_of(file.name, file.read(MOST_BYTES + 1))
    said = request.POST
    text = said.get("text", "")
    if text.strip() and pasting.mark_of(text) != said.get("mark", ""):
        return pasting.Source(text)
    return pasting.Source(text, said.get("kind", ""), said.get("cells", ""), said.get("name", "")[:120])


def read(request: HttpRequest, source: pasting.Source) -> pasting.Pasted:
    """With the columns as the coach set them, where they differ from how they are read."""
    return pasting.read_pasted(source, request.user, request.POST.dict())


def names_in(request: HttpRequest, pasted: pasting.Pasted) -> dict[str, str]:
    """The names that the coach said the meaning of: of those that were asked for, and among what was offered."""
    found = {}
    for unknown in pasted.unknown:
        said = request.POST.get(f"means-{unknown.name}", "")
        offered: dict[str, Exercise] = {one.exercise.pk: one.exercise for one in unknown.candidates}
        if said in offered:
            found[unknown.name] = offered[said].name
    return found


def shown(request: HttpRequest, template: str, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"text": request.POST.get("text", "")}
    try:
        source = source_of(request)
        context["source"] = source
        if source.text and not source.cells:
            context["text"] = source.text
        if not source.is_empty or status != 200:
            pasted = read(request, source)
            means = names_in(request, pasted)
            undecided = pasted.undecided(means)
            context |= {
                "pasted": pasted,
                "preview": preview_of(pasted.value),
                "name": pasted.value.name,
                "days": day_names(pasted.value.day_names),
                "asked": [(one, means.get(one.name, "")) for one in pasted.unknown],
                "undecided": undecided,
                "undecided_rows": sum(undecided.values()),
                "ready_rows": pasted.row_count - sum(undecided.values()),
                "mark": pasting.mark_of(context["text"]),
                "weeks": weeks_of(pasted.value),
            }
            if pasted.reading:
                context |= {"layout": layout_of(pasted.reading), "tables": tables_of(pasted.reading, undecided)}
    except UnreadableFile as refusal:
        context["refusal"] = str(refusal)
    return render(request, template, context, status=status)
