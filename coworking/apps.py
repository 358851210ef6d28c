from django.apps import AppConfig


class CoworkingConfig(AppConfig):
    name = "coworking"

    def ready(self) -> None:
        from coworking import letters, receivers  # noqa: F401 -- importing connects the receivers
        from notifications import kinds

        kinds.register(letters.INVITATION)
