"""Portfolios of the demo: what came by itself is partly decided, the rest is put on the shelf with files."""

import datetime as dt

from common.uploads import CheckedFile, check
from coworking.demo.drawings import certificate, picture
from coworking.demo.people import Cast
from coworking.demo.script import rows
from portfolio.actions import arrivals, items
from portfolio.models import Item, Section
from teachers.models import User

# Of what came by itself to the teacher who signs in, the newest still wait for her word.
STILL_WAITING = 3


def fill(cast: Cast, today: dt.date) -> None:
    sections = {section.title: section for section in Section.objects.all()}
    for row in rows("items"):
        teacher = cast.people[row["teacher"]]
        item = Item(
            teacher=teacher,
            kindergarten=teacher.kindergarten,
            section=sections[row["section"]],
            title=row["title"],
            happened_on=today - dt.timedelta(days=int(row["days"])),
            level=row["level"],
            visibility=row["visibility"],
            description=row["description"],
        )
        item.full_clean()
        items.add(item, _files(row["file"], teacher, item), by=teacher)
    for teacher in cast.people.values():
        _decide(teacher, waiting=STILL_WAITING if teacher == cast.people["Берёзкина"] else 1)


def _files(name: str, teacher: User, item: Item) -> list[CheckedFile]:
    if not name:
        return []
    if name == "certificate":
        return [check(certificate(teacher.get_full_name(), item.title, item.happened_on))]
    return [check(picture(name))]


def _decide(teacher: User, *, waiting: int) -> None:
    """The oldest is put aside, the newest wait, the rest stay on the shelf."""
    arrived = list(Item.objects.of(teacher).undecided().order_by("happened_on", "pk"))
    for number, item in enumerate(arrived[: len(arrived) - waiting]):
        arrivals.decide(item, keep=number > 0 or len(arrived) < 4, by=teacher)
