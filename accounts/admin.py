"""People for operators: found by email, switched on and off. Passwords are reset by the person, by email."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

# allauth registers its own pages where its modules are imported: before ours take their place.
import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import closing, devices, events, roles
from accounts.models import User
from core import text
from core.admin.filters import by, since
from core.admin.pages import BaseAdmin, ReadingAdmin, people


def done(
    request: HttpRequest, person: User, event: str, letter: str = "", words: Any = None, to: str = "", **about: Any
) -> None:
    """Once it holds, it stands in the security log, and whose account it is reads of it, at `to` or where they are."""
    person = copy(person)  # a deleted one loses its id

    def tell() -> None:
        events.note(event, user=person, by=request.user, level=logging.INFO, **about)
        if letter:
            get_adapter().send_notification_mail(letter, person, words, to)

    transaction.on_commit(tell)


class UniqueEmail:
    """The key on which uniqueness stands is no field of the form, so the constraint alone would answer 500."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if User.objects.filter(email_key=text.key(email)).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This email is taken."))
        return email


class ClosesAccounts:
    """Deleting a person here closes the account, with all that is theirs. No right to their programs is asked for."""

    def get_deleted_objects(self, objs: Iterable[User], request: HttpRequest) -> tuple[list, dict, set, list]:
        people = list(objs)
        if any(is_above(person, request) for person in people):
            return [], {}, {_("a superuser")}, []
        told: list[Any] = []
        counts: Counter[str] = Counter()
        for person in people:
            plan = closing.plan(person, keep_public=False)
            told += [str(person), plan.words("going")]
            for part in plan.parts:
                counts[str(part.kind.model._meta.verbose_name_plural)] += part.going.count()
            if closing.has_public(person):
                keep = _(
                    "What is public goes too. To leave it under “Former coach”: manage.py close_account --keep-public"
                )
                told.append(f"{keep} {person.email}")
        try:
            closing.refuse_last_superuser(people)
        except closing.Refused as refusal:
            return told, {}, set(), [str(refusal)]
        return told, {str(User._meta.verbose_name_plural): len(people), **counts}, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[User]) -> None:
        try:
            with transaction.atomic():
                for person in queryset:
                    done(request, person, "account closed")
                    closing.close(person, keep_public=False)
        except closing.Refused as refusal:  # another superuser went meanwhile
            raise PermissionDenied(str(refusal)) from refusal


def is_above(person: User | None, request: HttpRequest) -> bool:
    """Else whoever may change people could set a superuser's password, and be one."""
    return person is not None and person.is_superuser and not request.user.is_superuser


class UserCreation(UniqueEmail, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]


class UserChange(UniqueEmail, UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class PasswordChange(AdminPasswordChangeForm):
    def save(self, commit: bool = True) -> User:
        """The password and nothing else, as everywhere that one is set."""
        user: User = super().save(commit=False)
        user.save(update_fields=["password"])
        done(context.request, user, "password changed", "account/email/password_changed")
        return user


RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]
RIGHTS_LETTER = "account/email/rights_changed"


@admin.register(User)
class UserAdmin(ClosesAccounts, BaseAdmin, DjangoUserAdmin):
    form = UserChange
    add_form = UserCreation
    change_password_form = PasswordChange
    list_display = ["email", "name", "is_active", "is_staff", "last_login", "created_at"]
    list_only = [*list_display, "closed_at"]
    list_filter = [by("is_active"), by("is_staff"), by("is_superuser"), since("created_at"), since("last_login")]
    search_fields = ["email_key", "name"]
    search_help_text = _("Part of an email or a name.")
    ordering = ["email_key"]
    sortable_by = ["email", "name", "last_login", "created_at"]
    actions = ["make_curators", "dismiss_curators"]
    readonly_fields = ["id", "last_login", "closed_at", "created_at", "updated_at"]
    autocomplete_fields = ["groups"]
    filter_horizontal = ["user_permissions"]
    fieldsets: Any = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("Preferences"), {"fields": ["units", "time_zone", "locale", "theme", "single_keys"]}),
        (_("Public profile"), {"fields": ["is_public", "bio", "location"]}),
        (_("Rights"), {"fields": ["is_active", *RIGHTS]}),
        (_("Times"), {"fields": ["id", "last_login", "closed_at", "created_at", "updated_at"]}),
    ]
    add_fieldsets: Any = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """The operator's word on an address counts as confirmed: else the person could not sign in with it."""
        if change:  # what was not changed here may have been changed meanwhile: by the person, or by closing
            obj.save(update_fields={field.name for field in obj._meta.concrete_fields}.intersection(form.changed_data))
            self._note_changes(request, obj, form)
        else:
            super().save_model(request, obj, form, change)
            done(request, obj, "account made")
        if "email" in form.changed_data:
            obj.confirm_address()

    def _note_changes(self, request: HttpRequest, person: User, form: Any) -> None:
        """A changed address is told to the one before, if that was theirs: one that was mistyped is somebody else's."""
        before = form.initial["email"]
        if person.email != before:
            theirs = EmailAddress.objects.filter(user=person, email=before, verified=True).exists()
            letter = "account/email/email_changed" if theirs else ""
            words = {"from_email": before, "to_email": person.email}
            done(request, person, "address changed", letter, words, to=before)
        if "is_active" in form.changed_data:
            done(request, person, "account switched on" if person.is_active else "account switched off")
        said = {name: form.cleaned_data[name] for name in RIGHTS if name in form.changed_data}
        if said:
            rights = {name: one if isinstance(one, bool) else sorted(map(str, one)) for name, one in said.items()}
            done(request, person, "rights changed", RIGHTS_LETTER, rights=rights)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only a superuser says what somebody may do: others could say it of themselves."""
        return [*super().get_readonly_fields(request, obj), *([] if request.user.is_superuser else RIGHTS)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if is_above(obj, request) or (obj is not None and obj.is_closed):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_above(obj, request) and super().has_delete_permission(request, obj)

    def about(self, request: HttpRequest, obj: Any) -> Any:
        if obj is None or not obj.is_closed:
            return ""
        return _("This account is closed; its public content stays. Deleting it takes that away too.")

    def has_roles_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    @admin.action(description=_("Make them curators of the library"), permissions=["roles"])
    def make_curators(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset.filter(is_active=True), roles.make_curator, _("Made a curator."), True)

    @admin.action(description=_("Let them be curators no more"), permissions=["roles"])
    def dismiss_curators(self, request: HttpRequest, queryset: QuerySet) -> None:
        curators = queryset.filter(groups__name=roles.CURATORS)
        self._each(request, curators, roles.dismiss_curator, _("Curator no more."), False)

    def _each(
        self, request: HttpRequest, queryset: QuerySet, verb: Callable[[User], None], words: Any, curator: bool
    ) -> None:
        people = list(queryset)
        for person in people:
            verb(person)
            self.log_change(request, person, str(words))
            done(request, person, "rights changed", RIGHTS_LETTER, rights={"curator": curator})
        count = ngettext("%d person.", "%d people.", len(people)) % len(people)
        self.message_user(request, f"{words} {count}")


class PersonsAdmin(ReadingAdmin):
    """What allauth keeps of a person, for support. In place of its own pages, which let one edit any of it."""

    list_prefetch = [people("user")]
    search_fields = ["user__email_key"]
    search_help_text = _("Part of a person's email.")
    sortable_by: list[str] = []


for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


@admin.register(EmailAddress)
class EmailAddressAdmin(PersonsAdmin):
    list_display = ["email", "user", "primary", "verified"]
    list_filter = [by("primary"), by("verified")]
    search_fields = ["email"]
    ordering = ["email"]
    fields = readonly_fields = ["email", "user", "primary", "verified"]


@admin.register(Authenticator)
class AuthenticatorAdmin(PersonsAdmin):
    """Never `data`, which holds the secrets. Deleting one is how support lets in who lost the phone."""

    LETTERS = {
        Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
        Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
    }
    list_display = ["type", "user", "created_at", "last_used_at"]
    list_only = list_display
    list_filter = [by("type"), since("created_at"), since("last_used_at")]
    ordering = ["-created_at", "-id"]
    fields = readonly_fields = ["type", "user", "created_at", "last_used_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("mfa.delete_authenticator")

    def about(self, request: HttpRequest, obj: Any) -> Any:
        return _("Deleting it lets the person in without it. Ask first who they are: it is what an attacker asks for.")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Recovery codes alone would keep asking for a second factor that is no more. The person is told, as ever."""
        obj.delete()
        done(request, obj.user, "second factor removed", self.LETTERS.get(obj.type, ""))
        rest = Authenticator.objects.filter(user=obj.user)
        if not rest.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            rest.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for factor in queryset.select_related("user"):
            self.delete_model(request, factor)


@admin.register(UserSession)
class UserSessionAdmin(PersonsAdmin):
    """Never the session's key: whoever has it is that person."""

    list_display = ["device", "user", "ip", "last_seen_at", "created_at"]
    list_only = ["user_agent", "user", "ip", "last_seen_at", "created_at"]
    list_filter = [since("last_seen_at")]
    ordering = ["-last_seen_at", "-id"]
    fields = readonly_fields = ["device", "user", "ip", "user_agent", "last_seen_at", "created_at"]
    actions = ["sign_out"]

    @admin.display(description=_("browser"))
    def device(self, session: UserSession) -> str:
        return devices.describe(session.user_agent)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("usersessions.delete_usersession")

    @admin.action(description=_("Sign out there"), permissions=["end"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet) -> None:
        ended = 0
        for session in queryset.select_related("user"):
            if devices.sign_out(session.user, None, session.pk):
                ended += 1
                done(request, session.user, "signed out")
        self.message_user(request, ngettext("%d browser signed out.", "%d browsers signed out.", ended) % ended)
