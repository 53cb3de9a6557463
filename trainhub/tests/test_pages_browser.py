"""Every page that can be read, opened in a browser: axe finds nothing, and nothing sticks out on a phone."""

import pytest

from trainhub.tests import access_table, walk

pytestmark = pytest.mark.browser

# Parts of a page: htmx asks for them, and they are checked where they land. The archive is a file.
NO_PAGES = {"sessions:suggest", "programs:drawer", "accounts:archive"}
# Our own: what allauth's look like is in accounts/tests/test_pages_browser.py.
PAGES = [
    name
    for name, row in access_table.read(access_table.SITE).items()
    if ":" in name and row[0][0] == "200" and name not in NO_PAGES
]


@pytest.fixture
def address(rosa):
    """Of each page. A draft's share link opens nothing."""
    private, public = walk.Things(rosa, "private"), walk.Things(rosa, "public")
    return lambda name: (public if "token" in walk.ROUTES[name] else private).address(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(open_page, axe, rosa, address, scheme):
    page = open_page(rosa, color_scheme=scheme)
    found = {}
    for name in PAGES:
        page.goto(address(name))
        if problems := axe(page):
            found[name] = problems
    assert found == {}


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_its_window(open_page, rosa, address, width):
    page = open_page(rosa, width=width, height=740)
    found = {}
    for name in PAGES:
        page.goto(address(name))
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[name] = wide
    assert found == {}


@pytest.mark.parametrize("path", ["/no/such/page", "/programs/c0000000000000000000000zz/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_pages_are_as_good(open_page, axe, coach, path, scheme):
    page = open_page(coach, color_scheme=scheme)
    page.goto(path)
    assert page.get_by_role("heading", level=1).count() == 1
    assert axe(page) == []
