"""The one way an action refuses: a predicate that is false raises."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:
    """Raises PermissionDenied (403) unless `allowed`."""
    if not allowed:
        raise PermissionDenied
