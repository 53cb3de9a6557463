"""The programs that are ready to start from, as rows: public templates of the house, for whom nobody signs in."""

from __future__ import annotations

from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import User, Visibility
from core.models import Change
from programs.exchange.load import load
from programs.exchange.same import says_the_same
from programs.exchange.save import save
from programs.models import Program
from programs.ready import Ready
from sessions_app.models import Session

EMAIL, NAME = "templates@trainhub.example", "TrainHub"


class Counts(NamedTuple):
    added: int
    updated: int
    kept: int


def house() -> User:
    """The account whose templates they are. It has no password and is not active.

    Whoever signed up with its address before the first seeding loses it: the address is in our source for all to read.
    """
    standing = User.objects.filter(email_key=EMAIL).first()
    if standing is None:
        return User.objects.create_user(EMAIL, name=NAME, is_active=False)
    if standing.is_active or standing.has_usable_password():
        standing.name, standing.is_active = NAME, False
        standing.set_unusable_password()
        standing.save()
        EmailAddress.objects.filter(user=standing).delete()
        Authenticator.objects.filter(user=standing).delete()
    return standing


@transaction.atomic
def seed(programs: list[Ready], write: bool = True) -> Counts:
    """Make what is missing and what reads differently by now, under the ids they always have; leave the rest alone.

    What is ready no more goes. Copies that coaches made are theirs and stay.
    """
    standing = Program.objects.in_bulk([one.pk for one in programs])
    stale = [one for one in programs if one.pk not in standing or not _stands(standing[one.pk], one)]
    known = [one for one in stale if one.pk in standing]
    gone = list(Program.objects.filter(author__email_key=EMAIL).exclude(pk__in=[one.pk for one in programs]))
    if write:
        for program in gone:
            _remove(program)
    if write and stale:
        author = house()
        for one in known:
            _remove(standing[one.pk])
        for one in stale:
            save(one.value, author, pk=one.pk)
        ids = [one.pk for one in stale]
        Program.objects.filter(pk__in=ids).update(visibility=Visibility.PUBLIC)
        Change.objects.filter(user=author).delete()  # nobody did this, so there is nothing to undo
    return Counts(len(stale) - len(known), len(known), len(programs) - len(stale))


def _stands(program: Program, one: Ready) -> bool:
    return says_the_same(load(program), one.value)


def _remove(program: Program) -> None:
    """With its sessions, of which each is placed in it alone."""
    sessions = list(Session.objects.filter(placings__program=program).values_list("pk", flat=True).distinct())
    program.delete()
    Session.objects.filter(pk__in=sessions).delete()
