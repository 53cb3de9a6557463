import pytest

from core.text import initials, key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Back  Squat", " back squat "),
        ("STRASSE", "straße"),
        ("ﬁt", "fit"),
        ("Ａ", "a"),
        ("no\u00a0break", "no break"),
    ],
)
def test_spellings_that_count_as_one_share_a_key(one, other):
    assert key(one) == key(other)


def test_accents_keep_names_apart():
    assert key("pâté") != key("pate")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ana Ruiz", "AR"), ("ana maria ruiz", "AR"), ("coach@x.org", "C"), ("a.b@x.org", "AB"), ("", "")],
)
def test_initials(name, expected):
    assert initials(name) == expected
