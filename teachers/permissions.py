"""Who may do what with people, their profiles and invitations."""

from teachers.models import Course, Kindergarten, User


def can_import_staff(user: User, kindergarten: Kindergarten) -> bool:
    return user.is_methodist_of(kindergarten.pk)


def can_invite(user: User, kindergarten: Kindergarten) -> bool:
    return user.is_methodist_of(kindergarten.pk)


def can_manage_person(user: User, person: User) -> bool:
    """Whom the methodist's desk lets one change; nobody but another of them changes a network administrator."""
    return user.is_superuser or (
        not person.is_superuser and any(user.is_methodist_of(pk) for pk in person.roster_kindergarten_ids)
    )


def can_change_email(user: User, person: User) -> bool:
    """An address that is signed in with is its owner's: whoever changed it could come in instead of them."""
    return user.is_superuser or (can_manage_person(user, person) and not person.has_account)


def can_give_roles(user: User, person: User) -> bool:
    """In one's own kindergarten, and to others alone."""
    return user.is_superuser or (user.pk != person.pk and can_manage_person(user, person))


def can_edit_profile(user: User, person: User) -> bool:
    """One's own; the methodist corrects what the staff list says in the admin."""
    return user.pk == person.pk or any(user.is_methodist_of(pk) for pk in person.kindergarten_ids)


def can_change_course(user: User, course: Course) -> bool:
    """One's own, until a methodist has verified it; after that the methodist corrects it on the desk."""
    return course.user_id == user.pk and course.verified_at is None


def can_verify_course(user: User, course: Course) -> bool:
    """A methodist of a kindergarten the person belongs to."""
    return Course.objects.managed_by(user).filter(pk=course.pk).exists()
