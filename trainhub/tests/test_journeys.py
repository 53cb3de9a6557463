"""What a person does, in a real browser."""

import pytest

pytestmark = pytest.mark.browser


def test_a_stranger_signs_in_and_comes_home(open_page, coach, axe):
    page = open_page()
    page.goto("/")
    assert page.url.endswith("/accounts/login/?next=/")
    page.get_by_label("Email").fill("COACH@example.org")
    page.locator("input[type=password]").fill("correct horse battery")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/")
    assert page.locator("main").is_visible()
    assert axe(page) == []
