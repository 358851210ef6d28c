"""What follows from a change of a person at the methodist's desk."""

from allauth.account.models import EmailAddress

from common.permissions import require
from teachers import permissions
from teachers.models import User


def forget_old_addresses(person: User, *, by: User) -> None:
    """After a new address is written: the old one opens nothing any more, the new one is confirmed at a sign-in."""
    require(permissions.can_change_email(by, person))
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email or "").delete()
