"""Production settings, and beside the product's addresses the floor it is measured against."""

from coworking.settings import *  # noqa: F403 -- the settings under measurement
from coworking.settings import INSTALLED_APPS, LOGGING

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
# Pages that refuse a teacher are asked for as well; that is no news here.
LOGGING = LOGGING | {"root": {"handlers": ["stderr"], "level": "ERROR"}, "loggers": {"django": {"level": "ERROR"}}}
