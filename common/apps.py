from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import sqlite  # noqa: F401 -- importing connects the receiver that teaches SQLite Russian
