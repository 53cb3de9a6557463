import pytest

from core.paging import by_latest
from programs.models import Program
from programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def test_each_row_stands_on_one_page():
    made = {ProgramFactory().pk for _number in range(5)}
    seen, key = [], ""
    while True:
        page = by_latest(Program.objects.all(), key, size=2)
        seen += [row.pk for row in page.rows]
        key = page.next_key
        if not key:
            break
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "_",
        "2026-13-01T00:00:00+00:00_x",
        "2026-01-01T00:00:00_x",
        "9999-12-31T23:59:59-14:00_x",
        "0001-01-01T00:00:00+14:00_x",
    ],
)
def test_a_key_that_is_none_is_the_first_page(key):
    program = ProgramFactory()
    assert by_latest(Program.objects.all(), key).rows == [program]
