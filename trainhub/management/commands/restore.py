"""restore FILE [--check] [--force] [--with-secret]: a backup in the place of the database. See docs/deploying.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from trainhub.backups import Problem, verbs
from trainhub.management.ending import ended_cleanly


class Command(BaseCommand):
    help = "Put a backup in the place of the database. Stop TrainHub first. What is replaced is kept aside."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="what `backup` wrote")
        parser.add_argument(
            "--check", action="store_true", help="only look whether the backup is whole; change nothing"
        )
        parser.add_argument("--force", action="store_true", help="replace a database that holds accounts")
        parser.add_argument("--with-secret", action="store_true", help="take over the secret key that the backup holds")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["file"]).expanduser()
        connection.close()
        try:
            with ended_cleanly():
                if options["check"]:
                    self._check(file)
                else:
                    self._restore(file, options)
        except Problem as problem:
            raise CommandError(str(problem)) from problem

    def _check(self, file: Path) -> None:
        manifest, checked = verbs.check(connection.settings_dict, file, settings.VAR_DIR)
        verbs.refuse_newer(manifest)
        self.stdout.write(
            f"{file} is whole: {manifest.engine}, taken {manifest.when}, {len(manifest.tables)} tables with"
            f" {manifest.rows} rows. Checked: {checked}."
        )
        self._tell_of_the_secret(manifest.secret)

    def _restore(self, file: Path, options: dict[str, Any]) -> None:
        secret = verbs.secret_to_take(file) if options["with_secret"] else ""
        restored = verbs.restore(connection.settings_dict, file, settings.VAR_DIR, force=options["force"])
        manifest = restored.manifest
        self.stdout.write(
            f"Restored {len(manifest.tables)} tables with {manifest.rows} rows, as they were {manifest.when}."
        )
        if restored.kept:
            self.stdout.write(f"What stood there before is kept: {restored.kept}. Delete it once all is well.")
        self._migrate(restored.kept)
        if secret:
            place = settings.VAR_DIR / "secret_key"
            verbs.put_secret(secret, place)
            self.stdout.write(f"Its secret key is in {place}.")
        else:
            self._tell_of_the_secret(manifest.secret)

    def _migrate(self, kept: str) -> None:
        """An older TrainHub's backup is brought up to this one."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            try:
                call_command("migrate", interactive=False, verbosity=0)
            except Exception as error:
                raise CommandError(
                    f"The backup is restored, but it could not be brought up to this TrainHub: {error}"
                ) from error
            self.stdout.write(f"Brought it up to this TrainHub: {len(plan)} migrations.")
        connection.close()

    def _tell_of_the_secret(self, made_under: str) -> None:
        if made_under != verbs.fingerprint(settings.SECRET_KEY):
            self.stdout.write(
                "It was taken under another secret key: people sign in anew, links for a new password no longer work,"
                " and authenticator apps and recovery codes are not accepted until that key is back."
            )
