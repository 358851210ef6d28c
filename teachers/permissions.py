"""Who may do what with people, their profiles and invitations."""

from teachers.models import Kindergarten, User


def can_import_staff(user: User, kindergarten: Kindergarten) -> bool:
    return user.is_methodist_of(kindergarten.pk)


def can_invite(user: User, kindergarten: Kindergarten) -> bool:
    return user.is_methodist_of(kindergarten.pk)


def can_edit_profile(user: User, person: User) -> bool:
    """One's own; the methodist corrects what the staff list says in the admin."""
    return user.pk == person.pk or any(user.is_methodist_of(pk) for pk in person.kindergarten_ids)
