"""allauth's forms where this network asks otherwise."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from teachers.models import User


class LoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """A person who never used their invitation is answered like an unknown address, and gets no letter."""

    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and not self._user.has_account:
            self._user = None
        return email


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """The same for a new password."""

    users: list[User]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.has_account]
        return email


class _Digits:
    """Brings up the phone's digits."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "placeholder": "1234-5678"}


class ConfirmLoginCodeForm(_Digits, allauth_forms.ConfirmLoginCodeForm):
    pass


class ConfirmPasswordResetCodeForm(_Digits, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(_Digits, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass
