"""A program as others read it: what its pages show, opened by its own address or by its share link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from programs import calendars, documents
from programs.days import day_names
from programs.grid import Grid, read_grid
from programs.hints import weeks_in_words
from programs.models import Program
from programs.printing import placings_of, read_sheets, with_changes_in_full
from programs.some_weeks import NoSuchWeeks, some_weeks
from programs.strip import read_strip


def addresses(program: Program, token: str = "") -> dict[str, str]:
    """Where its pages are for whoever reads it: a share link opens nothing but what is below it."""
    home = reverse("programs:shared_program", args=[token]) if token else program.get_absolute_url()
    below = {f"{name}_at": f"{home}{name}/" for name in ("print", "copy", "download")}
    placings = home if token else "/placings/"
    return {"home": home, "placings_at": placings, "calendar_at": f"{home}calendar.ics"} | below


def read_context(request: HttpRequest, program: Program, token: str = "") -> dict[str, Any]:
    grid = read_grid(program)
    counts = [sum(map(bool, row.days)) for row in grid.rows if row.session_count]
    used = (
        Exercise.objects.filter(uses__session__placings__program=program).values_list("equipment", flat=True).distinct()
    )
    return (
        addresses(program, token)
        | {
            "program": program,
            "grid": grid,
            "strip": read_strip(grid),
            "days": day_names(program.day_names),
            "training_days": (min(counts), max(counts)) if counts else (0, 0),
            "peak": max((row.seconds for row in grid.rows), default=0),
            "average": grid.seconds // max(len(grid.rows), 1),
            "equipment": sorted({piece for pieces in used for piece in pieces}),
            "credit": credit_of(request, program),
        }
        | start_context(request, program, grid)
    )


def start_context(request: HttpRequest, program: Program, grid: Grid) -> dict[str, Any]:
    """From which day on a reader would like it, next Monday if nothing is said, and when it is over then."""
    start, refused = calendars.next_monday(timezone.localdate()), ""
    if "start" in request.GET:
        try:
            start = calendars.read_start(request.GET["start"])
        except calendars.Unfit as refusal:
            refused = str(refusal)
    places = [(row.number, day) for row in grid.rows for day, cards in enumerate(row.days, 1) if cards]
    return {
        "start": start,
        "start_refused": refused,
        "earliest": calendars.FIRST,
        "latest": calendars.LAST,
        "first_day": calendars.first_day(program.day_names, start),
        "last_day": calendars.date_of(program, start, *places[-1]) if places else None,
    }


def credit_of(request: HttpRequest, program: Program) -> dict[str, Any] | None:
    """Whose program this is a copy of. It is named, and led to, only for those who may read it at its own address."""
    if program.copied_from_id is None:
        return None
    sources = Program.objects.filter(pk=program.copied_from_id).select_related("author")
    source = sources.exclude(author_id=program.author_id).first()
    if source is None:
        return None
    return {"author": source.author, "program": sources.visible_to(request.user).first()}


def chosen_weeks(request: HttpRequest, program: Program) -> range:
    """`?from=5&to=8`, all where neither is said; NoSuchWeeks."""
    return some_weeks(request.GET.get("from", ""), request.GET.get("to", ""), program.duration_weeks)


def print_page(request: HttpRequest, program: Program, token: str = "") -> HttpResponse:
    """On paper: the weeks, and with `?sessions` what is to be done in them."""
    refused, weeks = "", range(1, program.duration_weeks + 1)
    try:
        weeks = chosen_weeks(request, program)
    except NoSuchWeeks as refusal:
        refused = str(refusal)
    context = _print_context(request, program, token, weeks) | {"refused": refused}
    if refused:
        context |= {"first_week": request.GET.get("from", ""), "last_week": request.GET.get("to", "")}
    return render(request, "programs/program_print.html", context, status=400 if refused else 200)


def _print_context(request: HttpRequest, program: Program, token: str, weeks: range) -> dict[str, Any]:
    system = getattr(request.user, "units", "metric")
    placings = [placing for placing in placings_of(program) if placing.week in weeks]
    grid = with_changes_in_full(read_grid(program), placings)
    with_sessions = "sessions" in request.GET
    only = {"from": weeks.start, "to": weeks.stop - 1} if len(weeks) < program.duration_weeks else {}
    places = addresses(program, token)
    return {
        "object": program,
        "program": program,
        "grid": replace(grid, rows=tuple(row for row in grid.rows if row.number in weeks)),
        "first_week": weeks.start,
        "last_week": weeks.stop - 1,
        "in_words": weeks_in_words(weeks) if only else "",
        "only": urlencode(only),
        "back": places["home"],
        "download_at": places["download_at"],
        "days": day_names(program.day_names),
        "system": system,
        "with_sessions": with_sessions,
        "sheets": read_sheets(program, placings, system) if with_sessions else [],
    }


def share_context(request: HttpRequest, program: Program) -> dict[str, Any]:
    """The Share menu: the address to hand on, if there is one; whether the menu is open."""
    shown = documents.shared_as(program)
    return {
        "share_address": request.build_absolute_uri(shown.get_absolute_url()) if shown else "",
        "sharing": "share" in request.GET,
    }
