"""The cache that all processes share: what it forgets, and what happens when it does not answer."""

import socket
import threading
import time
from itertools import count

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from fakeredis import TcpFakeServer

from trainhub import environment
from trainhub.caches import SharedRedisCache, TableCache


@pytest.fixture
def table(db) -> TableCache:
    """A table that takes ten entries."""
    return TableCache("cache", {"OPTIONS": {"MAX_ENTRIES": 10, "CULL_FREQUENCY": 5}})


def size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        return cursor.fetchone()[0]


def test_what_ran_out_goes_before_what_still_counts(table: TableCache):
    for n in range(8):
        table.set(f"limit-{n}", n, timeout=900)
    for n in range(30):
        table.set(f"over-{n}", n, timeout=-1)

    table.set("one-more", 1, timeout=900)

    assert [table.get(f"limit-{n}") for n in range(8)] == list(range(8))
    assert size() <= 11


def test_a_full_table_forgets_what_runs_out_soonest(table: TableCache):
    for n in range(11):
        table.set(f"{n:02}", n, timeout=1000 + 100 * (10 - n))  # the last by name runs out first

    table.set("99", 99, timeout=5000)

    assert size() == 10
    assert [table.get(f"{n:02}") for n in range(11)] == [*range(9), None, None]


def test_it_never_grows_for_ever(table: TableCache):
    for n in range(100):
        table.set(f"{n}", n, timeout=900)

    assert size() <= 11


@pytest.mark.parametrize(("timeout", "held"), [(900, True), (-1, False), (None, True)])
def test_add_and_touch_leave_what_counts_and_take_the_place_of_what_ran_out(table: TableCache, timeout, held):
    table.set("tries", 1, timeout=timeout)

    assert table.touch("tries", timeout) is held
    assert table.add("tries", 2, timeout=900) is not held
    assert table.get("tries") == (1 if held else 2)
    assert not table.touch("unknown", 900)


@pytest.mark.django_db(transaction=True)
def test_writing_is_one_statement_and_the_hundredth_counts(monkeypatch, django_assert_num_queries):
    table = TableCache("cache", {"OPTIONS": {"MAX_ENTRIES": 10_000}})
    monkeypatch.setattr(TableCache, "_written", count(99))

    for write, statements in ((table.set, 1), (table.add, 2), (table.touch, 1)):
        with django_assert_num_queries(statements):
            write("tries", 900)


def test_a_database_too_busy_to_delete_breaks_nothing(table: TableCache, monkeypatch, caplog):
    def refuse(*args):
        raise OperationalError("database is locked")

    table.set("lock", True)
    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache._base_delete_many", refuse)

    assert table.delete("lock") is False
    assert "database is locked" in caplog.text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def shared(db, settings, monkeypatch):
    """The cache that CACHE_URL=redis://127.0.0.1:port makes."""
    monkeypatch.setattr(SharedRedisCache, "_away_until", 0.0)

    def make(port: int) -> SharedRedisCache:
        settings.CACHES = environment.caches(f"redis://127.0.0.1:{port}/0")
        return caches["default"]

    return make


def test_the_table_takes_over_while_redis_does_not_answer(shared, caplog):
    cache = shared(free_port())

    assert cache.add("tries", 1, timeout=60)
    assert not cache.add("tries", 2, timeout=60)
    assert cache.get("tries") == 1
    assert cache.incr("tries") == 2
    assert cache.touch("tries", 90)
    assert cache.has_key("tries")
    cache.set_many({"a": 1, "b": 2}, timeout=60)
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}
    cache.delete_many(["a"])
    assert cache.delete("tries")
    assert cache.get("tries") is None
    cache.clear()
    assert size() == 0
    assert caplog.text.count("does not answer") == 1  # asked once, then left alone for a while


def test_redis_is_asked_again_after_a_while(shared, monkeypatch, caplog):
    cache = shared(free_port())
    cache.get("tries")
    monkeypatch.setattr(SharedRedisCache, "_away_until", time.monotonic() - 1)
    cache.get("tries")

    assert caplog.text.count("does not answer") == 2


def test_redis_holds_what_it_is_given(shared):
    server = TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        cache = shared(server.server_address[1])
        assert cache.add("tries", [1.5], timeout=900.0)
        assert not cache.add("tries", [2.5], timeout=900.0)
        assert cache.get("tries") == [1.5]
        assert size() == 0
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
    cache._cache.get_client().connection_pool.disconnect()
    assert cache.get("tries") is None  # it died: the table knows nothing of it, and nothing breaks
    assert cache.add("tries", [3.5], timeout=60)
    assert size() == 1
