"""manage.py run_embedded: the whole product on this machine, with no server needed; what `make run` runs."""

import http.client
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from coworking import demo
from coworking.embedded import (
    AlreadyRunning,
    ChildDied,
    Family,
    PortTaken,
    end_with_parent,
    only_one,
    require_free_port,
)
from coworking.environment import env_bool, env_int

START_SECONDS = 60


class Command(BaseCommand):
    help = "Prepares the embedded database, then runs web, worker and beat together until Ctrl-C."
    # They are for `make lint`; a start should not wait for them.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-parent", action="store_true", help="end when the process that started it is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            end_with_parent()
        if not settings.EMBEDDED:
            raise CommandError(_("This installation has servers of its own; run_embedded is for one without them."))
        port = env_int("PORT", default=8000)
        try:
            require_free_port(port)
            with only_one(settings.DATA_DIR):
                self._prepare()
                self._run(port)
        except PortTaken as error:
            words = _("Port %(port)s cannot be used: it is taken. Choose another one: make run PORT=%(other)s")
            raise CommandError(words % {"port": port, "other": 8000 if port != 8000 else 8001}) from error
        except AlreadyRunning as error:
            words = _("It is already running on the data in %(folder)s.")
            raise CommandError(words % {"folder": settings.DATA_DIR}) from error
        except ChildDied as error:
            words = _("%(program)s ended by itself with code %(code)s, so everything was stopped.")
            raise CommandError(words % {"program": error.args[0], "code": error.args[1]}) from error

    def _prepare(self) -> None:
        if _is_behind():
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        if env_bool("DEMO", default=True):
            demo.load_into_empty()
        connection.close()

    def _run(self, port: int) -> None:
        with Family() as family:
            # The page first: what works in the background may come a moment later.
            family.start("web")
            if not self._told_to_stop_before_web_answers(family, port):
                family.start("worker", "beat")
                self._greet()
                family.watch()
            self.stdout.write(_("Stopping…"))
        self.stdout.write(_("Everything has stopped."))

    def _told_to_stop_before_web_answers(self, family: Family, port: int) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and not _answers(port):
            if family.watch(0.2):
                return True
        return False

    def _greet(self) -> None:
        lines = ["", _("Methodical Coworking is open: %(address)s") % {"address": settings.SITE_URL}]
        if settings.MAILBOX_IN_BROWSER:
            lines.append(_("Its letters: %(address)s") % {"address": f"{settings.SITE_URL}/dev/mail/"})
        if demo.is_loaded():
            lines += ["", _("Sign in to try it; everyone's password is %(password)s") % {"password": demo.PASSWORD}]
            lines += [f"  {s.email:26}{s.role}: {s.worth_trying}" for s in demo.SIGN_INS]
        lines += ["", _("Ctrl-C stops everything."), ""]
        self.stdout.write("\n".join(lines))


def _is_behind() -> bool:
    """Whether some migration has not run yet; asking is much quicker than running none of them."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _answers(port: int) -> bool:
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        web.close()
