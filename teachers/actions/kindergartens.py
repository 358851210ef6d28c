"""Opening a kindergarten: the row itself and the methodist with whom its life begins."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teachers.actions.invitations import VALID_FOR
from teachers.models import Invitation, Kindergarten, Membership, Profile, User
from teachers.signals import invited
from teachers.staff_import.values.names import FullName


@dataclass(frozen=True)
class Opened:
    """`invitation` is the methodist's way in; None where there is no methodist yet or they sign in already."""

    kindergarten: Kindergarten
    methodist: User | None = None
    invitation: Invitation | None = None


@transaction.atomic
def open_kindergarten(
    kindergarten: Kindergarten, *, methodist_email: str = "", methodist_name: FullName | None = None
) -> Opened:
    """For the person at the server's console, who may do anything. Raises ValidationError.

    The methodist is a new person, or one whom the network knows by this address.
    """
    kindergarten.full_clean()
    kindergarten.save()
    if not methodist_email:
        return Opened(kindergarten)
    methodist = _person(methodist_email, methodist_name)
    Membership.objects.create(user=methodist, kindergarten=kindergarten, role=Membership.Role.METHODIST)
    return Opened(kindergarten, methodist, None if methodist.has_account else _invite(methodist, kindergarten))


def _person(email: str, name: FullName | None) -> User:
    known = User.objects.get_queryset().filter(email__iexact=email).first()
    if known:
        return known
    if name is None:
        raise ValidationError(_("Write the methodist's surname and name too: nobody here has this address yet."))
    person = User(email=email.lower(), last_name=name.last, first_name=name.first, patronymic=name.patronymic)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    Profile.objects.create(user=person)
    return person


def _invite(person: User, kindergarten: Kindergarten) -> Invitation:
    """By letter; the link can be handed over too, as mail may not be set up yet."""
    expires_at = timezone.now() + VALID_FOR
    invitation = Invitation.objects.create(user=person, kindergarten=kindergarten, expires_at=expires_at)
    invited.send(Invitation, invitation=invitation, by=None)
    return invitation
