from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Sessions")

    def ready(self) -> None:
        from accounts.belongings import register
        from sessions_app import receivers, uses  # noqa: F401
        from sessions_app.belongings import Sessions

        register(Sessions())
