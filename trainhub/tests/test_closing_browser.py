"""Going, as a person does it in a browser: the data first, then the choice, then the password."""

import zipfile

import pytest

from accounts.models import User
from accounts.tests.factories import UserFactory
from programs.models import Program
from programs.tests.factories import ProgramFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_coach_takes_the_data_and_leaves(open_page, axe, width, scheme):
    UserFactory(is_superuser=True)
    coach = UserFactory(name="Rosa", email="rosa@example.org", password="correct horse battery")  # noqa: S106
    for visibility in ("private", "public"):
        ProgramFactory(author=coach, name=visibility, visibility=visibility)
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto("/accounts/profile/")
    page.get_by_role("link", name="Close the account").click()
    page.wait_for_url("**/accounts/close/")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    with zipfile.ZipFile(download.value.path()) as pack:
        assert {"programs/001-private.json", "programs/002-public.json"} <= set(pack.namelist())

    page.get_by_label("Leave it under “Former coach”: 1 program").check()
    page.get_by_label("I know that this cannot be undone").check()
    page.get_by_role("button", name="Close the account").click()
    page.fill("input[name=password]", "correct horse battery")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Your account is closed. Thank you for having been here.").wait_for()
    assert axe(page) == []
    assert [program.name for program in Program.objects.all()] == ["public"]
    assert str(User.objects.get(is_active=False)) == "Former coach"
