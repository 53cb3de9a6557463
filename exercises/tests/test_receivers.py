"""The rights of curators, as migrating leaves them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.migrations.state import ProjectState

from accounts import roles
from exercises.receivers import let_curators_curate

MAY = ["exercises.add_exercise", "exercises.change_exercise", "exercises.view_exercise"]

pytestmark = pytest.mark.django_db


def rights():
    found = Permission.objects.filter(group__name=roles.CURATORS).select_related("content_type")
    return sorted(f"{right.content_type.app_label}.{right.codename}" for right in found)


def test_the_group_is_there_after_migrating():
    assert rights() == MAY


def test_migrating_again_takes_back_what_was_added_and_brings_what_is_missing():
    group = Group.objects.get(name=roles.CURATORS)
    group.permissions.set(Permission.objects.filter(codename__in=["delete_exercise", "view_user"]))

    call_command("migrate", verbosity=0)

    assert rights() == MAY
    assert Group.objects.filter(name=roles.CURATORS).count() == 1


def test_before_there_are_rights_nothing_is_written(django_assert_num_queries):
    with django_assert_num_queries(0):
        let_curators_curate(app_config=apps.get_app_config("exercises"), using="default", apps=ProjectState().apps)


def test_the_rights_are_those_of_people_in_the_group(django_user_model):
    rosa = django_user_model.objects.create_user("rosa@example.org")
    roles.make_curator(rosa)

    rosa = django_user_model.objects.get(pk=rosa.pk)
    assert sorted(rosa.get_all_permissions()) == MAY
