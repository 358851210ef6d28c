"""Who may do what with a portfolio: it is its owner's alone, whoever may read it."""

from portfolio.models import Item
from teachers.models import User


def can_change(user: User, item: Item) -> bool:
    return item.teacher_id == user.pk
