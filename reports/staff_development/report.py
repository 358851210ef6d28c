"""The rows narrowed by what was chosen, added up and grouped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from events.models import EventForm
from reports.staff_development import groups
from reports.staff_development.columns import in_order
from reports.staff_development.groups import Bands, Dimension
from reports.staff_development.period import Period
from reports.staff_development.rows import Figures, Row, rows
from teachers.models import Band, Kindergarten


@dataclass(frozen=True)
class Choice:
    """What narrows the report, as it stands in the address; empty means everyone and everything.

    A band is its key or `groups.NONE`; a position its name; a form its code. The sets say how people are grouped.
    """

    position: str = ""
    experience: str = ""
    age: str = ""
    category: str = ""
    form: str = ""
    experience_set: str = ""
    age_set: str = ""


@dataclass(frozen=True)
class Material:
    """What a report is made of, read from the database once: `everyone` is in the order of names."""

    kindergarten: Kindergarten
    period: Period
    everyone: Sequence[Row]
    bands: Bands
    forms: Sequence[EventForm]

    @classmethod
    def read(cls, kindergarten: Kindergarten, period: Period) -> "Material":
        """Four queries, whatever the number of people."""
        return cls(
            kindergarten=kindergarten,
            period=period,
            everyone=list(rows(kindergarten, period)),
            bands=Bands.read(),
            forms=list(EventForm.objects.all()),
        )

    @property
    def positions(self) -> list[str]:
        return list(groups.by_position(self.everyone).labels)


@dataclass(frozen=True)
class FormUse:
    """How often events of a form were attended and held."""

    form: EventForm
    attended: int
    hosted: int


@dataclass(frozen=True)
class Report:
    """Everything on the page and in the workbook comes from here; `sort` names a column of `columns`."""

    material: Material
    choice: Choice = Choice()
    sort: str = ""

    @property
    def kindergarten(self) -> Kindergarten:
        return self.material.kindergarten

    @property
    def period(self) -> Period:
        return self.material.period

    @cached_property
    def rows(self) -> Sequence[Row]:
        """Those chosen, sorted as asked; with a form chosen, their events are of that form only."""
        chosen = [row for row in self.material.everyone if self._fits(row)]
        if self.choice.form:
            chosen = [row.of_form(self.choice.form) for row in chosen]
        return in_order(chosen, self.sort)

    def _fits(self, row: Row) -> bool:
        choice = self.choice
        return (
            (not choice.position or choice.position in row.positions)
            and (not choice.category or choice.category in (row.categories or (groups.NONE,)))
            and self._in_band(groups.EXPERIENCE, choice.experience, row)
            and self._in_band(groups.AGE, choice.age, row)
        )

    def _in_band(self, measure: str, value: str, row: Row) -> bool:
        if not value:
            return True
        if value == groups.NONE:
            return not self.dimensions[measure].values(row)
        band = self.material.bands.by_value(value)
        return Band.of(groups.YEARS[measure](row), [band] if band else []) is not None

    @cached_property
    def totals(self) -> Figures:
        return Figures.total(self.rows)

    @cached_property
    def dimensions(self) -> dict[str, Dimension]:
        """The ways to group people, by their codes."""
        bands, choice = self.material.bands, self.choice
        sets = {
            groups.EXPERIENCE: bands.chosen_set(groups.EXPERIENCE, choice.experience_set),
            groups.AGE: bands.chosen_set(groups.AGE, choice.age_set),
        }
        banded = [groups.by_band(measure, chosen, bands.of(chosen)) for measure, chosen in sets.items()]
        ways = [*banded, groups.by_category(), groups.by_position(self.material.everyone)]
        return {way.code: way for way in ways}

    @cached_property
    def forms_used(self) -> list[FormUse]:
        """Forms that occurred, in their usual order."""
        attended: Counter[str] = Counter()
        hosted: Counter[str] = Counter()
        for row in self.rows:
            attended.update(row.attended)
            hosted.update(row.hosted)
        uses = (FormUse(form, attended[form.code], hosted[form.code]) for form in self.material.forms)
        return [use for use in uses if use.attended or use.hosted]

    @property
    def chosen_form(self) -> EventForm | None:
        return next((form for form in self.material.forms if form.code == self.choice.form), None)

    @property
    def band_sets(self) -> list[str]:
        """Names of the sets by which experience and age are grouped."""
        return [note for measure in groups.YEARS if (note := self.dimensions[measure].note)]
