"""Inviting people to their own, already filled profile, and accepting."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.permissions import require
from teachers import permissions
from teachers.models import Employment, Invitation, Kindergarten, Membership, User
from teachers.signals import invited

VALID_FOR = dt.timedelta(days=14)


class InvitationClosed(Exception):
    """It has been accepted, withdrawn or overtaken by a newer one, or its time is over."""


@dataclass(frozen=True)
class Invited:
    """What came of inviting: the letters on their way, and who was left out, in a sentence each."""

    invitations: list[Invitation] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def invite(people: Iterable[User], kindergarten: Kindergarten, *, by: User) -> Invited:
    """Gives each person a fresh invitation in place of an open one, and announces it.

    Whom an invitation would not help is left out with the reason.
    """
    require(permissions.can_invite(by, kindergarten))
    # Two methodists at once: the kindergarten's row makes the second wait, so that one invitation stays open.
    Kindergarten.objects.select_for_update(no_key=True).get(pk=kindergarten.pk)
    people, outcome = list(people), Invited()
    staff, come = _staff_ids(people, kindergarten), _ids_of_those_who_come(people, kindergarten)
    for person in people:
        obstacle = _obstacle(person, is_staff=person.pk in staff, comes=person.pk in come)
        if obstacle:
            outcome.left_out.append(obstacle)
        else:
            outcome.invitations.append(_renew(person, kindergarten, by))
    return outcome


def _staff_ids(people: list[User], kindergarten: Kindergarten) -> set[int]:
    members = Membership.objects.not_over().filter(user__in=people, kindergarten=kindergarten)
    employed = Employment.objects.current().filter(user__in=people, kindergarten=kindergarten)
    return {*members.values_list("user_id", flat=True), *employed.values_list("user_id", flat=True)}


def _ids_of_those_who_come(people: list[User], kindergarten: Kindergarten) -> set[int]:
    """Members of the kindergarten who have an account already."""
    members = Membership.objects.not_over().filter(user__in=people, kindergarten=kindergarten)
    return set(User.objects.get_queryset().with_account().filter(memberships__in=members).values_list("pk", flat=True))


def _obstacle(person: User, *, is_staff: bool, comes: bool) -> str:
    """Why an invitation would be of no use, in a sentence; empty when it is."""
    name = {"name": person.get_short_name()}
    if not person.email:
        return _("%(name)s: no e-mail is known. Write it into the staff list and invite again.") % name
    if not person.is_active:
        return _("%(name)s: signing in is switched off for this person.") % name
    if not is_staff:
        return _("%(name)s: not on the staff list of this kindergarten.") % name
    if comes:
        return _("%(name)s: signs in already and needs no invitation.") % name
    return ""


def _renew(person: User, kindergarten: Kindergarten, by: User) -> Invitation:
    now = timezone.now()
    Invitation.objects.unused().filter(user=person, kindergarten=kindergarten).update(revoked_at=now)
    invitation = Invitation.objects.create(
        user=person, kindergarten=kindergarten, created_by=by, expires_at=now + VALID_FOR
    )
    invited.send(Invitation, invitation=invitation, by=by)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """Makes the link useless; what has been accepted stays accepted."""
    require(permissions.can_invite(by, invitation.kindergarten))
    Invitation.objects.unused().filter(pk=invitation.pk).update(revoked_at=timezone.now())


@transaction.atomic
def accept(invitation: Invitation, *, by: User, password: str = "") -> User:
    """Uses the invitation up: `by`, the invited person, belongs to the kindergarten from now on.

    A first password is set only for a person without an account, so that nobody's password changes by a link.
    Of many at once one wins. Raises InvitationClosed for the others, PermissionDenied for another person.
    """
    require(by.pk == invitation.user_id)
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        raise InvitationClosed
    if not person.has_account:
        _open_account(person, password, has_mailbox=invitation.came_by_letter)
    if not person.memberships.not_over().filter(kindergarten=invitation.kindergarten).exists():
        Membership.objects.create(user=person, kindergarten=invitation.kindergarten)
    return person


def _open_account(person: User, password: str, *, has_mailbox: bool) -> None:
    """Only the letter's own code shows that the mailbox is the person's; a link handed over by a methodist does not."""
    person.set_password(password or None)
    person.save(update_fields=["password"])
    address = EmailAddress(user=person, email=person.email, primary=True)
    if has_mailbox:
        address.set_verified(commit=False)
    address.save()
