import pytest

from core.text import file_name, initials, is_storable, key, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Back  Squat", " back squat "),
        ("STRASSE", "straße"),
        ("ﬁt", "fit"),
        ("Ａ", "a"),
        ("no\u00a0break", "no break"),
        ("Bench\x01press\x85", "bench press"),
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


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Base 1", "Base 1.csv"),
        ("../../etc/passwd", "etc passwd.csv"),
        ('a"b\\c:d*e?f|g<h>', "a b c d e f g h.csv"),
        (".hidden. ", "hidden.csv"),
        ("Año 1 · 冬", "Año 1 · 冬.csv"),
        ("x\u202efdp", "x fdp.csv"),
        ("...", "program.csv"),
        ("n" * 120, "n" * 80 + ".csv"),
    ],
)
def test_a_file_is_called_as_what_it_holds_and_is_no_path(name, file):
    assert file_name(name, "csv", "program") == file


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", True), ("Año · 🚲", True), ("a\tb\x0b", True), ("a\0b", False), ("\ud800", False), ("a\udfff\n", False)],
)
def test_what_no_database_keeps(text, expected):
    assert is_storable(text) is expected


def test_control_characters_become_what_they_stand_for():
    pasted = "a\x0bb\x85c\u2028d\x1fe\x07f\tg\nh\uffff"

    assert tidy(pasted, lines=True) == "a\nb\nc\nd e f\tg\nh "
    assert tidy(pasted) == "a b c d e f g h "
