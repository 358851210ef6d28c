"""Reports on screen and as files. What a reader may see is asked at every request."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from common.permissions import require
from reports import permissions
from reports.forms import ChoiceForm, PeriodForm
from reports.staff_development import screen, workbook
from reports.staff_development.report import Material, Report
from teachers.models import Kindergarten
from teachers.requests import signed_in

ON_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """The forms as they were filled in, and the report if they were filled in well."""

    kindergarten: Kindergarten
    period: PeriodForm
    choice: ChoiceForm | None = None
    report: Report | None = None


@require_GET
def staff_development(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    require(permissions.can_read_reports(user))
    kindergartens = list(Kindergarten.objects.reported_to(user))
    if not kindergartens:
        return render(request, "reports/no_kindergartens.html")
    asked = _asked(request.GET, kindergartens)
    return render(request, "reports/staff_development.html", _context(asked, request.GET))


def _context(asked: Asked, data: QueryDict) -> dict[str, Any]:
    report = asked.report
    fields = {*asked.period.fields, *(asked.choice.fields if asked.choice else ())}
    context = {
        "asked": asked,
        "years": screen.years(data, report.period if report else None),
        "kept": [(name, value) for name, value in data.items() if name not in {*fields, "year", "page"}],
    }
    if report is None:
        return context
    page = Paginator(report.rows, ON_A_PAGE).get_page(data.get("page"))
    return context | screen.context(report, data) | {"page": page, "lines": screen.lines(page.object_list)}


@require_GET
@never_cache
def staff_development_xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """Exactly the rows of the page with the same address; what was asked wrongly is explained on that page."""
    user = signed_in(request)
    require(permissions.can_read_reports(user))
    asked = _asked(request.GET, list(Kindergarten.objects.reported_to(user)))
    if asked.report is None:
        return redirect(f"{reverse('reports:staff-development')}?{request.GET.urlencode()}")
    return FileResponse(
        _written(asked.report), as_attachment=True, filename=workbook.file_name(asked.report), content_type=XLSX
    )


def _written(report: Report) -> IO[bytes]:
    """The workbook in a temporary file, which vanishes when the response has been sent."""
    with ExitStack() as unless_sent:
        file = unless_sent.enter_context(tempfile.TemporaryFile())
        workbook.write_workbook(report, file)
        file.seek(0)
        unless_sent.pop_all()
    return file


def _asked(data: QueryDict, kindergartens: Sequence[Kindergarten]) -> Asked:
    chosen = _chosen(data, kindergartens)
    period = PeriodForm(data, kindergartens=list(kindergartens), chosen=chosen)
    if not period.is_valid():
        return Asked(chosen, period)
    material = Material.read(chosen, period.period)
    choice = ChoiceForm(data, material=material)
    report = Report(material, choice.choice, data.get("sort", "")) if choice.is_valid() else None
    return Asked(chosen, period, choice, report)


def _chosen(data: QueryDict, kindergartens: Sequence[Kindergarten]) -> Kindergarten:
    """The kindergarten named in the address, else the first; 404 for one that the reader has no reports of."""
    slug = data.get("kindergarten", "")
    for kindergarten in kindergartens:
        if slug in ("", kindergarten.slug):
            return kindergarten
    raise Http404
