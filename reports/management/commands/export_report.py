"""manage.py export_report staff-development --kindergarten SLUG --from DATE --to DATE --output FILE"""

import argparse
import datetime as dt
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import SchoolYear
from reports.staff_development.period import Period
from reports.staff_development.report import Material, Report
from reports.staff_development.workbook import write_workbook
from teachers.models import Kindergarten


def day(text: str) -> dt.date:
    """A date as 2026-09-01 or 01.09.2026; the parser adds the option's name to the error."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(_("«%(text)s» is no date; write it like 2026-09-01.") % {"text": text})


class Command(BaseCommand):
    help = "Writes a report as a workbook; the same rows as on its page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", choices=["staff-development"])
        parser.add_argument("--kindergarten", required=True, metavar="SLUG")
        parser.add_argument("--from", dest="first", type=day, metavar="DATE", help="else of the school year")
        parser.add_argument("--to", dest="last", type=day, metavar="DATE", help="else of the school year")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        kindergarten = _kindergarten(options["kindergarten"])
        with timezone.override(zoneinfo.ZoneInfo(kindergarten.time_zone)):
            period = _period(options["first"], options["last"])
            with written_whole(options["output"]) as file:
                people = write_workbook(Report(Material.read(kindergarten, period)), file)
        said = ngettext("%(n)s teacher, written to %(file)s", "%(n)s teachers, written to %(file)s", people)
        self.stdout.write(said % {"n": people, "file": options["output"]})


def _kindergarten(slug: str) -> Kindergarten:
    try:
        return Kindergarten.objects.get(slug=slug)
    except Kindergarten.DoesNotExist:
        raise CommandError(_("There is no kindergarten «%(slug)s».") % {"slug": slug}) from None


def _period(first: dt.date | None, last: dt.date | None) -> Period:
    """What is left out is the bound of the school year: of the other day's, or of the current one."""
    year = SchoolYear.of(first or last or timezone.localdate())
    period = Period(first or year.first_day, last or year.last_day)
    if period.last < period.first:
        raise CommandError(_("The last day is earlier than the first one."))
    return period


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only when it is complete; nothing stays behind a failure."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise CommandError(_("%(path)s is not a file.") % {"path": path})
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        problem = {"path": path, "problem": error.strerror or error}
        raise CommandError(_("%(path)s cannot be written: %(problem)s.") % problem) from error
    finally:
        part.unlink(missing_ok=True)
