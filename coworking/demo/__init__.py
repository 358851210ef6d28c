"""A network of three invented kindergartens to try everything on: deterministic, its days counted from today.

Loaded only into an embedded installation without people: its passwords are said aloud.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coworking.demo import events, people, portfolio, trajectories, work
from coworking.demo.people import DOMAIN, PASSWORD
from teachers.models import User

__all__ = ["PASSWORD", "SIGN_INS", "NotForDemo", "SignIn", "is_loaded", "load", "load_into_empty"]


class NotForDemo(Exception):
    """The installation has people of its own, or serves real ones."""


@dataclass(frozen=True)
class SignIn:
    role: Promise | str
    email: str
    worth_trying: Promise | str


SIGN_INS = (
    SignIn(_("Teacher"), f"teacher@{DOMAIN}", _("join an event, propose your own, grow a trajectory and a portfolio")),
    SignIn(_("Methodist"), f"methodist@{DOMAIN}", _("publish an event, read a trajectory, import a staff list")),
    SignIn(_("Head"), f"head@{DOMAIN}", _("open the staff development report and download it")),
    SignIn(_("Network administrator"), f"network@{DOMAIN}", _("add a kindergarten, edit the forms of events")),
)


def load_into_empty() -> None:
    """Loads the demo where nobody is yet; anywhere else does nothing."""
    if not User.objects.exists():
        load()


def is_loaded() -> bool:
    return User.objects.filter(email=SIGN_INS[0].email).exists()


@transaction.atomic
def load(now: dt.datetime | None = None) -> bool:
    """Fills an empty embedded installation; False when the demo is already there.

    Raises NotForDemo where real people work or may come to work.
    """
    if is_loaded():
        return False
    if not settings.EMBEDDED or User.objects.exists():
        raise NotForDemo
    now = timezone.localtime(now)
    cast = people.bring_in(now.date())
    events.hold(cast, now)
    work.write(cast)
    trajectories.lead(cast, now.date())
    portfolio.fill(cast, now.date())
    people.invite_the_rest(cast)
    return True
