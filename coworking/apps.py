import gc

from django.apps import AppConfig


class CoworkingConfig(AppConfig):
    name = "coworking"

    def ready(self) -> None:
        from coworking import letters, receivers  # noqa: F401 -- importing connects the receivers
        from notifications import kinds

        kinds.register(letters.INVITATION)
        # What is loaded by now lives as long as the process: without this every full collection of garbage walks
        # through all of it again, which is a tenth of the time of a large report.
        gc.freeze()
