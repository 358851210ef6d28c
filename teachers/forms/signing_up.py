"""Open sign-up. allauth puts this form before its own, so it stands in a module that does not import theirs."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from teachers.models import Profile, User


class NamesForm(forms.Form):
    """Who comes. They belong to no kindergarten until one invites them."""

    last_name = forms.CharField(label=_("Surname"), max_length=80)
    first_name = forms.CharField(label=_("First name"), max_length=80)
    patronymic = forms.CharField(label=_("Patronymic, if there is one"), max_length=80, required=False)
    field_order = ("last_name", "first_name", "patronymic", "email", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once surname and name are saved."""
        user.patronymic = self.cleaned_data["patronymic"]
        user.save(update_fields=["patronymic"])
        Profile.objects.create(user=user)
