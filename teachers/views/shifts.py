"""One's own shifts: seen by nobody else, used only to warn of a clash."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teachers.forms.shifts import NewShiftsForm, ShiftForm
from teachers.models import Shift
from teachers.requests import signed_in


@require_http_methods(["GET", "POST"])
def shifts(request: HttpRequest) -> HttpResponse:
    """All of them, and the same hours for several days at once."""
    user = signed_in(request)
    form = NewShiftsForm(request.POST if request.method == "POST" else None, person=user)
    if form.is_valid():
        Shift.objects.bulk_create(form.shifts)
        messages.success(request, _("Saved. Before you register you will hear if an event falls into a shift."))
        return redirect("teachers:shifts")
    return render(request, "teachers/shifts.html", {"form": form, "shifts": Shift.objects.of(user)})


@require_http_methods(["GET", "POST"])
def edit_shift(request: HttpRequest, pk: int) -> HttpResponse:
    shift = get_object_or_404(Shift.objects.of(signed_in(request)), pk=pk)
    form = ShiftForm(request.POST if request.method == "POST" else None, instance=shift)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("teachers:shifts")
    return render(request, "teachers/shift.html", {"form": form, "shift": shift})


@require_POST
def remove_shift(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Shift.objects.of(signed_in(request)), pk=pk).delete()
    messages.success(request, _("The shift is removed."))
    return redirect("teachers:shifts")
