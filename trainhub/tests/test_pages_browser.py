"""Every page that can be read, opened in a browser: axe finds nothing, and nothing sticks out on a phone."""

import pytest

from trainhub.tests import access_table, walk

pytestmark = pytest.mark.browser

# Parts of a page: htmx asks for them, and they are checked where they land.
PARTS = {"sessions:suggest", "programs:drawer"}
# Our own: what allauth's look like is in accounts/tests/test_pages_browser.py.
OPEN = [
    name
    for name, row in access_table.read(access_table.SITE).items()
    if ":" in name and row[0][0] == "200" and name not in PARTS
]


@pytest.fixture
def pages(rosa, client):
    """The address of each page by its name: what is not a file. A draft's share link opens nothing."""
    client.force_login(rosa)
    private, public = walk.Things(rosa, "private"), walk.Things(rosa, "public")
    found = {name: (public if "token" in walk.ROUTES[name] else private).address(name) for name in OPEN}
    found = {name: address for name, address in found.items() if _is_page(client.get(address))}
    assert len(found) > 30
    return found


def _is_page(answer):
    return answer["Content-Type"].startswith("text/html") and "Content-Disposition" not in answer


def test_axe_finds_nothing_on_any_page(open_page, axe, rosa, pages):
    page = open_page(rosa)
    found = {}
    for name, address in pages.items():
        page.goto(address)
        if problems := axe(page, also_dark=True):
            found[name] = problems
    assert found == {}


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_its_window(open_page, rosa, pages, width):
    page = open_page(rosa, width=width, height=740)
    found = {}
    for name, address in pages.items():
        page.goto(address)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[name] = wide
    assert found == {}


@pytest.mark.parametrize("path", ["/no/such/page", "/programs/c0000000000000000000000zz/"])
def test_error_pages_are_as_good(open_page, axe, coach, path):
    page = open_page(coach)
    page.goto(path)
    assert page.get_by_role("heading", level=1).count() == 1
    assert axe(page, also_dark=True) == []


DARK = "<style>@media (prefers-color-scheme: dark) { p { color: #222; background: #111 } }</style>"


def test_axe_looks_at_what_is_bad_in_dark_alone(chromium, axe):
    page = chromium.new_page()
    page.set_content(f"<html lang=en><title>A</title>{DARK}<main><h1>A</h1><p>Words</p></main></html>")
    light, both, light_again = axe(page), axe(page, also_dark=True), axe(page)
    page.close()
    assert (light, light_again) == ([], [])
    assert [one.split("<")[0] for one in both] == ["in dark: color-contrast: "]
