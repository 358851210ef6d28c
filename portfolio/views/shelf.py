"""Shelves: one's own, and what colleagues have opened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from common.serving import attachment
from portfolio.actions import arrivals
from portfolio.document import portfolio_pdf
from portfolio.forms import PeriodForm
from portfolio.models import Item
from portfolio.shelf import people_who_opened, shelves
from teachers.models import User
from teachers.requests import signed_in

ON_A_PAGE = 50


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """One's own portfolio: what waits for a word, then section by section."""
    user = signed_in(request)
    mine = list(Item.objects.visible_to(user).of(user).with_facts())
    context = {
        "undecided": [item for item in mine if item.is_kept is None],
        "shelves": shelves(item for item in mine if item.is_kept),
        "put_away": [item for item in mine if item.is_kept is False],
        "period": PeriodForm(),
        "has_colleagues": Item.objects.visible_to(user).exclude(teacher=user).exists(),
    }
    return render(request, "portfolio/list.html", context)


@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    """People who have opened something to the reader."""
    user = signed_in(request)
    people = people_who_opened(user)
    page = Paginator(people, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolio/colleagues.html", {"page": page})


@require_GET
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What a colleague has opened to the reader; one's own shelf is elsewhere."""
    user = signed_in(request)
    if pk == user.pk:
        return redirect("portfolio:list")
    person = get_object_or_404(User.objects.get_queryset().visible_to(user), pk=pk)
    items = list(Item.objects.visible_to(user).of(person).with_facts())
    if not items:
        raise Http404
    opened = [shelf for shelf in shelves(items) if shelf.items]
    return render(request, "portfolio/of_person.html", {"person": person, "shelves": opened})


@require_GET
def pdf(request: HttpRequest) -> HttpResponse:
    """One's own portfolio on paper, for the days chosen."""
    user = signed_in(request)
    period = PeriodForm(request.GET)
    if not period.is_valid():
        return render(request, "portfolio/period.html", {"period": period})
    since, until = period.cleaned_data["since"], period.cleaned_data["until"]
    name = _("Portfolio {person}.pdf").format(person=user.get_short_name().rstrip("."))
    content = portfolio_pdf(user, since=since, until=until)
    return attachment(content, name=name, content_type="application/pdf")


@require_POST
def keep_all(request: HttpRequest) -> HttpResponse:
    number = arrivals.keep_all(by=signed_in(request))
    kept = ngettext("%(n)s item stays in the portfolio.", "%(n)s items stay in the portfolio.", number)
    messages.success(request, kept % {"n": number})
    return redirect("portfolio:list")
