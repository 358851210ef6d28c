"""Production settings, and beside the product's addresses the floor it is measured against."""

from coworking.settings import *  # noqa: F403 -- the settings under measurement
from coworking.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
