"""The product's own settings with what tests need instead: nothing here changes what the product does."""

import os
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="coworking-tests-"))
os.environ.setdefault("DATA_DIR", str(_scratch))
os.environ.setdefault("EMBEDDED", "true")

from coworking.settings import *  # noqa: E402, F403 -- the settings under test
from coworking.settings import DATABASES, MIDDLEWARE  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECURE_SSL_REDIRECT = False
MEDIA_ROOT = _scratch / "media"
CELERY_TASK_ALWAYS_EAGER = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes must meet in it as they do in life.
    DATABASES["default"]["TEST"] = {"NAME": _scratch / "test.sqlite3"}
# Reading a related row in a loop fails the test that does it.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# allauth looks for the same address more than once while a person signs in.
# Many events answered at once are locked one by one, each with all that follows from its answer.
ZEAL_ALLOWLIST = [{"model": "account.EmailAddress", "field": "*"}, {"model": "events.Event", "field": "get()"}]
