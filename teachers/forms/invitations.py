"""What a person types on the way in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from teachers.models.invitations import tidy_code


class CodeForm(forms.Form):
    """The code of an invitation, typed from a letter or from a methodist's note."""

    code = forms.CharField(
        label=_("Invitation code"),
        max_length=300,
        help_text=_("It looks like 17-K7MP-3QXD-AHTW; large and small letters are the same."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])
