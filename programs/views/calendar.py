"""A program in calendars: the page to choose when it starts, the file, and the feeds that calendars ask for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views import View

from core.access import PublicMixin
from core.conditional import unless_unchanged
from core.editing import Conflict
from core.views import conflict, file_answer
from programs import calendars
from programs.calendar_forms import StartForm
from programs.models import CalendarFeed, Program
from programs.stamps import feed_stamp
from programs.views.base import editable, get_program
from programs.views.limits import refused
from programs.views.sharing import LinkPage


def calendar_page(request: HttpRequest, program: Program, form: StartForm, status: int = 200) -> HttpResponse:
    start = form.cleaned_data["start"] if form.is_valid() else None
    last = program.placings.order_by("-week", "-day").values_list("week", "day").first()
    context = {
        "program": program,
        "form": form,
        "first_day": start and calendars.first_day(program.day_names, start),
        "last_day": start and last and calendars.date_of(program, start, *last),
        "feeds": [(feed, request.build_absolute_uri(feed.get_absolute_url())) for feed in program.feeds.all()],
    }
    return render(request, "programs/calendar.html", context, status=status)


class CalendarPage(View):
    """`/programs/<id>/calendar/?start=&tz=`: the dates that follow, the file, and the feeds there are."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_program(request, pk)
        form = StartForm.asked(request.user, request.GET)
        return calendar_page(request, program, form, status=200 if form.is_valid() else 422)


class FeedMake(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_program(request, pk)
        form = StartForm(request.user, request.POST)
        if not form.is_valid():
            return calendar_page(request, program, form, status=422)
        calendars.make_feed(program, request.user, form.cleaned_data["start"], form.cleaned_data["tz"])
        chosen = urlencode({"start": form.cleaned_data["start"].isoformat(), "tz": form.cleaned_data["tz"]})
        return redirect(f"{reverse('programs:calendar', args=[pk])}?{chosen}")


class FeedVerb(View):
    """A POST at one feed of one's own program. Subclasses say `act`."""

    http_method_names = ["post"]

    def act(self, feed: CalendarFeed) -> Any:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        programs = Program.objects.visible_to(request.user)
        feeds = CalendarFeed.objects.filter(program__in=programs).select_related("program__author")
        feed = get_object_or_404(feeds, pk=pk)
        back = reverse("programs:calendar", args=[editable(request, feed.program).pk])
        try:
            self.act(feed)
        except Conflict:
            return conflict(request, back)
        return redirect(back)


class FeedRenew(FeedVerb):
    def act(self, feed: CalendarFeed) -> None:
        calendars.renew_feed(feed, self.request.user)


class FeedEnd(FeedVerb):
    def act(self, feed: CalendarFeed) -> None:
        calendars.end_feed(feed, self.request.user)


def calendar_response(data: bytes, program: Program, *, as_attachment: bool) -> HttpResponse:
    name = calendars.file_name(program)
    return file_answer(data, "text/calendar; charset=utf-8", name, as_attachment=as_attachment)


def file_response(request: HttpRequest, program: Program) -> HttpResponse:
    """The file from `?start=` on, next Monday if nothing is said; times by the clock of `?tz=`, else of the person who
    asks, and for who is not known, of wherever the file is opened."""
    if too_often := refused(request, "small_file"):
        return too_often
    start, zone = request.GET.get("start"), request.GET.get("tz")
    try:
        day = calendars.next_monday(timezone.localdate()) if start is None else calendars.read_start(start)
        clock = getattr(request.user, "time_zone", "") if zone is None else calendars.read_zone(zone)
    except calendars.Unfit as refusal:
        return render(request, "400.html", {"status": 400, "sentence": str(refusal)}, status=400)
    return calendar_response(calendars.file_of(program, day, clock), program, as_attachment=True)


@method_decorator(login_not_required, name="dispatch")
class CalendarFile(PublicMixin, View):
    model = Program

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return file_response(request, get_object_or_404(self.get_queryset(), pk=pk))


class SharedCalendarFile(LinkPage):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return file_response(request, self.get_program(token))


@method_decorator(login_not_required, name="dispatch")
class Feed(View):
    """`/c/<token>.ics`: for whichever calendar has the address. One that was ended, or never was, is 404.

    Calendars ask every few hours: one query says that nothing is new, and they keep what they have.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        stamp = feed_stamp(token)
        if stamp is None:
            raise Http404
        response = unless_unchanged(request, stamp, lambda: self.build(request, token))
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def build(self, request: HttpRequest, token: str) -> HttpResponse:
        if too_often := refused(request, "feed", key=token):
            return too_often
        feed = get_object_or_404(CalendarFeed.objects.select_related("program"), token=token)
        data = calendars.feed_file(feed, lambda placing: request.build_absolute_uri(placing.get_absolute_url()))
        return calendar_response(data, feed.program, as_attachment=False)
