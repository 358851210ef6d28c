"""The shelf: a person's items under their sections, in the order of the sections."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Subquery

from portfolio.models import Item, Section
from teachers.models import User
from teachers.models.people import UserQuerySet


@dataclass
class Shelf:
    section: Section
    items: list[Item] = field(default_factory=list)


def shelves(items: Iterable[Item]) -> list[Shelf]:
    """One shelf for every section, empty ones too; `items` keep their order."""
    by_section = {section.pk: Shelf(section) for section in Section.objects.all()}
    for item in items:
        by_section[item.section_id].items.append(item)
    return list(by_section.values())


def people_who_opened(user: User) -> UserQuerySet:
    """Colleagues who let `user` see something; adds `items`, how much of it there is."""
    opened = Item.objects.visible_to(user).filter(teacher=OuterRef("pk")).order_by()
    number = opened.values("teacher").annotate(number=Count("pk")).values("number")
    people = User.objects.get_queryset().visible_to(user).exclude(pk=user.pk)
    return people.annotate(items=Subquery(number)).filter(items__gt=0)
