"""How often a law is tried."""

from django.db import connection


def examples(number: int) -> int:
    """So many, and a fourth of them on PostgreSQL: there the rules are the same, and only the database is another."""
    return number if connection.vendor == "sqlite" else -(-number // 4)
