"""People, and what it means that something is theirs."""

from __future__ import annotations

import zoneinfo
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import text
from core.fields import LineField, ProseField
from core.models import BaseModel, BaseQuerySet, Document


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone."), params={"name": name})


class Units(models.TextChoices):
    METRIC = "metric", _("Kilograms and kilometres")
    IMPERIAL = "imperial", _("Pounds and miles")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager.from_queryset(BaseQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str) -> User:
        return self.get(email_key=text.key(email))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account made by an operator, a command or a test: nobody is asked to confirm its address.

        Signing up goes another way, through allauth.
        """
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            user.confirm_address()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, BaseModel):
    email = models.EmailField(_("email address"), max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    name = LineField(_("name"), max_length=120, blank=True)
    units = models.CharField(_("units"), max_length=10, choices=Units.choices, default=Units.METRIC)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    locale = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    single_keys = models.BooleanField(
        _("single-key shortcuts"), default=True, help_text=_("One letter acts at once while the grid has the focus.")
    )
    is_public = models.BooleanField(
        _("public profile"), default=False, help_text=_("Your name, place and bio stand on your public programs.")
    )
    bio = ProseField(_("bio"), max_length=1000, blank=True)
    location = LineField(_("location"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # A closed account of which public content was kept: nobody signs in to it any more, and it says nothing of anybody.
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [models.Index(fields=["email"], name="user_email")]  # by which allauth looks for who signs in
        constraints = [
            models.UniqueConstraint(
                fields=["email_key"], name="user_email_once", violation_error_message=_("This email is taken.")
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False),
                name="user_closed_is_inactive",
                violation_error_message=_("This account is closed. It cannot be used again."),
            ),
        ]

    def __str__(self) -> str:
        return self.byline if self.is_closed else self.name or self.email

    def confirm_address(self) -> None:
        """Somebody we trust says that the address is this person's: an operator, or a secret that was mailed there.

        Another address that waited to be confirmed is forgotten.
        """
        addresses = self.emailaddress_set  # type: ignore[attr-defined]  # allauth's
        addresses.exclude(email=self.email).delete()
        addresses.update_or_create(email=self.email, defaults={"verified": True, "primary": True})

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def byline(self) -> str:
        """Who made this, as everybody may read it: never an address."""
        return gettext("Former coach") if self.is_closed else self.name or gettext("A coach")

    def clean(self) -> None:
        super().clean()
        self.email = self.email_key = text.key(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # allauth looks addresses up in lower case, so they are stored as they are compared.
        self.email = self.email_key = text.key(self.email)
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "email_key"} if "email" in fields else fields
        elif not self._state.adding:
            kwargs["force_update"] = True  # who closed the account meanwhile is not made anew
        super().save(*args, **kwargs)

    @property
    def initials(self) -> str:
        return text.initials(self.name or self.email)


class Visibility(models.TextChoices):
    PRIVATE = "private", _("Draft")
    LINK = "link", _("Link")
    PUBLIC = "public", _("Public")


class AuthoredQuerySet(BaseQuerySet):
    """Whose is it, and who may see it. Anonymous people have no id and so own nothing."""

    def editable_by(self, user: Any) -> Self:
        return self.filter(author_id=user.pk) if user.pk else self.none()

    def visible_to(self, user: Any) -> Self:
        public = Q(visibility=Visibility.PUBLIC)
        return self.filter(Q(author_id=user.pk) | public if user.pk else public)


class Reader(NamedTuple):
    """Whoever has this id, where a queryset asks nothing else of a person."""

    pk: str


class AuthoredModel(Document):
    """A document with an author, who alone may change it, and a visibility."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name=_("author"))
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE
    )

    objects = AuthoredQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_editable_by(self, user: Any) -> bool:
        return bool(user.pk) and self.author_id == user.pk
