"""Backups of the whole database: taken while people write, checked before they count, restored as one step.

A backup is one ZIP file: `manifest.json` says what is in it, beside it stands the copy of the database (SQLite: a
plain database file; PostgreSQL: pg_dump's custom format) and, if asked for, the secret key. See docs/deploying.md.
"""


class Problem(Exception):
    """What stands in the way, as a sentence for the operator. Nothing was changed."""
