"""How a person is named: to themselves and to operators, and to everybody. And that who has gone stays gone."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import UserFactory


def test_a_name_stands_for_the_person():
    ana = User(name="Ana Ruiz", email="ana@example.org")
    assert (str(ana), ana.byline) == ("Ana Ruiz", "Ana Ruiz")


def test_who_has_no_name_is_known_by_address_to_operators_only():
    nameless = User(email="ana@example.org")
    assert (str(nameless), nameless.byline) == ("ana@example.org", "A coach")


def test_who_has_gone_is_a_former_coach_everywhere():
    gone = User(email="former-x@closed.invalid", closed_at=timezone.now(), is_active=False)
    assert (str(gone), gone.byline) == ("Former coach", "Former coach")


@pytest.mark.django_db
def test_who_has_gone_is_not_made_anew_by_somebody_who_still_holds_the_row():
    held = UserFactory()
    User.objects.all().delete()

    with pytest.raises(DatabaseError), transaction.atomic():
        held.save()
    assert not User.objects.exists()
