"""Events come to the portfolio by themselves; what stays there is its owner's decision."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from common.permissions import require
from events.models import Event, Registration
from portfolio import permissions
from portfolio.models import Item, Section
from teachers.models import Membership, User


@transaction.atomic
def decide(item: Item, *, keep: bool, by: User) -> None:
    """The owner's word about an item that arrived by itself; it may be changed later."""
    require(permissions.can_put_away(by, item))
    Item.objects.filter(pk=item.pk).update(is_kept=keep)


@transaction.atomic
def keep_all(*, by: User) -> int:
    """Keeps everything that waits for the owner's word; says how many there were."""
    return Item.objects.of(by).undecided().update(is_kept=True)


def bring_attended(registration: Registration) -> None:
    """The event waits on the participant's shelf for their word; a second call changes nothing."""
    _bring(registration.teacher, registration.event, Section.objects.for_attended())


def bring_hosted(event: Event) -> None:
    """A completed event waits on its host's shelf; one that nobody came to is taken back from there."""
    if Registration.objects.filter(event=event).attended().exists():
        _bring(event.host, event, Section.objects.for_hosted())
    else:
        take_back(event.host, event)


def _bring(teacher: User, event: Event, section: Section) -> None:
    # Not through the person's own cached roles: whoever records attendance walks over many people in one request.
    current = Membership.objects.current().filter(user=teacher).order_by("since", "pk")
    kindergartens = list(current.values_list("kindergarten_id", flat=True))
    home = event.kindergarten_id if event.kindergarten_id in kindergartens else next(iter(kindergartens), None)
    item = Item(
        teacher=teacher,
        event=event,
        kindergarten_id=home,
        section=section,
        title=event.title,
        happened_on=event.starts_at.astimezone(ZoneInfo(event.kindergarten.time_zone)).date(),
        is_kept=None,
    )
    # What is there already stays as it is, with whatever its owner has made of it.
    Item.objects.bulk_create([item], ignore_conflicts=True)


def keep_reflection(registration: Registration, text: str) -> None:
    """What the person will try goes under what they have written of the event already, in its record on their shelf."""
    bring_attended(registration)
    items = Item.objects.select_for_update(of=("self",))  # the owner may be writing there at this moment
    item = items.get(teacher=registration.teacher_id, event=registration.event_id)
    words = _("I will try: {text}").format(text=text)
    item.description = "\n\n".join(filter(None, (item.description.rstrip(), words)))
    item.save(update_fields=["description"])


def take_back(teacher: User, event: Event) -> None:
    """Attendance was withdrawn. An item nobody had worked on goes; one with its owner's words, files or decision
    stays theirs, is shown to nobody else, and waits for their word again."""
    item = Item.objects.filter(teacher=teacher, event=event).first()
    if item is None:
        return
    if item.is_kept or item.description or item.evidence.exists():
        item.is_kept = None
        item.save(update_fields=["is_kept"])
    else:
        item.delete()
