"""The report as a workbook: the people, a summary by groups, events by form, and how the figures are counted."""

from collections.abc import Iterator
from operator import attrgetter
from typing import IO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.workbooks import Cell, Column, Kind, open_workbook
from reports.staff_development import words
from reports.staff_development.columns import measures, row_columns
from reports.staff_development.report import Report
from reports.staff_development.rows import Figures


def file_name(report: Report) -> str:
    period = str(report.period.school_year or f"{report.period.first}–{report.period.last}").replace("/", "-")
    return f"{words.title()} {report.kindergarten.slug} {period}.xlsx"


def write_workbook(report: Report, file: IO[bytes]) -> int:
    """Writes the report to `file`, open for writing bytes; returns the number of people in it. Raises OSError."""
    with open_workbook(file, title=words.title(), author=report.kindergarten.name) as book:
        people = book.add_table(
            _("Staff"), _people_columns(report), _people(report), heading=_heading(report), total=_("Total")
        )
        book.add_table(_("Summary"), _summary_columns(), _summary(report), heading=_heading(report))
        if report.forms_used:
            forms = _forms_columns(report)
            book.add_table(
                _("By form"), forms, _forms(report), heading=_heading(report, is_narrow=True), total=_("Total")
            )
        book.add_table(_("About the figures"), _about_columns(), _about(report), has_filter=False)
    return people


def _heading(report: Report, *, is_narrow: bool = False) -> list[list[Cell]]:
    """Two days have no room above narrow columns: there the period stands in one cell, as words."""
    period = report.period
    days = f"{date_format(period.first, 'd.m.Y')} – {date_format(period.last, 'd.m.Y')}"
    lines: list[list[Cell]] = [
        [f"{words.title()}. {report.kindergarten.name}"],
        [words.sentence(report)],
        [f"{_('Period')}: {days}"] if is_narrow else [_("Period"), period.first, period.last],
    ]
    if chosen := words.chosen(report):
        lines.append([_("Narrowed to"), ", ".join(chosen)])
    return lines


def _people_columns(report: Report) -> list[Column]:
    return [
        *[Column(column.title, column.width, column.kind, wraps=column.wraps) for column in row_columns()],
        *[Column(measure.title, 13, measure.kind, is_summed=True) for measure in measures()],
    ]


def _people(report: Report) -> Iterator[list[Cell]]:
    values = [column.value for column in row_columns()]
    figures = attrgetter(*(measure.code for measure in measures()))
    for row in report.rows:
        yield [*[value(row) for value in values], *figures(row.figures)]


def _forms_columns(report: Report) -> list[Column]:
    forms = [use.form for use in report.forms_used]
    titles = [
        *[_("Attended: %(form)s") % {"form": f} for f in forms],
        *[_("Held: %(form)s") % {"form": f} for f in forms],
    ]
    return [
        Column(_("Full name"), 34),
        *[Column(title, 6, Kind.WHOLE, is_summed=True, turned=True) for title in titles],
    ]


def _forms(report: Report) -> Iterator[list[Cell]]:
    """The same people again; a nought is left empty, so that the wide table can be read."""
    codes = [use.form.code for use in report.forms_used]
    for row in report.rows:
        yield [row.name, *map(row.attended.get, codes), *map(row.hosted.get, codes)]


def _summary_columns() -> list[Column]:
    return [
        Column(_("Grouping"), 22),
        Column(_("Group"), 36),
        Column(_("Number of teachers"), 12, Kind.WHOLE),
        Column(_("Took part"), 12, Kind.WHOLE),
        Column(_("Share"), 10, Kind.SHARE),
        Column(_("Held events"), 12, Kind.WHOLE),
        *[Column(measure.title, 13, measure.kind) for measure in measures()],
    ]


def _summary(report: Report) -> Iterator[list[Cell]]:
    yield _summary_row(_("Everyone"), _("Everyone"), report.totals)
    for dimension in report.dimensions.values():
        for group in dimension.groups(report.rows):
            yield _summary_row(dimension.title, group.label, group.figures)


def _summary_row(way: str, label: str, figures: Figures) -> list[Cell]:
    numbers = [measure.of(figures) for measure in measures()]
    return [way, label, figures.people, figures.took_part, figures.share, figures.held, *numbers]


def _about_columns() -> list[Column]:
    return [Column(_("Figure"), 34, wraps=True), Column(_("How it is counted"), 100, wraps=True)]


def _about(report: Report) -> Iterator[list[Cell]]:
    yield [_("Kindergarten"), report.kindergarten.name]
    yield [_("Period"), str(report.period)]
    yield [_("Narrowed to"), ", ".join(words.chosen(report)) or _("Everyone")]
    for dimension in report.dimensions.values():
        if dimension.note:
            yield [dimension.title, dimension.note]
    yield from map(list, words.explanations())
    yield [_("Report made on"), timezone.localdate()]
