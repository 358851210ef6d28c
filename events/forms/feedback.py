"""What is asked of those who were there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions.feedback import Answer
from events.models import Feedback


class FeedbackForm(forms.Form):
    usefulness = forms.TypedChoiceField(
        label=_("Was it of use to you?"), choices=Feedback.Usefulness.choices, coerce=int, widget=forms.RadioSelect
    )
    liked = forms.CharField(
        label=_("What was good"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    wished = forms.CharField(
        label=_("What could be different"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    tomorrow = forms.CharField(
        label=_("What I will try tomorrow"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Goes to your own portfolio, to the record of this event. The host does not see it."),
    )

    @property
    def answer(self) -> Answer:
        """Of a form that is valid."""
        return Answer(**self.cleaned_data)
