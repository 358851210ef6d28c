"""allauth's questions about the second step of signing in, asked of the database once a page."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from teachers.models import User


class SecondStepAdapter(DefaultMFAAdapter):
    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A page that only shows something asks about each kind, twice; the answer cannot change in between."""
        if not isinstance(user, User) or context.request is None or context.request.method not in ("GET", "HEAD"):
            return bool(super().is_mfa_enabled(user, types))
        return bool(user.second_steps if types is None else user.second_steps & set(types))
