"""Loads a staff list from a file: manage.py import_staff PATH --kindergarten SLUG [--dry-run] [--skip-wrong]."""

import datetime as dt
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.spreadsheets import MAX_BYTES, TableRefused
from teachers.actions import staff as staff_actions
from teachers.models import Kindergarten
from teachers.staff_import.plan import Plan, State, numbers_in_words
from teachers.staff_import.planning import make_plan
from teachers.staff_import.reading import StaffTable, open_staff_table


class Command(BaseCommand):
    help = "Loads a staff list (.xlsx or .csv) into a kindergarten; exits with 1 where rows are wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--kindergarten", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
        parser.add_argument("--skip-wrong", action="store_true", help="load the other rows where some are wrong")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the day experience is counted for, 2026-09-01")

    def handle(self, *args: Any, **options: Any) -> None:
        kindergarten = Kindergarten.objects.filter(slug=options["kindergarten"]).first()
        if kindergarten is None:
            raise CommandError(_("There is no kindergarten «%(slug)s».") % {"slug": options["kindergarten"]})
        if options["as_of"] and options["as_of"] > timezone.localdate():
            raise CommandError(_("This day is still to come."))
        staff = self._open(options["path"], options["as_of"])
        plan, outcome = self._import(staff, kindergarten, options["dry_run"], options["skip_wrong"])
        self._report(plan, outcome)
        if plan.wrong_rows:
            sys.exit(1)

    def _open(self, path: Path, as_of: dt.date | None) -> StaffTable:
        try:
            with path.open("rb") as file:
                # One byte more than is read is enough to know that the file is too large.
                return open_staff_table(file.read(MAX_BYTES + 1), as_of)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(path)s.") % {"path": path}) from error
        except TableRefused as refused:
            raise CommandError(str(refused)) from refused

    def _import(
        self, staff: StaffTable, kindergarten: Kindergarten, dry_run: bool, skip_wrong: bool
    ) -> tuple[Plan, str]:
        """The plan, and what was done, in words."""
        if dry_run:
            return make_plan(staff, kindergarten, by=None), _("This was a dry run: nothing was written.")
        try:
            plan = staff_actions.import_staff(staff, kindergarten, by=None, skip_wrong=skip_wrong)
        except staff_actions.WrongRows as wrong:
            return wrong.plan, _("Nothing was written: mend the wrong rows, or leave them out with --skip-wrong.")
        except staff_actions.ListChanged as error:
            raise CommandError(
                _("Somebody changed people at the same moment. Nothing was written; try again.")
            ) from error
        return plan, _("The list is loaded.")

    def _report(self, plan: Plan, outcome: str) -> None:
        self.stdout.write(", ".join(f"{state.value} {plan.count(state)}" for state in State))
        self.stdout.write(numbers_in_words({state.value: plan.count(state) for state in State}))
        for row in plan.wrong_rows:
            for column, reason in row.errors.items():
                place = _("row %(row)d, %(column)s") % {"row": row.number, "column": plan.header.label_of(column)}
                self.stdout.write(f"{place}: {reason}")
        for row in plan.rows:
            for note in row.notes if row.is_written else ():
                self.stdout.write(_("row %(row)d: %(note)s") % {"row": row.number, "note": note})
        if plan.unread:
            self.stdout.write(_("Columns that are not loaded: %(columns)s.") % {"columns": ", ".join(plan.unread)})
        self.stdout.write(outcome)
