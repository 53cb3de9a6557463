"""Curators come and go."""

import pytest
from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import User
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def is_curator(person: User) -> bool:
    return person.is_staff and person.groups.filter(name=roles.CURATORS).exists()


def test_a_coach_becomes_a_curator_and_a_coach_again():
    rosa = UserFactory()
    assert not is_curator(rosa)

    roles.make_curator(rosa)
    roles.make_curator(rosa)
    assert is_curator(rosa) and not rosa.is_superuser

    roles.dismiss_curator(rosa)
    rosa.refresh_from_db()
    assert not is_curator(rosa) and not rosa.is_staff


def test_who_has_another_right_still_enters_the_admin():
    boss, helper = UserFactory(is_superuser=True), UserFactory()
    helper.groups.add(Group.objects.create(name="Support"))
    for person in (boss, helper):
        roles.make_curator(person)
        roles.dismiss_curator(person)
        person.refresh_from_db()
        assert person.is_staff and not is_curator(person)
