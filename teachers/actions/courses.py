"""A methodist confirms that a person has taken a course."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from teachers import permissions
from teachers.models import Course, User


@transaction.atomic
def verify(course: Course, *, by: User) -> bool:
    """Marks the course as seen in the documents; False when it already was."""
    require(permissions.can_verify_course(by, course))
    unverified = Course.objects.unverified().filter(pk=course.pk)
    return bool(unverified.update(verified_by=by, verified_at=timezone.now()))
