"""The sentence on the home page in a browser: by choices, by words, by the keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from programs import ready
from programs.models import Program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("templates")]


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_words_fill_the_choices_while_one_types(page):
    page.goto("/")
    words = page.get_by_label("Or say it in your words")
    words.press_sequentially("marathon in 12 weeks")
    expect(page.locator("#preview h2")).to_have_text("Marathon, 12 weeks")
    assert page.locator("#id_what").input_value() == "running-marathon"
    words.press_sequentially(", 4 runs")
    expect(page.locator("#preview")).to_contain_text("Left out: Recovery run.")
    assert (focused(page), words.input_value()) == ("words", "marathon in 12 weeks, 4 runs")
    page.get_by_role("button", name="Create this program").click()
    page.wait_for_url("**/programs/c*/")
    assert Program.objects.get(author__email="rosa@example.org").name == "Marathon, 12 weeks"


def test_by_the_keyboard_alone(page):
    page.goto("/")
    page.locator("#id_what").focus()
    page.keyboard.type("H")  # one letter: on a busy machine the next may come too late to belong to it
    expect(page.locator("#preview h2")).to_have_text("Half marathon")
    assert focused(page) == "id_what"
    page.keyboard.press("Tab")
    assert focused(page) == "id_days"
    page.keyboard.press("ArrowDown")
    expect(page.locator("#preview h2")).to_have_text("Half marathon, 12 weeks")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "id_lighter_every"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/programs/c*/")
    assert Program.objects.filter(author__email="rosa@example.org").get().placings.count() == 58


def test_start_from_a_template(page):
    page.goto("/")
    page.locator(f'form[action="/programs/{ready.ready("running-marathon").pk}/copy/"] button').click()
    page.wait_for_url("**/programs/c*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marathon")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_it_fits_and_axe_finds_nothing(open_page, coach, axe, width, scheme):
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto("/?words=triathlon+in+30+weeks+purple")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_words_are_read_by_a_button(open_page, coach):
    page = open_page(coach, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Or say it in your words").fill("2k erg in 6 weeks")
    page.get_by_role("button", name="Read").click()
    expect(page.locator("#preview h2")).to_have_text("2 km on the erg, 6 weeks")
    page.get_by_role("button", name="Create this program").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 km on the erg, 6 weeks")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_what_is_pasted_is_shown_at_once_and_made_by_the_button(open_page, coach, axe, width, scheme):
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto("/programs/paste/")
    page.get_by_label("Cells of a spreadsheet, or text").fill(
        "# Base\n## Week 1\n### Mon · A\nBack squat 5x5 @ 70% purple\n"
    )
    expect(page.locator("#preview h2")).to_have_text("Base")
    expect(page.locator("#preview")).to_contain_text("Not understood, kept as notes")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Import 1 row").click()
    page.wait_for_url("**/programs/c*/")
    assert Program.objects.get(author__email="rosa@example.org").name == "Base"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1280, "dark"), (390, "light")])
def test_cells_show_their_columns_and_the_names_to_check(open_page, coach, axe, width, scheme):
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto("/programs/paste/")
    cells = "Week\tDay\tSession\tExercise\tSets x reps\tCol F\n1\tMon\tLower\tBB RDL (slow)\t4x8\thams!\n"
    page.get_by_label("Cells of a spreadsheet, or text").fill(cells)
    names, columns = page.locator("#names"), page.locator("#columns")
    expect(names.get_by_role("heading")).to_have_text("1 name to check")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    first, last = names.get_by_role("radio").first, names.get_by_role("radio").last
    expect(last).to_be_checked()
    first.check()
    columns.get_by_label("Col F").select_option("notes")
    expect(page.locator(".paste-card")).to_contain_text("hams!")
    expect(first).to_be_checked()
    beside = names.bounding_box()["x"] > columns.bounding_box()["x"] + columns.bounding_box()["width"]
    assert beside == (width >= 1200)
