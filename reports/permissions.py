"""Who may read reports."""

from teachers.models import User


def can_read_reports(user: User) -> bool:
    """A head or a methodist, about the kindergartens of `Kindergarten.reported_to`; the network administrator."""
    return user.reads_reports
