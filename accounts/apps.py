from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")  # in the admin, which would name it as allauth's own

    def ready(self) -> None:
        from accounts import devices, events

        user_logged_in.connect(devices.on_signed_in, dispatch_uid="accounts.devices")
        events.listen()
