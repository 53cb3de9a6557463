"""Closing an account. Private content goes; public content goes too, or stays under "Former coach"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import devices
from accounts.belongings import NOTHING, Belongings, kinds
from accounts.models import User


class Refused(Exception):
    """An account that cannot be closed; its text is a sentence for the person."""


@dataclass(frozen=True)
class Part:
    """What goes and what stays of one kind."""

    kind: Belongings
    going: QuerySet
    staying: QuerySet

    @property
    def name(self) -> str:
        """`programs`: for machines."""
        return str(self.kind.model._meta.model_name) + "s"


@dataclass(frozen=True)
class Plan:
    """What closing would do. Nothing is read until it is counted."""

    user: Any
    parts: list[Part]

    def going(self, model: type[Model]) -> QuerySet:
        return next(part.going for part in self.parts if part.kind.model is model)

    @property
    def keeps_something(self) -> bool:
        return any(part.staying.exists() for part in self.parts)

    def counts(self) -> dict[str, dict[str, int]]:
        """{"going": {"programs": 3, …}, "staying": {…}}: two queries a kind."""
        return {
            "going": {part.name: part.going.count() for part in self.parts},
            "staying": {part.name: part.staying.count() for part in self.parts},
        }

    def words(self, which: str) -> list[str]:
        """What is not nothing of `going` or `staying`: ["3 programs", "12 sessions"]."""
        counted = [(part.kind, getattr(part, which).count()) for part in self.parts]
        return [kind.count(number) for kind, number in counted if number]


def plan(user: Any, *, keep_public: bool) -> Plan:
    """Public things stay if they may, and below them all that they need; the rest goes."""
    parts: list[Part] = []
    needed: dict[type[Model], Any] = {}
    for kind in kinds():
        stays = needed.get(kind.model, NOTHING) | (kind.public if keep_public else NOTHING)
        part = Part(kind, going=kind.of(user).exclude(stays), staying=kind.of(user).filter(stays))
        parts.append(part)
        for model, ids in kind.needs(part.staying).items():
            needed[model] = needed.get(model, NOTHING) | Q(pk__in=ids)
    return Plan(user, parts)


def has_public(user: Any) -> bool:
    return plan(user, keep_public=True).keeps_something


@transaction.atomic
def close(user: Any, *, keep_public: bool) -> bool:
    """Close the account for good, on all devices. True if something was kept, under a former coach.

    Raises Refused for the last superuser. No step of it can be undone, and it is none of anybody's.
    """
    what = plan(user, keep_public=keep_public)
    if not _lock(user, what):
        return False
    refuse_last_superuser([user])
    stays = what.keeps_something
    _forget_in_log(what)
    for part in what.parts:
        part.kind.delete(part.going)
        part.kind.let_go(what.going)
    devices.sign_out(user, None)
    if stays:
        _give(what, _former_coach())
    user.delete()
    return stays


def refuse_last_superuser(users: list[Any]) -> None:
    """Somebody has to be left who may do everything in the admin."""
    left = User.objects.filter(is_superuser=True, is_active=True)
    going = [user.pk for user in users]
    if left.filter(pk__in=going).exists() and not left.exclude(pk__in=going).exists():
        raise Refused(
            _("This is the only superuser, and somebody has to look after the site. Make another person one first.")
        )


def _lock(user: Any, what: Plan) -> bool:
    """Wait for whoever is at work in this person's things; False if the account is gone already.

    As every verb does it: documents first, what they hang on last. The first lock of the row only keeps two closings
    apart; a verb that is at work may still point to the row.
    """
    rows = User.objects.filter(pk=user.pk)
    superusers = User.objects.filter(is_superuser=True).order_by("pk") if user.is_superuser else User.objects.none()
    list(superusers.select_for_update(no_key=True).values_list("pk"))
    if not list(rows.select_for_update(no_key=True).values_list("pk")):
        return False
    for part in what.parts:
        list(part.kind.of(user).select_for_update().order_by("pk").values_list("pk"))
    return bool(list(rows.select_for_update().values_list("pk")))


def _forget_in_log(what: Plan) -> None:
    """The admin's log goes on saying who did what, and no longer the name or address of the person it was done to."""
    gone = str(_("Closed account"))
    entries = LogEntry.objects.exclude(user=what.user)
    about = entries.filter(content_type=ContentType.objects.get_for_model(User), object_id=what.user.pk)
    about.update(object_repr=gone)
    for part in what.parts:
        kind = ContentType.objects.get_for_model(part.kind.model)
        entries.filter(content_type=kind, object_id__in=part.going.values("pk")).update(object_repr=gone)


def _former_coach() -> User:
    """A row that says nothing of anybody.

    Not the person's own, emptied: whoever is still writing for that one would fill it again. It goes, and they fail.
    """
    former = User(is_active=False, closed_at=timezone.now())
    former.email = f"former-{former.pk}@closed.invalid"
    former.set_unusable_password()
    former.save()
    return former


def _give(what: Plan, former: User) -> None:
    """What stays is nobody's any more. What lies below first: it is found through what stands on it."""
    for part in reversed(what.parts):
        part.kind.give(part.staying, former)
