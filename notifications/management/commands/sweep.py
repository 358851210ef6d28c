"""One pass over the outbox by hand, for an installation whose worker is down."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.sweep import in_words, sweep


class Command(BaseCommand):
    help = "Derives reminders that are due and sends what waits; prints how many."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(in_words(sweep()) or "nothing was due")
