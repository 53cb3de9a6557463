"""A week: what it says of itself, copying it on, clearing it."""

import json
import re

import pytest
from django.urls import reverse

from core.models import Change
from programs import schedule
from programs.models import ProgramSession, ProgramWeek
from programs.tests.factories import ProgramSessionFactory
from programs.weeks.describing import describe_week
from sessions_app.digests import refresh_digest
from sessions_app.prescription import Adjustment

HTMX = {"HX-Request": "true"}
COPY = {"weeks": "2-4", "sport-strength": "+2.5%", "deload_every": "", "deload_volume": "40"}


def url(verb, program, week=1):
    return reverse(f"programs:week_{verb}", args=[program.pk, week])


def text(response):
    return " ".join(response.content.decode().split())


def said(response):
    return [str(message) for message in response.context["messages"]]


def adjustments(program):
    rows = ProgramSession.objects.filter(program=program, day=1).order_by("week")
    return [(row.week, str(row.adjustment or "")) for row in rows]


def last_undo():
    return reverse("core:change_undo", args=[Change.objects.latest("number").pk])


@pytest.mark.parametrize("week", ["0", "5", "53", "99999999999", "9" * 5000, "-1", "x", "1.5"])
@pytest.mark.parametrize(
    "rest",
    ["", "describe/", "copy/", "progress/", "deload/", "taper/", "insert/", "shift/", "days/", "template/", "clear/"],
)
def test_a_week_that_the_program_does_not_have_is_not_there(signed_in, program, week, rest):
    address = f"/programs/{program.pk}/weeks/{week}/{rest}"
    response = signed_in.post(address, COPY) if rest else signed_in.get(address)
    assert response.status_code == 404
    assert program.placings.count() == 2


def test_the_page_of_a_week_says_what_it_adds_up_to(signed_in, program):
    page = text(signed_in.get(url("detail", program)))
    assert "Copy with progression" in page
    assert "1 session" in page
    assert "<html" not in text(signed_in.get(url("detail", program), headers=HTMX))


@pytest.mark.parametrize("count", [1, 30])
def test_the_menu_of_a_week_takes_six_queries(signed_in, program, placing, django_assert_num_queries, count):
    for order in range(2, count + 1):
        ProgramSessionFactory(program=program, session=placing.session, order=order)
    with django_assert_num_queries(6):
        signed_in.get(url("detail", program))


def test_phase_deload_and_note_are_saved_and_undone(signed_in, program):
    form = {"phase": "Build", "is_deload": "on", "notes": "Sleep"}
    response = signed_in.post(url("describe", program, 2), form, follow=True)
    week = ProgramWeek.objects.get()
    assert (week.number, week.phase, week.is_deload, week.notes) == (2, "Build", True, "Sleep")
    assert said(response) == ["Changed week 2"]
    signed_in.post(last_undo())
    assert not ProgramWeek.objects.exists()


def test_a_taper_on_weeks_that_are_lighter_already_is_warned_of(signed_in, program, placing):
    schedule.copy_placing(placing, program.author, 2, 1)
    warned = "Week 2 is lighter already; this comes on top."
    assert warned not in text(signed_in.get(url("taper", program, 3)))
    describe_week(program, program.author, 2, phase="Taper", is_deload=False, notes="")
    assert warned in text(signed_in.get(url("taper", program, 3)))


def test_a_phase_is_said_of_the_weeks_that_follow_too_and_nothing_else_is(signed_in, program):
    describe_week(program, program.author, 3, phase="Base", is_deload=True, notes="Kept")
    form = {"phase": "Build", "until": "4", "notes": "Sleep"}
    response = signed_in.post(url("describe", program, 2), form, follow=True)
    said_now = ProgramWeek.objects.order_by("number").values_list("number", "phase", "is_deload", "notes")
    assert list(said_now) == [(2, "Build", False, "Sleep"), (3, "Build", True, "Kept"), (4, "Build", False, "")]
    assert said(response) == ["Changed weeks 2 to 4"]
    signed_in.post(last_undo())
    assert ProgramWeek.objects.get().phase == "Base"


@pytest.mark.parametrize("until", ["1", "5", "53", "x"])
def test_a_week_that_a_phase_cannot_reach_is_refused(signed_in, program, until):
    assert signed_in.post(url("describe", program, 2), {"phase": "Build", "until": until}).status_code == 422
    assert not ProgramWeek.objects.exists()


@pytest.mark.parametrize("typed", [{"phase": "x" * 41}, {"notes": "x" * 2001}])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_does_not_fit_is_refused_and_stays(signed_in, program, typed, headers):
    response = signed_in.post(url("describe", program), {"phase": "Kept"} | typed, headers=headers)
    assert response.status_code == 422
    assert "Ensure this value has at most" in text(response)
    assert typed.get("phase", "Kept") in text(response)
    assert not ProgramWeek.objects.exists()


def test_a_week_is_copied_on_with_a_step_each(signed_in, program):
    response = signed_in.post(url("progress", program), COPY, follow=True)
    assert adjustments(program) == [(1, ""), (2, "+2.5%"), (3, "+5%"), (4, "+7.5%")]
    assert said(response) == ["Copied week 1 to 3 weeks, in place of 1 session"]
    signed_in.post(last_undo())
    assert adjustments(program) == [(1, "")]
    assert program.placings.filter(week=3, day=3).exists()


def test_each_third_week_is_lighter(signed_in, program):
    signed_in.post(url("progress", program), COPY | {"deload_every": "3", "deload_volume": "30"})
    assert adjustments(program) == [(1, ""), (2, "+2.5%"), (3, "volume -30%"), (4, "+5%")]
    assert [week.number for week in program.weeks.filter(is_deload=True)] == [3]


def test_a_run_over_the_week_itself_leaves_it_out(signed_in, program):
    signed_in.post(url("copy", program, 3), {"weeks": "2-4"})
    found = program.placings.filter(session__name="Upper B").values_list("week", flat=True)
    assert sorted(found) == [2, 3, 4]


def test_with_htmx_come_the_rows_that_changed(signed_in, program):
    response = signed_in.post(url("progress", program), COPY | {"weeks": "2", "seen": "1"}, headers=HTMX)
    # Week 3 compares its load with week 2, which became heavier.
    places = ["#w2>[data-day='1']", "#w2>.wk-total", "#w3>.wk-total"]
    assert re.findall(r'hx-swap-oob="outerHTML:([^"]*)"', response.content.decode()) == places
    assert json.loads(response.headers["HX-Trigger"])["toast"]["undo"] == last_undo()


def test_a_longer_program_is_another_page_and_says_what_was_done_there(signed_in, program):
    response = signed_in.post(url("progress", program), COPY | {"weeks": "2-6"}, headers=HTMX)
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")
    page = signed_in.get(program.get_absolute_url())
    assert said(page) == ["Copied week 1 to 5 weeks, in place of 1 session"]
    assert f'action="{last_undo()}"' in page.content.decode()
    program.refresh_from_db()
    assert program.duration_weeks == 6


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weeks": "4-2"}, "The last week comes before the first."),
        ({"weeks": "1"}, "Choose one or more other weeks, from 1 to 52."),
        ({"weeks": "0"}, "Weeks go from 1 to 52."),
        ({"weeks": "2-53"}, "Weeks go from 1 to 52."),
        ({"weeks": "99999999999"}, "Write weeks as 4, or 4-6, 8."),
        ({"weeks": "2, three"}, "Write weeks as 4, or 4-6, 8."),
        ({"weeks": ""}, "This field is required."),
        ({"weeks": "2," * 101}, "Ensure this value has at most 200 characters (it has 202)."),
        ({"sport-strength": "x" * 501}, "Ensure this value has at most 500 characters (it has 501)."),
        ({"deload_every": "1"}, "Ensure this value is greater than or equal to 2."),
        ({"deload_volume": "100"}, "Ensure this value is less than or equal to 90."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_copy_that_cannot_be_is_refused_and_says_why(signed_in, program, typed, sentence, headers):
    response = signed_in.post(url("progress", program), COPY | typed, headers=headers)
    assert response.status_code == 422
    assert sentence in text(response)
    assert "sport-strength" in typed or 'value="+2.5%"' in text(response)
    assert adjustments(program) == [(1, "")]


def test_a_progression_that_grows_past_what_can_be_said_is_refused(signed_in, program):
    response = signed_in.post(url("progress", program), COPY | {"weeks": "2-52", "sport-strength": "+500%"})
    assert response.status_code == 422
    assert adjustments(program) == [(1, "")]


def test_an_adjustment_longer_than_a_placing_holds_is_refused(signed_in, program, placing):
    named = ", ".join(f"Exercise number {number:03} +2.5kg" for number in range(15))
    schedule.adjust(placing, program.author, Adjustment.parse(named))
    placing.session.rows.all().delete()  # a session without lines takes whatever is said of it
    refresh_digest(placing.session)
    more = ", ".join(f"Another one {number:03} +2.5kg" for number in range(15))
    response = signed_in.post(url("progress", program), COPY | {"sport-strength": more})
    assert response.status_code == 422
    assert "longer than" in text(response)
    assert adjustments(program)[1:] == []


def test_clear_and_undo(signed_in, program, placing):
    response = signed_in.post(url("clear", program), follow=True)
    assert said(response) == ["Cleared week 1"]
    assert program.placings.get().week == 3
    signed_in.post(last_undo())
    assert program.placings.filter(pk=placing.pk).exists()


def test_clearing_an_empty_week_changes_nothing(signed_in, program):
    assert said(signed_in.post(url("clear", program, 2), follow=True)) == ["Nothing to change."]


def test_a_step_that_changes_nothing_in_the_week_is_refused(signed_in, program, placing):
    response = signed_in.post(url("progress", program), COPY | {"sport-strength": "+2.5% +10min, Bakc squat +2.5kg"})
    assert response.status_code == 422
    assert "Nothing in this week is changed by +30min, Bakc squat +7.5kg." in text(response)
    assert adjustments(program) == [(1, "")]


def test_a_week_that_another_tab_described_is_a_conflict(signed_in, program):
    facts = {"phase": "Base", "is_deload": False, "notes": ""}
    describe_week(program, program.author, 1, **facts)
    seen = program.weeks.get().version
    describe_week(program, program.author, 1, **facts | {"phase": "Build"})
    response = signed_in.post(url("describe", program), {"phase": "Peak", "version": seen})
    assert response.status_code == 409
    assert program.weeks.get().phase == "Build"


# The menu


VERBS = {
    "copy": {"weeks": "2"},
    "progress": COPY,
    "deload": {"volume": "40"},
    "taper": {"day": "7", "weeks": "2", "volume": "60"},
    "insert": {"count": "1", "where": "below"},
    "shift": {"by": "1", "unit": "7", "direction": "1"},
    "days": {"first": "1"} | {f"day-{day}": str(day % 7 + 1) for day in range(1, 8)},
    "clear": {},
}


def grid(program):
    return sorted(program.placings.values_list("session__name", "week", "day", "adjustment"), key=str)


@pytest.mark.parametrize("verb", [*VERBS, "describe", "template"])
def test_the_menu_leads_to_each_form(signed_in, program, verb):
    assert f'href="{url(verb, program)}"' in signed_in.get(url("detail", program)).content.decode()
    page = signed_in.get(url(verb, program))
    assert page.status_code == 200
    assert f'action="{url(verb, program)}"' in page.content.decode()
    assert re.findall(r'href="[^"]*/(\w+)/" data-sheet[^>]* aria-current', page.content.decode()) == [verb]
    assert "<html" not in text(signed_in.get(url(verb, program), headers=HTMX))


@pytest.mark.parametrize("verb", VERBS)
def test_each_shows_first_what_it_would_do_and_does_it_in_one_step(signed_in, program, verb):
    stood, week = grid(program), 2 if verb == "taper" else 1
    first = text(signed_in.get(url(verb, program, week)))
    assert 'class="foreseen-sum"' in first
    preview = reverse("programs:week_preview", args=[program.pk, week, verb])
    whole = signed_in.post(preview, VERBS[verb])
    assert (whole.status_code, 'class="foreseen-weeks"' in text(whole), "<html" in text(whole)) == (200, True, True)
    part = text(signed_in.post(preview, VERBS[verb], headers=HTMX))
    assert part.startswith('<p class="foreseen-sum">')
    assert not Change.objects.exists()
    assert grid(program) == stood
    assert signed_in.post(url(verb, program, week), VERBS[verb]).status_code == 302
    assert Change.objects.count() == 1
    assert grid(program) != stood
    signed_in.post(last_undo())
    assert grid(program) == stood


def test_a_preview_says_what_goes_and_how_long_the_program_gets(signed_in, program):
    preview = reverse("programs:week_preview", args=[program.pk, 1, "copy"])
    page = text(signed_in.post(preview, {"weeks": "3, 5-6"}, headers=HTMX))
    assert "<b>3 sessions</b>" in page
    assert "1 session that stands there goes." in page
    assert "The program then has 6 weeks." in page
    assert "goes." not in text(signed_in.post(preview, {"weeks": "3", "add": "on"}, headers=HTMX))


def test_a_preview_of_what_cannot_be_says_why(signed_in, program):
    preview = reverse("programs:week_preview", args=[program.pk, 1, "shift"])
    form = VERBS["shift"] | {"direction": "-1"}
    assert "There is no day before the first one to move to." in text(signed_in.post(preview, form, headers=HTMX))
    response = signed_in.post(preview, form | {"by": "0"})
    assert response.status_code == 422
    assert "By: Ensure this value is greater than or equal to 1." in text(response)


def test_there_is_no_preview_of_what_is_no_verb(signed_in, program):
    assert signed_in.post(reverse("programs:week_preview", args=[program.pk, 1, "burn"])).status_code == 404


@pytest.mark.parametrize("verb", ["copy", "progress", "insert"])
def test_a_form_takes_seven_queries_with_its_preview(signed_in, program, verb, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        signed_in.get(url(verb, program))


def test_a_step_for_one_session_alone(signed_in, program, placing):
    form = COPY | {"sport-strength": "+2.5%", f"session-{placing.session_id}": "0"}
    signed_in.post(url("progress", program), form)
    assert adjustments(program) == [(1, ""), (2, ""), (3, ""), (4, "")]
    signed_in.post(url("progress", program), form | {f"session-{placing.session_id}": "+1 rep"})
    assert adjustments(program)[1:] == [(2, "+1 rep"), (3, "+2 reps"), (4, "+3 reps")]


def test_a_template_is_saved_with_its_undo(signed_in, program):
    response = signed_in.post(url("template", program), {"name": "Good week"}, follow=True)
    template = type(program).objects.get(is_template=True)
    assert (template.name, template.placings.count()) == ("Good week", 1)
    assert said(response) == ["Saved week 1 as a template"]
    toast = json.loads(signed_in.post(url("template", program), {"name": "B"}, headers=HTMX).headers["HX-Trigger"])
    assert toast["toast"]["message"] == "Saved week 1 as a template"
    signed_in.post(toast["toast"]["undo"])
    assert [one.name for one in type(program).objects.filter(is_template=True)] == ["Good week"]
    assert signed_in.post(url("template", program, 2), {"name": "Empty"}).status_code == 422
