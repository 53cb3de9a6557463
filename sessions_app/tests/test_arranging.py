"""Section heads and blocks, on plain rows."""

from types import SimpleNamespace

import pytest

from sessions_app.arranging import blocks, end_of, gathered, heads


def rows(*places):
    """`w`, `m` or `c` for the section, then the group's letter, if any."""
    sections = {"w": "warm_up", "m": "main", "c": "cool_down"}
    return [SimpleNamespace(section=sections[at[0]], section_title="", group=at[1:] or None, at=at) for at in places]


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ((), [("warm_up", 0, 0), ("main", 0, 0), ("cool_down", 0, 0)]),
        (("m",), [("warm_up", 0, 0), ("main", 0, 1), ("cool_down", 1, 1)]),
        (("w", "c"), [("warm_up", 0, 1), ("main", 1, 1), ("cool_down", 1, 2)]),
        (("m", "m", "w", "m"), [("main", 0, 2), ("warm_up", 2, 3), ("main", 3, 4), ("cool_down", 4, 4)]),
    ],
)
def test_all_three_sections_have_a_head(places, found):
    assert [(head.section, head.start, head.end) for head in heads(rows(*places))] == found


def test_rows_of_a_group_are_one_block():
    assert [len(block) for block in blocks(rows("m", "mA", "mA", "mB", "m", "m"))] == [1, 2, 1, 1, 1]


def test_the_end_of_a_section_is_where_its_last_row_stands():
    standing = rows("w", "m", "m", "c")

    assert [end_of(standing, section)[0] for section in ("warm_up", "main", "cool_down")] == [1, 3, 4]
    assert end_of(standing, "main", "Power") == (3, "Power")


def test_gathering_brings_a_group_to_its_first_row_and_section():
    found = gathered(rows("wA", "m", "mA", "c"))

    assert [(row.at, row.section) for row in found] == [
        ("wA", "warm_up"), ("mA", "warm_up"), ("m", "main"), ("c", "cool_down"),
    ]  # fmt: skip
