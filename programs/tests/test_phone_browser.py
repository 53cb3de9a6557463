"""The program on a phone: one week at a time, and each way from one to the next."""

import pytest
from playwright.sync_api import expect

from programs.models import ProgramSession
from programs.tests.conftest import on_mondays

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "document.querySelector('.builder-main')"


@pytest.fixture
def program(coach):
    """Four weeks; Lower A on Monday of weeks 1 and 3."""
    return on_mondays(coach, 4, 1, 3)


@pytest.fixture(params=["overview", "detail"])
def phone(request, open_page, coach, program):
    page = open_page(coach, width=390, height=780, has_touch=True, is_mobile=True)
    page.goto(f"{program.get_absolute_url()}?zoom={request.param}")
    return page


def shown(page):
    """Which weeks one sees: in whole, from side to side."""
    return page.eval_on_selector_all(
        ".wk",
        "rows => rows.filter(row => { const { left, right } = row.getBoundingClientRect();"
        " return left >= -1 && right <= innerWidth + 1 }).map(row => Number(row.dataset.week))",
    )


def scrolled(page, condition):
    """Until that is so of the pixels that the page is scrolled. The policy forbids Playwright to wait by itself."""
    for _ in range(100):
        if condition(page.evaluate(f"{PAGE}.scrollLeft")):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"scrolled {page.evaluate(f'{PAGE}.scrollLeft')}")


def settled(page, week):
    scrolled(page, lambda left: left == 390 * (week - 1))
    assert shown(page) == [week]


def test_it_shows_one_week_with_its_totals_and_leads_to_the_next(phone, axe):
    settled(phone, 1)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    head, total = phone.locator("#w1 .wk-head"), phone.locator("#w1 .wk-total")
    expect(head.locator("[data-sheet]")).to_have_text("Week 1")
    assert total.bounding_box()["y"] < phone.locator("#w1 [data-day='1']").bounding_box()["y"]
    expect(head.get_by_role("link", name="Previous week")).to_be_hidden()
    assert axe(phone) == []
    head.get_by_role("link", name="Next week").tap()
    settled(phone, 2)
    phone.locator("#w2").get_by_role("link", name="Next week").tap()
    settled(phone, 3)
    phone.locator("#w3").get_by_role("link", name="Previous week").tap()
    settled(phone, 2)
    phone.goto(f"{phone.url.partition('?')[0]}#w4")
    settled(phone, 4)
    expect(phone.locator("#w4").get_by_role("link", name="Next week")).to_be_hidden()


def test_the_chart_marks_the_week_in_view(phone):
    phone.emulate_media(reduced_motion="no-preference")
    for week in (1, 2, 4):
        phone.goto(f"{phone.url.partition('#')[0]}#w{week}")
        settled(phone, week)
        mark = phone.locator(".chart-here").bounding_box()
        column = phone.locator(f"#column-{week} text").bounding_box()
        assert mark["x"] < column["x"] and column["x"] + column["width"] < mark["x"] + mark["width"]


def fingers(page):
    devtools = page.context.new_cdp_session(page)

    def touch(kind, *points):
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    return touch


def test_a_swipe_goes_one_week_on(phone):
    touch = fingers(phone)
    touch("touchStart", (340, 600))
    for x in range(330, 60, -15):
        touch("touchMove", (x, 600))
    touch("touchEnd")
    settled(phone, 2)
    assert ProgramSession.objects.filter(week=1, day=1).exists()


def test_what_is_done_in_a_week_leaves_that_week_in_view(phone, program):
    phone.locator("#w1").get_by_role("link", name="Next week").tap()
    settled(phone, 2)
    phone.locator("#w2").get_by_role("link", name="Next week").tap()
    settled(phone, 3)
    phone.locator("#w3 a[data-card]").tap()
    phone.locator("#sheet form[action$='/move/'] [name=day]").select_option("4")
    phone.get_by_role("button", name="Move there").tap()
    expect(phone.locator("#w3 [data-day='4'] a[data-card]")).to_have_count(1)
    phone.locator("#sheet").get_by_role("link", name="Close").tap()
    settled(phone, 3)
    with phone.expect_navigation():
        phone.get_by_role("button", name="Undo").first.tap()
    expect(phone.locator("#w3 [data-day='1'] a[data-card]")).to_have_count(1)
    settled(phone, 3)


def test_a_card_that_is_held_at_the_edge_turns_to_the_next_week(phone, program):
    touch = fingers(phone)
    box = phone.locator("#w1 a[data-card]").bounding_box()
    x, y = box["x"] + 60, box["y"] + box["height"] / 2
    touch("touchStart", (x, y))
    phone.locator(".drag-ghost").wait_for()
    touch("touchMove", (384, y))
    scrolled(phone, lambda left: left > 280)
    touch("touchMove", (200, y + 120))
    target = phone.locator(".cell.is-target")
    expect(target).to_have_count(1)
    day = int(target.get_attribute("data-day"))
    assert target.evaluate("cell => cell.closest('.wk').dataset.week") == "2"
    touch("touchEnd")
    expect(phone.locator(f"#w2 [data-day='{day}'] a[data-card]")).to_have_count(1)
    settled(phone, 2)
    assert sorted(ProgramSession.objects.values_list("week", "day")) == [(2, day), (3, 1)]


def test_without_scripts_the_weeks_go_on_as_well(open_page, coach, program):
    page = open_page(coach, width=390, height=780, java_script_enabled=False)
    page.goto(program.get_absolute_url())
    page.locator("#w1").get_by_role("link", name="Next week").click()
    assert shown(page) == [2]


def test_on_a_wide_page_all_weeks_stand_one_under_the_other(page, program):
    page.goto(program.get_absolute_url())
    assert len(shown(page)) == 4
    expect(page.get_by_role("link", name="Next week")).to_have_count(0)
    expect(page.locator("#w1 .wk-head [data-sheet]")).to_have_text("W1", use_inner_text=True)
