"""What only PostgreSQL can show is collected only where the tests run on it: neither a failure nor a skip elsewhere."""

from django.db import connection

ONLY_POSTGRESQL = ["test_backups_postgres.py", "test_fleet.py", "test_replica.py"]
collect_ignore = [] if connection.vendor == "postgresql" else ONLY_POSTGRESQL
