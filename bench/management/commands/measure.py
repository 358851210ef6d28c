"""Fills an empty database, serves the product and prints one line a figure; started by `python -m bench`."""

from collections.abc import Iterable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from bench import asking, exporting, feeds, growing, joining, pages, promoting
from bench.figures import Figure
from bench.filling import fill
from bench.serving import workers


class Command(BaseCommand):
    help = "Prints how fast the product is; started by python -m bench."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        fill()
        self.stdout.write("what | ours | floor | ratio | mark | ok")
        with workers() as port:
            self._show(pages.measure(port))
            self._show(joining.measure(port))
            self._show(feeds.measure(port))
            self._show(growing.measure(port))
        self._show(promoting.measure())
        self._show(asking.measure())
        self._show(exporting.measure())

    def _show(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            self.stdout.write(str(figure))
            self.stdout.flush()
