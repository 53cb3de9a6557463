"""Django's admin with our site in place of its own."""

from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    default_site = "trainhub.admin_site.AdminSite"
