"""A number of seats, with an end to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_SEATS = 1000


class SeatsField(forms.IntegerField):
    """From one seat to a thousand, or nothing."""

    def __init__(self, **options: Any) -> None:
        words = _("From 1 to 1000 seats, in digits.")
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), words)
        super().__init__(required=False, min_value=1, max_value=MOST_SEATS, error_messages=errors, **options)
