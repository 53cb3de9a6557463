"""seed_demo: a coach and an admin to sign in as, and programs of our own to look at."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from accounts.models import User
from core.models import Change
from exercises.models import Exercise
from programs.demo import reading
from programs.exchange.save import save
from programs.management.progress import watching
from programs.models import Program

COACH, ADMIN = "coach@trainhub.example", "admin@trainhub.example"


class Command(BaseCommand):
    help = "Make the demo coach, the demo admin and the coach's programs. Safe to run again: it makes what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--password", help="for both; else DEMO_PASSWORD from the environment, else random, and printed"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        given = options["password"]
        chosen = given or os.environ.get("DEMO_PASSWORD")
        password = chosen or secrets.token_urlsafe(9)
        coach, coach_is_new = _person(COACH, password, name="Ana Ruiz", is_public=True)
        admin, admin_is_new = _person(ADMIN, password, name="Demo admin", is_staff=True, is_superuser=True)
        for person, is_new in ((coach, coach_is_new), (admin, admin_is_new)):
            if given and not is_new:
                person.set_password(given)
                person.save(update_fields=["password"])
        names = set(Program.objects.filter(author=coach).values_list("name", flat=True))
        if not Exercise.objects.library().exists():
            call_command("seed_library", verbosity=0)  # else every name would become the coach's own
        made = [demo for demo in reading.programs() if demo.value.name not in names]
        for demo in made:
            self._make(demo, coach)
        if options["verbosity"]:
            self._report(made, coach_is_new or admin_is_new, None if chosen else password)

    def _make(self, demo: reading.Demo, coach: User) -> None:
        saved = save(demo.value, coach, kept=True, watch=watching(self.stderr, demo.value.name))
        if demo.visibility != saved.program.visibility:
            Program.objects.filter(pk=saved.program.pk).update(visibility=demo.visibility)
        # Nobody did this, so there is nothing for the coach to undo.
        Change.objects.filter(document_id=saved.program.pk).delete()

    def _report(self, made: list[reading.Demo], is_new: bool, random: str | None) -> None:
        placings = sum(len(demo.value.placings) for demo in made)
        sessions = sum(len(demo.value.sessions) for demo in made)
        self.stdout.write(f"Demo: {len(made)} programs made, with {sessions} sessions placed {placings} times.")
        if not is_new:
            self.stdout.write(f"{COACH} and {ADMIN} were there already.")
        elif random:
            self.stdout.write(f"Sign in as {COACH} or {ADMIN} with the password {random}")
        else:
            self.stdout.write(f"Sign in as {COACH} or {ADMIN} with the password given.")


def _person(email: str, password: str, **facts: Any) -> tuple[User, bool]:
    """The account with that email; and whether it had to be made."""
    person = User.objects.filter(email_key=email).first()
    is_new = person is None
    if person is None:
        person = User.objects.create_user(email, password, **facts)
    return person, is_new
