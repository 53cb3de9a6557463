"""Every page that can be read, opened in a browser: axe finds nothing, and nothing sticks out on a phone."""

import pytest

from trainhub.tests.test_every_url import READ, world  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

# Parts of a page: htmx asks for them, and they are checked where they land.
PARTS = {"sessions:suggest", "programs:drawer"}
PAGES = [address for address in READ if address.name not in PARTS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(open_page, axe, world, scheme):  # noqa: F811
    page = open_page(world.coach, color_scheme=scheme)
    found = {}
    for address in PAGES:
        page.goto(world.path(address))
        if problems := axe(page):
            found[address.name] = problems
    assert found == {}


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_its_window(open_page, world, width):  # noqa: F811
    page = open_page(world.coach, width=width, height=740)
    found = {}
    for address in PAGES:
        page.goto(world.path(address))
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[address.name] = wide
    assert found == {}


@pytest.mark.parametrize("path", ["/no/such/page", "/programs/c0000000000000000000000zz/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_pages_are_as_good(open_page, axe, coach, path, scheme):
    page = open_page(coach, color_scheme=scheme)
    page.goto(path)
    assert page.get_by_role("heading", level=1).count() == 1
    assert axe(page) == []
