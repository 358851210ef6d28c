"""Pages of a long list that know whether there is more, not how much: counting thousands of rows costs more than
showing twenty of them, and nobody needs the number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Page `number` (from 1) of a list; what `components/pagination.html` needs."""

    rows: list[Row]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_of(rows: QuerySet[Row], number: str | None, size: int) -> Page[Row]:
    """The page a person asked for, in one query; a number that makes no sense, or lies past the end, is the first."""
    wanted = int(number) if number and number.isdecimal() and 0 < int(number) < 10_000 else 1
    first = (wanted - 1) * size
    found = list(rows[first : first + size + 1])
    if not found and wanted > 1:
        return page_of(rows, None, size)
    return Page(found[:size], wanted, has_next=len(found) > size)
