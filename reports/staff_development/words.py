"""The report in sentences: what it says first, and how each figure is counted."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.staff_development import groups
from reports.staff_development.report import Report


def title() -> str:
    return _("Development of the staff")


def when(report: Report) -> str:
    period = report.period
    if period.school_year:
        return _("In %(year)s") % {"year": period.school_year}
    return _("From %(first)s to %(last)s") % {"first": date_format(period.first), "last": date_format(period.last)}


def sentence(report: Report) -> str:
    """«В 2026/27 году участвовали 21 из 24 педагогов»."""
    totals = report.totals
    words = {"when": when(report), "n": totals.took_part}
    words["of"] = ngettext("of %(n)s teacher", "of %(n)s teachers", totals.people) % {"n": totals.people}
    if not totals.people:
        return _nobody(report) % words
    if not totals.took_part:
        return _("%(when)s none %(of)s has taken part yet") % words
    if totals.took_part == 1:
        return _("%(when)s one %(of)s took part") % words
    return ngettext("%(when)s %(n)s %(of)s took part", "%(when)s %(n)s %(of)s took part", totals.took_part) % words


def _nobody(report: Report) -> str:
    return _("%(when)s nobody fits this choice") if chosen(report) else _("%(when)s nobody taught here")


def chosen(report: Report) -> list[str]:
    """What the report is narrowed by, in words."""
    choice, dimensions = report.choice, report.dimensions
    words = []
    for measure, value in ((groups.EXPERIENCE, choice.experience), (groups.AGE, choice.age)):
        if value:
            band = report.material.bands.by_value(value)
            words.append(f"{_MEASURED[measure]()}: {band.label if band else _('not known')}")
    if choice.position:
        words.append(choice.position)
    if choice.category:
        words.append(dimensions["category"].labels.get(choice.category, choice.category))
    if report.chosen_form:
        words.append(report.chosen_form.name)
    return words


_MEASURED = {groups.EXPERIENCE: lambda: _("experience"), groups.AGE: lambda: _("age")}


def explanations() -> list[tuple[str, str]]:
    """How each figure is counted; shown below the table and as a sheet of the workbook."""
    return [
        (
            _("Who is in the report"),
            _(
                "Everyone who held a pedagogical post in the kindergarten on at least one day of the period, also "
                "those who have left since. A person with two posts is one person."
            ),
        ),
        (
            _("What is counted"),
            _("Only what fell on days when the person worked in this kindergarten, wherever the event was held."),
        ),
        (_("Took part"), _("Attended or held at least one event in the period.")),
        (_("Events attended"), _("Events at which the host marked the person as present, in whole or in part.")),
        (_("Events held"), _("Events the person hosted that were published and are over.")),
        (
            _("Hours of events"),
            _("Length of the attended events in hours of 60 minutes; half of it for one who was there in part."),
        ),
        (
            _("Trajectories"),
            _(
                "Begun by the end of the period and not ended before it, as they stand on the day the report is made. "
                "Private drafts are not counted, nor are trajectories that were left or declined: taking part is "
                "voluntary."
            ),
        ),
        (_("Stages closed"), _("Stages of trajectories closed in the period.")),
        (
            _("Added to the portfolio"),
            _("How many items were added in the period. What they hold is seen only by those they were opened to."),
        ),
        (
            _("Courses (CPD)"),
            _("Courses finished in the period. Their hours are never added to the hours of events."),
        ),
        (
            _("Experience, age, category"),
            _(
                "On the last day of the period, or today while it still runs. Where only the year of birth is kept, "
                "the age is that of 1 January. A category counts until it lapses by the rules in force."
            ),
        ),
    ]
