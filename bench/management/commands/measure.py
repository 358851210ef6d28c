"""Fills an empty database, serves the product and prints one line a figure; started by `python -m bench`."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from bench import exporting, joining, pages
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
            for measure in (pages.measure, joining.measure):
                for figure in measure(port):
                    self.stdout.write(str(figure))
        for figure in exporting.measure():
            self.stdout.write(str(figure))
