"""A workout comes in and goes out by hand and by keyboard, at two widths and in the dark."""

from pathlib import Path

import pytest

from sessions_app.formats import zwo
from sessions_app.models import Session
from sessions_app.tests.test_formats_zwo import file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = file(
    '<IntervalsT Repeat="2" OnDuration="60" OffDuration="30" OnPower="1" OffPower="0.5" pace="0">'
    '<textevent timeoffset="0" message="Go"/><textevent timeoffset="30" message="Hold it"/></IntervalsT>'
)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_workout_is_imported_and_downloaded_again_by_keyboard(
    open_page, rosa, axe, live_server, tmp_path, width, scheme
):
    path = tmp_path / "ride.zwo"
    path.write_bytes(SOURCE)
    page = open_page(rosa, width=width, color_scheme=scheme)
    page.goto(f"{live_server.url}/sessions/")
    page.get_by_role("link", name="Import a workout").press("Enter")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Import").press("Enter")
    page.get_by_text("pace=0").wait_for()
    assert axe(page) == []

    page.get_by_role("link", name="Open the session").press("Enter")
    page.get_by_text("0:30 Hold it").first.wait_for()
    page.locator("summary[aria-label='More for this session']").press("Enter")
    page.get_by_role("link", name="Download").press("Enter")
    page.get_by_role("heading", name="FIT").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    with page.expect_download() as download:
        page.get_by_role("link", name="Download ZWO").press("Enter")
    assert download.value.suggested_filename == "Test.zwo"
    again, _left_out = zwo.read(Path(download.value.path()).read_bytes())
    assert again == zwo.read(SOURCE)[0]

    with page.expect_download() as download:
        page.get_by_label("FTP in watts").fill("250")
        page.get_by_label("FTP in watts").press("Enter")
    assert download.value.suggested_filename == "Test.erg"
    assert Session.objects.get().name == "Test"
