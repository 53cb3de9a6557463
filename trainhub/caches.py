"""The cache that all processes share. It holds the rate limits: it does not forget at random, nor break a sign-in."""

from __future__ import annotations

import base64
import logging
import pickle
import time
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError, connections, router, transaction
from django.utils import timezone
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

_SET = """INSERT INTO {table} (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(ends)s)
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"""
_WRITES = {
    "set": _SET,
    "add": _SET + " WHERE {table}.expires < %(now)s",
    "touch": "UPDATE {table} SET expires = %(ends)s WHERE cache_key = %(key)s AND expires >= %(now)s",
}
AWAY = 10  # seconds for which a Redis that did not answer is not asked again


class TableCache(DatabaseCache):
    """A table of the database, which throws away what matters least when it is full.

    Its entries are counted at each hundredth part of them that is written, so there may be one in a hundred too many
    for each process.
    """

    _table: str
    _written = count()  # of the class: every thread has a cache object of its own

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """One statement. Django's takes four, in a transaction, and counts the whole table each time.

        `add` takes the place of what ran out, and `touch` does not bring it back. A database that is busy or away
        raises, so that the page says that (503) and not that somebody else was first.
        """
        connection = connections[router.db_for_write(self.cache_model_class)]
        now, until = timezone.now(), self.get_backend_timeout(timeout)
        ends = datetime.max.replace(tzinfo=UTC) if until is None else datetime.fromtimestamp(until, tz=UTC)
        at = {"now": now.replace(microsecond=0), "ends": ends.replace(microsecond=0)}
        said = {name: connection.ops.adapt_datetimefield_value(moment) for name, moment in at.items()}
        said |= {"key": key, "value": base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()}
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            if next(self._written) % max(self._max_entries // 100, 1) == 0:
                cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
                (entries,) = cursor.fetchone()
                if entries > self._max_entries:
                    self._cull(connection.alias, cursor, at["now"], entries)
            cursor.execute(_WRITES[mode].format(table=table), said)
            return bool(cursor.rowcount > 0)

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        """What ran out goes first, then what runs out soonest.

        Django's own goes by the alphabet of the keys: that forgets limits that still count.
        """
        operations = connections[db].ops
        table = operations.quote_name(self._table)
        ran_out = f"DELETE FROM {table} WHERE expires < %s"  # noqa: S608
        soonest = f"SELECT cache_key FROM {table} ORDER BY expires LIMIT %s"  # noqa: S608
        try:
            with transaction.atomic(using=db):
                cursor.execute(ran_out, [operations.adapt_datetimefield_value(now)])
                too_many = num - cursor.rowcount - self._max_entries
                if too_many > 0:
                    count = max(too_many, self._max_entries // self._cull_frequency)
                    cursor.execute(f"DELETE FROM {table} WHERE cache_key IN ({soonest})", [count])  # noqa: S608
        except DatabaseError as problem:
            log.warning("The cache could not make room: %s", problem)

    def _base_delete_many(self, keys: list[str]) -> bool:
        """A database too busy to delete is no reason for a 500: what stays runs out by itself."""
        try:
            return super()._base_delete_many(keys)
        except DatabaseError as problem:
            log.warning("The cache could not delete: %s", problem)
            return False


class SharedRedisCache(RedisCache):
    """Redis or Valkey. While it does not answer, the table takes over: nobody is locked out, and the limits go on.

    What was counted in the one is not known to the other, so a limit may be reached twice on the day Redis fails.
    """

    _away_until = 0.0  # of the class: every thread has a cache object of its own

    def _ask(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= SharedRedisCache._away_until:
            try:
                return getattr(super(), verb)(*args, **kwargs)
            except RedisError as problem:
                SharedRedisCache._away_until = time.monotonic() + AWAY
                log.warning("The cache at CACHE_URL does not answer, so the database counts: %s", problem)
        return getattr(caches["table"], verb)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")
