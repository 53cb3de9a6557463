"""One week of a program: what it says of itself, and copying it on with a progression."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.htmx import is_partial
from programs.forms import WeekCopyForm, WeekForm
from programs.grid import Grid, WeekRow, read_grid
from programs.models import Program, ProgramWeek
from programs.views.base import ProgramVerb, get_program
from programs.weeks.copying import copy_week
from programs.weeks.describing import clear_week, describe_week
from sessions_app.prescription import Adjustment


def check_week(program: Program, number: int) -> None:
    if not 1 <= number <= program.duration_weeks:
        raise Http404


def get_week(program: Program, number: int) -> ProgramWeek:
    """What is said of week `number`, saved or not; 404 beyond the program's end."""
    check_week(program, number)
    saved = ProgramWeek.objects.filter(program=program, number=number).first()
    return saved or ProgramWeek(program=program, number=number)


def week_context(program: Program, week: ProgramWeek, row: WeekRow, **bound: forms.BaseForm) -> dict[str, Any]:
    following = min(week.number + 1, 52)
    last = max(program.duration_weeks, following)
    return {
        "program": program,
        "week": week,
        "row": row,
        "week_form": WeekForm(instance=week),
        "copy_form": WeekCopyForm(initial={"first": following, "last": last, "deload_volume": 40}),
        **bound,
    }


def week_page(
    request: HttpRequest, program: Program, number: int, status: int = 200, **bound: forms.BaseForm
) -> HttpResponse:
    template = "programs/_week_detail.html" if is_partial(request) else "programs/week_detail.html"
    week = get_week(program, number)
    row = read_grid(program).rows[number - 1]
    return render(request, template, week_context(program, week, row, **bound), status=status)


class WeekDetail(View):
    def get(self, request: HttpRequest, pk: str, week: int) -> HttpResponse:
        return week_page(request, get_program(request, pk), week)


class WeekVerb(ProgramVerb):
    form_name = "week_form"
    number: int

    def setup_objects(self, **kwargs: Any) -> None:
        super().setup_objects(**kwargs)
        self.number = kwargs["week"]
        check_week(self.program, self.number)

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        return week_page(self.request, self.program, self.number, 422, **{self.form_name: form, "failed_form": form})

    def part(self, grid: Grid) -> tuple[str, dict[str, Any]]:
        said = [week for week in self.program.last_step.left(ProgramWeek) if week.number == self.number]
        week = said[0] if said else ProgramWeek(program=self.program, number=self.number)
        return "programs/_week_detail.html", week_context(self.program, week, grid.rows[self.number - 1])


class WeekDescribe(WeekVerb):
    def get_form(self) -> forms.BaseForm:
        return WeekForm(self.request.POST, instance=get_week(self.program, self.number))

    def act(self, data: dict[str, Any]) -> Any:
        facts = {name: data[name] for name in ("phase", "is_deload", "notes")}
        describe_week(self.program, self.request.user, self.number, **facts, seen=data["version"])


class WeekCopy(WeekVerb):
    form_class = WeekCopyForm
    form_name = "copy_form"

    def act(self, data: dict[str, Any]) -> Any:
        targets = [week for week in range(data["first"], data["last"] + 1) if week != self.number]
        copy_week(
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
        clear_week(self.program, self.request.user, self.number)
