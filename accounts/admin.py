"""People for operators: found by email, switched on and off. Passwords are reset by the person, by email."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import text


class UniqueEmail:
    """The key on which uniqueness stands is no field of the form, so the constraint alone would answer 500."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if User.objects.filter(email_key=text.key(email)).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This email is taken."))
        return email


class UserCreation(UniqueEmail, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]


class UserChange(UniqueEmail, UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserChange
    add_form = UserCreation
    list_display = ["email", "name", "is_active", "is_staff", "last_login", "created_at"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email_key"]
    readonly_fields = ["id", "last_login", "created_at", "updated_at"]
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets: Any = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("Preferences"), {"fields": ["units", "time_zone", "locale", "theme", "single_keys"]}),
        (_("Public profile"), {"fields": ["is_public", "bio", "location"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Times"), {"fields": ["id", "last_login", "created_at", "updated_at"]}),
    ]
    add_fieldsets: Any = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """The operator's word on an address counts as confirmed: else the person could not sign in with it."""
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            obj.confirm_address()
