"""One week of a program: what it says of itself, and copying it on with a progression."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.htmx import is_partial
from programs import schedule
from programs.forms import WeekCopyForm, WeekForm
from programs.grid import read_grid
from programs.models import Program, ProgramWeek
from programs.views.base import ProgramVerb, get_program
from sessions_app.prescription import Adjustment


def get_week(program: Program, number: int) -> ProgramWeek:
    """What is said of week `number`, saved or not; 404 beyond the program's end."""
    if not 1 <= number <= program.duration_weeks:
        raise Http404
    saved = ProgramWeek.objects.filter(program=program, number=number).first()
    return saved or ProgramWeek(program=program, number=number)


def week_context(program: Program, week: ProgramWeek, **bound: forms.BaseForm) -> dict[str, Any]:
    following = min(week.number + 1, 52)
    last = max(program.duration_weeks, following)
    return {
        "program": program,
        "week": week,
        "row": read_grid(program).rows[week.number - 1],
        "week_form": WeekForm(instance=week),
        "copy_form": WeekCopyForm(initial={"first": following, "last": last, "deload_volume": 40}),
        **bound,
    }


def week_page(
    request: HttpRequest, program: Program, number: int, status: int = 200, **bound: forms.BaseForm
) -> HttpResponse:
    template = "programs/_week_detail.html" if is_partial(request) else "programs/week_detail.html"
    return render(request, template, week_context(program, get_week(program, number), **bound), status=status)


class WeekDetail(View):
    def get(self, request: HttpRequest, pk: str, week: int) -> HttpResponse:
        return week_page(request, get_program(request, pk), week)


class WeekVerb(ProgramVerb):
    form_name = "week_form"
    number: int

    def setup_objects(self, **kwargs: Any) -> None:
        super().setup_objects(**kwargs)
        self.number = get_week(self.program, kwargs["week"]).number

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        return week_page(self.request, self.program, self.number, 422, **{self.form_name: form, "failed_form": form})

    def part(self) -> tuple[str, dict[str, Any]]:
        return "programs/_week_detail.html", week_context(self.program, get_week(self.program, self.number))


class WeekDescribe(WeekVerb):
    def get_form(self) -> forms.BaseForm:
        return WeekForm(self.request.POST, instance=get_week(self.program, self.number))

    def act(self, data: dict[str, Any]) -> Any:
        facts = {name: data[name] for name in ("phase", "is_deload", "notes")}
        schedule.describe_week(self.program, self.request.user, self.number, **facts, seen=data["version"])


class WeekCopy(WeekVerb):
    form_class = WeekCopyForm
    form_name = "copy_form"

    def act(self, data: dict[str, Any]) -> Any:
        targets = [week for week in range(data["first"], data["last"] + 1) if week != self.number]
        schedule.copy_week(
            self.program,
            self.request.user,
            self.number,
            targets,
            progression=data["progression"],
            deload_every=data["deload_every"],
            deload=Adjustment.parse(f"volume -{data['deload_volume'] or 40}%"),
        )


class WeekClear(WeekVerb):
    def act(self, data: dict[str, Any]) -> Any:
        schedule.clear_week(self.program, self.request.user, self.number)
