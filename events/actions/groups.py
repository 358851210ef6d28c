"""Sub-groups of those who take part, and the vote for their solutions."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.behaviours import behaviour_of
from events.behaviours.case_study import SOLUTION, VOTING
from events.models import Event, Group, Note, Registration, Vote
from events.note_rights import standing_of
from teachers.models import User

MOST_GROUPS = 12


class SolutionsAreThere(Exception):
    """People are not dealt out anew once a group has written its solution."""


def can_arrange(user: User, event: Event) -> bool:
    """A host, while the event is public and not closed, where the form works in sub-groups."""
    return behaviour_of(event).has_groups and event.state == Event.State.PUBLISHED and permissions.holds(user, event)


@transaction.atomic
def arrange(event: Event, numbers: Mapping[int, int], *, by: User) -> None:
    """Puts participants into groups: registration id -> number of the group, 0 is none.

    Registrations of others are ignored. Groups without people go, unless they have written something. Raises
    PermissionDenied or EventBusy.
    """
    event = lock_event(event.pk)
    require(can_arrange(by, event))
    seated = Registration.objects.filter(event=event, pk__in=numbers).seated()
    by_number: dict[int, list[Registration]] = {}
    for registration in seated:
        by_number.setdefault(numbers[registration.pk], []).append(registration)
    _lay_out(event, {number: by_number[number] for number in sorted(by_number) if 0 < number <= MOST_GROUPS})


@transaction.atomic
def split(event: Event, size: int, *, by: User) -> None:
    """Deals everybody with a seat out into groups of about `size`, as equal as can be, in the order they joined.

    Raises SolutionsAreThere, PermissionDenied or EventBusy.
    """
    event = lock_event(event.pk)
    require(can_arrange(by, event))
    if Note.objects.filter(event=event, kind=SOLUTION).exists():
        raise SolutionsAreThere
    people = list(Registration.objects.filter(event=event).seated().order_by("joined_at", "pk"))
    number = min(how_many_groups(len(people), size), MOST_GROUPS)
    _lay_out(event, {n + 1: people[n::number] for n in range(number)})


def how_many_groups(people: int, size: int) -> int:
    """So that none is much larger or smaller than `size`: five people by four are one group, six are two."""
    return max((people + size // 2) // size, 1) if people else 0


def _lay_out(event: Event, members: Mapping[int, Sequence[Registration]]) -> None:
    """Group number n is the n-th there is; members of each are exactly those named."""
    groups = list(Group.objects.filter(event=event).order_by("pk"))
    needed = max(members, default=0)
    while len(groups) < needed:
        groups.append(_new_group(event, groups))
    belongs = Group.members.through
    belongs.objects.filter(group__event=event).delete()
    belongs.objects.bulk_create(
        belongs(group=group, registration=registration)
        for number, group in enumerate(groups, start=1)
        for registration in members.get(number, ())
    )
    idle = [group.pk for number, group in enumerate(groups, start=1) if not members.get(number)]
    Group.objects.filter(pk__in=idle, notes=None).delete()


def _new_group(event: Event, groups: Sequence[Group]) -> Group:
    names = {group.name for group in groups}
    numbers = (number for number in range(1, MOST_GROUPS + len(names) + 2))
    name = next(name for name in (_("Group %(n)s") % {"n": n} for n in numbers) if name not in names)
    return Group.objects.create(event=event, name=name)


# --- The vote ---------------------------------------------------------------------------------------------------------


def voting_of(event: Event) -> Note | None:
    return Note.objects.filter(event=event, kind=VOTING).first()


@transaction.atomic
def let_vote(event: Event, *, by: User) -> None:
    """The host begins the vote; from then on solutions stay as they are. Twice changes nothing."""
    event = lock_event(event.pk)
    require(can_arrange(by, event) and Note.objects.filter(event=event, kind=SOLUTION).count() > 1)
    if voting_of(event) is None:
        Note.objects.create(event=event, kind=VOTING, author=by)


@transaction.atomic
def end_vote(event: Event, *, by: User) -> None:
    """The host ends it; everybody who takes part sees the counts."""
    event = lock_event(event.pk)
    require(can_arrange(by, event))
    Note.objects.filter(event=event, kind=VOTING).update(is_done=True)


@transaction.atomic
def vote(solution: Note, *, by: User) -> None:
    """One voice of each participant, for another group's solution; voting again moves it.

    Raises PermissionDenied or EventBusy.
    """
    event = lock_event(solution.event_id)
    standing, voting = standing_of(by, event), voting_of(event)
    require(voting is not None and not voting.is_done and event.state == Event.State.PUBLISHED)
    require(solution.kind == SOLUTION and standing.takes_part and solution.group_id not in standing.group_ids)
    Vote.objects.update_or_create(registration=standing.mine, defaults={"note": solution})
