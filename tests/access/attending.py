"""Who was there: the host's list, the code at the door, the sheet to sign."""

from events.check_in import token_of
from tests.access.events import ELSEWHERE, OF_HOST_OR_METHODIST, past, published
from tests.access.row import Row, everyone
from tests.access.world import World


def meeting_of_past(world: World) -> tuple[int, int]:
    return (world.past_event.pk, world.past_event.meetings.get().pk)


def slug(world: World) -> tuple[str]:
    return (world.kindergarten.slug,)


def code(world: World) -> tuple[str]:
    return (token_of(world.event.meetings.get()),)


ROWS: list[Row] = [
    # Without the key there is no board; with it anybody may look.
    Row("events:board", args=slug, get=everyone(404, anonymous=404)),
    Row(
        "events:board_address",
        args=slug,
        get=everyone(403, methodist=200, network_admin=200, **ELSEWHERE),
        post=everyone(403, methodist=302, network_admin=302, **ELSEWHERE),
    ),
    # Only whoever was there is asked, and in the world nobody was.
    Row("events:feedback", args=past, get=everyone(403, **ELSEWHERE), post=everyone(403, **ELSEWHERE)),
    Row(
        "events:finish",
        args=past,
        post=everyone(403, owner=302, methodist=302, network_admin=302, **ELSEWHERE),
    ),
    # Nobody is named: there is nobody to add.
    Row(
        "events:add_participant",
        args=meeting_of_past,
        get=everyone(403, **OF_HOST_OR_METHODIST),
        post=everyone(403, owner=404, methodist=404, network_admin=404, **ELSEWHERE),
    ),
    Row("events:sign_in_sheet", args=meeting_of_past, get=everyone(403, **OF_HOST_OR_METHODIST)),
    Row("events:check_in_code", args=published, get=everyone(403, **OF_HOST_OR_METHODIST)),
    # Whoever holds the code is in the room; the world's event is too far ahead for anybody to check in.
    Row("events:check_in", args=code, get=everyone(200), post=everyone(200)),
    Row("events:check_in", args=lambda world: ("1:guess",), get=everyone(404), post=everyone(404)),
]
