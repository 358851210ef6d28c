"""The person behind a request, typed."""

from django.http import HttpRequest

from teachers.models import User


def signed_in(request: HttpRequest) -> User:
    """The person who signed in; LoginRequiredMiddleware lets nobody else reach a view that asks."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the view is open to people who have not signed in")
    return user
