from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        from accounts.belongings import register
        from programs.belongings import Programs

        register(Programs())
