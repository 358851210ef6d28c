"""Words that go with a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """The words that go with a return, a refusal or a cancellation."""

    comment = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea({"rows": 3}))
