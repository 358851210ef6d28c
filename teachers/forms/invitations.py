"""What a person types on the way in."""

from typing import Any

from allauth.account.forms import SetPasswordForm
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


class FirstPasswordForm(SetPasswordForm):
    """A password of one's own, typed twice as it cannot be seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least 8 characters, not only digits; a phrase is easy to remember.")
        for name in self.fields:
            self.fields[name].widget.attrs.pop("placeholder", None)
