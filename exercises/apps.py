from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from accounts.belongings import register
        from exercises import indexed, receivers  # noqa: F401
        from exercises.belongings import Exercises

        register(Exercises())
