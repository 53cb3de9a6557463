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


def test_base36_keeps_its_width():
    assert _base36(0, 3) == "000"
    assert _base36(36 * 36 - 1, 3) == "0zz"
