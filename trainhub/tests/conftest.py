"""What only PostgreSQL can show is collected only where the tests run on it: neither a failure nor a skip elsewhere. So is
the fleet where one of its programs is missing: `make fleet` says which."""

from django.db import connection

from tools import deployed, postgres


def has_a_fleet() -> bool:
    try:
        return bool(deployed.programs() and deployed.binaries())
    except postgres.Missing:
        return False


on_postgresql = connection.vendor == "postgresql"
collect_ignore = [] if on_postgresql else ["test_backups_postgres.py", "test_replica.py"]
if not on_postgresql or not has_a_fleet():
    collect_ignore.append("test_fleet.py")
