"""One placed session: what it is here, and the verbs on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from core.access import PublicMixin
from core.editing import Edit
from core.htmx import is_partial
from core.views import text_area
from exercises.models import Sport
from programs import schedule
from programs.days import day_name
from programs.drawer import Found, Wanted, find_sessions, says_how_much
from programs.forms import AdjustForm, AnnotateForm, MoveForm, PlacingForm
from programs.grid import Grid
from programs.models import ProgramSession
from programs.progression import PlacedLine, placed_lines, placed_rows
from programs.views.base import ProgramVerb, editable, get_placing, get_program, units_of
from programs.views.grid import drawer_context, wanted_of
from programs.week_forms import RepeatForm
from programs.week_sums import placing_totals
from programs.weeks.repeating import repeat
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.previewing import Preview, preview


def read_placing(placing: ProgramSession, home: str) -> dict[str, Any]:
    """A placed session for who reads it, in words; `home` is where they read the program."""
    rows, _refused = placed_rows(placing)
    return _shown(placing, home, placed_lines(rows, in_words=True))


def _shown(placing: ProgramSession, home: str, lines: list[PlacedLine]) -> dict[str, Any]:
    return {
        "placing": placing,
        "program": placing.program,
        "home": home,
        "session": placing.session,
        "lines": lines,  # not "rows": those are the weeks that a verb's answer carries beside this
        "totals": placing_totals(placing, placing.session),
        "day_name": day_name(placing.program.day_names, placing.day),
    }


def placing_context(placing: ProgramSession, **bound: forms.BaseForm) -> dict[str, Any]:
    """A placed session for its author: in notation, with the forms; `bound` ones keep what was typed."""
    program = placing.program
    place = {"week": placing.week, "day": placing.day, "position": placing.order, "version": placing.version}
    rows, refused = placed_rows(placing)
    return _shown(placing, program.get_absolute_url(), placed_lines(rows)) | {
        "refused": refused,
        "quick_adjustments": ["+2.5%", "+1 rep", "+1 set", "volume -40%"],
        "uses": ProgramSession.objects.filter(session_id=placing.session_id).count(),
        "can_edit": True,
        "place_form": MoveForm(initial=place, program=program),
        "repeat_form": RepeatForm(initial={"version": placing.version}, placing=placing),
        "adjust_form": AdjustForm(initial={"adjustment": str(placing.adjustment or ""), "version": placing.version}),
        "annotate_form": AnnotateForm(
            initial={"time_of_day": placing.time_of_day, "notes": placing.notes, "version": placing.version}
        ),
        **bound,
    }


def placing_page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "programs/_placing.html" if is_partial(request) else "programs/placing_detail.html"
    return render(request, template, {"system": units_of(request), **context}, status=status)


@method_decorator(login_not_required, name="dispatch")
class PlacingDetail(PublicMixin, View):
    """Read by whoever may read the program; its author finds the forms here."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        placing = get_placing(request, pk)
        if placing.program.is_editable_by(request.user):
            return placing_page(request, placing_context(placing))
        return placing_page(request, read_placing(placing, placing.program.get_absolute_url()))


class PlacingVerb(ProgramVerb):
    placing: ProgramSession
    form_name = "version_form"

    def setup_objects(self, **kwargs: Any) -> None:
        self.placing = get_placing(self.request, kwargs["pk"])
        self.program = editable(self.request, self.placing.program)

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        placing = get_placing(self.request, self.placing.pk)
        # With the version that the first page saw: what another tab changed since is still a conflict.
        placing.version = form.cleaned_data.get("version") or placing.version
        return placing_page(self.request, placing_context(placing, **{self.form_name: form, "failed_form": form}), 422)

    def part(self, grid: Grid) -> tuple[str, dict[str, Any]] | None:
        return "programs/_placing.html", placing_context(self.placing)


class PlacingMove(PlacingVerb):
    form_name = "place_form"

    def get_form(self) -> forms.BaseForm:
        return MoveForm(self.request.POST, program=self.program)

    def act(self, data: dict[str, Any]) -> Any:
        schedule.move(
            self.placing, self.request.user, data["week"], data["day"], data["position"], seen=data["version"]
        )


class PlacingCopy(PlacingMove):
    def act(self, data: dict[str, Any]) -> Any:
        schedule.copy_placing(self.placing, self.request.user, data["week"], data["day"], data["position"])


class PlacingAdjust(PlacingVerb):
    form_class = AdjustForm
    form_name = "adjust_form"

    def act(self, data: dict[str, Any]) -> Any:
        schedule.adjust(self.placing, self.request.user, data["adjustment"], seen=data["version"])


class PlacingRepeat(PlacingVerb):
    """On the same day of other weeks, each a step further."""

    form_name = "repeat_form"

    def get_form(self) -> forms.BaseForm:
        return RepeatForm(self.request.POST, placing=self.placing)

    def act(self, data: dict[str, Any]) -> Any:
        repeat(self.placing, self.request.user, data["weeks"], data["growth"], seen=data["version"])


class PlacingAnnotate(PlacingVerb):
    form_class = AnnotateForm
    form_name = "annotate_form"

    def act(self, data: dict[str, Any]) -> Any:
        facts = {"time_of_day": data["time_of_day"], "notes": data["notes"]}
        schedule.annotate(self.placing, self.request.user, **facts, seen=data["version"])


class PlacingOwn(PlacingVerb):
    """Edit only this one: it gets a session of its own, and that is opened."""

    def act(self, data: dict[str, Any]) -> Any:
        schedule.make_own(self.placing, self.request.user, seen=data["version"])

    def answer(self, step: Edit) -> HttpResponse:
        return self.open(self.placing.session, step)


class PlacingOwnLater(PlacingOwn):
    def act(self, data: dict[str, Any]) -> Any:
        schedule.make_own(self.placing, self.request.user, seen=data["version"], later=True)


class PlacingRemove(PlacingVerb):
    def act(self, data: dict[str, Any]) -> Any:
        schedule.remove(self.placing, self.request.user, seen=data["version"])

    def part(self, grid: Grid) -> None:
        return None


class PlacingCreate(ProgramVerb):
    """GET: which session goes on this day, found or typed. POST: put it there."""

    http_method_names = ["get", "head", "post"]
    unwritten: Session | None = None

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        self.program = get_program(request, pk)
        place: dict[str, Any] = {"week": request.GET.get("week") or 1, "day": request.GET.get("day") or 1}
        place |= {"name": request.GET.get("name", "")[:120], "sport": self.program.sport}
        return self.page(PlacingForm(initial=place, program=self.program, user=request.user), 200)

    def page(self, form: forms.BaseForm, status: int) -> HttpResponse:
        template = "programs/_placing_create.html" if is_partial(self.request) else "programs/placing_create.html"
        context = drawer_context(self.request, self.program) | {"form": form, "preview": self.preview()}
        if self.request.method == "POST":
            context["found"] = self.offered()
        return render(self.request, template, context, status=status)

    def preview(self) -> Preview | None:
        """How the lines read that were typed."""
        written, sport = text_area(self.request, "line"), self.request.POST.get("sport", "")
        sport = sport if sport in Sport.values else self.program.sport
        return preview(written, sport or "") if written.strip() else None

    def typed_name(self) -> str | None:
        """What is typed while it is one line that does not say how much: perhaps the name of a session."""
        typed = text_area(self.request, "line").strip()
        return None if "\n" in typed or says_how_much(typed) else typed

    def offered(self) -> Found | None:
        """The sessions of that name."""
        name = self.typed_name()
        return None if name is None else find_sessions(self.program, self.request.user, Wanted(name))

    def get_form(self) -> forms.BaseForm:
        return PlacingForm(self.request.POST, program=self.program, user=self.request.user)

    def act(self, data: dict[str, Any]) -> Any:
        user, place = self.request.user, (data["week"], data["day"])
        session, name, line = data["session"], data["name"], data["line"]
        if typed := data["q"]:
            # Found here and now, so that Enter means the same however fast one types.
            session = None if data["new"] else find_sessions(self.program, user, wanted_of(self.request.POST)).first
            name, line = ("", typed) if says_how_much(typed) else (typed, "")
        if session:
            typed = " ".join((self.typed_name() or "").split())
            if typed.casefold() not in session.name.casefold():
                # The list was still that of before, and whoever pressed Enter meant another one.
                raise Refused(
                    _("You typed “%(typed)s”, and that is not %(name)s. Choose again.")
                    % {"typed": typed[:120], "name": session.name}
                )
            schedule.place(self.program, user, session, *place, data["position"])
            return
        session = Session(name=name, sport=data["sport"] or self.program.sport)
        schedule.place_new(self.program, user, session, line, *place)
        self.unwritten = None if line.strip() else session

    def answer(self, step: Edit) -> HttpResponse:
        """One that has a name only is opened, to be written; the way back leads to its day."""
        if self.unwritten is None or step.change is None:
            return super().answer(step)
        return self.open(self.unwritten, step)

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        return self.page(form, 422)


class PlacingCreatePreview(PlacingCreate):
    """How the lines would read, while one types them, and which sessions have such a name. Changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        self.program = get_program(request, pk)
        return render(request, "programs/_placing_typed.html", {"preview": self.preview(), "found": self.offered()})
