"""Who may do what with a portfolio: it is its owner's alone, whoever may read it."""

from portfolio.models import Item
from teachers.models import User


def can_change(user: User, item: Item) -> bool:
    return item.teacher_id == user.pk


def can_put_away(user: User, item: Item) -> bool:
    """What an event brought is put away or brought back: deleted, it would arrive again."""
    return can_change(user, item) and item.event_id is not None


def can_delete(user: User, item: Item) -> bool:
    return can_change(user, item) and item.event_id is None
