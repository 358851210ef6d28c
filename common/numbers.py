"""Numbers as people read them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def hours_in_words(hours: Decimal) -> str:
    """«0,75 ч», «2 ч»: hours of 60 minutes, counted in quarters, with no noughts at the end."""
    return _("{hours} h").format(hours=number_format(hours.normalize(), use_l10n=True, force_grouping=False))
