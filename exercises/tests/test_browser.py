"""The library in a real browser: typing, keys, the panel, the filter sheet; and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app.tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_typing_narrows_the_list_and_the_address(full_library, page):
    ExerciseFactory(name="Quokka hop")
    page.goto("/exercises/")
    page.keyboard.press("/")
    page.keyboard.type("quokka")
    expect(page.locator("[data-row]")).to_have_count(1)

    assert page.url.endswith("/exercises/?q=quokka")
    assert page.inner_text(".library-detail h2") == "Quokka hop"
    assert page.inner_text("#library-count") == f"1 of {Exercise.objects.count():,}, aliases included"
    assert page.evaluate("document.activeElement.id") == "library-q"  # still typing


def test_a_box_keeps_the_focus_and_back_takes_it_off(full_library, page):
    page.goto("/exercises/?sport=strength")
    page.check("#level-beginner")
    page.wait_for_url("**level=beginner")
    page.wait_for_selector(".library-bar .chip-chosen")

    assert page.evaluate("document.activeElement.id") == "level-beginner"
    assert "sport=strength" in page.url
    page.go_back()
    expect(page.locator(".library-bar .chip-chosen")).to_have_count(0)


def test_back_shows_the_words_that_the_list_is_for(full_library, page):
    page.goto("/exercises/")
    page.fill("#library-q", "squat")
    page.wait_for_url("**q=squat")
    page.check("#level-beginner")
    page.wait_for_url("**level=beginner")
    page.go_back()
    page.wait_for_url("**q=squat")
    expect(page.locator("#library-q")).to_have_value("squat")
    page.go_back()
    page.wait_for_url("**/exercises/")

    expect(page.locator("#library-q")).to_have_value("")


def test_j_and_k_go_through_the_rows_beside_the_panel(full_library, page):
    page.goto("/exercises/?sport=strength&q=squat")
    names = page.locator(".library-name-text").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".library-detail h2")).to_have_text(names[1])

    assert page.inner_text("tr.is-selected .library-name-text") == names[1]
    shown = re.search(r"show=(\w+)", page.url)
    assert Exercise.objects.get(pk=shown[1]).name == names[1]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/exercises/{shown[1]}/")


def test_arrow_down_leads_from_the_search_to_what_it_found(full_library, page):
    page.goto("/exercises/")
    page.keyboard.press("/")
    page.keyboard.type("goblet squat")
    expect(page.locator(".library-detail h2")).to_have_text("Goblet squat")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr.is-selected [data-row-link]")).to_be_focused()

    assert page.inner_text(".library-detail h2") == "Goblet squat"
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_have_class(re.compile("is-selected"))


def test_f_and_a_click_set_a_star_which_shows_everywhere_and_is_taken_back(full_library, page, coach):
    page.goto("/exercises/?sport=strength&q=squat")
    second = page.locator("[data-row]").nth(1)
    name = second.locator(".library-name-text").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("f")  # meant for the row that J came to, whether its panel is there yet or not
    expect(second.locator(".star")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".library-detail .star")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#facet-only .check-count").first).to_have_text("1")
    expect(page.locator("[data-toast-text]")).to_have_text(f"“{name}” is one of your favourites.")
    assert list(coach.favourites.values_list("exercise__name", flat=True)) == [name]

    second.locator(".star").click()
    expect(second.locator(".star")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#facet-only .check-count").first).to_have_text("0")
    assert second.locator(".star").evaluate("star => star === document.activeElement")
    page.wait_for_selector("[data-toast-text]:has-text('no favourite any more')")
    page.keyboard.press("Control+z")
    page.wait_for_url("**/exercises/?sport=strength&q=squat**")
    expect(page.locator(".star[aria-pressed=true]").first).to_be_visible()
    assert coach.favourites.count() == 1


def test_on_a_narrow_window_f_is_for_the_row_in_which_one_is(full_library, open_page, coach):
    page = open_page(coach, width=1000)
    page.goto("/exercises/?sport=strength&q=squat")
    page.keyboard.press("f")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("f")
    star = page.locator("[data-row]").nth(1).locator(".star")
    expect(star).to_have_attribute("aria-pressed", "true")

    assert coach.favourites.count() == 1


def test_a_puts_the_row_into_a_session_and_ctrl_z_takes_it_out_again(full_library, page, coach):
    session = SessionFactory(author=coach, name="Lower A", sport="strength")
    page.goto("/exercises/?sport=strength&q=squat")
    name = page.locator("[data-row]").nth(2).locator(".library-name-text").inner_text()
    for key in "jja":  # quicker than the panel comes
        page.keyboard.press(key)
    expect(page.locator("dialog h1")).to_have_text(f"Add {name} to a session")
    page.fill("dialog [name=text]", "3x8 @ 70%")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast-text]")).to_have_text(f"Added {name} to Lower A.")
    assert [row.exercise.name for row in session.rows.all()] == [name]
    assert "q=squat" in page.url and "show=" in page.url
    assert "Usually\n3×8 @ 70%" in page.inner_text(".library-detail .facts").replace("x", "×")

    page.keyboard.press("Control+z")
    expect(page.locator("[data-toast-text]")).to_have_text(f"Undone: Added {name} to Lower A")
    assert not session.rows.exists()


def test_easier_and_harder_open_in_the_panel_and_the_row_goes_along(full_library, page):
    page.goto("/exercises/?sport=strength&q=squat")
    other = page.locator(".library-detail .facts [data-row-link]").first
    name = other.inner_text()
    other.click()
    expect(page.locator(".library-detail h2")).to_have_text(name)
    here = page.locator("[data-row]", has=page.get_by_text(name, exact=True))
    assert "q=squat" in page.url
    if here.count():
        expect(here).to_have_class("is-selected")


def test_a_digit_is_a_sport_and_nought_is_all(full_library, page):
    page.goto("/exercises/?q=squat")
    page.keyboard.press("6")
    page.wait_for_url("**/exercises/?q=squat&sport=mobility")
    page.keyboard.press("0")
    page.wait_for_url("**/exercises/?q=squat")


def test_keys_rest_where_they_are_switched_off(full_library, page, coach):
    coach.single_keys = False
    coach.save()
    page.goto("/exercises/?sport=strength")
    first = page.inner_text(".library-detail h2")
    page.keyboard.press("j")
    page.keyboard.press("/")

    assert page.inner_text("tr.is-selected .library-name-text") == first
    assert page.evaluate("document.activeElement.id") != "library-q"


def test_a_click_shows_it_in_the_panel_when_wide_and_opens_it_when_narrow(full_library, open_page, coach):
    wide = open_page(coach, width=1440)
    wide.goto("/exercises/?q=plank")
    wide.click("tbody tr:nth-child(2)")
    expect(wide.locator("tr.is-selected")).to_have_count(1)
    expect(wide.locator(".library-detail h2")).to_have_text(wide.inner_text("tbody tr:nth-child(2) .library-name-text"))
    assert "/exercises/?q=plank" in wide.url

    narrow = open_page(coach, width=390, height=844)
    narrow.goto("/exercises/?q=plank")
    assert not narrow.is_visible(".library-detail")
    narrow.click("tbody tr:nth-child(2)")
    narrow.wait_for_url(re.compile(r"/exercises/c\w{24}/$"))


def test_the_filter_sheet_of_a_phone_stays_open_while_choosing(full_library, open_page, coach):
    page = open_page(coach, width=390, height=844)
    page.goto("/exercises/")
    assert not page.is_visible("#library-facets")
    page.click(".library-filter-button")
    page.check("#level-beginner")
    page.wait_for_url("**level=beginner")
    assert page.is_visible("#library-facets")
    page.click("[aria-label=Close]")
    expect(page.locator("#library-facets")).to_be_hidden()
    expect(page.locator(".library-bar .chip-chosen")).to_be_visible()


def test_everything_works_without_scripts(full_library, open_page, coach):
    page = open_page(coach, java_script_enabled=False)
    page.goto("/exercises/?sport=strength")
    page.fill("#library-q", "squat")
    page.check("#level-beginner")
    page.click("#library-facets button:has-text('Show')")
    assert "q=squat" in page.url and "level=beginner" in page.url and "sport=strength" in page.url
    page.click(".star >> nth=0")
    expect(page.locator(".star").first).to_have_attribute("aria-pressed", "true")
    assert "q=squat" in page.url
    page.click(".library-name >> nth=0")
    page.click("text=Make my variant")
    page.fill("[name=name]", "My own squat")
    page.click("text=Save")
    expect(page.locator("h1")).to_have_text("My own squat")
    page.click("summary[aria-label=More]")
    page.click("text=Delete")
    page.click("button:has-text('Delete exercise')")
    page.wait_for_url("**/exercises/")
    assert Exercise.objects.filter(author=coach).count() == 0


@pytest.mark.parametrize("width", [390, 1000, 1440])
def test_axe_finds_nothing(full_library, open_page, coach, axe, width):
    own = ExerciseFactory(name="Slant squat", author=coach, video_url="https://example.org/x")
    page = open_page(coach, width=width)
    for address in (
        "/exercises/",
        "/exercises/?q=squat&muscle=quads&only=own",
        "/exercises/?q=bulgrian",
        own.get_absolute_url(),
        own.get_absolute_url() + "edit/",
        own.get_absolute_url() + "delete/",
    ):
        page.goto(address)
        assert (address, axe(page, also_dark=True)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
