"""What somebody may do beside being a coach. A curator looks after the library, and sees nothing else of others."""

from __future__ import annotations

from django.contrib.auth.models import Group

from accounts.models import User

CURATORS = "Curators"


def curators() -> Group:
    """The group of curators. What it may do is said by the apps above, each of its own (`exercises.receivers`)."""
    return Group.objects.get_or_create(name=CURATORS)[0]


def make_curator(user: User) -> None:
    user.groups.add(curators())
    user.is_staff = True
    user.save(update_fields=["is_staff"])


def dismiss_curator(user: User) -> None:
    """They stay the coach that they are. Whoever enters the admin by another right still does."""
    user.groups.remove(curators())
    user.is_staff = user.is_superuser or user.groups.exists() or user.user_permissions.exists()
    user.save(update_fields=["is_staff"])
