"""What curators may do with exercises, written after each migration.

There, and not with the catalogue: permissions come to be by migrating, and a server may never seed.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from accounts import roles

# Not delete: what is in use cannot go, and the rest is archived, which can be taken back.
CURATORS_MAY = ["view_exercise", "add_exercise", "change_exercise"]


@receiver(post_migrate, dispatch_uid="exercises.curators")
def let_curators_curate(app_config: AppConfig, using: str, apps: Any = installed, **migrated: Any) -> None:
    """Exactly these: a right that somebody else should have belongs in a group of its own.

    `flush` sends the signal without `apps`.
    """
    if app_config.label != "exercises" or not _has_rights(apps):
        return
    # Django's own receiver makes them too, but later: apps are told in the order of INSTALLED_APPS.
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    permissions = Permission.objects.filter(content_type__app_label="exercises", codename__in=CURATORS_MAY)
    roles.curators().permissions.set(permissions)


def _has_rights(apps: Any) -> bool:
    """Not where `migrate` went back to before Django's own tables."""
    return ("auth", "permission") in {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
