"""The order of a queue, changed by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QueueForm(forms.Form):
    """Another number in the queue, and why."""

    number = forms.IntegerField(label=_("Number in the queue"), min_value=1, max_value=1000)
    reason = forms.CharField(label=_("Why"), max_length=300)
