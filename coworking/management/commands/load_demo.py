"""manage.py load_demo: fills an empty embedded installation with a network to try everything on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from coworking import demo


class Command(BaseCommand):
    help = "Fills an empty embedded installation with invented kindergartens, people and events."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = demo.load()
        except demo.NotForDemo as error:
            raise CommandError(
                _("The demo is loaded only into an embedded installation without people; nothing was changed.")
            ) from error
        self.stdout.write(_("The demo is loaded.") if loaded else _("The demo is already here; nothing was changed."))
        for sign_in in demo.SIGN_INS:
            self.stdout.write(f"  {sign_in.email}  {demo.PASSWORD}  {sign_in.role}: {sign_in.worth_trying}")
