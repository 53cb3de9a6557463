"""A small program, what of it a browser shows where, and what stands in the database."""

from programs import schedule
from programs.models import ProgramSession
from programs.tests.factories import ProgramFactory, make_session


def four_weeks(coach):
    """Lower A on Monday of week 1, Upper B on Tuesday."""
    program = ProgramFactory(author=coach, name="Base", duration_weeks=4)
    for day, name in enumerate(["Lower A", "Upper B"], start=1):
        schedule.place(program, coach, make_session(coach, name), 1, day)
    return program


def cell(page, week, day):
    return page.locator(f"[data-week='{week}'] [data-day='{day}']")


def cards(page, week, day):
    return cell(page, week, day).locator("a[data-card] .card-s-name")


def stands():
    found = ProgramSession.objects.values_list("session__name", "week", "day", "adjustment")
    return sorted((name, week, day, str(adjustment or "")) for name, week, day, adjustment in found)


def drag(page, source, target):
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 12, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] - 6, steps=6)
    page.mouse.up()
