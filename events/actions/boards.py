"""The secret address of a kindergarten's board."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events.models import Board
from events.models.addresses import new_secret
from teachers.models import Kindergarten, User


def can_keep_board(user: User, kindergarten: Kindergarten) -> bool:
    """Its methodist hangs the board up, and takes the address back when it went too far."""
    return user.is_methodist_of(kindergarten.pk)


@transaction.atomic
def board_for(kindergarten: Kindergarten, *, by: User) -> Board:
    """Made when it is first asked for."""
    require(can_keep_board(by, kindergarten))
    return Board.objects.get_or_create(kindergarten=kindergarten)[0]


@transaction.atomic
def renew(kindergarten: Kindergarten, *, by: User) -> None:
    """From now on the old address opens nothing."""
    require(can_keep_board(by, kindergarten))
    fresh = {"secret": new_secret(), "renewed_at": timezone.now()}
    Board.objects.update_or_create(kindergarten=kindergarten, defaults=fresh)
