"""The command that writes the head's report, measured in a process of its own."""

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from bench.peak import measured


class Command(BaseCommand):
    help = "Prints the seconds and the megabytes that the report of a kindergarten takes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kindergarten")
        parser.add_argument("days", nargs=2)
        parser.add_argument("output")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options["days"]
        where = ["--kindergarten", options["kindergarten"], "--from", first, "--to", last]
        with measured():
            call_command("export_report", "staff-development", *where, "--output", options["output"], stdout=StringIO())
