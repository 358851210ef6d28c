"""Passwords, with the rules in one short sentence instead of four."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _("At least 8 characters, not only digits; a phrase is easy to remember.")


class _ShortHint:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HINT


class FirstPasswordForm(_ShortHint, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(_ShortHint, allauth_forms.ChangePasswordForm):
    pass


class NewPasswordForm(_ShortHint, allauth_forms.ResetPasswordKeyForm):
    pass


class SignupForm(_ShortHint, allauth_forms.SignupForm):
    pass
