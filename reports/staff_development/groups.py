"""Ways to look at the people: by experience, age, category and position."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from django.utils.translation import gettext as _

from common.sqlite import russian_key
from reports.staff_development.rows import Figures, Row
from teachers.models import Band, BandSet
from teachers.models.qualification import CategoryKind

# The value of a group of those about whom the answer is not known, or who have none.
NONE = "none"

EXPERIENCE, AGE = BandSet.Measure.EXPERIENCE.value, BandSet.Measure.AGE.value
YEARS: dict[str, Callable[[Row], int | None]] = {
    EXPERIENCE: attrgetter("experience"),
    AGE: attrgetter("age"),
}


@dataclass(frozen=True)
class Group:
    value: str
    label: str
    figures: Figures


@dataclass(frozen=True)
class Dimension:
    """`labels` are its groups in order, by their values; `values` says to which of them a row belongs.

    `note` names the set of bands, or says why the groups do not add up to the whole.
    """

    code: str
    title: str
    note: str
    labels: dict[str, str]
    values: Callable[[Row], tuple[str, ...]]

    def groups(self, rows: Iterable[Row]) -> Iterator[Group]:
        """Every group, empty ones as well; a row with two values counts in both."""
        members: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for value in self.values(row) or (NONE,):
                members[value].append(row)
        for value, label in self.labels.items():
            yield Group(value, label, Figures.total(members[value]))


@dataclass(frozen=True)
class Bands:
    """All bands of all sets, read once."""

    known: Sequence[Band]

    @classmethod
    def read(cls) -> "Bands":
        order = ("band_set__measure", "-band_set__is_default", "band_set__name", "lower")
        return cls(list(Band.objects.select_related("band_set").order_by(*order)))

    def sets(self, measure: str) -> list[BandSet]:
        """Sets of a measure, the usual one first."""
        return list(
            {band.band_set_id: band.band_set for band in self.known if band.band_set.measure == measure}.values()
        )

    def of(self, band_set: BandSet | None) -> list[Band]:
        return [band for band in self.known if band_set and band.band_set_id == band_set.pk]

    def chosen_set(self, measure: str, pk: str) -> BandSet | None:
        """The set asked for, else the usual one; None when there is none at all."""
        sets = self.sets(measure)
        return next((band_set for band_set in sets if str(band_set.pk) == pk), sets[0] if sets else None)

    def by_value(self, value: str) -> Band | None:
        return next((band for band in self.known if str(band.pk) == value), None)


def by_band(measure: str, band_set: BandSet | None, bands: Sequence[Band]) -> Dimension:
    years = YEARS[measure]

    @cache
    def values(number: int | None) -> tuple[str, ...]:
        band = Band.of(number, bands)
        return (str(band.pk),) if band else ()

    return Dimension(
        code=measure,
        title={EXPERIENCE: _("By experience"), AGE: _("By age")}[measure],
        note=band_set.name if band_set else "",
        labels={str(band.pk): band.label for band in bands} | {NONE: _("not known")},
        values=lambda row: values(years(row)),
    )


def by_category() -> Dimension:
    return Dimension(
        code="category",
        title=_("By category"),
        note=_("A teacher-methodist or teacher-mentor stands in two lines."),
        labels={kind: str(label) for kind, label in CategoryKind.choices} | {NONE: _("no category")},
        values=attrgetter("categories"),
    )


def by_position(rows: Iterable[Row]) -> Dimension:
    names = sorted({name for row in rows for name in row.positions}, key=russian_key)
    return Dimension(
        code="position",
        title=_("By position"),
        note=_("A person with two posts stands in two lines."),
        labels={name: name for name in names},
        values=attrgetter("positions"),
    )
