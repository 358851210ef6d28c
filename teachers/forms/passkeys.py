"""Passkeys: allauth's field has no name to translate, and what a key changes must be said before it is added."""

from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):
    name = forms.CharField(label=_("What to call it"), required=False, max_length=80)
    passwordless = forms.BooleanField(
        label=_("It is enough by itself"),
        required=False,
        initial=True,
        help_text=_(
            "It asks for a fingerprint, a face or a PIN. A password then needs a passkey or a spare code, too."
        ),
    )
    field_order = ("name", "passwordless")


class RenamePasskeyForm(allauth_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("What to call it"), max_length=80)
