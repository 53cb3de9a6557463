"""Curators come and go."""

import pytest
from django.contrib.auth.models import Group

from accounts import roles
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_coach_becomes_a_curator_and_a_coach_again():
    rosa = UserFactory()
    assert not roles.is_curator(rosa)

    roles.make_curator(rosa)
    roles.make_curator(rosa)
    assert roles.is_curator(rosa) and not rosa.is_superuser

    roles.dismiss_curator(rosa)
    rosa.refresh_from_db()
    assert not roles.is_curator(rosa) and not rosa.is_staff


def test_who_has_another_right_still_enters_the_admin():
    boss, helper = UserFactory(is_superuser=True), UserFactory()
    helper.groups.add(Group.objects.create(name="Support"))
    for person in (boss, helper):
        roles.make_curator(person)
        roles.dismiss_curator(person)
        person.refresh_from_db()
        assert person.is_staff and not roles.is_curator(person)


def test_a_curator_who_may_no_longer_enter_is_none():
    rosa = UserFactory()
    roles.make_curator(rosa)
    rosa.is_staff = False

    assert not roles.is_curator(rosa)
