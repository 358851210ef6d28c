from collections.abc import Callable
from typing import Any

from events.actions.feeds import address_of
from events.models import Event
from tests.access.row import Row, everyone
from tests.access.world import World
from tests.factories import make_material, make_past_event, make_registration

# Nobody of another kindergarten sees an event that is not opened to the network.
ELSEWHERE = {"outsider": 404, "other_methodist": 404, "other_head": 404}
NOT_MINE = {"colleague": 403, "methodist": 403, "head": 403, "network_admin": 403} | ELSEWHERE

OF_HOST_OR_METHODIST = {"owner": 200, "methodist": 200, "network_admin": 200} | ELSEWHERE


def published(world: World) -> tuple[int]:
    return (world.event.pk,)


def secret(world: World) -> tuple[str]:
    return (address_of(world.people["owner"]).secret,)


def past(world: World) -> tuple[int]:
    return (world.past_event.pk,)


def queued(world: World) -> tuple[int, int]:
    return (world.event.pk, _registration(world, "head", state="waiting", queue_number=1))


def asked(world: World) -> tuple[int, int]:
    return (world.event.pk, _registration(world, "methodist", state="asked"))


def _registration(world: World, role: str, **fields: Any) -> int:
    person = world.people[role]
    row = world.event.registrations.filter(teacher=person).first()
    return (row or make_registration(world.event, person, **fields)).pk


def draft(world: World) -> tuple[int]:
    return (world.draft_event.pk,)


def internship(world: World) -> tuple[int]:
    return (world.internship.pk,)


def diary(world: World) -> tuple[int, int]:
    return (world.internship.pk, world.diary.pk)


def case(world: World) -> tuple[int]:
    return (world.case.pk,)


def solution(world: World) -> tuple[int, int]:
    return (world.case.pk, world.solution.pk)


def consultation(world: World) -> tuple[int]:
    return (world.consultation.pk,)


def booking(world: World) -> tuple[int, int]:
    return (world.consultation.pk, world.booking.pk)


# The colleague's diary of an internship with the owner: theirs and the host's, not even a methodist's.
BETWEEN_TWO = {"methodist": 404, "head": 404, "network_admin": 404} | ELSEWHERE
DRAFT_OF_ANOTHER = {"colleague": 404, "methodist": 404, "head": 404, "network_admin": 403} | ELSEWHERE

RUNS = everyone(403, **OF_HOST_OR_METHODIST)
HOSTS_ALONE = everyone(404, owner=200, methodist=200, network_admin=200)
GOES_BACK = {"owner": 302, "methodist": 302, "network_admin": 302} | ELSEWHERE


def material(visibility: str) -> Callable[[World], tuple[int]]:
    return lambda world: (make_material(world.event, visibility=visibility).pk,)


NO_SUCH_KIND = {"owner": 404, "methodist": 404, "network_admin": 404} | ELSEWHERE
OWN_PAPER = everyone(404, colleague=200, methodist=200, network_admin=200)


def closed(kind: str) -> Callable[[World], tuple[int, str]]:
    return lambda world: (_closed(world).pk, kind)


def certified(kind: str) -> Callable[[World], tuple[int, str]]:
    """The colleague's own; even the host of the event takes none of others."""
    return lambda world: (make_registration(_closed(world), world.people["colleague"], state="attended").pk, kind)


def _closed(world: World) -> Event:
    return make_past_event(world.people["owner"], state="closed")


ROWS: list[Row] = [
    Row("events:list", get=everyone(200)),
    Row("events:mine", get=everyone(200)),
    # What is posted here is empty: the forms come back with their questions.
    Row("events:propose", get=everyone(200, network_admin=403), post=everyone(200, network_admin=403)),
    Row("events:calendar", get=everyone(200)),
    Row("events:renew_feed", post=everyone(302)),
    # Open to whoever has the secret, and to nobody who guesses.
    Row(
        "events:feed", args=lambda world: (address_of(world.people["owner"]).secret,), get=everyone(200, anonymous=200)
    ),
    Row("events:feed", args=lambda world: ("guess",), get=everyone(404, anonymous=404)),
    Row("events:materials", args=published, get=RUNS, post=RUNS),
    Row("events:material", args=material("public"), get=everyone(200, **ELSEWHERE)),
    Row("events:material", args=material("participants"), get=HOSTS_ALONE),
    Row("events:material", args=material("hosts"), get=HOSTS_ALONE),
    Row("events:edit_material", args=material("public"), get=RUNS, post=RUNS),
    Row("events:remove_material", args=material("public"), get=RUNS, post=everyone(403, **GOES_BACK)),
    Row("events:agenda", args=published, get=RUNS, post=RUNS),
    Row("events:write_summary", args=past, get=RUNS, post=everyone(403, **GOES_BACK)),
    *[Row("events:summary", args=closed(kind), get=RUNS) for kind in ("pdf", "docx")],
    Row(
        "events:summary",
        args=closed("exe"),
        get=everyone(403, owner=404, methodist=404, network_admin=404, **ELSEWHERE),
    ),
    *[Row("events:certificate", args=certified(kind), get=OWN_PAPER) for kind in ("pdf", "docx")],
    Row("events:event_file", args=published, get=everyone(200, **ELSEWHERE)),
    Row("events:detail", args=published, get=everyone(200, **ELSEWHERE)),
    Row("events:join", args=published, post=everyone(302, owner=403, **ELSEWHERE)),
    Row("events:leave", args=published, post=everyone(302, owner=403, **ELSEWHERE)),
    Row("events:edit", args=draft, get=everyone(200, **DRAFT_OF_ANOTHER), post=everyone(200, **DRAFT_OF_ANOTHER)),
    Row("events:withdraw", args=published, post=everyone(403, **NOT_MINE)),
    Row(
        "events:cancel",
        args=published,
        get=everyone(403, **OF_HOST_OR_METHODIST),
        post=everyone(403, **OF_HOST_OR_METHODIST),
    ),
    Row(
        "events:attendance",
        args=past,
        get=everyone(403, **OF_HOST_OR_METHODIST),
        post=everyone(403, owner=302, methodist=302, network_admin=302, **ELSEWHERE),
    ),
    *[
        Row(f"events:{step}", args=published, post=everyone(403, **NOT_MINE))
        for step in ("accept", "confirm", "unconfirm", "publish")
    ],
    Row("events:clone", args=published, post=everyone(302, network_admin=403, **ELSEWHERE)),
    # A published event with a date: there is nothing to wait to hear of, and nobody is asked to hold it.
    Row("events:interest", args=published, post=everyone(403, **NOT_MINE)),
    Row("events:answer_cohost", args=published, post=everyone(403, **NOT_MINE)),
    Row("events:queue", args=published, get=everyone(403, **OF_HOST_OR_METHODIST)),
    # Nothing is typed: the form comes back.
    Row(
        "events:move_in_queue",
        args=queued,
        post=everyone(403, owner=400, methodist=400, network_admin=400, **ELSEWHERE),
    ),
    Row(
        "events:answer_request",
        args=asked,
        post=everyone(403, owner=302, methodist=302, network_admin=302, **ELSEWHERE),
    ),
    Row("events:answer", args=published, get=everyone(403, **NOT_MINE), post=everyone(403, **NOT_MINE)),
    Row("events:work", args=internship, get=everyone(200, **ELSEWHERE)),
    Row(
        "events:write",
        args=lambda world: (world.internship.pk, "programme"),
        get=everyone(200, **NOT_MINE),
        post=everyone(200, **NOT_MINE),
    ),
    Row(
        "events:mend",
        args=diary,
        get=everyone(200, owner=403, **BETWEEN_TWO),
        post=everyone(200, owner=403, **BETWEEN_TWO),
    ),
    Row("events:take_away", args=diary, post=everyone(302, owner=403, **BETWEEN_TWO)),
    Row("events:tick", args=diary, post=everyone(403, **BETWEEN_TWO)),
    Row(
        "events:sign",
        args=lambda world: (world.internship.pk, world.internee.pk),
        post=everyone(302, owner=403, **BETWEEN_TWO),
    ),
    Row(
        "events:vote", args=lambda world: (world.case.pk, world.solution.pk), post=everyone(403, head=404, **ELSEWHERE)
    ),
    Row("events:groups", args=case, get=everyone(200, **NOT_MINE), post=everyone(302, **NOT_MINE)),
    Row("events:voting", args=case, post=everyone(302, **NOT_MINE)),
    Row("events:slots", args=consultation, get=everyone(200, **ELSEWHERE)),
    Row("events:book", args=consultation, post=everyone(302, owner=403, **ELSEWHERE)),
    Row("events:cancel_slot", args=consultation, post=everyone(302, **ELSEWHERE)),
    Row("events:take_slot_back", args=booking, get=everyone(200, **NOT_MINE), post=everyone(200, **NOT_MINE)),
    Row("events:hours", args=consultation, get=everyone(200, **NOT_MINE), post=everyone(200, **NOT_MINE)),
]
