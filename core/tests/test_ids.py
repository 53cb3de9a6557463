from core.ids import DIGITS, ID_LENGTH, _base36, new_id


def test_an_id_has_25_characters_of_its_alphabet():
    made = new_id()
    assert len(made) == ID_LENGTH == 25
    assert made[0] == "c"
    assert set(made) <= set(DIGITS)


def test_ids_sort_by_the_time_they_were_made(monkeypatch):
    monkeypatch.setattr("core.ids.time.time_ns", lambda: 1_700_000_000_000_000_000)
    earlier = new_id()
    monkeypatch.setattr("core.ids.time.time_ns", lambda: 1_700_000_000_001_000_000)
    assert earlier < new_id()


def test_ids_do_not_repeat():
    assert len({new_id() for _ in range(5000)}) == 5000


def test_sixteen_digits_of_an_id_come_from_the_system_s_random_source(monkeypatch):
    """36 to the 16th is 82 bits and more: nothing but chance decides them, within one millisecond too."""
    monkeypatch.setattr("core.ids.time.time_ns", lambda: 1_700_000_000_000_000_000)
    assert len({new_id()[:9] for _ in range(100)}) == 1
    digits = zip(*(new_id()[9:] for _ in range(500)), strict=True)
    assert [len(set(place)) for place in digits] == [36] * 16  # 1 in 30,000 that a place lacks one

    asked = []
    monkeypatch.setattr("core.ids.secrets.randbits", lambda bits: asked.append(bits) or 36**16 - 1)
    assert new_id()[9:] == "z" * 16
    assert asked == [83]


def test_base36_keeps_its_width():
    assert _base36(0, 3) == "000"
    assert _base36(36 * 36 - 1, 3) == "0zz"
