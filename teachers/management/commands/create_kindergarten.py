"""Opens a kindergarten: manage.py create_kindergarten --slug SLUG --name NAME [--methodist-email …]."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from teachers.actions.kindergartens import Opened, open_kindergarten
from teachers.models import Kindergarten
from teachers.staff_import.values.names import FullName, name_of
from teachers.staff_import.values.text import BadValue


class Command(BaseCommand):
    help = "Opens a kindergarten, with its methodist if an e-mail is given, and says what to do next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--slug", required=True, help="Latin letters; used in links and commands")
        parser.add_argument("--name", required=True, help="the official name")
        parser.add_argument("--short-name", default="", help="as people call it")
        parser.add_argument("--time-zone", default="Europe/Moscow", help="like Asia/Yekaterinburg")
        parser.add_argument("--methodist-email", default="", metavar="EMAIL")
        parser.add_argument("--methodist-name", default="", metavar="NAME", help="surname, name and patronymic")

    def handle(self, *args: Any, **options: Any) -> None:
        fields = {field: options[field] for field in ("slug", "name", "short_name", "time_zone")}
        name = self._name(options["methodist_name"])
        try:
            opened = open_kindergarten(
                Kindergarten(**fields), methodist_email=options["methodist_email"], methodist_name=name
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self._say(opened)

    def _name(self, text: str) -> FullName | None:
        try:
            return name_of(text)
        except BadValue as reason:
            raise CommandError(str(reason)) from reason

    def _say(self, opened: Opened) -> None:
        slug = opened.kindergarten.slug
        self.stdout.write(_("Opened: %(name)s.") % {"name": opened.kindergarten})
        if opened.invitation:
            link = f"{settings.SITE_URL}{opened.invitation.get_absolute_url()}"
            self.stdout.write(_("An invitation goes to %(email)s.") % {"email": opened.invitation.user.email})
            self.stdout.write(_("The same by hand, it works once: %(link)s") % {"link": link})
        elif opened.methodist:
            address = f"{settings.SITE_URL}{reverse('account_login')}"
            self.stdout.write(_("The methodist signs in as usual: %(address)s") % {"address": address})
        else:
            self.stdout.write(_("There is no methodist yet: add one in the admin, under People."))
        self.stdout.write(_("Next, load the staff list, in the admin or here:"))
        self.stdout.write(f"  manage.py import_staff PATH --kindergarten {slug} --dry-run")
